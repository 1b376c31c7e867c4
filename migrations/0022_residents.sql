-- Residents who want to be told, and who may sign in by a code: capabilities/residents.

-- A resident: one confirmed address. The address itself stands in protect.
CREATE TABLE resident (
  id            TEXT PRIMARY KEY,
  address_key   TEXT NOT NULL,           -- keyed index of the address: found without being read
  way           TEXT NOT NULL,           -- email, mobile
  address_ref   TEXT NOT NULL,           -- in protect, county 'global'
  language      TEXT NOT NULL,           -- zh, en
  confirmed_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX resident_address ON resident (address_key);

-- A code on its way to an address that is to be confirmed. Code and link are derived from the id, never stored.
CREATE TABLE resident_code (
  id           TEXT PRIMARY KEY,
  address_key  TEXT NOT NULL,
  way          TEXT NOT NULL,
  address_ref  TEXT NOT NULL,            -- in protect, county 'global', until it is confirmed or given up
  language     TEXT NOT NULL,
  wish         TEXT,                     -- JSON: the alert to be set with the confirmation
  attempts     BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  used_at      BIGINT
);
CREATE INDEX resident_code_expires ON resident_code (expires_at);

-- How often codes were asked for, by address and by sender (hashed).
CREATE TABLE resident_attempt (
  key       TEXT PRIMARY KEY,
  attempts  BIGINT NOT NULL,
  since     BIGINT NOT NULL
);
CREATE INDEX resident_attempt_since ON resident_attempt (since);

-- A device on which a resident is signed in.
CREATE TABLE resident_session (
  token_hash  TEXT PRIMARY KEY,
  resident    TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
);
CREATE INDEX resident_session_resident ON resident_session (resident);
CREATE INDEX resident_session_expires ON resident_session (expires_at);

-- What a resident wants to be told of: an area, or one report.
CREATE TABLE resident_alert (
  id          TEXT PRIMARY KEY,
  resident    TEXT NOT NULL,
  subject     TEXT NOT NULL,             -- area/<code> or case/<county>/<id>
  number      TEXT,                      -- of the case
  categories  TEXT NOT NULL,             -- JSON: codes; empty: all
  pace        TEXT NOT NULL,             -- now, day, week
  paused      BOOLEAN NOT NULL,
  since       BIGINT NOT NULL,           -- what happened before is not told
  next_at     BIGINT,                    -- when the next digest is due
  sent_at     BIGINT                     -- when it was told of last
);
CREATE UNIQUE INDEX resident_alert_of ON resident_alert (resident, subject);
CREATE INDEX resident_alert_subject ON resident_alert (subject);
CREATE INDEX resident_alert_next ON resident_alert (next_at) WHERE next_at IS NOT NULL;

-- What is to be told, once: a step of a case for an alert.
CREATE TABLE resident_entry (
  county   TEXT NOT NULL,                -- home of the case
  alert    TEXT NOT NULL,
  case_id  TEXT NOT NULL,
  seq      BIGINT NOT NULL,              -- of the fact
  number   TEXT NOT NULL,
  stage    TEXT NOT NULL,                -- accepted, answered, closed, moved
  at       BIGINT NOT NULL,
  message  TEXT,                         -- the message that tells of it: the same over all attempts
  sent_at  BIGINT,
  PRIMARY KEY (county, alert, case_id, seq)
);
CREATE INDEX resident_entry_waiting ON resident_entry (alert, at) WHERE sent_at IS NULL;
CREATE INDEX resident_entry_stale ON resident_entry (at) WHERE sent_at IS NULL;
CREATE INDEX resident_entry_sent ON resident_entry (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX resident_entry_alert ON resident_entry (alert);

-- A report that a resident has put into the account. The tracking token stands in protect.
CREATE TABLE resident_report (
  county     TEXT NOT NULL,              -- home of the case
  resident   TEXT NOT NULL,
  case_id    TEXT NOT NULL,
  number     TEXT NOT NULL,
  token_ref  TEXT NOT NULL,              -- in protect, same county
  added_at   BIGINT NOT NULL,
  PRIMARY KEY (county, resident, case_id)
);
CREATE INDEX resident_report_resident ON resident_report (resident, added_at);
