//! One number for life (一案一码): `<home>-<day>-<six digits>`, from blocks that this process leases.

use super::Cases;
use crate::store;
use kernel::{Ctx, Failure, Result};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Numbers leased at once, at least; what is left when the process ends stays a gap.
const BLOCK: i64 = 20;
/// Numbers leased at once, at most.
const LARGEST: i64 = 1_000;
/// A block that lasted less is followed by one four times as large.
const SHORT: Duration = Duration::from_secs(10);

/// A block in hand.
#[derive(Clone, Copy)]
struct Block {
    next: i64,
    end: i64,
    size: i64,
    leased: Instant,
}

/// The blocks in hand, by prefix and day.
#[derive(Default)]
pub(super) struct Numbers {
    blocks: Mutex<HashMap<(String, String), Block>>,
    /// Held while a block is leased, so that many who wait lease one.
    leasing: tokio::sync::Mutex<()>,
    homes: Mutex<std::collections::HashSet<(String, String)>>,
}

/// The first part of a number: up to six letters or digits of the home's code.
pub fn prefix(county: &str) -> String {
    let plain: String = county.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    if plain.is_empty() { "0".into() } else { plain.to_ascii_uppercase() }
}

/// A number's text.
pub fn text(prefix: &str, day: &str, n: i64) -> String {
    format!("{prefix}-{day}-{n:06}")
}

impl Numbers {
    fn take(&self, key: &(String, String)) -> Option<i64> {
        let mut blocks = self.blocks.lock();
        let block = blocks.get_mut(key).filter(|block| block.next < block.end)?;
        block.next += 1;
        Some(block.next - 1)
    }
    /// How many to lease next.
    fn wanted(&self, key: &(String, String)) -> i64 {
        match self.blocks.lock().get(key) {
            Some(last) if last.leased.elapsed() < SHORT => (last.size * 4).min(LARGEST),
            _ => BLOCK,
        }
    }
    fn put(&self, key: (String, String), first: i64, size: i64) {
        let mut blocks = self.blocks.lock();
        let day = key.1.clone();
        // yesterday's blocks are of no more use
        blocks.retain(|(_, d), _| *d >= day);
        blocks.insert(key, Block { next: first, end: first + size, size, leased: Instant::now() });
    }
}

impl Cases {
    /// The next number of a home on a day of its calendar.
    pub(super) async fn next_number(&self, ctx: &Ctx, county: &str, zone: &str) -> Result<String> {
        let (prefix, day) = (prefix(county), ctx.now.day_in(zone));
        let key = (prefix.clone(), day.clone());
        self.know_home(ctx, &prefix, county).await?;
        loop {
            if let Some(n) = self.numbers.take(&key) {
                return Ok(text(&prefix, &day, n));
            }
            let leasing = self.numbers.leasing.lock().await;
            if let Some(n) = self.numbers.take(&key) {
                return Ok(text(&prefix, &day, n));
            }
            let size = self.numbers.wanted(&key);
            let first = self.lease_numbers(ctx, &prefix, &day, size).await?;
            self.numbers.put(key.clone(), first, size);
            drop(leasing);
        }
    }

    /// Leases `size` numbers; answers the first.
    pub(crate) async fn lease_numbers(&self, ctx: &Ctx, prefix: &str, day: &str, size: i64) -> Result<i64> {
        let (prefix, day) = (prefix.to_owned(), day.to_owned());
        self.db()
            .write(ctx, move |tx| {
                let (prefix, day) = (prefix.clone(), day.clone());
                Box::pin(
                    async move { Ok::<_, Failure>(store::around::lease(tx, &prefix, &day, size).await?) },
                )
            })
            .await
    }

    /// Remembers which home a number's first part means.
    pub(crate) async fn know_home(&self, ctx: &Ctx, prefix: &str, county: &str) -> Result<()> {
        let key = (prefix.to_owned(), county.to_owned());
        if self.numbers.homes.lock().contains(&key) {
            return Ok(());
        }
        let row = key.clone();
        self.db()
            .write(ctx, move |tx| {
                let (prefix, county) = row.clone();
                Box::pin(async move {
                    tx.execute(&store::around::HOME, db::args![prefix, county]).await?;
                    Ok::<_, Failure>(())
                })
            })
            .await?;
        self.numbers.homes.lock().insert(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_carries_its_home_and_day() {
        assert_eq!(prefix("350304000000"), "350304");
        assert_eq!(prefix("cd-7"), "CD7");
        assert_eq!(prefix("区"), "0");
        assert_eq!(text("350304", "20261121", 123), "350304-20261121-000123");
    }

    #[test]
    fn a_block_is_used_up_and_old_days_are_forgotten() {
        let numbers = Numbers::default();
        let key = |day: &str| ("p".to_owned(), day.to_owned());
        assert_eq!(numbers.take(&key("1")), None);
        numbers.put(key("1"), 5, 2);
        assert_eq!(
            [numbers.take(&key("1")), numbers.take(&key("1")), numbers.take(&key("1"))],
            [Some(5), Some(6), None]
        );
        assert_eq!(numbers.wanted(&key("1")), 8, "it did not last long");
        numbers.put(key("1"), 9, 2);
        numbers.put(key("2"), 0, 2);
        assert_eq!(numbers.take(&key("1")), None);
        assert_eq!(numbers.wanted(&key("1")), BLOCK);
    }
}
