-- Cases. A row is a copy of the fold of its facts: `doc` is the whole, the other columns are what lists and jobs ask.

CREATE TABLE cases (
  county         TEXT NOT NULL,        -- the home, frozen at intake
  id             TEXT NOT NULL,
  number         TEXT NOT NULL,
  seq            BIGINT NOT NULL,      -- version: number of the last fact
  pack           TEXT NOT NULL,
  pack_version   TEXT NOT NULL,
  case_type      TEXT NOT NULL,
  state          TEXT NOT NULL,
  state_key      TEXT NOT NULL,        -- pack/case_type/state, for "what waits for me"
  phase          TEXT NOT NULL,
  outcome        TEXT,
  is_open        BOOLEAN NOT NULL,
  is_public      BOOLEAN NOT NULL,
  category       TEXT,
  channel        TEXT NOT NULL,
  priority       TEXT NOT NULL,
  tier           TEXT,
  lon            DOUBLE PRECISION,     -- degrees, WGS-84
  lat            DOUBLE PRECISION,
  area           TEXT NOT NULL,        -- lowest area known, or ''
  area_path      TEXT NOT NULL,        -- codes from the top, each followed by '/': a subtree is one range
  unit           TEXT,                 -- leads, or led
  reporter       TEXT,                 -- actor id, when the reporter has one
  returns        BIGINT NOT NULL,
  reopens        BIGINT NOT NULL,
  has_photo      BOOLEAN NOT NULL,
  was_late       BOOLEAN NOT NULL,     -- some clock was missed
  grade          BIGINT,               -- the reporter's rating, 1 to 4
  due_at         BIGINT,               -- of the clock that runs out first
  due_kind       TEXT,                 -- promise, sign, task
  soon_at        BIGINT,
  mark_at        BIGINT,               -- when the watchman looks next
  registered_at  BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL,
  closed_at      BIGINT,
  doc            TEXT NOT NULL,        -- JSON: the fold
  PRIMARY KEY (county, id)
);
CREATE UNIQUE INDEX cases_number ON cases (county, number);
CREATE INDEX cases_time ON cases (registered_at, id);
CREATE INDEX cases_county_time ON cases (county, registered_at, id);
CREATE INDEX cases_phase ON cases (phase, registered_at, id) WHERE is_open;
CREATE INDEX cases_county_phase ON cases (county, phase, registered_at, id) WHERE is_open;
CREATE INDEX cases_unit ON cases (unit, registered_at, id);
CREATE INDEX cases_area ON cases (area_path, registered_at);
CREATE INDEX cases_due ON cases (due_at, id) WHERE is_open AND due_at IS NOT NULL;
CREATE INDEX cases_mark ON cases (mark_at, id) WHERE mark_at IS NOT NULL;
CREATE INDEX cases_near ON cases (county, category, lat) WHERE is_open;
CREATE INDEX cases_public ON cases (updated_at, id) WHERE is_public;
CREATE INDEX cases_public_time ON cases (registered_at, id) WHERE is_public;
CREATE INDEX cases_reporter ON cases (reporter, registered_at, id) WHERE reporter IS NOT NULL;
CREATE INDEX cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL;

-- The pieces that units owe.
CREATE TABLE case_task (
  county     TEXT NOT NULL,
  case_id    TEXT NOT NULL,
  task       TEXT NOT NULL,            -- ordinal in the case
  unit       TEXT NOT NULL,
  leads      BOOLEAN NOT NULL,
  state      TEXT NOT NULL,
  owed       BOOLEAN NOT NULL,         -- open or signed
  person     TEXT,
  sent_at    BIGINT NOT NULL,
  due_at     BIGINT,
  PRIMARY KEY (county, case_id, task)
); -- by key
CREATE INDEX case_task_owed ON case_task (unit, county, case_id) WHERE owed;
CREATE INDEX case_task_unit ON case_task (unit, county, case_id);

