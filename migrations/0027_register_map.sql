-- Places and components on the map, and how many there are of each type: kept by readers, out of what the facts of imports,
-- corrections and deletions say and of what stands in register_record.

-- Records of a kind and type in an area and everything under it.
CREATE TABLE register_type_count (
  county TEXT NOT NULL,
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  type TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (county, kind, place, type)
); -- by key

-- A record that has a point, of a kind that is shown on the map. Nothing personal stands here.
CREATE TABLE register_spot (
  county TEXT NOT NULL,
  kind TEXT NOT NULL,
  spot BIGINT NOT NULL,                -- the place as one number, so that a tile is one range
  n BIGINT NOT NULL,
  type TEXT NOT NULL,                  -- code of its type; empty when it has none
  label TEXT NOT NULL,                 -- its public or internal name; may be empty
  place TEXT NOT NULL,                 -- codes below the home, each with a slash behind it
  PRIMARY KEY (county, kind, spot, n)
);
CREATE UNIQUE INDEX register_spot_record ON register_spot (county, n);
CREATE INDEX register_spot_place ON register_spot (county, kind, place, spot);

-- Counted beforehand, at some levels of cells: for a home and for each area right under it, for a type and for all of them.
CREATE TABLE register_cell (
  county TEXT NOT NULL,
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  type TEXT NOT NULL,                  -- empty for all
  level BIGINT NOT NULL,               -- the world is 2^level cells wide
  cell BIGINT NOT NULL,
  n BIGINT NOT NULL,
  x BIGINT NOT NULL,                   -- sums of where they are
  y BIGINT NOT NULL,
  PRIMARY KEY (county, kind, place, type, level, cell)
);

-- How often something changed in a cell of level 12: what clients have is current while this stays.
CREATE TABLE register_spot_change (
  county TEXT NOT NULL,
  kind TEXT NOT NULL,
  cell BIGINT NOT NULL,
  changes BIGINT NOT NULL,
  PRIMARY KEY (county, kind, cell)
);

-- Keys of the vault, the oldest first; the youngest seals. An older one stands here under the youngest, so that what was derived from it
-- (blind words, secrets of webhooks) can still be made when nobody keeps it any more.
CREATE TABLE vault_key (
  generation BIGINT PRIMARY KEY,
  key_id TEXT NOT NULL,
  sealed BLOB,                         -- the key itself, of an older one
  since BIGINT NOT NULL,
  resealed_at BIGINT,                  -- everything older stands under this one since
  retired_at BIGINT
); -- by key

-- How far what is older has been sealed anew.
CREATE TABLE vault_walk (
  generation BIGINT NOT NULL,
  what TEXT NOT NULL,
  county TEXT NOT NULL,
  at TEXT NOT NULL,                    -- where it goes on
  changed BIGINT NOT NULL,             -- in this pass: one without any is the last
  total BIGINT NOT NULL,
  done BOOLEAN NOT NULL,
  PRIMARY KEY (generation, what, county)
); -- by key

-- Under which generation a blind number stands.
ALTER TABLE register_key ADD COLUMN gen BIGINT NOT NULL DEFAULT 1;
ALTER TABLE register_source ADD COLUMN gen BIGINT NOT NULL DEFAULT 1;

-- Values read in clear, by day: what the audit administrator reviews. Kept by a reader.
CREATE TABLE register_reveal (
  county TEXT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  field TEXT NOT NULL,
  purpose TEXT NOT NULL,
  actor TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (county, day, kind, field, purpose, actor)
); -- by key
