//! The same day leaves the same facts on both databases, byte for byte: with the same clock and the same randomness even
//! ids, salts and hashes are the same.

use crate::support::{Whole, desk::Desk};
use db::{Sql, args};

/// Every fact in the order of its stream, every column of it.
async fn facts(whole: &Whole) -> Vec<String> {
    let sql = "SELECT county, stream, seq, v, at, actor, post, action, data, prev_hash, hash FROM fact ORDER BY county, stream, seq";
    let rows = whole
        .app
        .db
        .read()
        .await
        .unwrap()
        .fetch_all(&Sql::composed("FACTS", sql.into()), args![])
        .await
        .unwrap();
    let line = |row: &db::Row| {
        let text = |column| row.get::<String>(column).unwrap();
        let number = |column| row.get::<i64>(column).unwrap();
        let post: Option<String> = row.get("post").unwrap();
        [
            format!(
                "{} {} {} v{} at {}",
                text("county"),
                text("stream"),
                number("seq"),
                number("v"),
                number("at")
            ),
            format!("{} as {post:?}: {} {}", text("actor"), text("action"), text("data")),
            format!("{} <- {}", text("hash"), text("prev_hash")),
        ]
        .join("\n")
    };
    rows.iter().map(line).collect()
}

async fn day(whole: Whole) -> Vec<String> {
    let mut desk = Desk::open(whole).await;
    desk.day().await;
    facts(&desk.whole).await
}

#[test]
fn the_same_day_leaves_the_same_facts() {
    testkit::block_on(async {
        let sqlite = day(Whole::sqlite().await).await;
        let postgres = day(Whole::postgres().await).await;
        assert!(sqlite.len() > 120, "only {} facts", sqlite.len());
        for (one, other) in sqlite.iter().zip(&postgres) {
            assert_eq!(one, other);
        }
        assert_eq!(sqlite.len(), postgres.len());
    });
}
