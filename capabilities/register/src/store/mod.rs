//! All SQL of registers.

pub mod address;
pub mod read;
pub mod things;
pub mod write;

use db::{DbError, Row};

use crate::model::Record;

db::sql! {
    /// The next numbers of a home: answers the one behind them.
    LEASE = "INSERT INTO register_head (county, next) VALUES ($1, $2 + 1)
        ON CONFLICT (county) DO UPDATE SET next = register_head.next + $2 RETURNING next";
    /// Homes with records, and how far their numbers go.
    HOMES = "SELECT county, next FROM register_head ORDER BY county";
    /// How far the numbers of a home go.
    HOME = "SELECT next FROM register_head WHERE county = $1";
    /// Some records.
    SOME = "SELECT n, kind, source, place, area, version, open_values, since, as_of, recorded_at, recorded_by, expires_at
        FROM register_record WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// A page of a kind under an area within one segment.
    LIST = "SELECT n, kind, source, place, area, version, open_values, since, as_of, recorded_at, recorded_by, expires_at
        FROM register_record WHERE county = $1 AND seg = $2 AND kind = $3 AND (place, n) > ($4, $5) AND place < $6
        ORDER BY place, n LIMIT $7";
    /// Versions of some records that are past.
    PAST = "SELECT n, version, place, area, open_values, since, as_of, recorded_at, recorded_by FROM register_version
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// What stays of some records.
    GONE = "SELECT n, version, leaf, gone_at FROM register_gone
        WHERE county = $1 AND n IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))";
    /// Records with a blind word, in some segments.
    FIND = "SELECT n FROM register_key WHERE county = $1 AND seg IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))
        AND key = $3 LIMIT 2001";
    /// Records with one of some blind words.
    FIND_ANY = "SELECT key, n FROM register_key WHERE county = $1 AND seg IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($2 AS TEXT)))
        AND key IN (SELECT CAST(value AS BIGINT) FROM json_each(CAST($3 AS TEXT))) LIMIT 20000";
    /// What is known of a list's rows, in pieces.
    SOURCE = "SELECT n, row_key, digest, version, gen FROM register_source
        WHERE county = $1 AND list = $2 AND n > $3 ORDER BY n LIMIT 20000";
    /// A record as it stands, if nobody was faster.
    REWRITE = "UPDATE register_record SET place = $3, area = $4, version = $5, open_values = $6, since = $7, as_of = $8,
        recorded_at = $9, recorded_by = $10, expires_at = $11 WHERE county = $1 AND n = $2 AND version = $5 - 1";
    /// What a row of a list said last.
    RESOURCE = "UPDATE register_source SET digest = $4, version = $5, row_key = $6, gen = $7 WHERE county = $1 AND list = $2 AND n = $3";
    /// Only its version.
    REVERSION = "UPDATE register_source SET version = $4 WHERE county = $1 AND list = $2 AND n = $3";
    /// A blind word that is not true any more.
    UNKEY = "DELETE FROM register_key WHERE county = $1 AND seg = $2 AND key = $3 AND n = $4";
    /// A blind word.
    KEY = "INSERT INTO register_key (county, seg, key, n, gen) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (county, seg, key, n) DO NOTHING";
    /// The next blind words of a home, with the generation of keys under which they stand.
    WALK_KEYS = "SELECT seg, key, n, gen FROM register_key WHERE county = $1 AND (seg, key, n) > ($2, $3, $4)
        ORDER BY county, seg, key, n LIMIT 1000";
    /// A blind word of an older generation goes.
    OLD_KEY = "DELETE FROM register_key WHERE county = $1 AND seg = $2 AND key = $3 AND n = $4 AND gen = $5";
    /// The next rows of lists.
    WALK_SOURCE = "SELECT list, n, row_key, digest, gen FROM register_source WHERE county = $1 AND (list, n) > ($2, $3)
        ORDER BY county, list, n LIMIT 1000";
    /// A row of a list under the youngest generation.
    LIFT_SOURCE = "UPDATE register_source SET row_key = $4, digest = $5, gen = $6 WHERE county = $1 AND list = $2 AND n = $3 AND gen = $7";
    /// The next records with what was corrected in them.
    WALK_MARKS = "SELECT n, version, since FROM register_record WHERE county = $1 AND n > $2 ORDER BY county, n LIMIT 2000";
    /// Marks of a record.
    LIFT_MARKS = "UPDATE register_record SET since = $4 WHERE county = $1 AND n = $2 AND version = $3";
    /// The next past versions.
    WALK_PAST = "SELECT n, version, since FROM register_version WHERE county = $1 AND (n, version) > ($2, $3)
        ORDER BY county, n, version LIMIT 2000";
    /// Marks of a past version.
    LIFT_PAST = "UPDATE register_version SET since = $4 WHERE county = $1 AND n = $2 AND version = $3";
    /// Counts under an area.
    COUNTS = "SELECT kind, place, n FROM register_count WHERE county = $1 AND kind = $2
        AND place IN (SELECT value FROM json_each(CAST($3 AS TEXT)))";
    /// More or fewer of a kind.
    COUNT = "INSERT INTO register_count (county, kind, place, n) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, kind, place) DO UPDATE SET n = register_count.n + excluded.n";
    /// More or fewer of a type.
    COUNT_TYPE = "INSERT INTO register_type_count (county, kind, place, type, n) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county, kind, place, type) DO UPDATE SET n = register_type_count.n + excluded.n";
    /// What must be gone.
    DUE = "SELECT n FROM register_record WHERE county = $1 AND expires_at <= $2 ORDER BY expires_at, n LIMIT $3";
    /// A record is gone.
    DELETE = "DELETE FROM register_record WHERE county = $1 AND n = $2";
    /// And so is its past.
    DELETE_PAST = "DELETE FROM register_version WHERE county = $1 AND n = $2";
    /// And where it came from.
    DELETE_SOURCE = "DELETE FROM register_source WHERE county = $1 AND list = $2 AND n = $3";
    /// A mapping.
    MAPPING = "SELECT mapping, updated_at, updated_by FROM register_list WHERE kind = $1 AND source = $2";
    /// All mappings.
    MAPPINGS = "SELECT kind, source, mapping, updated_at, updated_by FROM register_list ORDER BY kind, source LIMIT 1000";
    /// Keeps a mapping.
    MAP = "INSERT INTO register_list (kind, source, mapping, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, source) DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by";
    /// One reveal more in this hour: answers how many there were.
    ALLOWANCE = "INSERT INTO register_allowance (actor, hour, n) VALUES ($1, $2, 1)
        ON CONFLICT (actor, hour) DO UPDATE SET n = register_allowance.n + 1 RETURNING n";
}

/// A record out of a row.
pub(crate) fn record(county: &str, row: &Row) -> Result<Record, DbError> {
    Ok(Record {
        county: county.to_owned(),
        n: row.get("n")?,
        kind: row.get("kind")?,
        source: row.get("source")?,
        place: row.get("place")?,
        area: row.get("area")?,
        version: row.get("version")?,
        open: row.get("open_values")?,
        since: row.get("since")?,
        as_of: row.get("as_of")?,
        recorded_at: row.get("recorded_at")?,
        recorded_by: row.get("recorded_by")?,
        expires_at: row.get("expires_at")?,
    })
}
