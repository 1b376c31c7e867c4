-- What the page of numbers counts among open cases stands in the index itself: a city has some ten thousand open ones, each
-- on a page of its own.
DROP INDEX cases_open_area;
CREATE INDEX cases_open ON cases (state_key, area_path, phase, is_open, due_at, soon_at, category, unit) WHERE is_open;
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_at, id, soon_at, area_path, is_open, category, unit)
  WHERE is_open AND due_at IS NOT NULL;
