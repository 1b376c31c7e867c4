//! Sending what waits. A message gets its id before it is first sent, and its steps go with that id: a retry is the same
//! message, and a step is told once.

use super::Residents;
use crate::letters::Item;
use crate::model::{ADDRESS, Alert, Entry, HOME, Resident, Subject};
use crate::store;
use courier::{Fault, Letter, Way};
use db::args;
use jobs::{Job, NewJob};
use kernel::{Actor, Ctx, Failure, Refusal, Result, Timestamp};
use std::collections::BTreeMap;

/// The kind of the job that tells of what waits for an alert.
pub const SEND: &str = "residents.send";
/// Steps in one message at most.
const MOST: i64 = 40;
/// Who is told at once is told at most so often.
pub const GATHER: i64 = 10 * 60_000;
/// Milliseconds for which it is remembered that a step was told; older steps are never told.
pub const REMEMBERED: i64 = 30 * Timestamp::DAY;

impl Residents {
    /// Carries a letter; what will never be taken is refused, so that the job does not come again.
    pub(crate) async fn carry(&self, way: Way, letter: &Letter) -> Result<()> {
        self.parts.courier.send(way, letter).await.map_err(|fault| match fault {
            Fault::Later(why) => Failure::Unavailable(why),
            never => Refusal::rule("message.not_sent").got(never).into(),
        })
    }

    /// Tells of everything that waits for an alert, a message at a time.
    pub(crate) async fn send_alert(&self, ctx: &Ctx, job: &Job) -> Result<()> {
        let id = job.payload["alert"].as_str().unwrap_or_default().to_owned();
        loop {
            let mut tx = self.parts.db.read().await?;
            let Some(alert) = store::alert_of(&mut tx, &id).await?.filter(|alert| !alert.paused) else {
                return Ok(());
            };
            let Some(resident) = store::by_id(&mut tx, &alert.resident).await? else { return Ok(()) };
            let waiting = store::waiting(&mut tx, &id, MOST).await?;
            let to = self.parts.vault.used(&mut tx, HOME, &resident.address_ref, ADDRESS).await?;
            drop(tx);
            let (Some(to), false) = (to, waiting.is_empty()) else { return Ok(()) };
            let (message, entries) = self.message(ctx, &id, waiting).await?;
            if let Some(letter) = self.letter(ctx, &alert, &resident, (to, message.clone()), &entries).await?
            {
                self.carry(resident.way, &letter).await?;
            }
            self.settle(ctx, &id, message).await?;
        }
    }

    /// The message that is on its way already, or a new one with all that waits.
    async fn message(
        &self,
        ctx: &Ctx,
        alert: &str,
        waiting: Vec<(Entry, Option<String>)>,
    ) -> Result<(String, Vec<Entry>)> {
        if let Some(begun) = waiting.iter().find_map(|(_, message)| message.clone()) {
            let of = |(entry, message): (Entry, Option<String>)| {
                (message.as_ref() == Some(&begun)).then_some(entry)
            };
            let entries = waiting.into_iter().filter_map(of).collect();
            return Ok((begun, entries));
        }
        let fresh = ctx.secret();
        let entries: Vec<Entry> = waiting.into_iter().map(|(entry, _)| entry).collect();
        let (alert, message, all) = (alert.to_owned(), fresh.clone(), entries.clone());
        let write = self.parts.db.write(ctx, move |tx| {
            let (alert, message, all) = (alert.clone(), message.clone(), all.clone());
            Box::pin(async move {
                for entry in all {
                    let row = args![&entry.county, &alert, &entry.case, entry.seq, &message];
                    tx.execute(&store::ASSIGN, row).await?;
                }
                Ok::<_, Failure>(())
            })
        });
        write.await?;
        Ok((fresh, entries))
    }

    async fn settle(&self, ctx: &Ctx, alert: &str, message: String) -> Result<()> {
        let (alert, now) = (alert.to_owned(), ctx.env().now());
        let write = self.parts.db.write(ctx, move |tx| {
            let (alert, message) = (alert.clone(), message.clone());
            Box::pin(async move {
                tx.execute(&store::SENT, args![&alert, message, now]).await?;
                tx.execute(&store::TOLD, args![&alert, now]).await?;
                Ok::<_, Failure>(())
            })
        });
        write.await
    }

