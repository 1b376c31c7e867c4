//! How the work is cut into pieces.

use crate::store;
use db::{DbError, Tx, args};
use std::collections::BTreeSet;

/// A piece of the work that knows nothing of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Facts and heads of the streams of a county from a name on, up to and without another.
    Streams { county: String, from: String, to: Option<String> },
    /// The chain of positions of a county.
    Positions { county: String },
}

/// Every piece. All counties are there that any of the ledger's tables speaks of.
pub(super) async fn plan(tx: &mut Tx) -> Result<Vec<Piece>, DbError> {
    let mut counties = BTreeSet::new();
    for sql in [&store::FACT_COUNTY, &store::STREAM_COUNTY, &store::POSITION_COUNTY, &store::HEAD_COUNTY] {
        let mut from = String::new();
        while let Some(row) = tx.fetch_optional(sql, args![&from]).await? {
            let county: String = row.get("county")?;
            // the least name that is greater
            from = format!("{county}\u{1}");
            counties.insert(county);
        }
    }
    let mut pieces: Vec<Piece> =
        counties.iter().map(|county| Piece::Positions { county: county.clone() }).collect();
    for county in counties {
        let mut from = String::new();
        while let Some(row) = tx.fetch_optional(&store::STRIDE, args![&county, &from]).await? {
            let to: String = row.get("stream")?;
            pieces.push(Piece::Streams { county: county.clone(), from, to: Some(to.clone()) });
            from = to;
        }
        pieces.push(Piece::Streams { county, from, to: None });
    }
    Ok(pieces)
}
