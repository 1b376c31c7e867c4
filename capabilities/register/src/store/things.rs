//! SQL of things: which records are one, pairs, runs.

use crate::model::Record;
use crate::model::thing::Verdict;
use crate::rules::things::Things;
use db::{Batch, DbError, Row, Tx, Value, args};
use std::collections::{BTreeMap, HashMap};

/// A pair that a run found and nobody has looked at.
pub const REVIEW: &str = "review";
/// A pair that a run joined.
pub const JOINED: &str = "joined";

db::sql! {
    /// Records of a home that are not alone, of some.
    MEMBERS = "SELECT n, thing FROM register_member
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// All records of some things.
    WHOLE = "SELECT n, thing FROM register_member
        WHERE county = $1 AND thing IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// Records that are alone from now on.
    ALONE = "DELETE FROM register_member
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// What is known of pairs whose lower number is one of some.
    PAIRS_OF = "SELECT a, b, state FROM register_pair
        WHERE county = $1 AND a IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// A pair.
    PAIR = "SELECT a, b, kind, state, place, rank, evidence, run, judged_at, judged_by, reason FROM register_pair
        WHERE county = $1 AND a = $2 AND b = $3";
    /// A page of the pairs of a kind in a state under an area.
    QUEUE = "SELECT a, b, kind, state, place, rank, evidence, run, judged_at, judged_by, reason FROM register_pair
        WHERE county = $1 AND kind = $2 AND state = $3 AND (place, rank, a, b) > ($4, $5, $6, $7) AND place < $8
        ORDER BY place, rank, a, b LIMIT $9";
    /// A pair that a run found; what somebody judged stays.
    PROPOSE = "INSERT INTO register_pair (county, a, b, kind, state, place, rank, evidence, run)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (county, a, b) DO UPDATE SET state = excluded.state, place = excluded.place, rank = excluded.rank,
        evidence = excluded.evidence, run = excluded.run WHERE register_pair.state IN ('review', 'joined')";
    /// What somebody said of a pair.
    JUDGE = "INSERT INTO register_pair (county, a, b, kind, state, place, rank, evidence, run, judged_at, judged_by, reason)
        VALUES ($1, $2, $3, $4, $5, $6, 0, '', NULL, $7, $8, $9)
        ON CONFLICT (county, a, b) DO UPDATE SET state = excluded.state, judged_at = excluded.judged_at,
        judged_by = excluded.judged_by, reason = excluded.reason";
    /// A pair that nobody has to look at any more, unless somebody has judged it.
    UNPROPOSE = "DELETE FROM register_pair WHERE county = $1 AND a = $2 AND b = $3 AND state IN ('review', 'joined')";
    /// Pairs under an area that an earlier run found and this one did not.
    WITHDRAW = "DELETE FROM register_pair WHERE county = $1 AND kind = $2 AND state = 'review' AND place >= $3 AND place < $4
        AND run <> $5";
    /// Pairs with a record that is gone.
    FORGET_A = "DELETE FROM register_pair WHERE county = $1 AND a = $2";
    /// The same where it is the higher number.
    FORGET_B = "DELETE FROM register_pair WHERE county = $1 AND b = $2";
    /// Whether a record was judged.
    JUDGED_AS_B = "SELECT state FROM register_pair WHERE county = $1 AND b = $2";
    /// Pairs of a kind that a run found and that wait.
    WAITING = "SELECT count(*) AS n FROM register_pair WHERE county = $1 AND kind = $2 AND state = 'review' AND run = $3";
    /// A run that was asked for.
    ASK = "INSERT INTO register_run (county, id, kind, area, place, purpose, since, state, stage, asked_at, asked_by,
        row_count, compared, joined, review, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', '', $8, $9, 0, 0, 0, 0, 0)";
    /// A run.
    RUN = "SELECT id, kind, area, place, purpose, since, state, stage, asked_at, asked_by, ended_at, row_count, compared, joined,
        review, withdrawn, safe, failure FROM register_run WHERE county = $1 AND id = $2";
    /// Runs of a home, the latest first.
    RUNS = "SELECT id, kind, area, place, purpose, since, state, stage, asked_at, asked_by, ended_at, row_count, compared, joined,
        review, withdrawn, safe, failure FROM register_run WHERE county = $1 AND id < $2 AND place >= $3 AND place < $4
        ORDER BY id DESC LIMIT $5";
    /// How far a run is.
    STAGE = "UPDATE register_run SET state = 'running', stage = $3, row_count = $4, compared = $5, safe = $6
        WHERE county = $1 AND id = $2 AND state IN ('waiting', 'running')";
    /// What a piece of a run did.
    COUNT = "UPDATE register_run SET joined = joined + $3, review = review + $4, withdrawn = withdrawn + $5
        WHERE county = $1 AND id = $2";
    /// A run is over.
    END = "UPDATE register_run SET state = $3, stage = '', ended_at = $4, failure = $5
        WHERE county = $1 AND id = $2 AND state IN ('waiting', 'running')";
}

