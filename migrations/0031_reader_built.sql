-- Readers that have once read all there was. One that an upgrade brings to a large ledger is still being built, which /readyz tells apart from
-- one that lags.
CREATE TABLE reader_built (
  reader TEXT PRIMARY KEY,
  built_at BIGINT NOT NULL
); -- by key
INSERT INTO reader_built (reader, built_at) SELECT DISTINCT reader, 0 FROM reader_cursor;
