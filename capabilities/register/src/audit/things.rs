//! Verification of things: which records are one, what people said of pairs, and what runs did, folded again out of the facts and
//! compared with the rows.

use crate::model::thing::{ASKED, Asked, COMPARED, Compared, THINGS, Verdict};
use crate::rules::things::Things;
use crate::store;
use db::{DbError, Tx, args};
use ledger::verify::{Audit, Report, StreamFacts};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};

db::sql! {
    /// Records that are not alone, in pieces.
    MEMBERS = "SELECT n, kind, thing FROM register_member WHERE county = $1 AND n > $2 ORDER BY n LIMIT 10000";
    /// Pairs, in pieces.
    PAIRS = "SELECT a, b, kind, state FROM register_pair WHERE county = $1 AND (a, b) > ($2, $3) ORDER BY a, b LIMIT 10000";
    /// Runs, in pieces.
    RUNS = "SELECT id, kind, area, purpose, state, row_count, compared, joined, review, withdrawn FROM register_run
        WHERE county = $1 AND id > $2 ORDER BY id LIMIT 1000";
}

/// What facts say of the things of a kind in a home.
#[derive(Default)]
struct Told {
    things: Things,
    runs: HashMap<String, (Asked, Option<Compared>)>,
}

/// Compares things with the facts.
#[derive(Default)]
pub struct ThingsAudit(Mutex<BTreeMap<(String, String), Told>>);

#[async_trait::async_trait]
impl Audit for ThingsAudit {
    fn prefix(&self) -> &'static str {
        THINGS
    }

    async fn streams(&self, _: &mut Tx, streams: &[StreamFacts], report: &mut Report) -> Result<(), DbError> {
        let mut all = self.0.lock();
        for of in streams {
            let kind = of.stream.trim_start_matches(THINGS).to_owned();
            let told = all.entry((of.county.clone(), kind)).or_default();
            for fact in &of.facts {
                let read = told.things.apply(fact).and_then(|()| {
                    if fact.action == ASKED {
                        let said: Asked = fact.decode()?;
                        told.runs.insert(said.run.clone(), (said, None));
                    } else if fact.action == COMPARED {
                        let said: Compared = fact.decode()?;
                        if let Some(run) = told.runs.get_mut(&said.run) {
                            run.1 = Some(said);
                        }
                    }
                    Ok(())
                });
                if read.is_err() {
                    report.breaks(&of.county, &of.stream, fact.seq, "data cannot be read");
                }
            }
        }
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, report: &mut Report) -> Result<(), DbError> {
        let mut all = std::mem::take(&mut *self.0.lock());
        let mut homes: Vec<String> = store::read::homes(tx).await?.into_iter().map(|(c, _)| c).collect();
        homes.extend(all.keys().map(|(county, _)| county.clone()));
        homes.sort();
        homes.dedup();
        for county in &homes {
            let mut told: HashMap<String, Told> = HashMap::new();
            while let Some(key) = all.keys().find(|(c, _)| c == county).cloned() {
                told.insert(key.1.clone(), all.remove(&key).unwrap_or_default());
            }
            members(tx, county, &told, report).await?;
            pairs(tx, county, &told, report).await?;
            runs(tx, county, &told, report).await?;
        }
        Ok(())
    }
}

fn broken(report: &mut Report, county: &str, kind: &str, what: String) {
    report.breaks(county, &crate::model::thing::things_stream(kind), 0, what);
}

