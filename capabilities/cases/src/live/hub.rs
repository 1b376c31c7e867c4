//! The one follower of the process, and what it hands to everybody who listens.

use super::client::Client;
use super::cursor;
use super::event::{Happened, happened};
use crate::service::Cases;
use authz::Scope;
use db::{DbError, Tx};
use futures::Stream;
use kernel::{Failure, Refusal, RefusalKind};
use ledger::follow::{Heads, Positioned};
use parking_lot::Mutex;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::sync::broadcast;

/// Batches that a client may be behind before it is let go.
const BATCHES: usize = 256;
/// Facts of a county that are read one by one; when there are more at once (an import), clients are told to look again.
pub(super) const MOST: i64 = 2_000;
/// Clients of one process.
const CLIENTS: u64 = 10_000;
/// How long a commit may wait for the look it causes: a busy book is read in batches.
const GATHER: Duration = Duration::from_millis(50);
/// How long nothing may be heard before a look is taken all the same.
const IDLE: Duration = Duration::from_secs(30);
/// How long to wait when the database cannot be asked.
const RETRY: Duration = Duration::from_secs(1);

/// What happened since the batch before.
pub(super) struct Batch {
    /// The events with the text of each, as it goes to staff.
    pub(super) events: Vec<(Happened, String)>,
    /// Somewhere so much happened that it is not told one by one.
    pub(super) reset: bool,
    /// People (actor ids) whose account changed: they have to show anew what they may.
    pub(super) people: Vec<String>,
    /// Posts were given or ended, of holders and deputies past and present: so has everybody.
    pub(super) posts: bool,
    /// The id of the moment after it.
    pub(super) id: String,
}

struct State {
    /// None once the process stops.
    sender: Option<broadcast::Sender<Arc<Batch>>>,
    heads: Heads,
}

/// How many listen, and how it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveStats {
    /// Clients that listen now.
    pub clients: u64,
    /// Events handed on since the start, each once for all clients.
    pub events: u64,
    /// Clients that were let go because they did not keep up.
    pub slow: u64,
}

#[derive(Default)]
pub(super) struct Tally {
    pub(super) clients: AtomicU64,
    pub(super) events: AtomicU64,
    pub(super) slow: AtomicU64,
}

/// Live events of cases. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    pub(super) cases: Cases,
    state: Arc<Mutex<State>>,
    pub(super) tally: Arc<Tally>,
}

impl Live {
    /// Nothing is handed on before [`Live::follow`] runs.
    pub fn new(cases: Cases) -> Self {
        let sender = Some(broadcast::Sender::new(BATCHES));
        let state = Arc::new(Mutex::new(State { sender, heads: Heads::new() }));
        Self { cases, state, tally: Arc::default() }
    }

    /// How many listen, and how it went.
    pub fn stats(&self) -> LiveStats {
        let tally = &self.tally;
        LiveStats {
            clients: tally.clients.load(Relaxed),
            events: tally.events.load(Relaxed),
            slow: tally.slow.load(Relaxed),
        }
    }

    /// Follows the ledger until `stop`, then lets every client go.
    pub async fn follow(&self, stop: impl Future<Output = ()>) {
        let mut changes = self.cases.db().changes();
        let work = async {
            while let Err(error) = self.begin().await {
                tracing::warn!(%error, "live events wait");
                tokio::time::sleep(RETRY).await;
            }
            loop {
                changes.borrow_and_update();
                match self.look().await {
                    Err(error) => {
                        tracing::warn!(%error, "live events wait");
                        tokio::time::sleep(RETRY).await;
                    }
                    Ok(()) => {
                        if tokio::time::timeout(IDLE, changes.changed()).await.is_ok() {
                            tokio::time::sleep(GATHER).await;
                        }
                    }
                }
            }
        };
        tokio::select! { () = work => {}, () = stop => {} }
        self.state.lock().sender = None;
    }

    /// From here on.
    async fn begin(&self) -> Result<(), DbError> {
        let heads = ledger::follow::heads(&mut self.cases.db().read().await?).await?;
        self.state.lock().heads = heads;
        Ok(())
    }

    /// Reads what is new and hands it on.
    ///
    /// # Errors
    /// [`DbError`] of the database; the next look goes on from there.
    pub(super) async fn look(&self) -> Result<(), DbError> {
        let mut tx = self.cases.db().read().await?;
        let heads = ledger::follow::heads(&mut tx).await?;
        let known = {
            let mut state = self.state.lock();
            if state.heads == heads {
                return Ok(());
            }
            if state.sender.as_ref().is_none_or(|s| s.receiver_count() == 0) {
                // nobody listens: whoever comes later begins here
                state.heads = heads;
                return Ok(());
            }
            state.heads.clone()
        };
        let mut batch =
            Batch { events: vec![], reset: false, people: vec![], posts: false, id: cursor::write(&heads) };
        for (county, pos) in &heads {
            let from = known.get(county).copied().unwrap_or(0);
            if pos - from > MOST {
                batch.reset = true;
            } else if *pos > from {
                let facts = between(&mut tx, county, (from, *pos)).await?;
                batch.people.extend(facts.iter().filter_map(person));
                batch.posts |= facts.iter().any(|p| p.fact.stream.starts_with("post/"));
                let events = happened(&mut tx, county, &facts).await?;
                batch
                    .events
                    .extend(events.into_iter().map(|event| (text(&event), event)).map(|(t, e)| (e, t)));
            }
        }
        self.tally.events.fetch_add(batch.events.len() as u64, Relaxed);
        let mut state = self.state.lock();
        state.heads = heads;
        if let Some(sender) = &state.sender {
            let _ = sender.send(Arc::new(batch)); // everybody may have gone meanwhile
        }
        Ok(())
    }