    /// What is to be said now: None when nothing of it is public any more, or none of it is wanted.
    async fn letter(
        &self,
        ctx: &Ctx,
        alert: &Alert,
        resident: &Resident,
        (to, id): (String, String),
        entries: &[Entry],
    ) -> Result<Option<Letter>> {
        let Subject::Area(area) = &alert.subject else {
            return self.report_letter(alert, resident, to, id).await;
        };
        let items = self.items(ctx, alert, resident, entries).await?;
        if items.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.alert_letter(alert, resident, area, &items, (to, id))))
    }

    /// What everybody may see now of the cases of some steps, the last step of each; in the order in which they happened.
    async fn items(
        &self,
        ctx: &Ctx,
        alert: &Alert,
        resident: &Resident,
        entries: &[Entry],
    ) -> Result<Vec<Item>> {
        let mut last: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in entries {
            last.insert(&entry.number, entry);
        }
        let mut chosen: Vec<&Entry> = last.into_values().collect();
        chosen.sort_by_key(|entry| entry.at);
        // as nobody in particular: what is not public is not there
        let mut nobody = ctx.clone();
        nobody.actor = Actor::anonymous();
        let mut items = vec![];
        for entry in chosen {
            match self.parts.cases.public_one(&nobody, &entry.number, resident.language).await {
                Ok(case) if self.wanted(alert, &case) => {
                    items.push(Item { stage: entry.stage.clone(), case })
                }
                Ok(_) | Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(items)
    }

    /// Of one of the categories, or of one below.
    fn wanted(&self, alert: &Alert, case: &cases::public::PublicCase) -> bool {
        if alert.categories.is_empty() {
            return true;
        }
        let Some(category) = &case.category else { return false };
        let packs = self.parts.library.enabled();
        let entry = packs.iter().find(|p| p.pack.id == case.pack).and_then(|p| p.category(&category.code));
        let path = entry.map_or_else(|| vec![category.code.clone()], |entry| entry.path.clone());
        path.iter().any(|code| alert.categories.contains(code))
    }

    /// Makes the digests of this morning; each alert once, on however many nodes this runs.
    pub(crate) async fn digests(&self, ctx: &Ctx) -> Result<()> {
        loop {
            let due = store::due(&mut self.parts.db.read().await?, ctx.now).await?;
            if due.is_empty() {
                return Ok(());
            }
            for alert in due {
                let (next, inner) = (self.next_of(ctx, &alert).await?, ctx.clone());
                let write = self.parts.db.write(ctx, move |tx| {
                    let (alert, ctx) = (alert.clone(), inner.clone());
                    Box::pin(async move {
                        let turned = tx.execute(&store::TURN, args![&alert.id, alert.next_at, next]).await?;
                        if turned > 0 && !store::waiting(tx, &alert.id, 1).await?.is_empty() {
                            enqueue(tx, &ctx, &alert.id, ctx.now).await?;
                        }
                        Ok::<_, Failure>(())
                    })
                });
                write.await?;
            }
        }
    }

    /// Forgets what was told long ago, codes and sessions that are over.
    pub(crate) async fn sweep(&self, ctx: &Ctx) -> Result<()> {
        let before = ctx.now.plus(-REMEMBERED);
        // what was told, and what no server would take in all that time: it is too old to be told now
        loop {
            let write = self.parts.db.write(ctx, move |tx| {
                Box::pin(async move { Ok::<_, Failure>(store::forget_entries(tx, before).await?) })
            });
            if write.await? == 0 {
                break;
            }
        }
        self.sweep_codes(ctx).await
    }
}

/// Writes the job of an alert.
pub(crate) async fn enqueue(
    tx: &mut db::Tx,
    ctx: &Ctx,
    alert: &str,
    at: Timestamp,
) -> Result<(), db::DbError> {
    let payload = serde_json::json!({ "alert": alert });
    jobs::enqueue(tx, ctx, NewJob::new(SEND).key(alert).payload(payload).at(at)).await.map(drop)
}
