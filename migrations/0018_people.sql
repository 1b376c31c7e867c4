-- People and posts: the line of a post, hand-over, notices to a person, duty.

-- The telephone of the duty itself, published on the board of its area: a reference into protect, never anybody's own.
ALTER TABLE post ADD COLUMN work_phone TEXT;
-- Posts of an area and those under it, in their order: what is vacant.
CREATE INDEX post_place ON post (area_path, id);

-- A person's posts and open work go to another. A copy of the fact `person.handed_over`, and how far the work has come.
CREATE TABLE hand_over (
  id          TEXT PRIMARY KEY,
  person      TEXT NOT NULL,
  successor   TEXT NOT NULL,
  from_at     BIGINT NOT NULL,
  until_at    BIGINT,                  -- of a leave: then it comes back
  whole       BOOLEAN NOT NULL,        -- every post; then every piece of work goes too
  duties      TEXT NOT NULL,           -- JSON: units and areas of the posts
  reason      TEXT,                    -- a reference into protect
  by_actor    TEXT NOT NULL,
  by_post     TEXT,
  at          BIGINT NOT NULL,
  gone_at     BIGINT,                  -- all work has gone over
  back_at     BIGINT                   -- all work has come back
);
CREATE INDEX hand_over_person ON hand_over (person, at, id);
-- The pieces that went over, so that they come back, and no others.
CREATE TABLE hand_over_task (
  county      TEXT NOT NULL,
  hand_over   TEXT NOT NULL,
  case_id     TEXT NOT NULL,
  task        TEXT NOT NULL,
  PRIMARY KEY (county, hand_over, case_id, task)
); -- by key
CREATE INDEX hand_over_task_of ON hand_over_task (hand_over, county, case_id);

-- What one person is told. Ids and codes only; the same thing is told once.
CREATE TABLE staff_notice (
  person      TEXT NOT NULL,
  id          TEXT NOT NULL,
  kind        TEXT NOT NULL,           -- hand_over, hand_back, duty_unattended, duty_handed
  about       TEXT NOT NULL,           -- JSON
  at          BIGINT NOT NULL,
  seen        BOOLEAN NOT NULL,
  PRIMARY KEY (person, id)
);
CREATE INDEX staff_notice_time ON staff_notice (person, at, id);

-- Duty (值班): a desk that is never to stand empty, who is to be there when, and who is.
CREATE TABLE duty_desk (
  id          TEXT PRIMARY KEY,
  unit        TEXT NOT NULL,
  kind        TEXT NOT NULL,           -- of the posts that may attend it
  name_zh     TEXT NOT NULL,
  name_en     TEXT,
  area_path   TEXT NOT NULL,           -- of the unit
  holder      TEXT,                    -- who has it
  since       BIGINT,
  offered_to  TEXT,                    -- to whom it is being handed
  note        TEXT,                    -- a reference into protect
  ended_at    BIGINT
);
CREATE INDEX duty_desk_unit ON duty_desk (unit, id);
CREATE TABLE duty_shift (
  id          TEXT PRIMARY KEY,
  desk        TEXT NOT NULL,
  person      TEXT NOT NULL,
  starts_at   BIGINT NOT NULL,
  ends_at     BIGINT NOT NULL
);
CREATE INDEX duty_shift_desk ON duty_shift (desk, starts_at, id);
CREATE INDEX duty_shift_time ON duty_shift (starts_at, id);