    /// The moment from which a new client hears everything, and where it hears it.
    pub(super) fn join(&self) -> Result<(Heads, broadcast::Receiver<Arc<Batch>>), Failure> {
        if self.tally.clients.load(Relaxed) >= CLIENTS {
            return Err(Refusal::new(RefusalKind::TooMany, "events.too_many").with("retry_after", 30).into());
        }
        let state = self.state.lock();
        let stops = || Failure::Unavailable("the process stops".into());
        Ok((state.heads.clone(), state.sender.as_ref().ok_or_else(stops)?.subscribe()))
    }

    /// The events that a person may see, from the moment of `id` on if that is not too long ago.
    ///
    /// # Errors
    /// [`Failure`] of the database; when there are too many clients, or the process stops.
    pub async fn staff(
        &self,
        actor: &kernel::Actor,
        scopes: Vec<Scope>,
        id: Option<&str>,
    ) -> Result<impl Stream<Item = String> + Send + use<>, Failure> {
        let (heads, receiver) = self.join()?;
        let mut first = hello(&cursor::write(&heads), self.tally.clients.load(Relaxed));
        if let Some(id) = id {
            match self.missed(id, &heads).await? {
                Some(events) => {
                    let seen = events.iter().filter(|event| event.inside(&scopes));
                    seen.for_each(|event| first.push_str(&text(event)));
                }
                None => first.push_str(RESET),
            }
        }
        let id = cursor::write(&heads);
        Ok(Client::staff(self.tally.clone(), receiver, (first, id), scopes, actor.id.clone()).stream())
    }

    /// What came after the moment of `id`; None when that is no id, or too long ago.
    async fn missed(&self, id: &str, heads: &Heads) -> Result<Option<Vec<Happened>>, DbError> {
        let Some(seen) = cursor::read(id) else { return Ok(None) };
        let behind = |(county, pos): (&String, &i64)| pos - seen.get(county).copied().unwrap_or(0);
        // an id of another book, or of one that was restored, lies in the future
        let future = seen.iter().any(|(county, pos)| heads.get(county).is_none_or(|head| head < pos));
        if future || heads.iter().map(behind).sum::<i64>() > MOST {
            return Ok(None);
        }
        let mut tx = self.cases.db().read().await?;
        let mut events = vec![];
        for (county, pos) in heads {
            let from = seen.get(county).copied().unwrap_or(0);
            if *pos > from {
                let facts = between(&mut tx, county, (from, *pos)).await?;
                events.extend(happened(&mut tx, county, &facts).await?);
            }
        }
        Ok(Some(events))
    }

    /// The public steps of the case that a token opens, behind the one of `id` (its `seq`).
    ///
    /// # Errors
    /// `case.not_found`, also for a wrong token; else as [`Live::staff`].
    pub async fn tracked(
        &self,
        number: &str,
        token: &str,
        id: Option<&str>,
    ) -> Result<impl Stream<Item = String> + Send + use<>, Failure> {
        let case = self.cases.opened_with(number, token).await?;
        let (_, receiver) = self.join()?;
        let mut first = hello("", self.tally.clients.load(Relaxed));
        if let Some(seen) = id.and_then(|id| id.parse::<i64>().ok()) {
            let mut tx = self.cases.db().read().await?;
            let facts =
                ledger::facts_of_stream(&mut tx, &case.county, &crate::model::stream(&case.id)).await?;
            let later = facts.into_iter().filter(|fact| fact.seq > seen);
            let later: Vec<Positioned> = later.map(|fact| Positioned { pos: 0, fact }).collect();
            let events = happened(&mut tx, &case.county, &later).await?;
            events.iter().filter(|e| e.public).for_each(|e| first.push_str(&step(e)));
        }
        Ok(Client::tracked(self.tally.clone(), receiver, first, case.id.to_string()).stream())
    }
}

/// Facts of a county behind a position up to another.
async fn between(tx: &mut Tx, county: &str, (from, to): (i64, i64)) -> Result<Vec<Positioned>, DbError> {
    let mut facts: Vec<Positioned> = vec![];
    loop {
        let at = facts.last().map_or(from, |p| p.pos);
        let more = ledger::follow::after(tx, county, at).await?;
        let done = more.is_empty();
        facts.extend(more.into_iter().filter(|p| p.pos <= to));
        if done || facts.last().is_some_and(|p| p.pos >= to) {
            return Ok(facts);
        }
    }
}

/// Whose account a fact of identity changes, as an actor id.
fn person(positioned: &Positioned) -> Option<String> {
    let stream = &positioned.fact.stream;
    stream.starts_with("person/").then(|| stream.clone())
}

/// The first words: the pause before coming back, spread so that not all come at once, and where the client stands.
fn hello(id: &str, others: u64) -> String {
    let id = if id.is_empty() { String::new() } else { format!("id: {id}\n") };
    format!("retry: {}\n{id}event: hello\ndata: {{}}\n\n", 2_000 + others * 137 % 3_000)
}

/// Look again at everything.
pub(super) const RESET: &str = "event: reset\ndata: {}\n\n";

/// An event as staff get it; the id goes before the last of a batch.
pub(super) fn text(happened: &Happened) -> String {
    let data = serde_json::to_string(&happened.event).unwrap_or_default();
    format!("event: case\ndata: {data}\n\n")
}

/// A public step as the holder of a token gets it.
pub(super) fn step(happened: &Happened) -> String {
    let event = &happened.event;
    let data = serde_json::json!({
        "number": event.number, "action": event.action, "phase": event.phase, "seq": event.seq, "at": event.at,
    });
    format!("id: {}\nevent: case\ndata: {data}\n\n", event.seq)
}
