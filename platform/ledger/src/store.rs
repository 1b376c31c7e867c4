//! All SQL of the ledger.

use crate::Fact;
use db::{DbError, Tx, args};

/// Facts that one look gives at most: the LIMIT of `WAITING_FACTS`.
pub(crate) const BATCH: u64 = 500;

db::sql! {
    /// Locks a stream's head, making it when missing; answers how far the stream goes.
    OPEN = "INSERT INTO stream_head (county, stream, seq, hash) VALUES ($1, $2, 0, '')
            ON CONFLICT (county, stream) DO UPDATE SET seq = stream_head.seq RETURNING seq, hash";
    /// The head of a stream that begins with a fact; taken when the stream exists.
    BEGIN = "INSERT INTO stream_head (county, stream, seq, hash) VALUES ($1, $2, $3, $4)";
    /// How far a stream goes, without locking it.
    HEAD = "SELECT seq, hash FROM stream_head WHERE county = $1 AND stream = $2";
    /// Moves a head.
    ADVANCE = "UPDATE stream_head SET seq = $3, hash = $4 WHERE county = $1 AND stream = $2";
    /// One fact.
    INSERT = "INSERT INTO fact (county, stream, seq, v, at, actor, post, action, data, prev_hash, hash)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// A fact waits for its position (PostgreSQL).
    OUTBOX = "INSERT INTO fact_outbox (county, stream, seq) VALUES ($1, $2, $3)";
    /// Locks a county's chain of positions.
    COUNTY = "INSERT INTO county_head (county, pos, hash) VALUES ($1, 0, '')
              ON CONFLICT (county) DO UPDATE SET pos = county_head.pos RETURNING pos, hash";
    /// How far the positions of some counties go.
    COUNTIES_AT = "SELECT county, pos, hash FROM county_head
        WHERE county IN (SELECT value FROM json_each(CAST($1 AS TEXT)))";
    /// The end of a county's chain, known or new.
    COUNTY_SET = "INSERT INTO county_head (county, pos, hash) VALUES ($1, $2, $3)
        ON CONFLICT (county) DO UPDATE SET pos = excluded.pos, hash = excluded.hash";
    /// Moves a county's chain.
    COUNTY_ADVANCE = "UPDATE county_head SET pos = $2, hash = $3 WHERE county = $1";
    /// Counties with facts that wait.
    WAITING = "SELECT DISTINCT county FROM fact_outbox ORDER BY county";
    /// What waits, in the order in which positions are given.
    WAITING_FACTS = "SELECT o.stream, o.seq, f.hash FROM fact_outbox o
        JOIN fact f ON f.county = o.county AND f.stream = o.stream AND f.seq = o.seq
        WHERE o.county = $1 ORDER BY o.stream, o.seq LIMIT 500";
    /// No longer waiting: pairs of stream and number, joined by a blank.
    SEQUENCED = "DELETE FROM fact_outbox WHERE county = $1
        AND stream || ' ' || CAST(seq AS TEXT) IN (SELECT value FROM json_each(CAST($2 AS TEXT)))";
    /// How far each county goes.
    COUNTIES = "SELECT county, pos, hash FROM county_head WHERE county > $1 ORDER BY county LIMIT 1000";
    /// How far readers have read.
    CURSORS = "SELECT reader, county, pos FROM reader_cursor ORDER BY reader, county";
    /// Readers that have once read all there was.
    BUILT = "SELECT reader FROM reader_built ORDER BY reader";
    /// A reader has.
    MARK_BUILT = "INSERT INTO reader_built (reader, built_at) VALUES ($1, $2) ON CONFLICT (reader) DO NOTHING";
    /// How many facts wait for a position.
    BACKLOG = "SELECT count(*) AS n FROM fact_outbox";
    /// Locks a reader's cursor.
    CURSOR = "INSERT INTO reader_cursor (reader, county, pos) VALUES ($1, $2, 0)
              ON CONFLICT (reader, county) DO UPDATE SET pos = reader_cursor.pos RETURNING pos";
    /// Moves a cursor.
    CURSOR_ADVANCE = "UPDATE reader_cursor SET pos = $3 WHERE reader = $1 AND county = $2";
    /// The next facts of a county, in any order.
    FOLLOW = "SELECT p.pos, f.county, f.stream, f.seq, f.v, f.at, f.actor, f.post, f.action, f.data, f.prev_hash, f.hash
        FROM (SELECT county, pos, stream, seq FROM fact_position WHERE county = $1 AND pos > $2 ORDER BY pos LIMIT $3) p
        JOIN fact f ON f.county = p.county AND f.stream = p.stream AND f.seq = p.seq";
    /// The facts of a county before a position, the latest first, in any order.
    LATEST = "SELECT p.pos, f.county, f.stream, f.seq, f.v, f.at, f.actor, f.post, f.action, f.data, f.prev_hash, f.hash
        FROM (SELECT county, pos, stream, seq FROM fact_position WHERE county = $1 AND pos < $2 ORDER BY pos DESC LIMIT $3) p
        JOIN fact f ON f.county = p.county AND f.stream = p.stream AND f.seq = p.seq";
    /// All facts of a stream.
    STREAM = "SELECT county, stream, seq, v, at, actor, post, action, data, prev_hash, hash FROM fact
              WHERE county = $1 AND stream = $2 ORDER BY seq";
    /// A page of a county's facts, up to a stream.
    PAGE = "SELECT county, stream, seq, v, at, actor, post, action, data, prev_hash, hash FROM fact
            WHERE county = $1 AND (stream, seq) > ($2, $3) AND stream < $4 ORDER BY stream, seq LIMIT 4000";
    /// The same up to the last.
    PAGE_REST = "SELECT county, stream, seq, v, at, actor, post, action, data, prev_hash, hash FROM fact
            WHERE county = $1 AND (stream, seq) > ($2, $3) ORDER BY stream, seq LIMIT 4000";
    /// A page of a county's heads, up to a stream.
    HEADS = "SELECT stream, seq, hash FROM stream_head
             WHERE county = $1 AND stream >= $2 AND stream < $3 ORDER BY stream LIMIT 4000";
    /// The same up to the last.
    HEADS_REST = "SELECT stream, seq, hash FROM stream_head
             WHERE county = $1 AND stream >= $2 ORDER BY stream LIMIT 4000";
    /// The stream with which the next piece of a verification begins.
    STRIDE = "SELECT max(stream) AS stream FROM (SELECT stream FROM stream_head
         WHERE county = $1 AND stream >= $2 ORDER BY stream LIMIT 10001) AS piece HAVING count(*) > 10000";
    /// The next county that has facts.
    FACT_COUNTY = "SELECT county FROM fact WHERE county >= $1 ORDER BY county LIMIT 1";
    /// The next county that has streams.
    STREAM_COUNTY = "SELECT county FROM stream_head WHERE county >= $1 ORDER BY county LIMIT 1";
    /// The next county that has positions.
    POSITION_COUNTY = "SELECT county FROM fact_position WHERE county >= $1 ORDER BY county LIMIT 1";
    /// The next county that has a chain of positions.
    HEAD_COUNTY = "SELECT county FROM county_head WHERE county >= $1 ORDER BY county LIMIT 1";
    /// The end of a county's chain of positions.
    COUNTY_HEAD = "SELECT pos, hash FROM county_head WHERE county = $1";
    /// How many facts have a position, and how many wait for one.
    EXTENT = "SELECT (SELECT CAST(COALESCE(sum(pos), 0) AS BIGINT) FROM county_head) AS positions,
              (SELECT count(*) FROM fact_outbox) AS waiting";
    /// A page of a county's positions with the facts that they number.
    POSITIONS = "SELECT p.pos, p.stream, p.seq, p.hash, f.hash AS fact_hash FROM fact_position p
        LEFT JOIN fact f ON f.county = p.county AND f.stream = p.stream AND f.seq = p.seq
        WHERE p.county = $1 AND p.pos > $2 ORDER BY p.pos LIMIT 4000";
    /// Facts that have no position and do not wait for one.
    UNNUMBERED = "SELECT county, stream, seq FROM fact EXCEPT SELECT county, stream, seq FROM fact_position
        EXCEPT SELECT county, stream, seq FROM fact_outbox LIMIT 1";
}

/// All facts of one stream, in order.
pub async fn facts_of_stream(tx: &mut Tx, county: &str, stream: &str) -> Result<Vec<Fact>, DbError> {
    tx.fetch_all(&STREAM, args![county, stream]).await?.iter().map(Fact::read).collect()
}

/// The facts of a county that stand before a position, the latest first; at most so many.
pub async fn latest(tx: &mut Tx, county: &str, before: i64, limit: u32) -> Result<Vec<(i64, Fact)>, DbError> {
    let rows = tx.fetch_all(&LATEST, args![county, before, i64::from(limit)]).await?;
    let mut facts: Vec<_> =
        rows.iter().map(|row| Ok((row.get("pos")?, Fact::read(row)?))).collect::<Result<_, DbError>>()?;
    facts.sort_unstable_by_key(|(pos, _)| std::cmp::Reverse(*pos));
    Ok(facts)
}

/// The homes that have facts with a position, sorted; at most a thousand.
pub async fn counties(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    tx.fetch_all(&COUNTIES, args![""]).await?.iter().map(|row| row.get("county")).collect()
}
