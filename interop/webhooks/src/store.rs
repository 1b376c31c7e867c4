//! All SQL of webhooks.

use crate::model::{DeliveryView, Lane, State, Waiting, Webhook, WebhookId};
use crate::rules::event_id;
use db::{DbError, Row, Tx, Value, args};
use kernel::Timestamp;
use std::collections::HashMap;

db::sql! {
    /// A subscription as it is now.
    PUT = "INSERT INTO webhook (id, name, url, events, area, area_path, enabled, generation, rotated_at, created_at,
        changed_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, events = excluded.events,
        area = excluded.area, area_path = excluded.area_path, enabled = excluded.enabled,
        generation = excluded.generation, rotated_at = excluded.rotated_at, changed_at = excluded.changed_at,
        ended_at = excluded.ended_at";
    /// One subscription.
    GET = "SELECT id, name, url, events, area, area_path, enabled, generation, rotated_at, created_at, changed_at, ended_at
        FROM webhook WHERE id = $1";
    /// Those that have not ended: some dozens.
    ALL = "SELECT id, name, url, events, area, area_path, enabled, generation, rotated_at, created_at, changed_at, ended_at
        FROM webhook WHERE ended_at IS NULL ORDER BY created_at, id";
    /// A delivery; the same again is the same.
    ADD = "INSERT INTO webhook_delivery (county, webhook, case_id, seq, type, number, body, state, attempts, created_at,
        changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, $8)
        ON CONFLICT (county, webhook, case_id, seq) DO NOTHING";
    /// What waits in a lane, in order.
    LANE = "SELECT seq, body, attempts FROM webhook_delivery
        WHERE county = $1 AND webhook = $2 AND case_id = $3 AND state = 'waiting' ORDER BY seq LIMIT 50";
    /// How an attempt ended.
    SETTLE = "UPDATE webhook_delivery SET state = $5, attempts = attempts + 1, status = $6, error = $7, changed_at = $8
        WHERE county = $1 AND webhook = $2 AND case_id = $3 AND seq = $4";
    /// A page of deliveries in a state, the latest first.
    PAGE = "SELECT case_id, seq, type, number, state, attempts, status, error, created_at, changed_at FROM webhook_delivery
        WHERE webhook = $1 AND state = $2 AND (changed_at, case_id, seq) < ($3, $4, $5)
        ORDER BY changed_at DESC, case_id DESC, seq DESC LIMIT $6";
    /// How many have not arrived, by subscription and state.
    COUNTS = "SELECT webhook, state, count(*) AS n FROM webhook_delivery WHERE state <> 'delivered' GROUP BY webhook, state";
    /// Some of what was given up.
    DEAD = "SELECT county, case_id, seq FROM webhook_delivery
        WHERE webhook = $1 AND state = 'dead' ORDER BY changed_at, case_id, seq LIMIT 200";
    /// One that was given up.
    DEAD_ONE = "SELECT county, case_id, seq FROM webhook_delivery
        WHERE webhook = $1 AND state = 'dead' AND case_id = $2 AND seq = $3 LIMIT 1";
    /// It is to be sent again.
    AGAIN = "UPDATE webhook_delivery SET state = 'waiting', attempts = 0, changed_at = $5
        WHERE county = $1 AND webhook = $2 AND case_id = $3 AND seq = $4 AND state = 'dead'";
    /// Lanes in which something waits.
    LANES = "SELECT DISTINCT county, case_id FROM webhook_delivery
        WHERE webhook = $1 AND state = 'waiting' AND (county, case_id) > ($2, $3) ORDER BY county, case_id LIMIT 200";
    /// Forgets what arrived long ago, some at a time.
    SWEEP = "DELETE FROM webhook_delivery WHERE (county, webhook, case_id, seq) IN
        (SELECT county, webhook, case_id, seq FROM webhook_delivery WHERE state = 'delivered' AND changed_at < $1
        ORDER BY changed_at LIMIT 1000)";
}

/// Stores a subscription.
pub async fn put(tx: &mut Tx, hook: &Webhook) -> Result<(), DbError> {
    let events = serde_json::json!(hook.events).to_string();
    let row: Vec<Value> = args![
        &hook.id,
        &hook.name,
        &hook.url,
        events,
        &hook.area,
        &hook.area_path,
        hook.enabled,
        hook.generation,
        hook.rotated_at,
        hook.created_at,
        hook.changed_at,
        hook.ended_at
    ];
    tx.execute(&PUT, row).await.map(drop)
}

fn webhook(row: &Row) -> Result<Webhook, DbError> {
    let events: String = row.get("events")?;
    Ok(Webhook {
        id: WebhookId::trusted(row.get::<String>("id")?),
        name: row.get("name")?,
        url: row.get("url")?,
        events: serde_json::from_str(&events).map_err(|e| DbError::Column("events".into(), e.to_string()))?,
        area: row.get("area")?,
        area_path: row.get("area_path")?,
        enabled: row.get("enabled")?,
        generation: row.get("generation")?,
        rotated_at: row.get("rotated_at")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        ended_at: row.get("ended_at")?,
    })
}

