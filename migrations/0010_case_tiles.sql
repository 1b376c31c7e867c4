-- Open cases as points of the map, and how many stand together: kept by the reader `cases.spots`, rebuilt from `cases`.

CREATE TABLE case_spot (
  county      TEXT NOT NULL,
  spot        BIGINT NOT NULL,         -- the place as one number, so that a tile is one range
  case_id     TEXT NOT NULL,
  number      TEXT NOT NULL,
  category    TEXT,
  phase       TEXT NOT NULL,
  due_at      BIGINT,                  -- of the clock that runs out first
  area_path   TEXT NOT NULL,           -- codes from the top, each followed by '/'
  is_public   BOOLEAN NOT NULL,        -- everybody may see where it is
  shown       TEXT,                    -- the category, where everybody may see it
  astray      BOOLEAN NOT NULL,        -- no longer in its home
  PRIMARY KEY (county, spot, case_id)
);
CREATE UNIQUE INDEX case_spot_case ON case_spot (county, case_id);
CREATE INDEX case_spot_area ON case_spot (area_path, spot);
CREATE INDEX case_spot_astray ON case_spot (astray) WHERE astray;

-- Counted beforehand, at some levels of cells.
CREATE TABLE case_cell (
  county      TEXT NOT NULL,
  audience    TEXT NOT NULL,           -- all, public
  level       BIGINT NOT NULL,         -- the world is 2^level cells wide
  cell        BIGINT NOT NULL,
  n           BIGINT NOT NULL,
  x           BIGINT NOT NULL,         -- sums of where they are
  y           BIGINT NOT NULL,
  PRIMARY KEY (county, audience, level, cell)
);

-- How often something changed in a cell of level 12: what clients have is current while this stays.
CREATE TABLE case_spot_change (
  county      TEXT NOT NULL,
  cell        BIGINT NOT NULL,
  changes     BIGINT NOT NULL,
  PRIMARY KEY (county, cell)
);
