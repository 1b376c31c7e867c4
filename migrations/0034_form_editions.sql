-- What an edition of a submission said stays, and counts no more when another one took its place or it was voided: capabilities/forms.

ALTER TABLE form_record ADD COLUMN ended_at BIGINT;   -- since when it counts no more
ALTER TABLE form_record ADD COLUMN ended_by TEXT;     -- the edition that took its place; empty when it was voided

-- What counts of a subject, the latest first: when a module was last answered follows from it.
CREATE INDEX form_record_subject ON form_record (county, n, made_at, id);
