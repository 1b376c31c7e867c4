-- Files of forms that are made for whoever asks, as they were promised last: what a phone downloads is byte for byte what its manifest said, from
-- whichever node. Open values alone, replaced in place, gone after some days.
CREATE TABLE form_caller_file (
  caller TEXT NOT NULL,
  form TEXT NOT NULL,
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  md5 TEXT NOT NULL,
  content BLOB NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (caller, form, version, name)
);
CREATE INDEX form_caller_file_made ON form_caller_file (made_at);
