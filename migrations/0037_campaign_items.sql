-- An item of a campaign is the fold of the facts of its subject, and can be folded anew: capabilities/forms.

ALTER TABLE form_campaign_item ADD COLUMN asked BIGINT NOT NULL DEFAULT 0;    -- bits: the modules that it began with
UPDATE form_campaign_item SET asked = wanted;
ALTER TABLE form_campaign_place ADD COLUMN voided BIGINT NOT NULL DEFAULT 0;  -- taken back after the campaign was closed

-- A visit counts for items that are done, too: not only what is open is looked for by its subject.
DROP INDEX form_campaign_item_open;
CREATE INDEX form_campaign_item_subject ON form_campaign_item (county, n);

-- What does not fit into the days that are left, as it was told last, and on which day that was looked at.
ALTER TABLE form_campaign ADD COLUMN unplanned BIGINT NOT NULL DEFAULT 0;
ALTER TABLE form_campaign ADD COLUMN looked_on TEXT NOT NULL DEFAULT '';
