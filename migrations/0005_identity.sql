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
