//! Records on the map: one by one from near, clustered from afar by counts that are kept beforehand, beside them the resource
//! tree (资源树) and a list of what is in sight.
//!
//! Only kinds whose pack says `map` stand here, never people, and of them only what is public or internal. [`Spots`] follows the
//! ledger and keeps `register_spot`, `register_cell` and `register_spot_change`, a function of the records as they stand.
//! Cells are counted for a home and for each area right under it; of what lies deeper, a few thousand, points are read.

mod draw;
mod http;
mod list;
mod reader;
pub mod store;
mod tree;

pub use draw::Layer;
pub use http::{capability, routes};
pub use list::{SpotQuery, SpotView};
pub use reader::{NAME, Spots};
pub use tree::{Branch, Leaf, Resources};

use crate::model::{POINT, Record};
use crate::rules::leaf;
use crate::rules::schema::ReadyKind;
use crate::service::{Reach, type_of};
use tiles::{Place, cluster};

/// Characters of a label at most.
const LABEL: usize = 40;

/// A record as a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Where.
    pub spot: i64,
    /// Its number in its home.
    pub n: i64,
    /// Code of its type; empty when it has none.
    pub code: String,
    /// Its name, where staff may see it.
    pub label: String,
    /// Codes below the home, each followed by `/`.
    pub place: String,
}

impl Point {
    /// Nothing for a record without coordinates, or of a kind that is not on the map.
    pub fn of(kind: &ReadyKind, r: &Record) -> Option<Self> {
        let open = leaf::values(&r.open);
        let point = open.get(POINT).filter(|_| kind.kind.map)?;
        let place = Place::of(geometry::Point::new(point[0].as_f64()?, point[1].as_f64()?));
        let named = |f: &&crate::model::kind::Field| {
            f.role == Some(crate::model::kind::IdentityRole::Name) && f.class.is_open()
        };
        let name = kind.kind.fields.iter().find(named).and_then(|f| open.get(&f.code)?.as_str());
        Some(Self {
            spot: cluster::spot(place),
            n: r.n,
            code: type_of(kind, &r.open),
            label: name.unwrap_or_default().chars().take(LABEL).collect(),
            place: r.place.clone(),
        })
    }
}

/// Whether cells are counted for what somebody sees of a home: all of it, or one area right under it.
fn counted(reach: &Reach) -> bool {
    reach.place.matches('/').count() <= 1
}
