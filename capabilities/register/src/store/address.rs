//! When the standard addresses of a home have changed, for every node that keeps them in memory.

use db::{DbError, Tx, args};
use std::collections::BTreeMap;

db::sql! {
    /// How often the addresses of each home have changed.
    ADDRESS_EDITIONS = "SELECT county, edition FROM address_edition ORDER BY county";
    /// They have changed.
    ADDRESSES_CHANGED = "INSERT INTO address_edition (county, edition) VALUES ($1, 1)
        ON CONFLICT (county) DO UPDATE SET edition = address_edition.edition + 1";
}

/// Home → how often its addresses have changed.
pub async fn editions(tx: &mut Tx) -> Result<BTreeMap<String, i64>, DbError> {
    let rows = tx.fetch_all(&ADDRESS_EDITIONS, vec![]).await?;
    rows.iter().map(|r| Ok((r.get("county")?, r.get("edition")?))).collect()
}

/// The addresses of a home have changed.
pub async fn changed(tx: &mut Tx, county: &str) -> Result<(), DbError> {
    tx.execute(&ADDRESSES_CHANGED, args![county]).await.map(drop)
}
