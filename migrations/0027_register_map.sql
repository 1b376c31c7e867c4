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
