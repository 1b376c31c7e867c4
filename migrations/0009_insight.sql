-- Counters over cases, derived from the ledger by the reader `insight.cases`; `jingwei rebuild counters` makes them anew.
-- What a slice is, and which ones are kept: capabilities/insight/src/rules/plan.rs.

-- What the counters know of a case.
CREATE TABLE insight_case (
  county           TEXT NOT NULL,
  id               TEXT NOT NULL,
  area_path        TEXT NOT NULL,      -- codes from the top, each followed by '/'
  category         TEXT NOT NULL,      -- '' when unknown, as the next ones
  channel          TEXT NOT NULL,
  unit             TEXT NOT NULL,
  leads            TEXT NOT NULL,      -- leading tasks, so that a later fact can tell who leads then
  phase            TEXT NOT NULL,
  outcome          TEXT NOT NULL,
  registered_at    BIGINT NOT NULL,
  registered_day   BIGINT NOT NULL,    -- 20261121 in the city's time zone; 0: has not happened, as the next ones
  accepted_day     BIGINT NOT NULL,
  answered_day     BIGINT NOT NULL,
  answered_bucket  BIGINT NOT NULL,    -- of the time until then, see rules/hours.rs
  closed_day       BIGINT NOT NULL,
  closed_bucket    BIGINT NOT NULL,
  late             BOOLEAN NOT NULL,
  carried          BOOLEAN NOT NULL,
  settled          BOOLEAN NOT NULL,
  returns          BIGINT NOT NULL,
  reopens          BIGINT NOT NULL,
  grade            BIGINT NOT NULL,    -- 1 to 4, 0: not rated
  PRIMARY KEY (county, id)
);
CREATE INDEX insight_case_area ON insight_case (county, area_path);

-- How many, by slice, area and day or month.
CREATE TABLE insight_count (
  county        TEXT NOT NULL,
  slice         BIGINT NOT NULL,
  area          TEXT NOT NULL,         -- codes from the top, each followed by '/'
  period        BIGINT NOT NULL,       -- 20261121 or 202611
  category      TEXT NOT NULL,
  channel       TEXT NOT NULL,
  unit          TEXT NOT NULL,
  reported      BIGINT NOT NULL,
  returned      BIGINT NOT NULL,
  reopened      BIGINT NOT NULL,
  accepted      BIGINT NOT NULL,
  answered      BIGINT NOT NULL,
  closed        BIGINT NOT NULL,
  late          BIGINT NOT NULL,
  carried       BIGINT NOT NULL,
  carried_late  BIGINT NOT NULL,
  rated_1       BIGINT NOT NULL,
  rated_2       BIGINT NOT NULL,
  rated_3       BIGINT NOT NULL,
  rated_4       BIGINT NOT NULL,
  settled       BIGINT NOT NULL,
  not_accepted  BIGINT NOT NULL,
  transferred   BIGINT NOT NULL,
  joined        BIGINT NOT NULL,
  voided        BIGINT NOT NULL,
  PRIMARY KEY (county, slice, area, period, category, channel, unit)
);

-- How long, by month: histograms as `bucket:n bucket:n …`.
CREATE TABLE insight_hours (
  county    TEXT NOT NULL,
  slice     BIGINT NOT NULL,
  area      TEXT NOT NULL,
  month     BIGINT NOT NULL,
  category  TEXT NOT NULL,
  answer    TEXT NOT NULL,
  close     TEXT NOT NULL,
  PRIMARY KEY (county, slice, area, month, category)
);

-- What is open now.
CREATE TABLE insight_open (
  county  TEXT NOT NULL,
  slice   BIGINT NOT NULL,
  area    TEXT NOT NULL,
  value   TEXT NOT NULL,               -- category or unit, as the slice says
  n       BIGINT NOT NULL,
  PRIMARY KEY (county, slice, area, value)
);

-- The areas that have counters, with how many cases they have.
CREATE TABLE insight_area (
  county  TEXT NOT NULL,
  level   BIGINT NOT NULL,             -- 0 the home level, 1 the one below
  area    TEXT NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (county, level, area)
);
