//! Campaigns: what they are, their items one by one, and how many are where.

use crate::model::campaign::{Campaign, Count, ItemState, List, Standing};
use db::{DbError, Row, Tx, Value, args};
use kernel::Timestamp;
use std::collections::BTreeMap;

db::sql! {
    /// A campaign begins.
    PUT = "INSERT INTO form_campaign (county, id, area_path, first_day, last_day, state, doc, list, opened_at)
        VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)";
    /// One of them.
    ONE = "SELECT county, id, area_path, first_day, last_day, state, doc, reason, opened_at, closed_at FROM form_campaign WHERE id = $1";
    /// Some of them.
    SOME = "SELECT county, id, area_path, first_day, last_day, state, doc, reason, opened_at, closed_at FROM form_campaign
        WHERE id IN (SELECT value FROM json_each(CAST($1 AS TEXT))) ORDER BY id";
    /// The youngest first.
    PAGE = "SELECT county, id, area_path, first_day, last_day, state, doc, reason, opened_at, closed_at FROM form_campaign
        WHERE id < $1 ORDER BY id DESC LIMIT $2";
    /// Those that have begun and go on.
    RUNNING = "SELECT county, id, area_path, first_day, last_day, state, doc, reason, opened_at, closed_at FROM form_campaign
        WHERE state = 'open' AND first_day <= $1 ORDER BY id";
    /// What became of its lines.
    LIST = "SELECT list FROM form_campaign WHERE id = $1";
    /// It is over.
    CLOSE = "UPDATE form_campaign SET state = 'closed', reason = $3, closed_at = $4 WHERE county = $1 AND id = $2 AND state = 'open'";
    /// Open items of some subjects.
    OPEN = "SELECT campaign, n, place, wanted, tries FROM form_campaign_item WHERE county = $1 AND state = 'open'
        AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT))) ORDER BY campaign, n";
    /// What a grid has to do, and did on a day, in the order of the visits.
    GRID = "SELECT n, state, day FROM form_campaign_item WHERE county = $1 AND campaign = $2 AND place = $3
        AND (state = 'open' OR day = $4) ORDER BY pos, n";
    /// Where somebody was on a day: how many items, and how many of them are still open.
    HANDLED = "SELECT place, count(*) AS handled, CAST(sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS tried
        FROM form_campaign_item WHERE county = $1 AND campaign = $2 AND day = $3 GROUP BY place ORDER BY place";
    /// Modules of an item were answered.
    ANSWERED = "UPDATE form_campaign_item SET wanted = (wanted & $4), day = $5 WHERE county = $1 AND campaign = $2 AND n = $3 AND state = 'open'";
    /// An item of which nothing is wanted any more is done, once.
    FINISH = "UPDATE form_campaign_item SET state = 'done' WHERE county = $1 AND campaign = $2 AND n = $3 AND state = 'open' AND wanted = 0";
    /// An item is accounted for without an answer.
    EXCUSE = "UPDATE form_campaign_item SET state = $4, day = $5 WHERE county = $1 AND campaign = $2 AND n = $3 AND state = 'open'";
    /// Nobody was met; the same day counts once.
    TRIED = "UPDATE form_campaign_item SET tries = tries + 1, day = $4 WHERE county = $1 AND campaign = $2 AND n = $3 AND state = 'open'
        AND (day IS NULL OR day <> $4)";
    /// More of a place are accounted for.
    COUNT = "UPDATE form_campaign_place SET done = done + $4, gone = gone + $5, refused = refused + $6
        WHERE county = $1 AND campaign = $2 AND place = $3";
    /// What is left is left.
    DROP = "UPDATE form_campaign_item SET state = 'dropped' WHERE county = $1 AND campaign = $2 AND state = 'open'";
    /// And counted so.
    COUNT_DROPPED = "UPDATE form_campaign_place SET dropped = total - done - gone - refused WHERE county = $1 AND campaign = $2";
    /// How many are where.
    PLACES = "SELECT place, total, done, gone, refused, dropped FROM form_campaign_place
        WHERE county = $1 AND campaign = $2 AND place >= $3 AND place < $4 ORDER BY place";
    /// Items of a place and below.
    ITEMS = "SELECT n, place, pos, state, tries, day FROM form_campaign_item WHERE county = $1 AND campaign = $2
        AND (place, pos, n) > ($3, $4, $5) AND place < $6 AND ($7 = '' OR state = $7) ORDER BY place, pos, n LIMIT $8";
}

