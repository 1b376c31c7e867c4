//! One client that listens: what of each batch it may see, a heartbeat, and when it has to come back.

use super::hub::{Batch, RESET, Tally, step};
use authz::Scope;
use futures::Stream;
use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until},
};

/// A sign of life, so that nobody between takes the connection for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// After this the client comes back and shows anew who it is: sessions and posts end.
const LIFE: Duration = Duration::from_secs(300);

/// What it may see.
enum View {
    Staff { scopes: Vec<Scope>, actor: String },
    Tracked { case: String },
}

pub(super) struct Client {
    view: View,
    receiver: Receiver<Arc<Batch>>,
    first: Option<String>,
    /// Where it stands, for staff.
    id: String,
    heartbeat: Interval,
    until: Instant,
    tally: Arc<Tally>,
}

impl Drop for Client {
    fn drop(&mut self) {
        self.tally.clients.fetch_sub(1, Relaxed);
    }
}

impl Client {
    pub(super) fn staff(
        tally: Arc<Tally>,
        receiver: Receiver<Arc<Batch>>,
        (first, id): (String, String),
        scopes: Vec<Scope>,
        actor: String,
    ) -> Self {
        Self::new(tally, receiver, first, id, View::Staff { scopes, actor })
    }

    pub(super) fn tracked(
        tally: Arc<Tally>,
        receiver: Receiver<Arc<Batch>>,
        first: String,
        case: String,
    ) -> Self {
        Self::new(tally, receiver, first, String::new(), View::Tracked { case })
    }

