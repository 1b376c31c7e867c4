-- Registers: what is recorded once, a row per thing and source. docs/decisions/0024 says why the keys are as they are:
-- what is written in bulk is written at the end of every tree, by segments of 2^18 rows.

-- Many protected values of one version of one row, sealed together (platform/protect).
CREATE TABLE protected_bundle (
  county TEXT NOT NULL,
  shelf TEXT NOT NULL,
  n BIGINT NOT NULL,
  version BIGINT NOT NULL,
  personal BLOB,
  sensitive BLOB,
  salt BLOB NOT NULL,
  key_id TEXT NOT NULL,
  PRIMARY KEY (county, shelf, n, version)
);

-- A row as it is known now; values of the classes public and internal as JSON.
CREATE TABLE register_record (
  county TEXT NOT NULL,
  n BIGINT NOT NULL,
  seg BIGINT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  place TEXT NOT NULL,
  area TEXT NOT NULL,
  version BIGINT NOT NULL,
  open_values TEXT NOT NULL,
  since TEXT,
  as_of BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (county, n)
);
CREATE INDEX register_record_place ON register_record (county, seg, kind, place, n);
CREATE INDEX register_record_expiry ON register_record (county, expires_at, n) WHERE expires_at IS NOT NULL;

-- The same as it was known before.
CREATE TABLE register_version (
  county TEXT NOT NULL,
  n BIGINT NOT NULL,
  version BIGINT NOT NULL,
  place TEXT NOT NULL,
  area TEXT NOT NULL,
  open_values TEXT NOT NULL,
  since TEXT,
  as_of BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (county, n, version)
);

-- What stays of a version whose values are gone: its hash.
CREATE TABLE register_gone (
  county TEXT NOT NULL,
  n BIGINT NOT NULL,
  version BIGINT NOT NULL,
  leaf TEXT NOT NULL,
  gone_at BIGINT NOT NULL,
  PRIMARY KEY (county, n, version)
); -- by key

-- Keyed numbers of names, numbers and addresses: found without being stored.
CREATE TABLE register_key (
  county TEXT NOT NULL,
  seg BIGINT NOT NULL,
  key BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (county, seg, key, n)
); -- by key

-- Which row of a source became which record, and what it said then.
CREATE TABLE register_source (
  county TEXT NOT NULL,
  list TEXT NOT NULL,
  n BIGINT NOT NULL,
  row_key BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (county, list, n)
); -- by key

-- The next number of a home.
CREATE TABLE register_head (
  county TEXT PRIMARY KEY,
  next BIGINT NOT NULL
); -- by key

-- Records of a kind in an area and everything under it.
CREATE TABLE register_count (
  county TEXT NOT NULL,
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (county, kind, place)
); -- by key

-- How a source's columns become fields.
CREATE TABLE register_list (
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  mapping TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (kind, source)
); -- by key

-- Reveals of one person in one hour.
CREATE TABLE register_allowance (
  actor TEXT NOT NULL,
  hour BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (actor, hour)
); -- by key
