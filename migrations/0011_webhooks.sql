-- Webhooks: who is told of what happens to cases, and what is on its way to them.

-- A subscription. Its secret is not kept: it is derived from the vault's key, its id and `generation`.
CREATE TABLE webhook (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    url         TEXT NOT NULL,
    events      TEXT NOT NULL,          -- JSON list of event types; [] for all
    area        TEXT NOT NULL,          -- code of an area, '' for everywhere
    area_path   TEXT NOT NULL,          -- codes from the top joined by '/'
    enabled     BOOLEAN NOT NULL,
    generation  BIGINT NOT NULL,        -- of the secret, from 1
    rotated_at  BIGINT,                 -- when the secret changed last: the one before signs too for a day
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    ended_at    BIGINT
);

-- One event on its way to one subscription; kept when it was given up, swept some time after it arrived.
CREATE TABLE webhook_delivery (
    county      TEXT NOT NULL,
    webhook     TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    seq         BIGINT NOT NULL,        -- of the fact: deliveries of one case go in this order
    type        TEXT NOT NULL,
    number      TEXT NOT NULL,          -- of the case
    body        TEXT NOT NULL,          -- the CloudEvent, the same bytes at every attempt
    state       TEXT NOT NULL,          -- waiting, delivered, dead
    attempts    BIGINT NOT NULL,
    status      BIGINT,                 -- what the receiver answered last
    error       TEXT,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (county, webhook, case_id, seq)
);
CREATE INDEX webhook_delivery_queue ON webhook_delivery (webhook, state, changed_at, case_id, seq);
CREATE INDEX webhook_delivery_open ON webhook_delivery (webhook, state) WHERE state <> 'delivered';
CREATE INDEX webhook_delivery_done ON webhook_delivery (changed_at) WHERE state = 'delivered';

-- Written by the readiness check: one row.
CREATE TABLE write_probe (
    id  BIGINT PRIMARY KEY,
    at  BIGINT NOT NULL
);
