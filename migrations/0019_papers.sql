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