/// One subscription, also one that has ended.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Option<Webhook>, DbError> {
    tx.fetch_optional(&GET, args![id]).await?.as_ref().map(webhook).transpose()
}

/// Those that have not ended, oldest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Webhook>, DbError> {
    tx.fetch_all(&ALL, vec![]).await?.iter().map(webhook).collect()
}

/// Writes a delivery that waits.
pub async fn add(
    tx: &mut Tx,
    lane: &Lane,
    (seq, kind, number): (i64, &str, &str),
    body: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let row = args![&lane.county, &lane.webhook, &lane.case, seq, kind, number, body, now];
    tx.execute(&ADD, row).await.map(drop)
}

/// What waits in a lane, in order, at most 50.
pub async fn lane(tx: &mut Tx, lane: &Lane) -> Result<Vec<Waiting>, DbError> {
    let rows = tx.fetch_all(&LANE, args![&lane.county, &lane.webhook, &lane.case]).await?;
    let read =
        |r: &Row| Ok(Waiting { seq: r.get("seq")?, body: r.get("body")?, attempts: r.get("attempts")? });
    rows.iter().map(read).collect()
}

/// How an attempt ended.
pub async fn settle(
    tx: &mut Tx,
    lane: &Lane,
    seq: i64,
    (state, status, error): (State, Option<i64>, Option<&str>),
    now: Timestamp,
) -> Result<(), DbError> {
    let row = args![&lane.county, &lane.webhook, &lane.case, seq, state.code(), status, error, now];
    tx.execute(&SETTLE, row).await.map(drop)
}

/// Where a page of deliveries ended.
pub type Mark = (Timestamp, String, i64);

/// A page of deliveries in a state, the latest first.
pub async fn page(
    tx: &mut Tx,
    webhook: &str,
    state: State,
    before: Option<&Mark>,
    limit: usize,
) -> Result<Vec<DeliveryView>, DbError> {
    let (at, case, seq) =
        before.map_or((Timestamp(i64::MAX), "", 0), |(at, case, seq)| (*at, case.as_str(), *seq));
    let rows = tx.fetch_all(&PAGE, args![webhook, state.code(), at, case, seq, limit]).await?;
    let read = |r: &Row| {
        let (case, seq): (String, i64) = (r.get("case_id")?, r.get("seq")?);
        Ok(DeliveryView {
            event: event_id(&case, seq),
            r#type: r.get("type")?,
            number: r.get("number")?,
            seq,
            state: r.get("state")?,
            attempts: r.get("attempts")?,
            status: r.get("status")?,
            error: r.get("error")?,
            created_at: r.get("created_at")?,
            changed_at: r.get("changed_at")?,
            case,
        })
    };
    rows.iter().map(read).collect()
}

/// How many deliveries have not arrived, by subscription and state.
pub async fn counts(tx: &mut Tx) -> Result<HashMap<(String, String), i64>, DbError> {
    let rows = tx.fetch_all(&COUNTS, vec![]).await?;
    rows.iter().map(|r| Ok(((r.get("webhook")?, r.get("state")?), r.get("n")?))).collect()
}

/// Some of what was given up, or the one of an event.
pub async fn dead(
    tx: &mut Tx,
    webhook: &str,
    one: Option<&(String, i64)>,
) -> Result<Vec<(Lane, i64)>, DbError> {
    let rows = match one {
        Some((case, seq)) => tx.fetch_all(&DEAD_ONE, args![webhook, case, *seq]).await?,
        None => tx.fetch_all(&DEAD, args![webhook]).await?,
    };
    rows.iter().map(|r| Ok((lane_of(webhook, r)?, r.get("seq")?))).collect()
}

fn lane_of(webhook: &str, row: &Row) -> Result<Lane, DbError> {
    Ok(Lane { county: row.get("county")?, webhook: webhook.into(), case: row.get("case_id")? })
}

/// A delivery that was given up is to be sent again.
pub async fn again(tx: &mut Tx, lane: &Lane, seq: i64, now: Timestamp) -> Result<bool, DbError> {
    let row = args![&lane.county, &lane.webhook, &lane.case, seq, now];
    Ok(tx.execute(&AGAIN, row).await? > 0)
}

/// Lanes of a subscription in which something waits, behind one, at most 200.
pub async fn lanes(tx: &mut Tx, webhook: &str, after: Option<&Lane>) -> Result<Vec<Lane>, DbError> {
    let (county, case) = after.map_or(("", ""), |l| (l.county.as_str(), l.case.as_str()));
    let rows = tx.fetch_all(&LANES, args![webhook, county, case]).await?;
    rows.iter().map(|row| lane_of(webhook, row)).collect()
}

/// Forgets what arrived before a moment, at most 1,000; answers how many.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.execute(&SWEEP, args![before]).await
}