async fn members(
    tx: &mut Tx,
    county: &str,
    told: &HashMap<String, Told>,
    report: &mut Report,
) -> Result<(), DbError> {
    let (mut after, mut stored) = (0, HashMap::<String, usize>::new());
    loop {
        let rows = tx.fetch_all(&MEMBERS, args![county, after]).await?;
        let Some(last) = rows.last() else { break };
        after = last.get("n")?;
        for row in &rows {
            let (n, kind, thing): (i64, String, i64) = (row.get("n")?, row.get("kind")?, row.get("thing")?);
            let expected = told.get(&kind).map(|t| (t.things.of(n), t.things.with(n).len()));
            if !expected.is_some_and(|(of, size)| of == thing && size > 1) {
                broken(report, county, &kind, format!("row register_member {n}: not what was recorded"));
            }
            *stored.entry(kind).or_default() += 1;
            report.rows += 1;
        }
    }
    for (kind, told) in told {
        let expected = told.things.all().count();
        let there = stored.get(kind).copied().unwrap_or_default();
        if there != expected {
            broken(
                report,
                county,
                kind,
                format!("register_member: {there} rows, the facts speak of {expected}"),
            );
        }
    }
    Ok(())
}

async fn pairs(
    tx: &mut Tx,
    county: &str,
    told: &HashMap<String, Told>,
    report: &mut Report,
) -> Result<(), DbError> {
    let (mut after, mut stored) = ((0, 0), HashMap::<String, usize>::new());
    loop {
        let rows = tx.fetch_all(&PAIRS, args![county, after.0, after.1]).await?;
        let Some(last) = rows.last() else { break };
        after = (last.get("a")?, last.get("b")?);
        for row in &rows {
            let Some(verdict) = Verdict::of(&row.get::<String>("state")?) else { continue };
            let (a, b, kind): (i64, i64, String) = (row.get("a")?, row.get("b")?, row.get("kind")?);
            if told.get(&kind).and_then(|t| t.things.verdict(a, b)) != Some(verdict) {
                broken(report, county, &kind, format!("row register_pair {a}, {b}: not what was judged"));
            }
            *stored.entry(kind).or_default() += 1;
            report.rows += 1;
        }
    }
    for (kind, told) in told {
        let expected = told.things.verdicts().count();
        let there = stored.get(kind).copied().unwrap_or_default();
        if there != expected {
            broken(
                report,
                county,
                kind,
                format!("register_pair: {there} judged, the facts speak of {expected}"),
            );
        }
    }
    Ok(())
}

async fn runs(
    tx: &mut Tx,
    county: &str,
    told: &HashMap<String, Told>,
    report: &mut Report,
) -> Result<(), DbError> {
    let (mut after, mut stored) = (String::new(), 0);
    loop {
        let rows = tx.fetch_all(&RUNS, args![county, &after]).await?;
        let Some(last) = rows.last() else { break };
        after = last.get("id")?;
        for row in &rows {
            let (id, kind): (String, String) = (row.get("id")?, row.get("kind")?);
            let said = told.get(&kind).and_then(|t| t.runs.get(&id));
            if !said.map(|(asked, done)| fits(row, asked, done.as_ref())).transpose()?.unwrap_or_default() {
                broken(report, county, &kind, format!("row register_run {id}: not what was recorded"));
            }
            stored += 1;
            report.rows += 1;
        }
    }
    let expected: usize = told.values().map(|t| t.runs.len()).sum();
    if stored != expected {
        let what = format!("register_run: {stored} rows, the facts speak of {expected}");
        report.breaks(county, THINGS, 0, what);
    }
    Ok(())
}

fn fits(row: &db::Row, asked: &Asked, done: Option<&Compared>) -> Result<bool, DbError> {
    let state: String = row.get("state")?;
    let (area, purpose): (String, String) = (row.get("area")?, row.get("purpose")?);
    if area != asked.area || purpose != asked.purpose || (state == "done") != done.is_some() {
        return Ok(false);
    }
    let Some(done) = done else { return Ok(true) };
    let stored: [i64; 5] = [
        row.get("row_count")?,
        row.get("compared")?,
        row.get("joined")?,
        row.get("review")?,
        row.get("withdrawn")?,
    ];
    Ok(stored == [done.rows, done.pairs, done.joined, done.review, done.withdrawn])
}
