-- The tree of areas and the layers over it. Reference data: global, not by county.

-- The map as a whole: one row, whose version every node watches.
CREATE TABLE area_map (
    id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL,
    profile TEXT NOT NULL,
    digest TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- An area of the tree (layer = '') or of a layer.
CREATE TABLE area (
    layer TEXT NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    parent TEXT,
    path TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT,
    kind TEXT NOT NULL,
    geometry TEXT,
    west DOUBLE PRECISION,
    south DOUBLE PRECISION,
    east DOUBLE PRECISION,
    north DOUBLE PRECISION,
    area_m2 DOUBLE PRECISION,
    valid_from BIGINT,
    valid_to BIGINT,
    successors TEXT NOT NULL,
    aliases TEXT NOT NULL,
    digest TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (layer, code)
);
CREATE UNIQUE INDEX area_by_path ON area (layer, path);

-- What an area was before it changed, as JSON.
CREATE TABLE area_past (
    layer TEXT NOT NULL,
    code TEXT NOT NULL,
    until BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (layer, code, until)
);

CREATE TABLE area_layer (
    code TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT
);
