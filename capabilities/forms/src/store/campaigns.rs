//! Campaigns: what they are, their items one by one, and how many are where.

use crate::model::campaign::{Campaign, Count, Folded, ItemState, List, Standing};
use db::{DbError, Row, Tx, Value, args};
use kernel::Timestamp;
use std::collections::BTreeMap;

db::sql! {
    /// A campaign begins.
    PUT = "INSERT INTO form_campaign (county, id, area_path, first_day, last_day, state, doc, list, opened_at, unplanned, looked_on)
        VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10)";
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
    /// Those that go on, with what was seen of them last.
    GOING_ON = "SELECT county, id, area_path, first_day, last_day, state, doc, reason, opened_at, closed_at, unplanned, looked_on FROM form_campaign
        WHERE state = 'open' ORDER BY id";
    /// What is seen of one, unless somebody saw something else meanwhile.
    LOOKED = "UPDATE form_campaign SET unplanned = $4, looked_on = $5 WHERE county = $1 AND id = $2 AND unplanned = $3 AND state = 'open'";
    /// All of them.
    IDS = "SELECT id FROM form_campaign ORDER BY id";
    /// What is kept of one.
    DOC = "SELECT doc FROM form_campaign WHERE id = $1";
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
    /// Items of a subject that still count visits. Locks them: whoever folds them anew sees all that was said before.
    COUNTS = "UPDATE form_campaign_item SET state = state WHERE county = $1 AND n = $2 AND state IN ('open', 'done')
        RETURNING campaign, n, place, asked, state, day";
    /// One item, locked.
    LOCK = "UPDATE form_campaign_item SET state = state WHERE county = $1 AND campaign = $2 AND n = $3
        RETURNING campaign, n, place, asked, state, day";
    /// Where an item stands.
    SET = "UPDATE form_campaign_item SET wanted = $4, state = $5, tries = $6, day = $7 WHERE county = $1 AND campaign = $2 AND n = $3";
    /// More or less of a place are accounted for.
    COUNT = "UPDATE form_campaign_place SET done = done + $4, gone = gone + $5, refused = refused + $6, voided = voided + $7
        WHERE county = $1 AND campaign = $2 AND place = $3";
    /// What is left is left.
    DROP = "UPDATE form_campaign_item SET state = 'dropped' WHERE county = $1 AND campaign = $2 AND state = 'open'";
    /// And counted so.
    COUNT_DROPPED = "UPDATE form_campaign_place SET dropped = total - done - gone - refused WHERE county = $1 AND campaign = $2";
    /// How many are where.
    PLACES = "SELECT place, total, done, gone, refused, dropped, voided FROM form_campaign_place
        WHERE county = $1 AND campaign = $2 AND place >= $3 AND place < $4 ORDER BY place";
    /// Items of a place and below.
    ITEMS = "SELECT n, place, pos, asked, wanted, state, tries, day FROM form_campaign_item WHERE county = $1 AND campaign = $2
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
    (doc, list): (&str, Option<&str>),
    items: &[NewItem],
    seen: &Looked,
) -> Result<(), DbError> {
    let mut row = args![&s.county, &s.id, &s.area_path, &s.first_day, &s.last_day, doc, list, s.opened_at];
    row.extend(args![seen.unplanned, &seen.looked_on]);
    tx.execute(&PUT, row).await?;
    let mut places: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    items.iter().for_each(|i| *places.entry((&i.county, &i.place)).or_default() += 1);
    let item = |i: &NewItem| -> Vec<Value> {
        args![&i.county, &s.id, i.n, &i.place, i.pos, i.wanted, i.wanted, "open", 0_i64]
    };
    let columns = &["county", "campaign", "n", "place", "pos", "asked", "wanted", "state", "tries"];
    tx.bulk_insert("form_campaign_item", columns, &items.iter().map(item).collect::<Vec<_>>()).await?;
    let count = |((county, place), total): (&(&str, &str), &i64)| -> Vec<Value> {
        args![*county, &s.id, *place, *total, 0_i64, 0_i64, 0_i64, 0_i64, 0_i64]
    };
    let columns = &["county", "campaign", "place", "total", "done", "gone", "refused", "dropped", "voided"];
    tx.bulk_insert("form_campaign_place", columns, &places.iter().map(count).collect::<Vec<_>>()).await
}

/// One campaign.
pub async fn one(tx: &mut Tx, id: &str) -> Result<Option<Standing>, DbError> {
    tx.fetch_optional(&ONE, args![id]).await?.as_ref().map(read).transpose()
}

/// What was seen of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Items that do not fit into the days that are left.
    pub unplanned: i64,
    /// The day on which that was looked at.
    pub looked_on: String,
}