fn read(row: &Row) -> Result<Standing, DbError> {
    let doc: String = row.get("doc")?;
    let campaign: Campaign =
        serde_json::from_str(&doc).map_err(|e| DbError::Column("doc".into(), e.to_string()))?;
    Ok(Standing {
        county: row.get("county")?,
        id: row.get("id")?,
        area_path: row.get("area_path")?,
        first_day: row.get("first_day")?,
        last_day: row.get("last_day")?,
        open: row.get::<String>("state")? == "open",
        campaign,
        reason: row.get("reason")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get::<Option<Timestamp>>("closed_at")?,
    })
}

/// An item to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Home.
    pub county: String,
    /// The subject.
    pub n: i64,
    /// Where.
    pub place: String,
    /// Its place in the order of the visits of its grid.
    pub pos: i64,
    /// Bits of the modules that are wanted.
    pub wanted: i64,
}

/// Writes a campaign, its items, and how many are where.
pub async fn put(
    tx: &mut Tx,
    s: &Standing,
    doc: &str,
    list: Option<&str>,
    items: &[NewItem],
) -> Result<(), DbError> {
    let row = args![&s.county, &s.id, &s.area_path, &s.first_day, &s.last_day, doc, list, s.opened_at];
    tx.execute(&PUT, row).await?;
    let mut places: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    items.iter().for_each(|i| *places.entry((&i.county, &i.place)).or_default() += 1);
    let item = |i: &NewItem| -> Vec<Value> {
        args![&i.county, &s.id, i.n, &i.place, i.pos, i.wanted, "open", 0_i64]
    };
    let columns = &["county", "campaign", "n", "place", "pos", "wanted", "state", "tries"];
    tx.bulk_insert("form_campaign_item", columns, &items.iter().map(item).collect::<Vec<_>>()).await?;
    let count = |((county, place), total): (&(&str, &str), &i64)| -> Vec<Value> {
        args![*county, &s.id, *place, *total, 0_i64, 0_i64, 0_i64, 0_i64]
    };
    let columns = &["county", "campaign", "place", "total", "done", "gone", "refused", "dropped"];
    tx.bulk_insert("form_campaign_place", columns, &places.iter().map(count).collect::<Vec<_>>()).await
}

/// One campaign.
pub async fn one(tx: &mut Tx, id: &str) -> Result<Option<Standing>, DbError> {
    tx.fetch_optional(&ONE, args![id]).await?.as_ref().map(read).transpose()
}

/// Some campaigns, by their ids.
pub async fn some(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Standing>, DbError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    tx.fetch_all(&SOME, args![serde_json::json!(ids).to_string()]).await?.iter().map(read).collect()
}

/// Campaigns that have begun by a day and go on.
pub async fn running(tx: &mut Tx, day: &str) -> Result<Vec<Standing>, DbError> {
    tx.fetch_all(&RUNNING, args![day]).await?.iter().map(read).collect()
}

/// Campaigns before an id, the youngest first.
pub async fn page(tx: &mut Tx, before: &str, limit: i64) -> Result<Vec<Standing>, DbError> {
    tx.fetch_all(&PAGE, args![before, limit]).await?.iter().map(read).collect()
}

/// What became of the lines of a list.
pub async fn list(tx: &mut Tx, id: &str) -> Result<Option<List>, DbError> {
    let row = tx.fetch_optional(&LIST, args![id]).await?;
    let text = row.map(|r| r.get::<Option<String>>("list")).transpose()?.flatten();
    let read =
        |text: String| serde_json::from_str(&text).map_err(|e| DbError::Column("list".into(), e.to_string()));
    text.map(read).transpose()
}

/// Closes a campaign and drops what is open; false when it was closed.
pub async fn close(tx: &mut Tx, s: &Standing, reason: Option<&str>, at: Timestamp) -> Result<bool, DbError> {
    if tx.execute(&CLOSE, args![&s.county, &s.id, reason, at]).await? == 0 {
        return Ok(false);
    }
    for home in &s.campaign.homes {
        tx.execute(&DROP, args![home, &s.id]).await?;
        tx.execute(&COUNT_DROPPED, args![home, &s.id]).await?;
    }
    Ok(true)
}

/// An item that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// The campaign.
    pub campaign: String,
    /// The subject.
    pub n: i64,
    /// Where.
    pub place: String,
    /// Bits of the modules that are wanted.
    pub wanted: i64,
    /// Visits on which nobody was met.
    pub tries: i64,
}

