-- Lists whose cost does not grow with the books (docs/decisions/0012-lists.md). Every index here is the
-- driving one of a list; what no statement drives is gone.

-- A unit's cases in the order of registration, and those of them that are still open.
ALTER TABLE case_task ADD COLUMN registered_at BIGINT NOT NULL DEFAULT 0;  -- of the case
ALTER TABLE case_task ADD COLUMN live BOOLEAN NOT NULL DEFAULT FALSE;      -- not withdrawn, of a case not ended
UPDATE case_task SET
  registered_at = coalesce((SELECT c.registered_at FROM cases c
    WHERE c.county = case_task.county AND c.id = case_task.case_id), 0),
  live = state <> 'withdrawn' AND EXISTS (SELECT 1 FROM cases c
    WHERE c.county = case_task.county AND c.id = case_task.case_id AND c.is_open);
DROP INDEX case_task_owed;
DROP INDEX case_task_unit;
CREATE INDEX case_task_unit ON case_task (unit, registered_at, case_id, county) WHERE state <> 'withdrawn';
CREATE INDEX case_task_live ON case_task (unit, registered_at, case_id, county, owed, live) WHERE live;
CREATE INDEX case_task_person ON case_task (person, registered_at, case_id, county) WHERE owed AND person IS NOT NULL;

-- Small areas are gathered whole, large ones are found by walking the time of their county.
DROP INDEX cases_area;
CREATE INDEX cases_area ON cases (area_path, registered_at, id, county);
-- Open cases of an area by state: gathered, and counted without looking at a row.
CREATE INDEX cases_open_area ON cases (state_key, area_path, phase, is_open) WHERE is_open;
-- By deadline, counted without looking at a row too.
DROP INDEX cases_due;
CREATE INDEX cases_due ON cases (due_at, id, soon_at, area_path, is_open) WHERE is_open AND due_at IS NOT NULL;
-- Cases whose place is no longer in their home: a walk over a home does not meet them.
CREATE INDEX cases_astray ON cases (registered_at, id)
  WHERE area_path <> '' AND replace('/' || area_path, '/' || county || '/', '') = '/' || area_path;
-- What waits for a kind of post.
CREATE INDEX cases_state ON cases (state_key, registered_at, id) WHERE is_open;
-- A category by itself.
CREATE INDEX cases_category ON cases (category, registered_at, id);
-- The leading unit is among the units of its tasks; a county's open cases are gathered by area.
DROP INDEX cases_unit;
DROP INDEX cases_county_phase;