fn numbers(ns: &[i64]) -> String {
    serde_json::json!(ns).to_string()
}

/// A pair as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The lower number.
    pub a: i64,
    /// The higher number.
    pub b: i64,
    /// The kind.
    pub kind: String,
    /// `review`, `joined`, `same`, `different`, `unsure`.
    pub state: String,
    /// The place above both.
    pub place: String,
    /// Minus the score in thousandths of a bit: the likeliest first.
    pub rank: i64,
    /// Levels and weights as JSON; empty when no run compared them.
    pub evidence: String,
    /// The run that found it.
    pub run: Option<String>,
    /// When somebody judged it.
    pub judged_at: Option<i64>,
    /// Who.
    pub judged_by: Option<String>,
    /// Why, in words: the id of a protected text.
    pub reason: Option<String>,
}

/// A run as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its home.
    pub county: String,
    /// Its id.
    pub id: String,
    /// The kind.
    pub kind: String,
    /// The area.
    pub area: String,
    /// Codes below the home, each with a slash behind it.
    pub place: String,
    /// The purpose.
    pub purpose: String,
    /// Only pairs with a record of this number or a later one.
    pub since: Option<i64>,
    /// `waiting`, `running`, `done`, `failed`.
    pub state: String,
    /// What it is doing: `reading`, `comparing`, `writing`.
    pub stage: String,
    /// When it was asked for.
    pub asked_at: i64,
    /// By whom.
    pub asked_by: String,
    /// When it was over.
    pub ended_at: Option<i64>,
    /// Records.
    pub rows: i64,
    /// Pairs that were compared.
    pub compared: i64,
    /// Pairs that were joined.
    pub joined: i64,
    /// Pairs that wait for somebody.
    pub review: i64,
    /// Pairs that wait no more.
    pub withdrawn: i64,
    /// From how many bits on pairs were joined.
    pub safe: Option<f64>,
    /// Why it failed: a code.
    pub failure: Option<String>,
}

fn pair_of(row: &Row) -> Result<Pair, DbError> {
    Ok(Pair {
        a: row.get("a")?,
        b: row.get("b")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        place: row.get("place")?,
        rank: row.get("rank")?,
        evidence: row.get("evidence")?,
        run: row.get("run")?,
        judged_at: row.get("judged_at")?,
        judged_by: row.get("judged_by")?,
        reason: row.get("reason")?,
    })
}

fn run_of(county: &str, row: &Row) -> Result<Run, DbError> {
    Ok(Run {
        county: county.to_owned(),
        id: row.get("id")?,
        kind: row.get("kind")?,
        area: row.get("area")?,
        place: row.get("place")?,
        purpose: row.get("purpose")?,
        since: row.get("since")?,
        state: row.get("state")?,
        stage: row.get("stage")?,
        asked_at: row.get("asked_at")?,
        asked_by: row.get("asked_by")?,
        ended_at: row.get("ended_at")?,
        rows: row.get("row_count")?,
        compared: row.get("compared")?,
        joined: row.get("joined")?,
        review: row.get("review")?,
        withdrawn: row.get("withdrawn")?,
        safe: row.get("safe")?,
        failure: row.get("failure")?,
    })
}

