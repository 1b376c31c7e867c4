//! Answers of a moment ago. What they are read from changes when facts come in and at no other time: an answer holds for as
//! long as its `mark` (how far facts were read) stands where it stood, and whoever asks the same in between gets it from
//! memory. Many who ask the same at once wait for one reckoning; when nothing but time went by, nobody waits: the first who
//! finds an answer old has a new one made and gets the old one like everybody else.

use super::ask::Sums;
use super::views::Open;
use kernel::{Result, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;

/// Groups in memory at most, some 250 bytes each.
const GROUPS: usize = 50_000;

/// What was asked, in words that differ when the question does.
pub(super) type Asked = String;

/// What can be kept.
pub(super) trait Answer: Send + Sync + 'static {
    /// Milliseconds after which it is made anew when somebody asks; given out for twice as long at most.
    const LASTS: i64;
    /// How many groups it has.
    fn groups(&self) -> usize;
}

/// A rebuild leaves the reader where it was.
impl Answer for Sums {
    const LASTS: i64 = 60_000;
    fn groups(&self) -> usize {
        self.counts.len() + self.times.len()
    }
}

/// What is late changes as time goes by, though clocks run for hours.
impl Answer for Open {
    const LASTS: i64 = 10_000;
    fn groups(&self) -> usize {
        self.by_category.len() + self.by_unit.len() + self.by_area.len()
    }
}

/// An answer, or the place of one that is being made.
type Place<T> = Arc<OnceCell<Arc<T>>>;

struct Entry<T> {
    mark: i64,
    at: Timestamp,
    place: Place<T>,
    renewed: bool,
}

impl<T: Answer> Entry<T> {
    fn new(mark: i64, at: Timestamp, place: Place<T>) -> Self {
        Self { mark, at, place, renewed: false }
    }
    fn age(&self, now: Timestamp) -> u64 {
        now.0.abs_diff(self.at.0)
    }
    fn holds(&self, mark: i64, now: Timestamp) -> bool {
        self.mark == mark && self.age(now) < 2 * T::LASTS.unsigned_abs()
    }
    fn size(&self) -> usize {
        self.place.get().map_or(0, |answer| 1 + answer.groups())
    }
}

/// What somebody who asks finds.
enum Found<T> {
    Place(Place<T>),
    Old(Arc<T>),
}

type All<T> = HashMap<Asked, Entry<T>>;

