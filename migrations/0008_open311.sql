-- Open311: what other systems are told, and what they hold.

-- Steps of cases that a reporter may see, as the update extension lists them. Follows the ledger; can be rebuilt from it.
CREATE TABLE open311_step (
  county   TEXT NOT NULL,
  case_id  TEXT NOT NULL,
  seq      BIGINT NOT NULL,            -- of the fact
  at       BIGINT NOT NULL,
  state    TEXT NOT NULL,              -- of the case type, after the step
  status   TEXT NOT NULL,              -- of the update extension, after the step
  PRIMARY KEY (county, case_id, seq)
); -- by key
CREATE INDEX open311_step_at ON open311_step (at, county, case_id, seq);

-- Where each case stands after the last fact that was followed.
CREATE TABLE open311_stand (
  county   TEXT NOT NULL,
  case_id  TEXT NOT NULL,
  state    TEXT NOT NULL,
  status   TEXT NOT NULL,
  PRIMARY KEY (county, case_id)
); -- by key

-- Tokens that lead to a number. Only their hashes are kept.
CREATE TABLE open311_token (
  token_hash  TEXT PRIMARY KEY,
  number      TEXT NOT NULL,
  created_at  BIGINT NOT NULL
); -- by key

-- What clients posted and not everybody sees yet, so that they find it in their lists.
CREATE TABLE open311_post (
  client   TEXT NOT NULL,
  number   TEXT NOT NULL,
  case_id  TEXT NOT NULL,
  at       BIGINT NOT NULL,
  PRIMARY KEY (client, number)
); -- by key
CREATE INDEX open311_post_at ON open311_post (client, at);
CREATE INDEX open311_post_case ON open311_post (case_id);
