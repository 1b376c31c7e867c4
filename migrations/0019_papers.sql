-- Numbered papers (交办单、督办单、告知书): which act issued which, under which number.
CREATE TABLE case_paper (
  county    TEXT NOT NULL,
  case_id   TEXT NOT NULL,
  seq       BIGINT NOT NULL,              -- of the fact that issued it
  paper     TEXT NOT NULL,                -- code in the pack
  no        TEXT NOT NULL,                -- 督〔2026〕7号
  series    TEXT NOT NULL,                -- the pattern of the number: papers that share it share their numbers
  year      BIGINT NOT NULL,
  n         BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (county, case_id, seq, paper)
);
CREATE UNIQUE INDEX case_paper_number ON case_paper (county, series, year, n);

-- The last number of each row of papers. Drawn in the transaction of the act: the row is the lock, hence no gaps.
CREATE TABLE paper_count (
  county    TEXT NOT NULL,
  series    TEXT NOT NULL,
  year      BIGINT NOT NULL,
  last_no   BIGINT NOT NULL,
  PRIMARY KEY (county, series, year)
);

-- Supervision orders, a copy of what stands in the folds of their cases: for the desk, and for the public list.
CREATE TABLE case_order (
  county       TEXT NOT NULL,
  case_id      TEXT NOT NULL,
  no           TEXT NOT NULL,
  at           BIGINT NOT NULL,
  deadline     BIGINT NOT NULL,
  replied_at   BIGINT,
  cancelled_at BIGINT,
  stands       BOOLEAN NOT NULL,          -- not cancelled
  listed       BOOLEAN NOT NULL,          -- shown to everybody
  PRIMARY KEY (county, case_id, no)
);
CREATE INDEX case_order_stands ON case_order (deadline, case_id) WHERE stands;
CREATE INDEX case_order_time ON case_order (at, case_id);
CREATE INDEX case_order_listed ON case_order (at, case_id) WHERE listed;

-- Orders that were given before: out of the folds, whose times are RFC 3339 in UTC.
INSERT INTO case_order (county, case_id, no, at, deadline, replied_at, cancelled_at, stands, listed)
WITH given AS (
  SELECT c.county, c.id, o.value AS doc FROM cases c, json_each(c.doc ->> 'orders') o WHERE c.doc LIKE '%"orders":[{%'
), said AS (
  SELECT county, id, doc ->> 'no' AS no, 1 AS what, doc ->> 'at' AS t FROM given
  UNION ALL SELECT county, id, doc ->> 'no', 2, doc ->> 'deadline' FROM given
  UNION ALL SELECT county, id, doc ->> 'no', 3, doc ->> 'replied_at' FROM given
  UNION ALL SELECT county, id, doc ->> 'no', 4, doc ->> 'cancelled_at' FROM given
), dated AS (
  SELECT county, id, no, what, t, CAST(substr(t, 9, 2) AS BIGINT) AS d, CAST(substr(t, 6, 2) AS BIGINT) AS m,
    CAST(substr(t, 1, 4) AS BIGINT) - (CASE WHEN CAST(substr(t, 6, 2) AS BIGINT) <= 2 THEN 1 ELSE 0 END) AS y
  FROM said WHERE t IS NOT NULL
), timed AS (
  -- days since 1970 of a year that begins in March, then milliseconds
  SELECT county, id, no, what,
    (365 * y + y / 4 - y / 100 + y / 400 + (153 * (m + (CASE WHEN m > 2 THEN -3 ELSE 9 END)) + 2) / 5 + d - 1 - 719468) * 86400000
    + CAST(substr(t, 12, 2) AS BIGINT) * 3600000 + CAST(substr(t, 15, 2) AS BIGINT) * 60000
    + CAST(substr(t, 18, 2) AS BIGINT) * 1000
    + CAST(substr(replace(substr(t, 21), 'Z', '') || '000', 1, 3) AS BIGINT) AS ms
  FROM dated
)
SELECT county, id, no, max(CASE what WHEN 1 THEN ms END), max(CASE what WHEN 2 THEN ms END),
  max(CASE what WHEN 3 THEN ms END), max(CASE what WHEN 4 THEN ms END),
  max(CASE what WHEN 4 THEN ms END) IS NULL, FALSE
FROM timed GROUP BY county, id, no;
