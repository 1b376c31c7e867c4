-- The ledger: facts in streams, hash-chained, with gap-free positions per county.
CREATE TABLE fact (
  county TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  v BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  post TEXT,
  action TEXT NOT NULL,
  data TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (county, stream, seq)
);
CREATE TABLE stream_head (
  county TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (county, stream)
); -- by key
CREATE TABLE fact_position (
  county TEXT NOT NULL,
  pos BIGINT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (county, pos)
); -- by key
CREATE TABLE county_head (
  county TEXT PRIMARY KEY,
  pos BIGINT NOT NULL,
  hash TEXT NOT NULL
); -- by key
CREATE TABLE fact_outbox (
  county TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (county, stream, seq)
); -- by key
CREATE TABLE reader_cursor (
  reader TEXT NOT NULL,
  county TEXT NOT NULL,
  pos BIGINT NOT NULL,
  PRIMARY KEY (reader, county)
); -- by key
