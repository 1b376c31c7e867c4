-- Packs: immutable versions, and which one of each is in use. Reference data: global, not by county.

-- A version, by the SHA-256 of its canonical JSON. Never changed, never deleted.
CREATE TABLE pack_version (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL
);
CREATE UNIQUE INDEX pack_version_by_number ON pack_version (id, version);

-- The version in use, none when the pack is switched off; `since` orders the packs.
CREATE TABLE pack_state (
    id TEXT PRIMARY KEY,
    hash TEXT,
    since BIGINT NOT NULL
);

-- One row, whose version every node watches.
CREATE TABLE pack_shelf (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO pack_shelf (id, version) VALUES (1, 0);
