-- A department reads what its modules received, by days: capabilities/forms.

-- The records of a module within some days and a place, the latest first.
CREATE INDEX form_record_day ON form_record (county, module, made_at, id, place);
