-- What a register did not take of somebody who was met on a visit: capabilities/forms. Never what was answered.

CREATE TABLE form_refused (
  county    TEXT NOT NULL,
  instance  TEXT NOT NULL,     -- the submission
  seq       BIGINT NOT NULL,
  n         BIGINT NOT NULL,   -- the subject
  kind      TEXT NOT NULL,     -- of the record that was not entered
  field     TEXT NOT NULL,     -- or the rule
  code      TEXT NOT NULL,     -- what is wrong
  expected  TEXT NOT NULL,
  at        BIGINT NOT NULL,   -- when the visit was
  PRIMARY KEY (county, instance, seq)
); -- by key

CREATE INDEX form_refused_subject ON form_refused (county, n);
