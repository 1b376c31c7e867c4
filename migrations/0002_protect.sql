-- Personal values and free texts: what can be erased without breaking a chain.
CREATE TABLE protected (
  county TEXT NOT NULL,
  id TEXT NOT NULL,
  class TEXT NOT NULL,
  purpose TEXT NOT NULL,
  expires_at BIGINT,
  value TEXT,
  salt TEXT,
  key_id TEXT,
  erased_at BIGINT,
  PRIMARY KEY (county, id)
); -- by key
CREATE INDEX protected_expiry ON protected (county, expires_at) WHERE expires_at IS NOT NULL;
