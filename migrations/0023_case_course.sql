-- What became of a case besides what its row says: kept by the reader cases.course, so that lists can be narrowed by it.
CREATE TABLE case_course (
  county       TEXT NOT NULL,
  case_id      TEXT NOT NULL,
  accepted_at  BIGINT,               -- first accepted
  answered_at  BIGINT,               -- first answered to the reporter
  carried      BOOLEAN NOT NULL,     -- was carried over for a while
  PRIMARY KEY (county, case_id)
);
