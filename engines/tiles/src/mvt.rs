//! Writing Mapbox Vector Tile 2.1: five kinds of messages, written straight into the bytes of the answer.

use crate::tile::EXTENT;
use std::collections::HashMap;

/// What a feature is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Points.
    Point = 1,
    /// Lines.
    Line = 2,
    /// Areas.
    Polygon = 3,
}

/// What stands beside a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
}

/// The path of one feature, in the tile's units.
#[derive(Debug, Default, Clone)]
pub struct Pen {
    at: [i64; 2],
    commands: Vec<u32>,
}

const MOVE: u32 = 1;
const LINE: u32 = 2;
const CLOSE: u32 = 7;

impl Pen {
    /// Points.
    pub fn points(&mut self, points: &[[i64; 2]]) {
        self.run(MOVE, points);
    }

    /// A line of two points at least.
    pub fn line(&mut self, points: &[[i64; 2]]) {
        let (first, rest) = points.split_at(1.min(points.len()));
        self.run(MOVE, first);
        self.run(LINE, rest);
    }

    /// A closed ring of three points at least, the first not repeated.
    pub fn ring(&mut self, points: &[[i64; 2]]) {
        self.line(points);
        self.commands.push(CLOSE | 1 << 3);
    }

    /// Whether nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// Lets go of what was drawn.
    pub fn clear(&mut self) {
        (self.at, _) = ([0, 0], self.commands.clear());
    }

    fn run(&mut self, command: u32, points: &[[i64; 2]]) {
        if points.is_empty() {
            return;
        }
        self.commands.push(command | (points.len() as u32) << 3);
        for p in points {
            for (from, to) in self.at.into_iter().zip(*p) {
                let step = (to - from) as i32;
                self.commands.push(((step << 1) ^ (step >> 31)) as u32);
            }
            self.at = *p;
        }
    }
}

/// One layer of a tile. Keys and values are kept once.
#[derive(Debug, Clone)]
pub struct Layer {
    name: String,
    keys: Vec<String>,
    /// Encoded.
    values: Vec<Vec<u8>>,
    known_keys: HashMap<String, u32>,
    known_values: HashMap<Vec<u8>, u32>,
    features: Vec<u8>,
    count: usize,
}

impl Layer {
    /// An empty one.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            keys: vec![],
            values: vec![],
            known_keys: HashMap::new(),
            known_values: HashMap::new(),
            features: vec![],
            count: 0,
        }
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a feature; one that draws nothing is left out.
    pub fn add(&mut self, form: Form, pen: &Pen, tags: &[(&str, Value<'_>)]) {
        if pen.is_empty() {
            return;
        }
        let mut pairs = Vec::with_capacity(tags.len() * 2);
        for (key, value) in tags {
            pairs.extend([self.key(key), self.value(*value)]);
        }
        let mut feature = Vec::with_capacity(16 + pairs.len() + pen.commands.len() * 2);
        packed(&mut feature, 2, &pairs);
        field(&mut feature, 3, 0);
        varint(&mut feature, form as u64);
        packed(&mut feature, 4, &pen.commands);
        bytes(&mut self.features, 2, &feature);
        self.count += 1;
    }

    fn key(&mut self, key: &str) -> u32 {
        if let Some(i) = self.known_keys.get(key) {
            return *i;
        }
        let i = self.keys.len() as u32;
        self.keys.push(key.to_owned());
        self.known_keys.insert(key.to_owned(), i);
        i
    }

    fn value(&mut self, value: Value<'_>) -> u32 {
        let mut code = Vec::new();
        match value {
            Value::Text(text) => bytes(&mut code, 1, text.as_bytes()),
            Value::Whole(n) if n >= 0 => {
                field(&mut code, 5, 0);
                varint(&mut code, n.unsigned_abs());
            }
            Value::Whole(n) => {
                field(&mut code, 6, 0);
                varint(&mut code, ((n << 1) ^ (n >> 63)) as u64);
            }
            Value::Flag(yes) => {
                field(&mut code, 7, 0);
                varint(&mut code, u64::from(yes));
            }
        }
        if let Some(i) = self.known_values.get(&code) {
            return *i;
        }
        let i = self.values.len() as u32;
        self.values.push(code.clone());
        self.known_values.insert(code, i);
        i
    }

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.features.len() + 256);
        field(&mut out, 15, 0);
        varint(&mut out, 2);
        bytes(&mut out, 1, self.name.as_bytes());
        out.extend(&self.features);
        self.keys.iter().for_each(|key| bytes(&mut out, 3, key.as_bytes()));
        self.values.iter().for_each(|value| bytes(&mut out, 4, value));
        field(&mut out, 5, 0);
        varint(&mut out, EXTENT as u64);
        out
    }
}

/// A tile of these layers; empty ones are left out, and a tile of none is no bytes at all.
pub fn encode<'a>(layers: impl IntoIterator<Item = &'a Layer>) -> Vec<u8> {
    let mut out = Vec::new();
    for layer in layers.into_iter().filter(|l| !l.is_empty()) {
        bytes(&mut out, 3, &layer.encode());
    }
    out
}

/// Protobuf: number and kind of what follows.
fn field(out: &mut Vec<u8>, number: u64, kind: u64) {
    varint(out, number << 3 | kind);
}

fn varint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn bytes(out: &mut Vec<u8>, number: u64, what: &[u8]) {
    field(out, number, 2);
    varint(out, what.len() as u64);
    out.extend(what);
}

fn packed(out: &mut Vec<u8>, number: u64, all: &[u32]) {
    let size = |n: &u32| (32 - (n | 1).leading_zeros()).div_ceil(7) as u64;
    field(out, number, 2);
    varint(out, all.iter().map(size).sum());
    all.iter().for_each(|n| varint(out, u64::from(*n)));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification, 4.3.5: a polygon with a hole of another ring beside it.
    #[test]
    fn geometry_as_in_the_specification() {
        let mut pen = Pen::default();
        pen.ring(&[[3, 6], [8, 12], [20, 34]]);
        assert_eq!(pen.commands, [9, 6, 12, 18, 10, 12, 24, 44, 15]);
        pen.clear();
        pen.points(&[[5, 7], [3, 2]]);
        assert_eq!(pen.commands, [17, 10, 14, 3, 9]);
        pen.clear();
        pen.line(&[[2, 2], [2, 10], [10, 10]]);
        assert_eq!(pen.commands, [9, 4, 4, 18, 0, 16, 16, 0]);
    }

    #[test]
    fn nothing_is_no_bytes() {
        let mut layer = Layer::new("a");
        layer.add(Form::Point, &Pen::default(), &[("k", Value::Flag(true))]);
        assert!(layer.is_empty() && encode([&layer]).is_empty());
    }

    #[test]
    fn packed_numbers_say_their_length() {
        for n in [0, 1, 127, 128, 16_383, 16_384, u32::MAX] {
            let mut out = Vec::new();
            packed(&mut out, 4, &[n]);
            assert_eq!(usize::from(out[1]), out.len() - 2, "{n}");
        }
    }
}
