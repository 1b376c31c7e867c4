-- Notices are read by whoever they are for, newest first: by the unit above, by the unit that owes, by county, or all.
DROP INDEX case_notice_unit;
CREATE INDEX case_notice_above ON case_notice (to_unit, at, id) WHERE to_unit IS NOT NULL;
CREATE INDEX case_notice_owed ON case_notice (unit, at, id) WHERE unit IS NOT NULL;
CREATE INDEX case_notice_county ON case_notice (county, at, id);
CREATE INDEX case_notice_time ON case_notice (at, id);

-- How far somebody has read. It says nothing to anybody else, hence no fact.
CREATE TABLE notice_seen (
  person  TEXT PRIMARY KEY,             -- actor id
  at      BIGINT NOT NULL,              -- of the newest notice seen
  id      TEXT NOT NULL
);
