//! Divisions and grids: their names, and which lies in which.

use crate::names::{Mention, Names};
use crate::text::{self, Text};
use rustc_hash::FxHashMap;

/// An area of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Index of the area above.
    pub parent: Option<u32>,
    /// A grid; else a division.
    pub is_grid: bool,
}

/// All areas of the map.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    areas: Vec<Area>,
    by_code: FxHashMap<String, u32>,
    names: Names,
}

/// Words that follow the name of a division.
const KINDS: [&str; 14] = [
    "街道办事处",
    "居民委员会",
    "村民委员会",
    "自治县",
    "居委会",
    "村委会",
    "街道",
    "社区",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
];

impl Areas {
    /// Of the areas of a map, those above before those below.
    pub fn new(areas: Vec<Area>) -> Self {
        let mut all = Self { areas, ..Self::default() };
        for n in 0..all.areas.len() {
            let area = &all.areas[n];
            let at = u32::try_from(n).unwrap_or(u32::MAX);
            all.by_code.insert(area.code.clone(), at);
            let name = text::name(&area.name);
            all.names.add(&name, at, false);
            if !area.is_grid {
                let stem = stem(&name);
                if stem.len() < name.len() {
                    all.names.add(stem, at, true);
                }
            }
        }
        all
    }

    /// All of them.
    pub fn all(&self) -> &[Area] {
        &self.areas
    }

    /// An area by its index.
    pub fn get(&self, at: u32) -> &Area {
        &self.areas[at as usize]
    }

    /// The index of a code.
    pub fn find(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// From the area up to the top.
    pub fn up(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(at), |at| self.areas[*at as usize].parent)
    }

    /// Whether one is the other or lies in it.
    pub fn within(&self, at: u32, above: u32) -> bool {
        self.up(at).any(|a| a == above)
    }

    /// The lowest area in which both lie.
    pub fn common(&self, a: u32, b: u32) -> Option<u32> {
        self.up(a).find(|x| self.within(b, *x))
    }

    /// The division in which a grid lies, however deep grids nest; itself for a division.
    pub fn division(&self, at: u32) -> u32 {
        self.up(at).find(|a| !self.get(*a).is_grid).unwrap_or(at)
    }

    /// The division above that of a grid: the town.
    pub fn town(&self, at: u32) -> u32 {
        let division = self.division(at);
        self.get(division).parent.unwrap_or(division)
    }

    pub(crate) fn mentions(&self, text: &Text) -> Vec<Mention> {
        self.names.mentions(text)
    }

    /// Another name of an area.
    pub fn alias(&mut self, at: u32, name: &str) {
        self.names.add(&text::name(name), at, false);
    }
}

/// A name without the word for its kind.
pub(crate) fn stem(name: &[char]) -> &[char] {
    for kind in KINDS {
        let kind: Vec<char> = kind.chars().collect();
        if let Some(stem) = name.strip_suffix(kind.as_slice()).filter(|s| s.len() >= 2) {
            return stem;
        }
    }
    name
}
