//! What becomes of items. Facts of a subject name the campaigns that they count for; the row of an item is the fold of those facts, made anew
//! in the transaction that says one more of them or takes one back.

use super::visit::bits;
use crate::model::campaign::{ItemState, STREAM, Standing};
use crate::rules::campaign::Course;
use crate::service::visits::{MissedData, NOT_MET};
use crate::service::withdraw::counts;
use crate::store::campaigns::{self as store, Locked};
use crate::store::visits;
use db::Tx;
use kernel::{Result, Timestamp};
use std::collections::BTreeSet;

/// Items of a subject in campaigns that go on and had begun by a day, with these. Later ones spare nobody: whoever was visited before the list
/// was drawn is on it.
async fn going_on(
    tx: &mut Tx,
    (county, n): (&str, i64),
    (at, day): (Timestamp, &str),
) -> Result<Vec<(Locked, Standing)>> {
    let mut all = vec![];
    for item in store::counting(tx, county, n).await? {
        // read behind the lock: a campaign that is closed meanwhile waits for the item
        let s = store::one(tx, &item.campaign).await?;
        let counts = |s: &Standing| s.open && s.first_day.as_str() <= day && s.opened_at <= at;
        all.extend(s.filter(counts).map(|s| (item, s)));
    }
    Ok(all)
}

/// The campaigns that a visit counts for, each with the bits of the modules that were answered. An edition counts also for those that are over, when
/// the edition before it did.
pub(in crate::service) async fn served(
    tx: &mut Tx,
    of: (&str, i64),
    modules: &[String],
    when: (Timestamp, &str),
    before: &[(String, i64)],
) -> Result<Vec<(String, i64)>> {
    let mut found = going_on(tx, of, when).await?;
    for (campaign, _) in before {
        if let (Some(item), Some(s)) =
            (store::lock(tx, of.0, campaign, of.1).await?, store::one(tx, campaign).await?)
            && !s.open
            && accounted(&item)
        {
            found.push((item, s));
        }
    }
    let answered = |(item, s): (Locked, Standing)| {
        let bits = bits(&s, |code| modules.iter().any(|m| m == code));
        (bits & item.asked != 0).then_some((s.id, bits))
    };
    Ok(found.into_iter().filter_map(answered).collect())
}

/// The campaigns for which it counts that nobody was met: that there is a reason, or that somebody was there in vain on a day on which nobody was
/// there before.
pub(in crate::service) async fn missed(
    tx: &mut Tx,
    of: (&str, i64),
    accounted: bool,
    (at, day): (Timestamp, &str),
) -> Result<Vec<String>> {
    let found = going_on(tx, of, (at, day)).await?;
    let counts =
        |item: &Locked| item.state == ItemState::Open && (accounted || item.day.as_deref() != Some(day));
    Ok(found.into_iter().filter(|(item, _)| counts(item)).map(|(item, _)| item.campaign).collect())
}

/// Done, or so when its campaign was closed.
fn accounted(item: &Locked) -> bool {
    matches!(item.state, ItemState::Done | ItemState::Voided)
}

/// Holds campaigns as they are until the transaction ends: a closing that does not see an item that is opened again would leave it so.
pub(in crate::service) async fn hold(
    tx: &mut Tx,
    campaigns: impl IntoIterator<Item = &String>,
) -> Result<()> {
    let campaigns: BTreeSet<&String> = campaigns.into_iter().collect();
    for campaign in campaigns {
        if let Some(s) = store::one(tx, campaign).await? {
            ledger::open(tx, &s.county, &format!("{STREAM}{campaign}")).await?;
        }
    }
    Ok(())
}

/// Folds items of a subject anew; answers the campaigns that are over and for which it is not done any more.
pub(in crate::service) async fn fold(
    tx: &mut Tx,
    (county, n): (&str, i64),
    campaigns: impl IntoIterator<Item = &String>,
) -> Result<Vec<String>> {
    let mut over = vec![];
    let campaigns: BTreeSet<&String> = campaigns.into_iter().collect();
    for campaign in campaigns {
        let (Some(item), Some(s)) =
            (store::lock(tx, county, campaign, n).await?, store::one(tx, campaign).await?)
        else {
            continue;
        };
        let left = match (s.open, accounted(&item)) {
            (true, _) => ItemState::Open,
            (false, true) => ItemState::Voided,
            (false, false) => ItemState::Dropped,
        };
        let now = course(tx, (county, n), &s).await?.stands(item.asked, left);
        store::set(tx, county, &item, &now).await?;
        if now.state == ItemState::Voided {
            over.push(campaign.clone());
        }
    }
    Ok(over)
}

/// What the facts of a subject say of a campaign's item.
async fn course(tx: &mut Tx, (county, n): (&str, i64), s: &Standing) -> Result<Course> {
    let mut course = Course::default();
    let counting = visits::counting(tx, county, n).await?.into_iter();
    let instances: BTreeSet<String> =
        counting.filter(|(_, _, at)| *at >= s.opened_at).map(|(_, instance, _)| instance).collect();
    for instance in instances {
        let Some(said) = counts(tx, county, &instance).await? else { continue };
        if let Some((_, bits)) = said.campaigns.iter().find(|(id, _)| *id == s.id) {
            course.answered(*bits, &said.day);
        }
    }
    for fact in ledger::facts_of_stream(tx, county, &format!("form/visit/{n}")).await? {
        if fact.action != NOT_MET {
            continue;
        }
        let said: MissedData = fact.decode()?;
        if said.campaigns.contains(&s.id) {
            course.not_met(said.reason.accounts(), &said.day);
        }
    }
    Ok(course)
}
