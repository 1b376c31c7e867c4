-- What departments ask, what of it is due, and what each of them receives: capabilities/forms.

-- A module: its last proposal, and the version that is in force. Few, and the same in every county.
CREATE TABLE form_module (
  code         TEXT PRIMARY KEY,
  subject      TEXT NOT NULL,
  function     TEXT NOT NULL,
  version      BIGINT NOT NULL,      -- of the last proposal
  state        TEXT NOT NULL,        -- proposed, admitted, refused, retired
  in_force     BIGINT,               -- the version that is asked
  admitted_at  BIGINT,               -- since when one is in force
  changed_at   BIGINT NOT NULL
); -- by key

-- What was once proposed stays: records tell which version they answer.
CREATE TABLE form_module_version (
  code         TEXT NOT NULL,
  version      BIGINT NOT NULL,
  doc          TEXT NOT NULL,        -- the module, JSON
  duplicates   BIGINT NOT NULL,      -- questions that are asked or known already
  proposed_by  TEXT NOT NULL,
  proposed_at  BIGINT NOT NULL,
  decided_by   TEXT,
  decided_at   BIGINT,
  PRIMARY KEY (code, version)
);

-- How submissions of a composed form fall apart again.
CREATE TABLE form_plan (
  form     TEXT NOT NULL,
  version  TEXT NOT NULL,
  doc      TEXT NOT NULL,
  PRIMARY KEY (form, version)
);

-- When a module was last answered of a subject.
CREATE TABLE form_last (
  county    TEXT NOT NULL,
  n         BIGINT NOT NULL,         -- the record of the register
  module    TEXT NOT NULL,
  at        BIGINT NOT NULL,
  instance  TEXT NOT NULL,
  PRIMARY KEY (county, n, module)
); -- by key

-- What is known of a subject through forms alone: elements that no register holds.
CREATE TABLE form_known (
  county   TEXT NOT NULL,
  n        BIGINT NOT NULL,
  element  TEXT NOT NULL,
  value    TEXT NOT NULL,            -- protected
  at       BIGINT NOT NULL,
  PRIMARY KEY (county, n, element)
); -- by key

-- What became of a visit on a day: done, or not met and why. Who went is not counted.
CREATE TABLE form_visit (
  county  TEXT NOT NULL,
  n       BIGINT NOT NULL,
  day     TEXT NOT NULL,
  state   TEXT NOT NULL,
  reason  TEXT,
  words   TEXT,                      -- protected
  at      BIGINT NOT NULL,
  PRIMARY KEY (county, n, day)
); -- by key

-- What one module received of one submission. The answers stand in the vault, under `xml`.
CREATE TABLE form_record (
  county    TEXT NOT NULL,
  module    TEXT NOT NULL,
  id        TEXT NOT NULL,
  version   BIGINT NOT NULL,         -- of the module
  n         BIGINT,                  -- the subject
  place     TEXT NOT NULL,           -- codes below the home, each with a slash behind it
  instance  TEXT NOT NULL,
  xml       TEXT NOT NULL,
  made_at   BIGINT NOT NULL,
  PRIMARY KEY (county, module, id)
);
CREATE UNIQUE INDEX form_record_instance ON form_record (county, instance, module);

-- What was asked and what was spared, by month and place: a reader counts it. Never by who answers.
CREATE TABLE form_burden (
  county     TEXT NOT NULL,
  month      TEXT NOT NULL,
  module     TEXT NOT NULL,          -- empty: the visits themselves
  place      TEXT NOT NULL,          -- the grid: codes below the home
  visits     BIGINT NOT NULL,
  asked      BIGINT NOT NULL,
  confirmed  BIGINT NOT NULL,
  avoided    BIGINT NOT NULL,
  seconds    BIGINT NOT NULL,
  PRIMARY KEY (county, month, module, place)
); -- by key
