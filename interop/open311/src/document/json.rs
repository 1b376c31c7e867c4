//! JSON after the Spark convention.

use super::Node;
use serde::ser::{Serialize, SerializeMap, Serializer};

pub(super) fn write(node: &Node) -> Vec<u8> {
    // writing to memory values that all serialise cannot fail
    serde_json::to_vec(node).unwrap_or_default()
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Number(number) if number.is_finite() => serializer.serialize_f64(*number),
            Self::Number(_) => serializer.serialize_none(),
            Self::List(_, items) => serializer.collect_seq(items),
            Self::Repeat(items) => match items.as_slice() {
                [] => serializer.serialize_none(),
                [one] => one.serialize(serializer),
                several => serializer.collect_seq(several),
            },
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (name, node) in entries {
                    map.serialize_entry(name, node)?;
                }
                map.end()
            }
        }
    }
}
