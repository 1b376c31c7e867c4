//! The addresses of one county in memory: a tree as one row of nodes, each with the end of its branch.

use crate::names::Names;
use rustc_hash::FxHashMap;

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// A division or a grid.
    Area = 0,
    /// A road without its number.
    Road = 1,
    /// A group of a village.
    Group = 2,
    /// A number on a road, in a village or group.
    Number = 3,
    /// A compound.
    Estate = 4,
    /// A place with a name: a school, a market.
    Spot = 5,
    /// A building.
    Building = 6,
    /// A unit, a staircase.
    Unit = 7,
    /// A room, a flat.
    Room = 8,
}

impl Level {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Road => "road",
            Self::Group => "group",
            Self::Number => "number",
            Self::Estate => "estate",
            Self::Spot => "spot",
            Self::Building => "building",
            Self::Unit => "unit",
            Self::Room => "room",
        }
    }
    pub(crate) fn of(n: u8) -> Self {
        use Level::*;
        [Area, Road, Group, Number, Estate, Spot, Building, Unit, Room]
            .get(usize::from(n))
            .copied()
            .unwrap_or(Room)
    }
}

/// One node: 28 bytes, so that a million rooms take 28 MB.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Level and number among its siblings.
    pub(crate) key: u32,
    /// The node behind its branch.
    pub(crate) end: u32,
    /// The record, 0 when no record speaks of this node itself.
    pub record: u32,
    /// Index of the lowest area in which all of it lies.
    pub area: u32,
    /// Degrees times ten million; `i32::MIN` without a point.
    pub(crate) lon: i32,
    pub(crate) lat: i32,
    /// The node above; itself for the top.
    pub(crate) above: u32,
}

pub(crate) const NO_POINT: i32 = i32::MIN;

impl Node {
    /// What it is.
    pub fn level(&self) -> Level {
        Level::of((self.key >> 28) as u8)
    }
    pub(crate) fn number(&self) -> u32 {
        self.key & 0x0fff_ffff
    }
    /// Degrees east and north.
    pub fn point(&self) -> Option<(f64, f64)> {
        (self.lon != NO_POINT).then(|| (f64::from(self.lon) / 1e7, f64::from(self.lat) / 1e7))
    }
}

/// The addresses of one county.
#[derive(Clone, Debug, Default)]
pub struct Home {
    pub(crate) code: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) names: Names,
    /// Texts of nodes that are not written as usual.
    pub(crate) labels: FxHashMap<u32, Box<str>>,
    /// Other names of nodes.
    pub(crate) aliases: FxHashMap<u32, Box<[Box<str>]>>,
    /// A number on a road → the estate that has it.
    pub(crate) gates: FxHashMap<u32, u32>,
    /// An estate → its number on a road.
    pub(crate) fronts: FxHashMap<u32, u32>,
    /// Division → the places in it.
    pub(crate) places: FxHashMap<u32, Vec<u32>>,
    /// Villages with houses of their own: area → node.
    pub(crate) villages: FxHashMap<u32, u32>,
    pub(crate) rows: usize,
}

impl Home {
    /// The county.
    pub fn code(&self) -> &str {
        &self.code
    }
    /// How many records.
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// A node.
    pub fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }
    /// What stands right under a node, in order.
    pub fn children(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.node(at).map_or(0, |n| n.end);
        let first = Some(at + 1).filter(|n| *n < end);
        std::iter::successors(first, move |n| Some(self.nodes[*n as usize].end).filter(|n| *n < end))
    }
    pub(crate) fn child(&self, at: u32, level: Level, number: u32) -> Option<u32> {
        let key = (level as u32) << 28 | number;
        self.children(at).find(|n| self.nodes[*n as usize].key == key)
    }
    /// From the top down to a node.
    pub fn line(&self, at: u32) -> Vec<u32> {
        let mut line = vec![at];
        while let Some(node) = line.last().and_then(|n| self.node(*n))
            && node.above != *line.last().unwrap_or(&0)
        {
            line.push(node.above);
        }
        line.reverse();
        line
    }
    /// The places of a division: roads, estates, places with a name, houses of a village.
    pub fn places(&self, area: u32) -> &[u32] {
        self.places.get(&area).map_or(&[], Vec::as_slice)
    }
    /// Other names of a node.
    pub fn aliases(&self, at: u32) -> &[Box<str>] {
        self.aliases.get(&at).map_or(&[], |a| a)
    }
    /// The number on a road at which an estate stands.
    pub fn front(&self, at: u32) -> Option<u32> {
        self.fronts.get(&at).copied()
    }
    /// The estate to which a number on a road leads.
    pub fn gate(&self, at: u32) -> Option<u32> {
        self.gates.get(&at).copied()
    }
    /// How many places lie in divisions that pass.
    pub fn count_places(&self, pass: impl Fn(u32) -> bool) -> usize {
        self.places.iter().filter(|(area, _)| pass(**area)).map(|(_, places)| places.len()).sum()
    }
    /// A node in words, without those above it.
    pub fn label(&self, at: u32) -> String {
        if let Some(label) = self.labels.get(&at) {
            return label.to_string();
        }
        let Some(node) = self.node(at) else { return String::new() };
        let number = node.number();
        let shown = match number {
            1001..=1026 => {
                char::from_u32(u32::from('A') + number - 1001).map(String::from).unwrap_or_default()
            }
            n => n.to_string(),
        };
        match node.level() {
            Level::Group => format!("{shown}组"),
            Level::Number => format!("{shown}号"),
            Level::Building if number > 1000 => format!("{shown}座"),
            Level::Building => format!("{shown}幢"),
            Level::Unit => format!("{shown}单元"),
            Level::Room => format!("{shown}室"),
            _ => String::new(),
        }
    }
    /// Names that begin so: nodes, at most so many.
    pub fn beginning(&self, words: &str, most: usize) -> Vec<u32> {
        let chars = crate::text::name(words);
        if chars.is_empty() { vec![] } else { self.names.beginning(&chars, most) }
    }
    /// Bytes on the heap, about.
    pub fn heap_bytes(&self) -> usize {
        let labels: usize = self.labels.values().map(|l| l.len() + 40).sum();
        let aliases: usize =
            self.aliases.values().map(|a| a.iter().map(|n| n.len() + 24).sum::<usize>() + 32).sum();
        let places: usize = self.places.values().map(|p| p.capacity() * 4 + 40).sum();
        self.nodes.capacity() * size_of::<Node>()
            + self.names.heap_bytes()
            + labels
            + aliases
            + places
            + (self.gates.capacity() + self.fronts.capacity() + self.villages.capacity()) * 9
    }
}
