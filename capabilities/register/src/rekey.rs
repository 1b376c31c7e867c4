//! Blind numbers under a new key of the vault: what stands in the indexes is brought from one generation to the next without knowing what
//! it stands for. Meanwhile both are asked for, so that everything is found all the while.

use crate::rules::leaf;
use crate::service::BLIND;
use crate::store;
use db::{Sql, Tx, args};
use kernel::{Ctx, Failure};
use protect::{Blind, Vault, reseal::Walk};
use serde_json::{Value, json};
use std::sync::Arc;

/// Everything of registers that stands under keys.
pub fn walks() -> Vec<Arc<dyn Walk>> {
    vec![Arc::new(Words), Arc::new(Rows), Arc::new(Marks), Arc::new(PastMarks)]
}

struct Words;
struct Rows;
struct Marks;
struct PastMarks;

type Piece = Result<(Option<String>, i64), Failure>;

async fn homes(tx: &mut Tx) -> Result<Vec<String>, Failure> {
    Ok(store::read::homes(tx).await?.into_iter().map(|(county, _)| county).collect())
}

fn from(at: &str) -> Value {
    serde_json::from_str(at).unwrap_or_default()
}

/// A number in a cursor; texts, since 64 bits do not survive every reader.
fn number(at: &Value, least: i64) -> i64 {
    at.as_str().and_then(|n| n.parse().ok()).unwrap_or(least)
}

#[async_trait::async_trait]
impl Walk for Words {
    fn name(&self) -> &'static str {
        "register.words"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        homes(tx).await
    }

    async fn piece(&self, tx: &mut Tx, _: &Ctx, vault: &Vault, county: &str, at: &str) -> Piece {
        let (blind, at) = (vault.blind(BLIND)?, from(at));
        let asked = args![county, number(&at[0], -1), number(&at[1], i64::MIN), number(&at[2], i64::MIN)];
        let (mut next, mut changed) = (None, 0);
        for row in tx.fetch_all(&store::WALK_KEYS, asked).await? {
            let (seg, key, n): (i64, i64, i64) = (row.get("seg")?, row.get("key")?, row.get("n")?);
            let generation: i64 = row.get("gen")?;
            next = Some(json!([seg.to_string(), key.to_string(), n.to_string()]).to_string());
            // whoever changed the record meanwhile has taken it away, and put in its place what is right
            if generation < blind.generation()
                && tx.execute(&store::OLD_KEY, args![county, seg, key, n, generation]).await? == 1
            {
                let lifted = args![county, seg, blind.lift(key, generation), n, blind.generation()];
                tx.execute(&store::KEY, lifted).await?;
                changed += 1;
            }
        }
        Ok((next, changed))
    }
}

#[async_trait::async_trait]
impl Walk for Rows {
    fn name(&self) -> &'static str {
        "register.rows"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        homes(tx).await
    }

    async fn piece(&self, tx: &mut Tx, _: &Ctx, vault: &Vault, county: &str, at: &str) -> Piece {
        let (blind, at) = (vault.blind(BLIND)?, from(at));
        let asked = args![county, at[0].as_str().unwrap_or(""), number(&at[1], 0)];
        let (mut next, mut changed) = (None, 0);
        for row in tx.fetch_all(&store::WALK_SOURCE, asked).await? {
            let (list, n, old): (String, i64, i64) = (row.get("list")?, row.get("n")?, row.get("gen")?);
            next = Some(json!([list, n.to_string()]).to_string());
            if old < blind.generation() {
                let key = blind.lift(row.get("row_key")?, old);
                let digest = blind.lift(row.get("digest")?, old);
                let lifted = args![county, list, n, key, digest, blind.generation(), old];
                changed += tx.execute(&store::LIFT_SOURCE, lifted).await? as i64;
            }
        }
        Ok((next, changed))
    }
}

/// The marks of a version with the numbers in them under the youngest generation; None when there is nothing to do.
fn lifted(blind: &Blind, since: Option<String>) -> Option<String> {
    let mut since = leaf::values(&since.filter(|s| s.contains("\"was\""))?);
    let mut changed = false;
    for mark in since.values_mut() {
        let old = mark["g"].as_i64().unwrap_or(1);
        if let Some(was) = mark["was"].as_i64().filter(|_| old < blind.generation()) {
            mark["was"] = blind.lift(was, old).into();
            mark["g"] = blind.generation().into();
            changed = true;
        }
    }
    changed.then(|| leaf::text(&since))
}

async fn marks(
    tx: &mut Tx,
    blind: &Blind,
    county: &str,
    (walk, asked): (&Sql, Vec<db::Value>),
    write: &Sql,
) -> Piece {
    let (mut next, mut changed) = (None, 0);
    for row in tx.fetch_all(walk, asked).await? {
        let (n, version): (i64, i64) = (row.get("n")?, row.get("version")?);
        next = Some(json!([n.to_string(), version.to_string()]).to_string());
        if let Some(since) = lifted(blind, row.get("since")?) {
            changed += tx.execute(write, args![county, n, version, since]).await? as i64;
        }
    }
    Ok((next, changed))
}

#[async_trait::async_trait]
impl Walk for Marks {
    fn name(&self) -> &'static str {
        "register.marks"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        homes(tx).await
    }

    async fn piece(&self, tx: &mut Tx, _: &Ctx, vault: &Vault, county: &str, at: &str) -> Piece {
        let asked = args![county, number(&from(at)[0], 0)];
        marks(tx, &vault.blind(BLIND)?, county, (&store::WALK_MARKS, asked), &store::LIFT_MARKS).await
    }
}

#[async_trait::async_trait]
impl Walk for PastMarks {
    fn name(&self) -> &'static str {
        "register.past_marks"
    }

    async fn counties(&self, tx: &mut Tx) -> Result<Vec<String>, Failure> {
        homes(tx).await
    }

    async fn piece(&self, tx: &mut Tx, _: &Ctx, vault: &Vault, county: &str, at: &str) -> Piece {
        let asked = args![county, number(&from(at)[0], 0), number(&from(at)[1], 0)];
        marks(tx, &vault.blind(BLIND)?, county, (&store::WALK_PAST, asked), &store::LIFT_PAST).await
    }
}