    fn new(tally: Arc<Tally>, receiver: Receiver<Arc<Batch>>, first: String, id: String, view: View) -> Self {
        // spread, so that those who came together do not come back together
        let spread = Duration::from_millis(tally.clients.fetch_add(1, Relaxed) * 137 % 60_000);
        let now = Instant::now();
        let mut heartbeat = interval_at(now + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { view, receiver, first: Some(first), id, heartbeat, until: now + LIFE + spread, tally }
    }

    pub(super) fn stream(self) -> impl Stream<Item = String> + Send + use<> {
        futures::stream::unfold(self, |mut client| async move { Some((client.next().await?, client)) })
    }

    /// The next piece to send; None when the client has to go.
    async fn next(&mut self) -> Option<String> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let batch = tokio::select! {
                batch = self.receiver.recv() => batch,
                _ = self.heartbeat.tick() => return Some(self.sign_of_life()),
                () = sleep_until(self.until) => return None,
            };
            match batch {
                Ok(batch) if self.must_go(&batch) => return None,
                Ok(batch) => {
                    let piece = self.piece(&batch);
                    self.id.clone_from(&batch.id);
                    if !piece.is_empty() {
                        return Some(piece);
                    }
                }
                Err(RecvError::Lagged(_)) => {
                    self.tally.slow.fetch_add(1, Relaxed);
                    return None;
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// A comment; for staff with the id of where it stands, though nothing was for them: what they missed stays short.
    fn sign_of_life(&self) -> String {
        match &self.view {
            View::Staff { .. } if !self.id.is_empty() => format!(":\nid: {}\n\n", self.id),
            _ => ":\n\n".into(),
        }
    }

    fn must_go(&self, batch: &Batch) -> bool {
        matches!(&self.view, View::Staff { actor, .. } if batch.posts || batch.people.contains(actor))
    }

    fn piece(&self, batch: &Batch) -> String {
        match &self.view {
            View::Tracked { case } => {
                let mine = batch.events.iter().filter(|(event, _)| event.public && event.case == *case);
                let mut piece: String = mine.map(|(event, _)| step(event)).collect();
                if batch.reset {
                    piece.push_str(RESET);
                }
                piece
            }
            View::Staff { scopes, .. } => {
                let seen = batch.events.iter().filter(|(event, _)| event.inside(scopes));
                let mut texts: Vec<&str> = seen.map(|(_, text)| text.as_str()).collect();
                if batch.reset {
                    texts.push(RESET);
                }
                let Some(last) = texts.pop() else { return String::new() };
                // the id comes with the last: whoever is cut off before gets all of the batch again
                format!("{}id: {}\n{last}", texts.concat(), batch.id)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{Event, Happened};
    use kernel::Timestamp;
    use tokio::sync::broadcast::Sender;

    fn happened(area_path: &str, unit: &str, seq: i64) -> (Happened, String) {
        let event = Event {
            county: "k".into(),
            number: format!("k-{seq}"),
            action: "sign".into(),
            phase: "work".into(),
            unit: Some(unit.into()),
            area_path: area_path.into(),
            seq,
            at: Timestamp(0),
        };
        let units = vec![unit.into()];
        let happened = Happened { event, case: "1".into(), pos: seq, units, public: seq == 2 };
        let text = super::super::hub::text(&happened);
        (happened, text)
    }

    fn batch(events: Vec<(Happened, String)>, id: &str) -> Arc<Batch> {
        Arc::new(Batch { events, reset: false, people: vec!["person/9".into()], posts: false, id: id.into() })
    }

    fn staff(sender: &Sender<Arc<Batch>>, unit: Option<&str>, actor: &str) -> (Client, Arc<Tally>) {
        let tally = Arc::<Tally>::default();
        let scopes = vec![Scope { area_path: "c/k".into(), unit: unit.map(str::to_owned) }];
        let first = ("hello".to_owned(), String::new());
        (Client::staff(tally.clone(), sender.subscribe(), first, scopes, actor.into()), tally)
    }

    #[tokio::test]
    async fn a_piece_holds_what_the_scopes_hold_and_one_id() {
        let sender = Sender::new(4);
        let (mut client, _) = staff(&sender, Some("roads"), "person/1");
        let events = vec![
            happened("c/k/t", "roads", 1),
            happened("c/k/t", "parks", 2),
            happened("c/k", "roads", 3),
            happened("c/kk", "roads", 4),
        ];
        let _ = sender.send(batch(vec![happened("c/k", "parks", 9)], "k.1"));
        let _ = sender.send(batch(events, "k.2"));
        assert_eq!(client.next().await.unwrap(), "hello");
        let piece = client.next().await.unwrap();
        let lines: Vec<&str> = piece.lines().collect();
        assert!(
            lines[1].contains("\"seq\":1") && lines[3] == "id: k.2" && lines[5].contains("\"seq\":3"),
            "{piece}"
        );
        assert_eq!(lines.len(), 7, "{piece}");
        assert_eq!(client.sign_of_life(), ":\nid: k.2\n\n");
    }

    #[tokio::test]
    async fn who_does_not_keep_up_has_to_go_and_nothing_is_kept_for_them() {
        let sender = Sender::new(2);
        let (mut client, tally) = staff(&sender, None, "person/1");
        for n in 0..3 {
            let _ = sender.send(batch(vec![happened("c/k", "roads", n)], "k.1"));
        }
        assert_eq!((client.next().await.as_deref(), client.next().await), (Some("hello"), None));
        assert_eq!((tally.slow.load(Relaxed), tally.clients.load(Relaxed)), (1, 1));
        drop(client);
        assert_eq!(tally.clients.load(Relaxed), 0);
    }

    #[tokio::test]
    async fn whose_posts_change_shows_anew_who_they_are_and_the_end_ends_all() {
        let sender = Sender::new(2);
        let ((mut nine, _), (mut one, _)) =
            (staff(&sender, None, "person/9"), staff(&sender, None, "person/1"));
        let _ = sender.send(batch(vec![happened("c/k", "roads", 1)], "k.1"));
        assert_eq!((nine.next().await.is_some(), nine.next().await), (true, None));
        assert!(one.next().await.is_some() && one.next().await.unwrap().contains("roads"));
        drop(sender);
        assert_eq!(one.next().await, None);
    }

    #[tokio::test]
    async fn a_token_shows_the_public_steps_of_its_case() {
        let sender = Sender::new(2);
        let mut client = Client::tracked(Arc::default(), sender.subscribe(), "hello".into(), "1".into());
        let _ = sender.send(batch(vec![happened("c/k", "roads", 1), happened("c/k", "roads", 2)], "k.1"));
        assert_eq!(client.next().await.unwrap(), "hello");
        let piece = client.next().await.unwrap();
        assert!(piece.starts_with("id: 2\nevent: case\ndata: ") && !piece.contains("area_path"), "{piece}");
    }
}