/// The answers of this node.
pub(super) struct Kept<T>(Arc<Mutex<All<T>>>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Answer> Kept<T> {
    /// What is answered at this mark; made where it is not known.
    ///
    /// # Errors
    /// Those of `make`, to the one who asked first: those who waited for it try again.
    pub async fn get<F>(&self, asked: Asked, mark: i64, now: Timestamp, make: F) -> Result<Arc<T>>
    where
        F: Future<Output = Result<T>> + Send + 'static,
    {
        match self.find(&asked, mark, now) {
            Found::Place(place) => {
                let answer = place.get_or_try_init(|| self.made(make)).await.cloned();
                if answer.is_err() {
                    self.forget(&asked, mark);
                }
                answer
            }
            Found::Old(answer) => {
                tokio::spawn(self.clone().renew(asked, mark, now, make));
                Ok(answer)
            }
        }
    }

    fn find(&self, asked: &str, mark: i64, now: Timestamp) -> Found<T> {
        let mut all = self.all();
        if let Some(entry) = all.get_mut(asked).filter(|entry| entry.holds(mark, now)) {
            let old = entry.age(now) >= T::LASTS.unsigned_abs();
            return match entry.place.get() {
                Some(answer) if old && !std::mem::replace(&mut entry.renewed, true) => {
                    Found::Old(answer.clone())
                }
                _ => Found::Place(entry.place.clone()),
            };
        }
        all.retain(|_, entry| entry.holds(mark, now));
        let place = Place::default();
        all.insert(asked.to_owned(), Entry::new(mark, now, place.clone()));
        Found::Place(place)
    }

    async fn renew(
        self,
        asked: Asked,
        mark: i64,
        now: Timestamp,
        make: impl Future<Output = Result<T>> + Send,
    ) {
        match self.made(make).await {
            // unless something was counted meanwhile
            Ok(answer) => {
                if let Some(entry) = self.all().get_mut(&asked).filter(|entry| entry.mark == mark) {
                    *entry = Entry::new(mark, now, Arc::new(OnceCell::new_with(Some(answer))));
                }
            }
            // the next who asks waits and is told what is wrong
            Err(_) => self.forget(&asked, mark),
        }
    }

    fn forget(&self, asked: &str, mark: i64) {
        let mut all = self.all();
        if all.get(asked).is_some_and(|entry| entry.mark == mark) {
            all.remove(asked);
        }
    }

    /// Makes it, and room for it: if what is kept is too much, all of it goes.
    async fn made(&self, make: impl Future<Output = Result<T>> + Send) -> Result<Arc<T>> {
        let answer = Arc::new(make.await?);
        let mut all = self.all();
        if all.values().map(Entry::size).sum::<usize>() + 1 + answer.groups() > GROUPS {
            all.retain(|_, entry| entry.place.get().is_none());
        }
        Ok(answer)
    }

    fn all(&self) -> MutexGuard<'_, All<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::ask::Group;
    use kernel::Refusal;

    fn at(seconds: i64) -> Timestamp {
        Timestamp(1_795_000_000_000 + seconds * 1000)
    }

    /// Sums of so many groups.
    fn sums(groups: i64) -> Sums {
        let group = |period| (Group { period, ..Default::default() }, Default::default());
        Sums { counts: (0..groups).map(group).collect(), ..Sums::default() }
    }

    /// Asks; what is made has so many groups. Answers how many the answer has.
    async fn ask(kept: &Kept<Sums>, asked: &str, mark: i64, now: Timestamp, groups: i64) -> usize {
        let made = async move { Ok(sums(groups)) };
        kept.get(asked.into(), mark, now, made).await.unwrap().counts.len()
    }

    #[tokio::test]
    async fn sums_hold_until_the_reader_reads_on() {
        let kept = Kept::<Sums>::default();
        assert_eq!(ask(&kept, "county", 7, at(0), 1).await, 1);
        assert_eq!(ask(&kept, "county", 7, at(59), 2).await, 1);
        assert_eq!(ask(&kept, "town", 7, at(0), 3).await, 3);
        assert_eq!(ask(&kept, "county", 8, at(59), 4).await, 4, "something was counted");
        assert_eq!(kept.all().len(), 1, "what holds no longer is gone");
    }

    #[tokio::test]
    async fn nobody_waits_because_time_went_by() {
        let kept = Kept::<Sums>::default();
        ask(&kept, "county", 7, at(0), 1).await;
        let gate = Arc::new(tokio::sync::Notify::new());
        let opened = gate.clone();
        let slow = async move {
            opened.notified().await;
            Ok(sums(2))
        };
        assert_eq!(kept.get("county".into(), 7, at(60), slow).await.unwrap().counts.len(), 1);
        assert_eq!(ask(&kept, "county", 7, at(61), 3).await, 1, "one makes it, all get the old one");
        gate.notify_one();
        while ask(&kept, "county", 7, at(62), 4).await != 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(ask(&kept, "county", 7, at(180), 5).await, 5, "too old to be given out");
    }

    #[tokio::test]
    async fn what_was_made_too_late_replaces_nothing_newer() {
        let kept = Kept::<Sums>::default();
        ask(&kept, "county", 8, at(0), 1).await;
        kept.clone().renew("county".into(), 7, at(1), async { Ok(sums(2)) }).await;
        assert_eq!(ask(&kept, "county", 8, at(2), 3).await, 1);
    }

    #[tokio::test]
    async fn many_who_ask_at_once_have_it_made_once() {
        let kept = Kept::<Sums>::default();
        let asks = (1..=20).map(|n| {
            let made = async move {
                tokio::task::yield_now().await;
                Ok(sums(n))
            };
            kept.get("county".into(), 7, at(0), made)
        });
        let answers = futures::future::try_join_all(asks).await.unwrap();
        assert!(answers.iter().all(|answer| answer.counts.len() == 1));
    }

    #[tokio::test]
    async fn what_cannot_be_made_is_not_kept() {
        let kept = Kept::<Sums>::default();
        let refused = || async { Err(Refusal::rule("stats.too_many").into()) };
        assert!(kept.get("county".into(), 7, at(0), refused()).await.is_err());
        assert!(kept.all().is_empty());
        assert_eq!(ask(&kept, "county", 7, at(0), 1).await, 1);
        assert!(kept.get("county".into(), 7, at(70), refused()).await.is_ok(), "the old one");
        while !kept.all().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(ask(&kept, "county", 7, at(71), 2).await, 2);
    }

    #[tokio::test]
    async fn memory_has_a_limit() {
        let kept = Kept::<Sums>::default();
        for n in 0..5 {
            assert_eq!(ask(&kept, &n.to_string(), 7, at(0), 20_000).await, 20_000);
            assert_eq!(ask(&kept, &n.to_string(), 7, at(0), 1).await, 20_000, "it is kept");
        }
        let held: usize = kept.all().values().map(Entry::size).sum();
        assert!(held <= GROUPS, "{held}");
    }
}