/// Campaigns that go on, with what was seen of them last.
pub async fn going_on(tx: &mut Tx) -> Result<Vec<(Standing, Looked)>, DbError> {
    let looked = |r: &Row| -> Result<Looked, DbError> {
        Ok(Looked { unplanned: r.get("unplanned")?, looked_on: r.get("looked_on")? })
    };
    tx.fetch_all(&GOING_ON, args![]).await?.iter().map(|r| Ok((read(r)?, looked(r)?))).collect()
}

/// Says what is seen of a campaign; false when somebody saw something else meanwhile, or it is over.
pub async fn looked(tx: &mut Tx, s: &Standing, before: i64, now: &Looked) -> Result<bool, DbError> {
    let row = args![&s.county, &s.id, before, now.unplanned, &now.looked_on];
    Ok(tx.execute(&LOOKED, row).await? == 1)
}

/// The ids of all campaigns.
pub async fn ids(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&IDS, args![]).await?.iter().map(|r| r.get("id")).collect()
}

/// What is kept of a campaign, as it was written.
pub async fn doc(tx: &mut Tx, id: &str) -> Result<Option<String>, DbError> {
    tx.fetch_optional(&DOC, args![id]).await?.map(|r| r.get("doc")).transpose()
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

/// Closes a campaign and drops what is open: how many that were; none when it was closed.
pub async fn close(
    tx: &mut Tx,
    s: &Standing,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<Option<u64>, DbError> {
    if tx.execute(&CLOSE, args![&s.county, &s.id, reason, at]).await? == 0 {
        return Ok(None);
    }
    let mut dropped = 0;
    for home in &s.campaign.homes {
        dropped += tx.execute(&DROP, args![home, &s.id]).await?;
        tx.execute(&COUNT_DROPPED, args![home, &s.id]).await?;
    }
    Ok(Some(dropped))
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

/// An item that is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The campaign.
    pub campaign: String,
    /// The subject.
    pub n: i64,
    /// Where.
    pub place: String,
    /// Bits of the modules that it began with.
    pub asked: i64,
    /// Where it stands.
    pub state: ItemState,
    /// When somebody was there last.
    pub day: Option<String>,
}

fn locked(r: &Row) -> Result<Locked, DbError> {
    Ok(Locked {
        campaign: r.get("campaign")?,
        n: r.get("n")?,
        place: r.get("place")?,
        asked: r.get("asked")?,
        state: ItemState::of(&r.get::<String>("state")?),
        day: r.get("day")?,
    })
}

/// Items of a subject that still count visits, locked.
pub async fn counting(tx: &mut Tx, county: &str, n: i64) -> Result<Vec<Locked>, DbError> {
    tx.fetch_all(&COUNTS, args![county, n]).await?.iter().map(locked).collect()
}

/// One item, locked.
pub async fn lock(tx: &mut Tx, county: &str, campaign: &str, n: i64) -> Result<Option<Locked>, DbError> {
    tx.fetch_optional(&LOCK, args![county, campaign, n]).await?.as_ref().map(locked).transpose()
}

/// Where an item stands now; the counters of its place follow.
pub async fn set(tx: &mut Tx, county: &str, item: &Locked, now: &Folded) -> Result<(), DbError> {
    let row =
        args![county, &item.campaign, item.n, now.wanted, now.state.word(), now.tries, now.day.as_deref()];
    tx.execute(&SET, row).await?;
    if now.state == item.state {
        return Ok(());
    }
    let more = |of: ItemState| i64::from(now.state == of) - i64::from(item.state == of);
    let [done, gone, refused, voided] =
        [ItemState::Done, ItemState::Gone, ItemState::Refused, ItemState::Voided].map(more);
    let row = args![county, &item.campaign, &item.place, done, gone, refused, voided];
    tx.execute(&COUNT, row).await.map(drop)
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
            voided: r.get("voided")?,
            open: 0,
            late: 0,
        };
        let accounted = count.done + count.gone + count.refused + count.dropped + count.voided;
        count.open = count.total - accounted;
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
    /// Bits of the modules that it began with.
    pub asked: i64,
    /// Bits of those that are wanted still.
    pub wanted: i64,
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
            asked: r.get("asked")?,
            wanted: r.get("wanted")?,
            state: ItemState::of(&r.get::<String>("state")?),
            tries: r.get("tries")?,
            day: r.get("day")?,
        })
    };
    let of = state.map_or("", ItemState::word);
    let asked = args![county, campaign, place, pos, n, to, of, limit];
    tx.fetch_all(&ITEMS, asked).await?.iter().map(one).collect()
}
