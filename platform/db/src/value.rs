//! Values that go into a statement: the five column types of the dialect, each nullable.

use kernel::{Id, Timestamp};
use std::sync::Arc;

/// One bound value. NULL keeps its type, since PostgreSQL wants to know it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// TEXT. Shared: rows that are bound a second time, or that say the same, copy no text; SQLite's thread takes it as it is.
    Text(Option<Arc<str>>),
    /// BIGINT
    Int(Option<i64>),
    /// DOUBLE PRECISION
    Real(Option<f64>),
    /// BOOLEAN
    Bool(Option<bool>),
    /// BLOB
    Blob(Option<Vec<u8>>),
}

/// The values of a statement, in order: `args![case, now, Some("x")]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

macro_rules! from {
    ($variant:ident: $($t:ty => $make:expr),* $(,)?) => {$(
        impl From<$t> for Value {
            fn from(v: $t) -> Self { let make: fn($t) -> _ = $make; Self::$variant(Some(make(v))) }
        }
        impl From<Option<$t>> for Value {
            fn from(v: Option<$t>) -> Self { let make: fn($t) -> _ = $make; Self::$variant(v.map(make)) }
        }
    )*};
}

from!(Text: &str => |v| v.into(), String => |v| v.into(), &String => |v| v.as_str().into(), Arc<str> => |v| v, &Arc<str> => |v| v.clone());
from!(Int: i64 => |v| v, i32 => i64::from, u32 => i64::from, u16 => i64::from, u8 => i64::from, Timestamp => |v| v.0,
    usize => |v| i64::try_from(v).unwrap_or(i64::MAX), u64 => |v| i64::try_from(v).unwrap_or(i64::MAX));
from!(Real: f64 => |v| v);
from!(Bool: bool => |v| v);
from!(Blob: Vec<u8> => |v| v, &[u8] => |v| v.to_vec());

impl<K> From<&Id<K>> for Value {
    fn from(id: &Id<K>) -> Self {
        Self::Text(Some(id.as_str().into()))
    }
}
impl<K> From<Option<&Id<K>>> for Value {
    fn from(id: Option<&Id<K>>) -> Self {
        Self::Text(id.map(|id| id.as_str().into()))
    }
}