/// Things of some records, each whole, with what people said of pairs among them.
pub async fn things(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<Things, DbError> {
    let mut roots = vec![];
    for piece in ns.chunks(1_000) {
        for row in tx.fetch_all(&MEMBERS, args![county, numbers(piece)]).await? {
            roots.push(row.get::<i64>("thing")?);
        }
    }
    roots.sort_unstable();
    roots.dedup();
    let (mut things, mut all) = (Things::default(), ns.to_vec());
    for piece in roots.chunks(1_000) {
        for row in tx.fetch_all(&WHOLE, args![county, numbers(piece)]).await? {
            let (n, thing): (i64, i64) = (row.get("n")?, row.get("thing")?);
            things.unite(n, thing);
            all.push(n);
        }
    }
    all.sort_unstable();
    all.dedup();
    for piece in all.chunks(1_000) {
        for row in tx.fetch_all(&PAIRS_OF, args![county, numbers(piece)]).await? {
            let (a, b): (i64, i64) = (row.get("a")?, row.get("b")?);
            if let Some(verdict) = Verdict::of(&row.get::<String>("state")?)
                && all.binary_search(&b).is_ok()
            {
                things.judge(a, b, verdict);
            }
        }
    }
    Ok(things)
}

/// Writes the things of some records as they are now; `kind` is that of all of them.
pub async fn put(tx: &mut Tx, county: &str, kind: &str, now: &Things, ns: &[i64]) -> Result<(), DbError> {
    let alone: Vec<i64> = ns.iter().copied().filter(|n| now.with(*n).len() == 1).collect();
    if !alone.is_empty() {
        tx.execute(&ALONE, args![county, numbers(&alone)]).await?;
    }
    let together: BTreeMap<i64, i64> = ns.iter().flat_map(|n| now.with(*n)).map(|n| (n, now.of(n))).collect();
    let rows: Vec<Vec<Value>> = together
        .into_iter()
        .filter(|(n, _)| !alone.contains(n))
        .map(|(n, thing)| args![county, n, kind, thing])
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.bulk_put("register_member", 2, &["county", "n", "kind", "thing"], &rows).await
}

/// The other records of the things of some records: record → others; records that are alone are missing.
pub async fn fellows(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<i64, Vec<i64>>, DbError> {
    let mut all = HashMap::new();
    for piece in ns.chunks(1_000) {
        let mut of = vec![];
        for row in tx.fetch_all(&MEMBERS, args![county, numbers(piece)]).await? {
            of.push((row.get::<i64>("n")?, row.get::<i64>("thing")?));
        }
        if of.is_empty() {
            continue;
        }
        let roots: Vec<i64> = of.iter().map(|(_, thing)| *thing).collect();
        let mut whole: HashMap<i64, Vec<i64>> = HashMap::new();
        for row in tx.fetch_all(&WHOLE, args![county, numbers(&roots)]).await? {
            whole.entry(row.get("thing")?).or_default().push(row.get("n")?);
        }
        for (n, thing) in of {
            let others = whole.get(&thing).into_iter().flatten().copied();
            all.insert(n, others.filter(|other| *other != n).collect());
        }
    }
    Ok(all)
}

/// How many records the things of some records have: record → thing and size; records that are alone are missing.
pub async fn sizes(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<i64, (i64, usize)>, DbError> {
    let mut of = HashMap::new();
    for row in tx.fetch_all(&MEMBERS, args![county, numbers(ns)]).await? {
        of.insert(row.get::<i64>("n")?, row.get::<i64>("thing")?);
    }
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let roots: Vec<i64> = of.values().copied().collect();
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for row in tx.fetch_all(&WHOLE, args![county, numbers(&roots)]).await? {
        *sizes.entry(row.get("thing")?).or_default() += 1;
    }
    Ok(of.into_iter().map(|(n, thing)| (n, (thing, sizes.get(&thing).copied().unwrap_or(1)))).collect())
}

/// A pair.
pub async fn pair(tx: &mut Tx, county: &str, a: i64, b: i64) -> Result<Option<Pair>, DbError> {
    tx.fetch_optional(&PAIR, args![county, a, b]).await?.map(|row| pair_of(&row)).transpose()
}

/// Where a page of the queue begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Place of the last pair.
    pub place: String,
    /// Its rank.
    pub rank: i64,
    /// Its lower number.
    pub a: i64,
    /// Its higher number.
    pub b: i64,
}

/// A page of the queue of a home.
pub async fn queue(
    tx: &mut Tx,
    county: &str,
    (kind, state): (&str, &str),
    after: &After,
    end: &str,
    limit: i64,
) -> Result<Vec<Pair>, DbError> {
    let asked = args![county, kind, state, &after.place, after.rank, after.a, after.b, end, limit];
    tx.fetch_all(&QUEUE, asked).await?.iter().map(pair_of).collect()
}

/// Puts pairs that a run found into the queue, or among those that it joined.
pub async fn propose(tx: &mut Tx, county: &str, pairs: &[Pair]) -> Result<(), DbError> {
    let mut batch = Batch::default();
    for p in pairs {
        let row = args![county, p.a, p.b, &p.kind, &p.state, &p.place, p.rank, &p.evidence, p.run.as_deref()];
        batch.add(&PROPOSE, row);
    }
    if batch.is_empty() { Ok(()) } else { tx.run(batch).await }
}

/// What somebody said of a pair.
pub async fn judge(
    tx: &mut Tx,
    county: &str,
    (a, b): (i64, i64),
    (kind, place): (&str, &str),
    verdict: Verdict,
    (at, by): (i64, &str),
    reason: Option<&protect::Ref>,
) -> Result<(), DbError> {
    let reason = reason.map(|r| r.id.as_str());
    tx.execute(&JUDGE, args![county, a, b, kind, verdict.word(), place, at, by, reason]).await.map(drop)
}

/// Takes a pair out of the queue.
pub async fn unpropose(tx: &mut Tx, county: &str, a: i64, b: i64) -> Result<u64, DbError> {
    tx.execute(&UNPROPOSE, args![county, a, b]).await
}

/// States of the pairs among some records.
pub async fn states(tx: &mut Tx, county: &str, ns: &[i64]) -> Result<HashMap<(i64, i64), String>, DbError> {
    let mut all = HashMap::new();
    for piece in ns.chunks(1_000) {
        for row in tx.fetch_all(&PAIRS_OF, args![county, numbers(piece)]).await? {
            all.insert((row.get("a")?, row.get("b")?), row.get("state")?);
        }
    }
    Ok(all)
}

/// Takes pairs out of the queue that this run did not find again.
pub async fn withdraw(tx: &mut Tx, run: &Run, end: &str) -> Result<u64, DbError> {
    tx.execute(&WITHDRAW, args![&run.county, &run.kind, &run.place, end, &run.id]).await
}

/// How many pairs of a run wait.
pub async fn waiting(tx: &mut Tx, run: &Run) -> Result<i64, DbError> {
    tx.fetch_one(&WAITING, args![&run.county, &run.kind, &run.id]).await?.get("n")
}

/// Whether somebody judged a record with another.
pub async fn was_judged(tx: &mut Tx, county: &str, n: i64) -> Result<bool, DbError> {
    let lower = tx.fetch_all(&PAIRS_OF, args![county, numbers(&[n])]).await?;
    let higher = tx.fetch_all(&JUDGED_AS_B, args![county, n]).await?;
    for row in lower.iter().chain(&higher) {
        if Verdict::of(&row.get::<String>("state")?).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A record is gone: so are its pairs.
pub async fn forget(tx: &mut Tx, county: &str, n: i64) -> Result<(), DbError> {
    tx.execute(&FORGET_A, args![county, n]).await?;
    tx.execute(&FORGET_B, args![county, n]).await.map(drop)
}

/// A run that was asked for.
pub async fn ask(tx: &mut Tx, r: &Run) -> Result<(), DbError> {
    let row =
        args![&r.county, &r.id, &r.kind, &r.area, &r.place, &r.purpose, r.since, r.asked_at, &r.asked_by];
    tx.execute(&ASK, row).await.map(drop)
}

/// A run.
pub async fn run(tx: &mut Tx, county: &str, id: &str) -> Result<Option<Run>, DbError> {
    tx.fetch_optional(&RUN, args![county, id]).await?.map(|row| run_of(county, &row)).transpose()
}

/// Runs of a home behind one, the latest first.
pub async fn runs(
    tx: &mut Tx,
    county: &str,
    before: &str,
    (from, end): (&str, &str),
    limit: i64,
) -> Result<Vec<Run>, DbError> {
    let rows = tx.fetch_all(&RUNS, args![county, before, from, end, limit]).await?;
    rows.iter().map(|row| run_of(county, row)).collect()
}

/// How far a run is.
pub async fn stage(tx: &mut Tx, r: &Run) -> Result<(), DbError> {
    tx.execute(&STAGE, args![&r.county, &r.id, &r.stage, r.rows, r.compared, r.safe]).await.map(drop)
}

/// What a piece of a run did: joined, to review, withdrawn.
pub async fn count(tx: &mut Tx, r: &Run, [joined, review, withdrawn]: [i64; 3]) -> Result<(), DbError> {
    tx.execute(&COUNT, args![&r.county, &r.id, joined, review, withdrawn]).await.map(drop)
}

/// A run is over.
pub async fn end(tx: &mut Tx, r: &Run, state: &str, at: i64, failure: Option<&str>) -> Result<u64, DbError> {
    tx.execute(&END, args![&r.county, &r.id, state, at, failure]).await
}

/// The place above two places: whole codes that both begin with.
pub fn above(a: &Record, b: &Record) -> String {
    let codes = a.place.split_inclusive('/').zip(b.place.split_inclusive('/'));
    codes.take_while(|(x, y)| x == y).map(|(x, _)| x).collect()
}
