-- Cases that follow a changed map to their new grids: one row for each time that somebody asked for it.
CREATE TABLE case_relocation (
  id        TEXT PRIMARY KEY,
  areas     TEXT NOT NULL,             -- JSON: codes of the areas that are left
  closed    BOOLEAN NOT NULL,          -- closed cases too
  actor     TEXT NOT NULL,             -- who asked, in which post
  post      TEXT,
  state     TEXT NOT NULL,             -- running, done
  total     BIGINT NOT NULL,           -- cases that were to move when it was asked
  moved     BIGINT NOT NULL,
  asked_at  BIGINT NOT NULL,
  done_at   BIGINT
);
