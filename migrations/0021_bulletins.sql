-- Monthly bulletins (月通报): capabilities/bulletins.

-- A bulletin: a copy of the fold of its facts. Its id says what it is of: area, month, edition; so there is one of each.
CREATE TABLE bulletin (
  county     TEXT NOT NULL,      -- the home of the area
  id         TEXT NOT NULL,      -- <area>-<month>-<edition>
  seq        BIGINT NOT NULL,    -- number of the last fact
  area_path  TEXT NOT NULL,      -- codes from the top, each followed by '/'
  month      BIGINT NOT NULL,    -- 202610
  state      TEXT NOT NULL,      -- draft, frozen, signed, issued, replaced, withdrawn
  doc        TEXT NOT NULL,      -- JSON: the fold
  PRIMARY KEY (county, id)
);
CREATE INDEX bulletin_id ON bulletin (id);
CREATE INDEX bulletin_month ON bulletin (month, id);

-- What stands in a frozen bulletin, word for word: its SHA-256 is in the fact.
CREATE TABLE bulletin_page (
  county   TEXT NOT NULL,
  id       TEXT NOT NULL,
  content  TEXT NOT NULL,        -- JSON
  PRIMARY KEY (county, id)
);

-- The last number of an area and year.
CREATE TABLE bulletin_number (
  county  TEXT NOT NULL,
  area    TEXT NOT NULL,
  year    BIGINT NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (county, area, year)
);

-- The homes that have cases in an area, and the cases behind a number, by the day on which they are counted.
CREATE INDEX insight_area_level ON insight_area (level, area, county);
CREATE INDEX insight_case_registered ON insight_case (county, registered_day, id);
CREATE INDEX insight_case_accepted ON insight_case (county, accepted_day, id) WHERE accepted_day > 0;
CREATE INDEX insight_case_answered ON insight_case (county, answered_day, id) WHERE answered_day > 0;
CREATE INDEX insight_case_closed ON insight_case (county, closed_day, id) WHERE closed_day > 0;
