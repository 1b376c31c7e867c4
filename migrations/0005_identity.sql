-- Sessions, people, units, posts; and the keys that make a repeated request harmless.

-- The same key again: the same answer (platform/web).
CREATE TABLE idempotency (
  client TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  answer_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (client, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- Units: organisations that can owe work. `area` is a code of the tree, `area_path` the codes down to it.
CREATE TABLE unit (
  code TEXT PRIMARY KEY,
  name_zh TEXT NOT NULL,
  name_en TEXT,
  name_key TEXT NOT NULL,
  area TEXT NOT NULL,
  area_path TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT,
  functions TEXT NOT NULL,
  contact TEXT,
  ended_at BIGINT
);
CREATE INDEX unit_area ON unit (area_path, code);
-- What the units in force can do, to find the one that answers somewhere.
CREATE TABLE unit_function (
  function TEXT NOT NULL,
  area_path TEXT NOT NULL,
  unit TEXT NOT NULL,
  level TEXT NOT NULL,
  PRIMARY KEY (function, area_path, unit)
);
CREATE INDEX unit_function_unit ON unit_function (unit);

-- People: no personal value here, only references to protected ones. `login_key` is the hash of the login.
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  login_key TEXT UNIQUE,
  login TEXT,
  name TEXT NOT NULL,
  phone TEXT,
  password_hash TEXT,
  ended_at BIGINT
);

-- Posts: a duty of a person in a unit for an area; the deputy may do the same from the first day.
CREATE TABLE post (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,
  deputy TEXT,
  unit TEXT NOT NULL,
  area TEXT NOT NULL,
  area_path TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT
);
CREATE INDEX post_person ON post (person);
CREATE INDEX post_deputy ON post (deputy) WHERE deputy IS NOT NULL;
CREATE INDEX post_unit ON post (unit, id);
CREATE INDEX post_area ON post (area_path, kind);

-- Sessions by the hash of their token.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  csrf TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at);

-- Attempts to log in, by the hash of login or address, on all nodes together.
CREATE TABLE login_attempt (
  key TEXT PRIMARY KEY,
  attempts BIGINT NOT NULL,
  since BIGINT NOT NULL
);

-- Programs with a key.
CREATE TABLE client (
  id TEXT PRIMARY KEY,
  name_zh TEXT NOT NULL,
  name_en TEXT,
  key_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