-- Numbers of other systems.
CREATE TABLE case_alias (
  county     TEXT NOT NULL,
  system     TEXT NOT NULL,
  number     TEXT NOT NULL,
  case_id    TEXT NOT NULL,
  PRIMARY KEY (county, system, number)
); -- by key
CREATE INDEX case_alias_number ON case_alias (number, system);
CREATE INDEX case_alias_case ON case_alias (county, case_id);

-- Who holds a tracking token: the reporter, and whoever follows. The token itself is known to them alone.
CREATE TABLE case_follow (
  county      TEXT NOT NULL,
  case_id     TEXT NOT NULL,
  token_hash  TEXT NOT NULL,
  reporter    BOOLEAN NOT NULL,
  contact     TEXT,                    -- id in protect
  at          BIGINT NOT NULL,
  PRIMARY KEY (county, case_id, token_hash)
); -- by key

-- Words of descriptions and addresses, hashed, so that a case is found by what people wrote. Goes with the text.
CREATE TABLE case_term (
  county   TEXT NOT NULL,
  term     BIGINT NOT NULL,
  case_id  TEXT NOT NULL,
  PRIMARY KEY (county, term, case_id)
);
CREATE INDEX case_term_case ON case_term (county, case_id);

-- Number blocks that processes lease; gaps are allowed.
CREATE TABLE case_number_block (
  prefix    TEXT NOT NULL,
  day       TEXT NOT NULL,             -- 20261121, in the calendar's zone
  next_no   BIGINT NOT NULL,
  PRIMARY KEY (prefix, day)
); -- by key
-- Which homes a number's first part may mean.
CREATE TABLE case_home (
  prefix    TEXT NOT NULL,
  county    TEXT NOT NULL,
  PRIMARY KEY (prefix, county)
); -- by key

-- Working calendars by area; the nearest above an area counts, '' is the default of all.
CREATE TABLE calendar (
  area       TEXT PRIMARY KEY,
  spec       TEXT NOT NULL,            -- JSON, see engines/worktime
  changed_at BIGINT NOT NULL
);

-- The dispatch catalogue (派单目录): who owes what. Entries are end-dated, never changed in what they said.
CREATE TABLE catalogue (
  id          TEXT PRIMARY KEY,
  pack        TEXT NOT NULL,
  category    TEXT NOT NULL,
  area_path   TEXT NOT NULL,           -- where it holds: codes each followed by '/'; '' everywhere
  source      TEXT NOT NULL,           -- catalogue, ruling
  unit        TEXT NOT NULL,           -- code of the leading unit, or '' with function and level
  function    TEXT,
  level       TEXT,
  assists     TEXT NOT NULL,           -- JSON list of unit codes
  priority    TEXT NOT NULL,
  promise     TEXT,                    -- clock codes of the pack
  sign        TEXT,
  task        TEXT,
  condition   TEXT,                    -- filing condition
  standard    TEXT,                    -- closing standard
  basis       TEXT,                    -- legal basis
  case_number TEXT,                    -- of the case that a ruling was made in
  valid_from  BIGINT NOT NULL,
  valid_to    BIGINT,
  created_at  BIGINT NOT NULL
);
CREATE INDEX catalogue_category ON catalogue (pack, category, valid_from);

-- What the watchman tells the level above. It moves nothing.
CREATE TABLE case_notice (
  county     TEXT NOT NULL,
  id         TEXT NOT NULL,
  case_id    TEXT NOT NULL,
  kind       TEXT NOT NULL,            -- due_soon, late
  clock      TEXT NOT NULL,            -- promise, sign, task
  unit       TEXT,                     -- the unit that owes it
  to_unit    TEXT,                     -- the unit above it, when it has one
  area_path  TEXT NOT NULL,            -- of the case, each code followed by '/'
  at         BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX case_notice_unit ON case_notice (to_unit, at);
CREATE INDEX case_notice_case ON case_notice (county, case_id);
