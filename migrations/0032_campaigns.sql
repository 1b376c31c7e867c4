-- Campaigns: lists that are handed down to be visited (capabilities/forms), and who is away on which days (capabilities/identity).

-- A campaign: what it asks, where, until when, by which law, and what became of each line of its list.
CREATE TABLE form_campaign (
  county     TEXT NOT NULL,       -- the home of its area; global above
  id         TEXT NOT NULL,
  area_path  TEXT NOT NULL,
  first_day  TEXT NOT NULL,
  last_day   TEXT NOT NULL,
  state      TEXT NOT NULL,       -- open, closed
  doc        TEXT NOT NULL,       -- JSON
  list       TEXT,                -- JSON: what became of the lines that were handed down
  reason     TEXT,                -- why it was closed before everything was accounted for: protected
  opened_at  BIGINT NOT NULL,
  closed_at  BIGINT,
  PRIMARY KEY (county, id)
);

-- Whom it concerns, one by one.
CREATE TABLE form_campaign_item (
  county    TEXT NOT NULL,
  campaign  TEXT NOT NULL,
  n         BIGINT NOT NULL,      -- the record of the register
  place     TEXT NOT NULL,        -- codes below the home, each with a slash behind it
  pos       BIGINT NOT NULL,      -- near ones stand together
  wanted    BIGINT NOT NULL,      -- bits: its modules that were not answered yet
  state     TEXT NOT NULL,        -- open, done, gone, refused, dropped
  tries     BIGINT NOT NULL,      -- nobody was met
  day       TEXT,                 -- when somebody was there last
  PRIMARY KEY (county, campaign, n)
); -- by key
CREATE INDEX form_campaign_item_open ON form_campaign_item (county, n) WHERE state = 'open';
CREATE INDEX form_campaign_item_place ON form_campaign_item (county, campaign, place, pos, n);
CREATE INDEX form_campaign_item_day ON form_campaign_item (county, campaign, day, place) WHERE day IS NOT NULL;

-- How many of them are where, kept in the transaction that changes them.
CREATE TABLE form_campaign_place (
  county    TEXT NOT NULL,
  campaign  TEXT NOT NULL,
  place     TEXT NOT NULL,
  total     BIGINT NOT NULL,
  done      BIGINT NOT NULL,
  gone      BIGINT NOT NULL,
  refused   BIGINT NOT NULL,
  dropped   BIGINT NOT NULL,
  PRIMARY KEY (county, campaign, place)
); -- by key

-- Days on which somebody does not work. No reason is asked.
CREATE TABLE absence (
  id         TEXT PRIMARY KEY,
  person     TEXT NOT NULL,
  first_day  TEXT NOT NULL,
  last_day   TEXT NOT NULL,
  said_by    TEXT NOT NULL,
  said_at    BIGINT NOT NULL
);
CREATE INDEX absence_person ON absence (person, last_day, id);
