//! The connections of SQLite that only read.

use crate::DbError;
use sqlx::{
    SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

/// Connections for reading. Each keeps pages of the file for itself, and a pool hands out the one that has rested longest: with
/// eight in turn a page is read eight times before it is in memory wherever it is asked for. So a few are always taken first,
/// with most of the memory, and the others while those are busy.
#[derive(Clone)]
pub(crate) struct Readers {
    first: SqlitePool,
    others: Option<SqlitePool>,
}

impl Readers {
    pub(crate) async fn open(connect: &SqliteConnectOptions, connections: u32) -> Result<Self, DbError> {
        let cores = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
        let first = connections.clamp(1, cores + 1);
        let pool = async |connections: u32, cache: &'static str| {
            SqlitePoolOptions::new()
                // a file does not go away, and what is in memory is worth keeping
                .test_before_acquire(false)
                .max_lifetime(None)
                .idle_timeout(None)
                .max_connections(connections)
                .connect_with(connect.clone().pragma("cache_size", cache))
                .await
                .map_err(|e| DbError::sort("open", e))
        };
        let others = match connections.saturating_sub(first) {
            0 => None,
            others => Some(pool(others, "-4096").await?),
        };
        Ok(Self { first: pool(first, "-32768").await?, others })
    }

    pub(crate) async fn begin(&self) -> Result<Transaction<'static, sqlx::Sqlite>, sqlx::Error> {
        if let Some(tx) = self.first.try_begin().await? {
            return Ok(tx);
        }
        let busy = self.first.size() == self.first.options().get_max_connections();
        self.others.as_ref().filter(|_| busy).unwrap_or(&self.first).begin().await
    }

    fn pools(&self) -> impl Iterator<Item = &SqlitePool> {
        [Some(&self.first), self.others.as_ref()].into_iter().flatten()
    }

    /// How many are open, and how many of those idle.
    pub(crate) fn count(&self) -> (u32, usize) {
        self.pools().fold((0, 0), |(open, idle), pool| (open + pool.size(), idle + pool.num_idle()))
    }

    pub(crate) async fn close(&self) {
        for pool in self.pools() {
            pool.close().await;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test says so by failing

    use super::*;

    #[tokio::test]
    async fn the_first_are_taken_again_before_any_of_the_others() {
        let readers = Readers::open(&SqliteConnectOptions::new().in_memory(true), 200).await.unwrap();
        let first = readers.first.options().get_max_connections();
        let others = readers.others.as_ref().unwrap();
        let mut reading = Vec::new();
        for _ in 0..200 {
            reading.push(readers.begin().await.unwrap());
        }
        assert_eq!(readers.count(), (200, 0));
        reading.clear();
        while readers.count().1 < 200 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        let rest = others.num_idle();
        for n in 1..=first + 1 {
            reading.push(readers.begin().await.unwrap());
            assert_eq!(others.num_idle(), if n <= first { rest } else { rest - 1 }, "{n} of {first}");
        }
    }
}
