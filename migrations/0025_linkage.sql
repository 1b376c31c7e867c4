-- Linkage of registers (数据比对): which records of several lists are one thing, which pairs wait for somebody to look at them, and
-- the runs that found them. docs/linkage.md. A thing is known by the lowest number among its records.

-- A record that is one thing with others; a record alone has no row.
CREATE TABLE register_member (
  county TEXT NOT NULL,
  n BIGINT NOT NULL,
  kind TEXT NOT NULL,
  thing BIGINT NOT NULL,
  PRIMARY KEY (county, n)
);
CREATE INDEX register_member_thing ON register_member (county, thing, n);

-- Two records that may be one thing: joined by a run, waiting for somebody, or judged. Evidence are levels and weights, no values.
CREATE TABLE register_pair (
  county TEXT NOT NULL,
  a BIGINT NOT NULL,
  b BIGINT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  place TEXT NOT NULL,
  rank BIGINT NOT NULL,
  evidence TEXT NOT NULL,
  run TEXT,
  judged_at BIGINT,
  judged_by TEXT,
  PRIMARY KEY (county, a, b)
);
CREATE INDEX register_pair_b ON register_pair (county, b, a);
CREATE INDEX register_pair_queue ON register_pair (county, kind, state, place, rank, a, b);

-- A run: who compares what, where, for which purpose, and what came of it.
CREATE TABLE register_run (
  county TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  area TEXT NOT NULL,
  place TEXT NOT NULL,
  purpose TEXT NOT NULL,
  since BIGINT,
  state TEXT NOT NULL,
  stage TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  ended_at BIGINT,
  row_count BIGINT NOT NULL,
  compared BIGINT NOT NULL,
  joined BIGINT NOT NULL,
  review BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  safe DOUBLE PRECISION,
  failure TEXT,
  PRIMARY KEY (county, id)
);
