//! The words of the demo city, which stand in `data/*.yaml`: names, people, units, what people say, and how matters go.

use kernel::Text;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// Why the demo city cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// One of our own files is not as it should be.
    #[error("{file}: {why}")]
    Data {
        /// The file.
        file: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A picture could not be encoded.
    #[error("picture: {0}")]
    Picture(String),
    /// The map was refused: the first problems.
    #[error("map: {0}")]
    Map(String),
    /// A picture could not be stored.
    #[error(transparent)]
    Blob(#[from] blobs::BlobError),
    /// The grid refused.
    #[error(transparent)]
    Grid(#[from] grid::GridError),
    /// Any other service refused.
    #[error(transparent)]
    Service(#[from] kernel::Failure),
}

/// Reads one of our files.
pub(crate) fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DemoError> {
    serde_saphyr::from_str(text).map_err(|e| DemoError::Data { file, why: e.to_string() })
}

/// A map of the file as pairs in the order of the file.
pub(crate) fn pairs<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    d: D,
) -> Result<Vec<(String, V)>, D::Error> {
    struct Pairs<V>(std::marker::PhantomData<V>);
    impl<'de, V: Deserialize<'de>> Visitor<'de> for Pairs<V> {
        type Value = Vec<(String, V)>;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("a map")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = Vec::new();
            while let Some(entry) = map.next_entry()? {
                out.push(entry);
            }
            Ok(out)
        }
    }
    d.deserialize_map(Pairs(std::marker::PhantomData))
}

/// A division of the data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// The Chinese name without its kind.
    #[serde(default)]
    pub short: String,
}

impl Named {
    /// The name.
    pub fn text(&self) -> Text {
        Text::new(&self.zh, &self.en)
    }
}

/// `data/names.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub(crate) city: Named,
    pub(crate) counties: Vec<Named>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) first: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) second: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) family: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) form: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) urban: Vec<(String, String)>,
    #[serde(deserialize_with = "pairs")]
    pub(crate) beside: Vec<(String, String)>,
    pub(crate) town_kinds: TownKinds,
    pub(crate) village_kinds: VillageKinds,
    pub(crate) grid: Text,
    pub(crate) numerals: Vec<String>,
    pub(crate) exclusive: Vec<Exclusive>,
    pub(crate) exclusive_suffix: Text,
    pub(crate) layers: Vec<LayerWords>,
    pub(crate) streets: Vec<String>,
    pub(crate) lanes: Vec<String>,
    pub(crate) estates: Vec<String>,
    pub(crate) shops: Vec<String>,
    pub(crate) school: String,
    pub(crate) park: String,
    pub(crate) market: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TownKinds {
    pub street: Text,
    pub town: Text,
    pub township: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VillageKinds {
    pub community: Text,
    pub village: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exclusive {
    pub kind: String,
    pub zh: String,
    pub en: String,
    pub size: f64,
    pub share: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LayerWords {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub count: usize,
    pub item: Text,
}

impl Names {
    /// Reads the file that is part of the program.
    ///
    /// # Errors
    /// [`DemoError::Data`].
    pub fn load() -> Result<Self, DemoError> {
        read("names.yaml", include_str!("../data/names.yaml"))
    }
}