/// Open items of some subjects.
pub async fn open(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<Vec<OpenItem>, DbError> {
    let one = |r: &Row| {
        Ok(OpenItem {
            campaign: r.get("campaign")?,
            n: r.get("n")?,
            place: r.get("place")?,
            wanted: r.get("wanted")?,
            tries: r.get("tries")?,
        })
    };
    tx.fetch_all(&OPEN, args![county, serde_json::json!(ns).to_string()]).await?.iter().map(one).collect()
}

/// What a grid has to do and did on a day, in the order of the visits: subject, whether it is open, whether somebody was there that day.
pub async fn grid(
    tx: &mut Tx,
    (county, campaign, place): (&str, &str, &str),
    day: &str,
) -> Result<Vec<(i64, bool, bool)>, DbError> {
    let one = |r: &Row| {
        let there = r.get::<Option<String>>("day")?.as_deref() == Some(day);
        Ok((r.get("n")?, r.get::<String>("state")? == "open", there))
    };
    tx.fetch_all(&GRID, args![county, campaign, place, day]).await?.iter().map(one).collect()
}

/// Place → items at which somebody was on a day, and those of them that are still open.
pub async fn handled(
    tx: &mut Tx,
    (county, campaign): (&str, &str),
    day: &str,
) -> Result<BTreeMap<String, (usize, usize)>, DbError> {
    let size = |n: i64| usize::try_from(n).unwrap_or_default();
    let one = |r: &Row| Ok((r.get("place")?, (size(r.get("handled")?), size(r.get("tried")?))));
    tx.fetch_all(&HANDLED, args![county, campaign, day]).await?.iter().map(one).collect()
}

/// Modules of an item were answered; true when that was the last of them.
pub async fn answered(
    tx: &mut Tx,
    county: &str,
    item: &OpenItem,
    bits: i64,
    day: &str,
) -> Result<bool, DbError> {
    tx.execute(&ANSWERED, args![county, &item.campaign, item.n, !bits, day]).await?;
    if tx.execute(&FINISH, args![county, &item.campaign, item.n]).await? == 0 {
        return Ok(false);
    }
    tx.execute(&COUNT, args![county, &item.campaign, &item.place, 1_i64, 0_i64, 0_i64]).await?;
    Ok(true)
}

/// An item is accounted for without an answer.
pub async fn excuse(
    tx: &mut Tx,
    county: &str,
    item: &OpenItem,
    state: ItemState,
    day: &str,
) -> Result<(), DbError> {
    if tx.execute(&EXCUSE, args![county, &item.campaign, item.n, state.word(), day]).await? == 1 {
        let one = |of: ItemState| i64::from(state == of);
        let count =
            args![county, &item.campaign, &item.place, 0_i64, one(ItemState::Gone), one(ItemState::Refused)];
        tx.execute(&COUNT, count).await?;
    }
    Ok(())
}

/// Nobody was met.
pub async fn tried(tx: &mut Tx, county: &str, item: &OpenItem, day: &str) -> Result<(), DbError> {
    tx.execute(&TRIED, args![county, &item.campaign, item.n, day]).await.map(drop)
}

/// How many are where, between two places.
pub async fn places(
    tx: &mut Tx,
    (county, campaign): (&str, &str),
    (from, to): (&str, &str),
) -> Result<Vec<(String, Count)>, DbError> {
    let one = |r: &Row| {
        let mut count = Count {
            total: r.get("total")?,
            done: r.get("done")?,
            gone: r.get("gone")?,
            refused: r.get("refused")?,
            dropped: r.get("dropped")?,
            open: 0,
            late: 0,
        };
        count.open = count.total - count.done - count.gone - count.refused - count.dropped;
        Ok((r.get("place")?, count))
    };
    tx.fetch_all(&PLACES, args![county, campaign, from, to]).await?.iter().map(one).collect()
}

/// An item as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The subject.
    pub n: i64,
    /// Where.
    pub place: String,
    /// Its place in the order of the visits of its grid.
    pub pos: i64,
    /// Where it stands.
    pub state: ItemState,
    /// Visits on which nobody was met.
    pub tries: i64,
    /// When somebody was there last.
    pub day: Option<String>,
}

/// Items behind one and before a place, of one state or all.
pub async fn items(
    tx: &mut Tx,
    (county, campaign): (&str, &str),
    ((place, pos, n), to): ((&str, i64, i64), &str),
    state: Option<ItemState>,
    limit: i64,
) -> Result<Vec<Item>, DbError> {
    let one = |r: &Row| {
        Ok(Item {
            n: r.get("n")?,
            place: r.get("place")?,
            pos: r.get("pos")?,
            state: ItemState::of(&r.get::<String>("state")?),
            tries: r.get("tries")?,
            day: r.get("day")?,
        })
    };
    let of = state.map_or("", ItemState::word);
    let asked = args![county, campaign, place, pos, n, to, of, limit];
    tx.fetch_all(&ITEMS, asked).await?.iter().map(one).collect()
}
