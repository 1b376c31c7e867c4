-- Published forms and what comes back with them: capabilities/forms.

-- A form as clients know it: a department's own, or one composed of modules. What it says stands in its versions.
CREATE TABLE form (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL,       -- own, module, composed, visit
  state         TEXT NOT NULL,       -- open, closing (what is on phones is still taken), closed
  latest        TEXT,                -- the version that lists show; none: the form is in no list
  title_zh      TEXT NOT NULL,
  title_en      TEXT,
  area_path     TEXT NOT NULL,       -- where it is filled; empty: everywhere
  unit          TEXT,                -- whose it is
  published_at  BIGINT NOT NULL
);
CREATE INDEX form_latest ON form (id) WHERE latest IS NOT NULL;

-- What was once published stays: phones hold old versions for weeks.
CREATE TABLE form_version (
  form          TEXT NOT NULL,
  version       TEXT NOT NULL,       -- as the form says it; empty when it says none
  xform         TEXT NOT NULL,
  md5           TEXT NOT NULL,       -- what OpenRosa compares
  files         TEXT NOT NULL,       -- JSON: the paths of the questions that are answered with a file
  published_at  BIGINT NOT NULL,
  PRIMARY KEY (form, version)
);

-- The files that belong to a version: lists of places, pictures.
CREATE TABLE form_media (
  form     TEXT NOT NULL,
  version  TEXT NOT NULL,
  name     TEXT NOT NULL,
  mime     TEXT NOT NULL,
  md5      TEXT NOT NULL,
  content  BLOB NOT NULL,
  PRIMARY KEY (form, version, name)
);

-- Which home an instance went to. As with keys of idempotency it makes a repeated post harmless, wherever its sender's
-- post has moved meanwhile: therefore without a county.
CREATE TABLE form_instance (
  instance  TEXT PRIMARY KEY,
  county    TEXT NOT NULL
);

-- What a form came back with. The answers stand in `protected`, under `xml`.
CREATE TABLE form_submission (
  county       TEXT NOT NULL,
  instance     TEXT NOT NULL,
  id           TEXT NOT NULL,        -- in the order of arrival
  form         TEXT NOT NULL,
  version      TEXT NOT NULL,
  root         TEXT NOT NULL,        -- the first edition of it
  replaces     TEXT,
  replaced_by  TEXT,
  mark         TEXT NOT NULL,        -- keyed hash of the bytes: the same again?
  xml          TEXT NOT NULL,
  area_path    TEXT NOT NULL,
  actor        TEXT NOT NULL,
  visit        TEXT,
  missing      BIGINT NOT NULL,      -- files that are named and did not come yet
  received_at  BIGINT NOT NULL,
  voided_at    BIGINT,
  PRIMARY KEY (county, instance)
);
CREATE INDEX form_submission_form ON form_submission (form, id);

-- The files that a submission names, with those that came.
CREATE TABLE form_file (
  county    TEXT NOT NULL,
  instance  TEXT NOT NULL,
  name      TEXT NOT NULL,
  blob      TEXT,
  PRIMARY KEY (county, instance, name)
);

-- What an app on a phone shows instead of a session: a secret in the address, or name and password.
CREATE TABLE form_key (
  id          TEXT PRIMARY KEY,
  token_hash  TEXT NOT NULL UNIQUE,
  login       TEXT NOT NULL UNIQUE,
  secret      TEXT NOT NULL,         -- protected: what Digest compares
  person      TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  ended_at    BIGINT
);
CREATE INDEX form_key_person ON form_key (person, id);
