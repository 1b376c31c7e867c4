-- Work to be done later, and files.

-- One piece of work. `key` names it among those of its kind that are not done: a second with the same key replaces the
-- first. What is done is deleted, unless it recurs; what failed for good stays in sight as `dead`.
CREATE TABLE job (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    key          TEXT,
    payload      TEXT NOT NULL,          -- JSON, no personal value
    state        TEXT NOT NULL,          -- ready, running, dead
    run_at       BIGINT NOT NULL,        -- not before
    every        BIGINT,                 -- milliseconds between runs, when it recurs
    attempts     BIGINT NOT NULL,        -- begun since the last success
    revision     BIGINT NOT NULL,        -- grows when the job is enqueued again: a run of an older one is not the end
    lease        TEXT,                   -- of the run under way; fences off runs that lost it
    lease_until  BIGINT,
    last_error   TEXT,
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE key IS NOT NULL;
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_dead ON job (changed_at, id) WHERE state = 'dead';

-- One file on disk by the SHA-256 of its bytes. Whoever refers to it clears `unused_since` in its own transaction, so
-- that the sweeper and an upload of the same bytes meet at this row.
CREATE TABLE blob_file (
    hash          TEXT PRIMARY KEY,
    size          BIGINT NOT NULL,
    unused_since  BIGINT
);
CREATE INDEX blob_file_unused ON blob_file (unused_since) WHERE unused_since IS NOT NULL;

-- One uploaded file and its renditions. `owner` is empty until a command attaches it (`case/<id>`).
CREATE TABLE blob (
    id             TEXT PRIMARY KEY,
    hash           TEXT NOT NULL,
    size           BIGINT NOT NULL,
    mime           TEXT NOT NULL,
    width          BIGINT,
    height         BIGINT,
    exif_lon       DOUBLE PRECISION,
    exif_lat       DOUBLE PRECISION,
    taken_at       BIGINT,
    stripped_hash  TEXT,                 -- without metadata: the only rendition that is ever public
    thumb_hash     TEXT,
    owner          TEXT,
    attached_at    BIGINT,
    created_at     BIGINT NOT NULL
);
CREATE INDEX blob_owner ON blob (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX blob_hash ON blob (hash);
CREATE INDEX blob_stripped_hash ON blob (stripped_hash) WHERE stripped_hash IS NOT NULL;
CREATE INDEX blob_thumb_hash ON blob (thumb_hash) WHERE thumb_hash IS NOT NULL;

-- A file on its way in. The id is a secret of 128 bits: who holds it may go on with the upload, and attach it.
CREATE TABLE upload (
    id          TEXT PRIMARY KEY,
    length      BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    blob        TEXT,                    -- once complete
    expires_at  BIGINT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX upload_expires ON upload (expires_at);
