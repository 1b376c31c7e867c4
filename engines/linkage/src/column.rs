//! Parsed columns: what a pair's comparison reads, without allocation.

use crate::clean::address::{Address, Parser};
use crate::clean::digits::{self, Digits};
use crate::clean::{date, name};
use crate::compare::{self, Cells, address::Spot, text};
use crate::frequency::{Rarity, step, steps_of};
use crate::intern::Interner;
use crate::model::{Kind, Measure, Of};
use crate::text::{TextColumn, narrow};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

pub(crate) enum Column {
    Name(Names),
    Id {
        values: Vec<Digits>,
        valid: Vec<bool>,
        steps: Vec<u8>,
    },
    Phone {
        values: Vec<Digits>,
        steps: Vec<u8>,
    },
    /// The field or, where it is empty, the date out of the identity number; and that date where it differs.
    Date {
        values: Vec<[u32; 2]>,
        steps: Vec<u8>,
    },
    Sex(Vec<u8>),
    Address {
        spots: Vec<Spot>,
        maker: SpotMaker,
        steps: Vec<u8>,
    },
    Code {
        of: Vec<u32>,
        texts: Interner,
        steps: Vec<u8>,
    },
    Text {
        of: Vec<u32>,
        texts: Interner,
        steps: Vec<u8>,
        measure: Measure,
        levels: Vec<f64>,
    },
}

pub(crate) struct Names {
    of: Vec<u32>,
    tidy: Interner,
    parsed: Vec<name::Name>,
    steps: [Vec<u8>; 3],
}

/// Makes spots out of words.
#[derive(Clone, Default)]
pub(crate) struct SpotMaker {
    pub names: Interner,
    parser: Parser,
    address: Address,
}

impl SpotMaker {
    pub fn spot(&mut self, raw: &str) -> Spot {
        if raw.is_empty() {
            return Spot::default();
        }
        self.parser.parse_into(raw, &mut self.address);
        let a = &self.address;
        let names = &mut self.names;
        Spot {
            town: names.id(&a.town),
            community: names.id(&a.community),
            road: names.id(&a.road),
            place: names.id(&a.place),
            road_number: a.road_number,
            door: a.door,
        }
    }
}

fn coarse(steps: u8) -> u8 {
    steps / 2
}

fn hash(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
}

/// Pieces of a column, parsed each by one thread.
fn pieces(rows: usize) -> Vec<Range<usize>> {
    let size = rows.div_ceil(8).max(1);
    (0..rows).step_by(size).map(|from| from..(from + size).min(rows)).collect()
}

fn parsed<T: Send>(column: &TextColumn, parse: impl Fn(&str, &mut Vec<u8>) -> T + Sync) -> Vec<T> {
    let parts: Vec<Vec<T>> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let mut scratch = vec![];
            range.map(|row| parse(column.get(row), &mut scratch)).collect()
        })
        .collect();
    parts.into_iter().flatten().collect()
}

fn interned(column: &TextColumn, tidy: impl Fn(&str, &mut String) + Sync, into: &mut Interner) -> Vec<u32> {
    let parts: Vec<(Vec<u32>, Interner)> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let (mut texts, mut buffer) = (Interner::default(), String::new());
            let one = |row| {
                tidy(column.get(row), &mut buffer);
                texts.id(&buffer)
            };
            (range.map(one).collect(), texts)
        })
        .collect();
    let mut all = Vec::with_capacity(column.len());
    for (ids, texts) in parts {
        let new = into.absorb(&texts);
        all.extend(ids.into_iter().map(|id| new[id as usize]));
    }
    all
}

fn lower(raw: &str, out: &mut String) {
    out.clear();
    out.extend(raw.trim().chars().map(narrow).flat_map(char::to_lowercase));
}

fn packed(raw: &str, out: &mut String) {
    out.clear();
    out.extend(
        raw.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase),
    );
}

fn sex(raw: &str) -> u8 {
    match raw.trim() {
        "男" | "男性" | "M" | "m" | "male" | "Male" | "1" => 1,
        "女" | "女性" | "F" | "f" | "female" | "Female" | "2" => 2,
        _ => 0,
    }
}

impl Column {
    /// Nothing yet.
    pub fn empty(kind: &Kind) -> Self {
        let (of, texts, steps) = (vec![], Interner::default(), vec![]);
        match kind {
            Kind::Name => {
                let mut names = Names { of, tidy: texts, parsed: vec![], steps: Default::default() };
                names.learn();
                Self::Name(names)
            }
            Kind::IdNumber => Self::Id { values: vec![], valid: vec![], steps },
            Kind::Phone => Self::Phone { values: vec![], steps },
            Kind::Date { .. } => Self::Date { values: vec![], steps },
            Kind::Sex { .. } => Self::Sex(vec![]),
            Kind::Address => Self::Address { spots: vec![], maker: SpotMaker::default(), steps },
            Kind::Code => Self::Code { of, texts, steps },
            Kind::Text { measure, levels } => {
                Self::Text { of, texts, steps, measure: *measure, levels: levels.clone() }
            }
        }
    }

    /// Adds rows.
    pub fn extend(&mut self, column: &TextColumn) {
        match self {
            Self::Name(n) => {
                n.of.extend(interned(column, name::tidy, &mut n.tidy));
                n.learn();
            }
            Self::Id { values, valid, .. } => {
                let new = parsed(column, digits::id_number);
                valid.extend(new.iter().map(|&id| digits::id_is_valid(id)));
                values.extend(new);
            }
            Self::Phone { values, .. } => values.extend(parsed(column, digits::phone)),
            Self::Date { values, .. } => values.extend(parsed(column, |raw, _| [date::date(raw), 0])),
            Self::Sex(values) => values.extend(parsed(column, |raw, _| sex(raw))),
            Self::Address { spots, maker, .. } => spots.extend(spots_of(column, maker)),
            Self::Code { of, texts, .. } => of.extend(interned(column, packed, texts)),
            Self::Text { of, texts, .. } => of.extend(interned(column, lower, texts)),
        }
    }

    /// Forgets rows after the first `rows`, and the texts that only they had.
    pub fn truncate(&mut self, rows: usize, texts: usize) {
        match self {
            Self::Name(n) => {
                n.of.truncate(rows);
                n.tidy.truncate(texts);
                n.parsed.truncate(texts);
            }
            Self::Id { values, valid, .. } => {
                values.truncate(rows);
                valid.truncate(rows);
            }
            Self::Phone { values, .. } => values.truncate(rows),
            Self::Date { values, .. } => values.truncate(rows),
            Self::Sex(values) => values.truncate(rows),
            Self::Address { spots, maker, .. } => {
                spots.truncate(rows);
                maker.names.truncate(texts);
            }
            Self::Code { of, texts: all, .. } | Self::Text { of, texts: all, .. } => {
                of.truncate(rows);
                all.truncate(texts);
            }
        }
    }

    /// How many distinct texts it keeps.
    pub fn texts(&self) -> usize {
        match self {
            Self::Name(n) => n.tidy.len(),
            Self::Address { maker, .. } => maker.names.len(),
            Self::Code { texts, .. } | Self::Text { texts, .. } => texts.len(),
            _ => 0,
        }
    }

    /// Takes date or sex from an identity number for the rows from `from` on.
    pub fn fill(&mut self, ids: &[Digits], names: Option<&Names>, from: usize) {
        match self {
            Self::Date { values, .. } => {
                for (value, id) in values.iter_mut().zip(ids).skip(from) {
                    match digits::id_birth(*id) {
                        Some(date) if value[0] == 0 => value[0] = date,
                        Some(date) if value[0] != date => value[1] = date,
                        _ => {}
                    }
                }
            }
            Self::Sex(values) => {
                for (row, value) in values.iter_mut().enumerate().skip(from).filter(|(_, v)| **v == 0) {
                    let told = ids.get(row).and_then(|id| digits::id_sex(*id));
                    let title = names.map(|n| n.parsed[n.of[row] as usize].sex);
                    *value = match (told, title) {
                        (Some(true), _) | (None, Some(b'm')) => 1,
                        (Some(false), _) | (None, Some(b'f')) => 2,
                        _ => 0,
                    };
                }
            }
            _ => {}
        }
    }

    /// Counts values: the cells of the comparison.
    pub fn count(&mut self) -> Cells {
        match self {
            Self::Name(n) => n.count(),
            Self::Id { values, steps, .. } => {
                let (mut all, same) =
                    steps_of(values.iter().map(|v| (!v.is_empty() && !v.masked()).then(|| v.raw())));
                let (shown, masked) = steps_of(values.iter().map(|v| (v.len() == 18).then(|| ends(*v))));
                // a masked number's rarity is that of what it shows
                for (step, (value, ends)) in all.iter_mut().zip(values.iter().zip(&shown)) {
                    if value.masked() {
                        *step = *ends;
                    }
                }
                *steps = all;
                Cells::new(compare::number::id_levels(), &[same, masked])
            }
            Self::Phone { values, steps } => {
                let (all, same) = steps_of(values.iter().map(|v| (!v.is_empty()).then(|| v.raw())));
                *steps = all;
                Cells::new(compare::number::phone_levels(), &[same])
            }
            Self::Date { values, steps } => {
                let (all, same) = steps_of(values.iter().map(|v| Some(v[0]).filter(|&d| d != 0)));
                *steps = all;
                Cells::new(compare::date::levels(), &[same])
            }
            Self::Sex(_) => Cells::new(text::sex_levels(), &[]),
            Self::Address { spots, maker, steps } => {
                let rarity = count_ids(spots.iter().map(|s| s.place), maker.names.len(), steps);
                steps.iter_mut().for_each(|s| *s = coarse(*s));
                Cells::new(compare::address::levels(), &[halve(rarity)])
            }
            Self::Code { of, texts, steps } => {
                let rarity = count_ids(of.iter().copied(), texts.len(), steps);
                Cells::new(text::levels(1), &[rarity])
            }
            Self::Text { of, texts, steps, levels, .. } => {
                let rarity = count_ids(of.iter().copied(), texts.len(), steps);
                Cells::new(text::levels(levels.len()), &[rarity])
            }
        }
    }

    /// The level of a pair, and the step of rarity within it.
    #[inline]
    pub fn level(&self, a: usize, b: usize) -> (usize, u8) {
        match self {
            Self::Name(n) => n.level(n.of[a], n.of[b]),
            Self::Id { values, valid, steps } => {
                let level = compare::number::compare_ids(values[a], values[b], (valid[a], valid[b]));
                let step = match level {
                    1 => known(steps, a, b),
                    2 => {
                        let masked = if values[a].masked() { a } else { b };
                        steps.get(masked).copied().unwrap_or(0)
                    }
                    _ => 0,
                };
                (level, step)
            }
            Self::Phone { values, steps } => {
                let level = compare::number::compare_phones(values[a], values[b]);
                (level, if level == 1 { known(steps, a, b) } else { 0 })
            }
            Self::Date { values, steps } => {
                let level = compare::date::best(values[a], values[b]);
                (level, if level == 1 { known(steps, a, b) } else { 0 })
            }
            Self::Sex(values) => match (values[a], values[b]) {
                (0, _) | (_, 0) => (0, 0),
                (x, y) => (if x == y { 1 } else { 2 }, 0),
            },
            Self::Address { spots, maker, steps } => {
                let (x, y) = (&spots[a], &spots[b]);
                (
                    compare::address::compare(x, y, &maker.names),
                    known(steps, x.place as usize, y.place as usize),
                )
            }
            Self::Code { of, texts, steps } => match (of[a], of[b]) {
                (0, _) | (_, 0) => (0, 0),
                (x, y) if x == y => (1, known(steps, x as usize, y as usize)),
                (x, y) => (if text::one_slip(texts.get(x), texts.get(y)) { 2 } else { 3 }, 0),
            },
            Self::Text { of, texts, steps, measure, levels } => match (of[a], of[b]) {
                (0, _) | (_, 0) => (0, 0),
                (x, y) if x == y => (1, known(steps, x as usize, y as usize)),
                (x, y) => {
                    let likeness = text::likeness(*measure, texts.get(x), texts.get(y));
                    (2 + levels.iter().position(|l| likeness >= *l).unwrap_or(levels.len()), 0)
                }
            },
        }
    }

    /// A key for blocking.
    pub fn key(&self, of: Of, row: usize) -> Option<u64> {
        match (self, of) {
            (Self::Name(n), _) => n.key(of, n.of[row]),
            (Self::Id { values, .. }, Of::Value) | (Self::Phone { values, .. }, Of::Value) => {
                Some(values[row]).filter(|v| !v.is_empty() && !v.masked()).map(|v| hash(v.raw()))
            }
            (Self::Id { values, .. }, Of::Ends) => {
                Some(values[row]).filter(|v| v.len() == 18).map(|v| hash(ends(v)))
            }
            (Self::Id { values, .. } | Self::Phone { values, .. }, Of::Head(n) | Of::Tail(n)) => {
                let (value, n) = (values[row], usize::from(n));
                let from = if matches!(of, Of::Tail(_)) { value.len().saturating_sub(n) } else { 0 };
                let part: Vec<u8> = value.iter().skip(from).take(n).collect();
                (part.len() == n && !part.contains(&digits::HIDDEN)).then(|| hash(part))
            }
            (Self::Date { values, .. }, _) => {
                let date = if values[row][1] == 0 { values[row][0] } else { values[row][1] };
                let part = match of {
                    Of::Year => date / 10_000,
                    Of::MonthDay => date % 10_000,
                    _ => date,
                };
                (date != 0).then(|| hash(part))
            }
            (Self::Sex(values), _) => Some(values[row]).filter(|&v| v != 0).map(hash),
            (Self::Address { spots, maker, .. }, _) => {
                let spot = &spots[row];
                let place =
                    if spot.place == 0 { maker.names.get(spot.road) } else { maker.names.get(spot.place) };
                // what was said before the name, as the town without its kind, is not part of it
                let tail = place.char_indices().rev().nth(1).map_or(place, |(at, _)| &place[at..]);
                let d = spot.door;
                let (wide, last) = (d.building.max(d.group), d.room.max(d.number));
                match of {
                    _ if tail.is_empty() => None,
                    Of::Door => (last != 0).then(|| hash((tail, wide, last))),
                    _ => Some(hash(tail)),
                }
            }
            (Self::Code { of: ids, texts, .. } | Self::Text { of: ids, texts, .. }, _) => {
                let text = texts.get(ids[row]);
                if text.is_empty() {
                    return None;
                }
                let chars = text.chars().count();
                Some(match of {
                    Of::Head(n) => hash(text.chars().take(usize::from(n)).collect::<String>()),
                    Of::Tail(n) => {
                        hash(text.chars().skip(chars.saturating_sub(usize::from(n))).collect::<String>())
                    }
                    Of::Sound if text.is_ascii() => hash(text::soundex(text)),
                    _ => hash(text),
                })
            }
            _ => None,
        }
    }

    /// Whether two rows are certain to be two things.
    pub fn conflict(&self, a: usize, b: usize) -> bool {
        match self {
            Self::Id { values, valid, .. } => valid[a] && valid[b] && values[a] != values[b],
            _ => false,
        }
    }

    pub fn ids(&self) -> Option<&[Digits]> {
        match self {
            Self::Id { values, .. } => Some(values),
            _ => None,
        }
    }
}

/// The step of a value; of the rarer one where both are known, since the other may be a slip.
fn known(steps: &[u8], a: usize, b: usize) -> u8 {
    match (steps.get(a), steps.get(b)) {
        (Some(&x), Some(&y)) => x.max(y),
        (Some(&x), None) | (None, Some(&x)) => x,
        (None, None) => 0,
    }
}

/// Region, sequence and check digit.
fn ends(id: Digits) -> u64 {
    id.iter()
        .enumerate()
        .filter(|(at, _)| !(6..14).contains(at))
        .fold(0, |all, (_, d)| all << 4 | u64::from(d))
}

fn count_ids(ids: impl Iterator<Item = u32>, len: usize, steps: &mut Vec<u8>) -> Rarity {
    let mut counts = vec![0u32; len];
    ids.filter(|&id| id != 0).for_each(|id| counts[id as usize] += 1);
    *steps = counts.iter().map(|&c| step(c)).collect();
    Rarity::of(counts.into_iter())
}

/// Two steps in one.
fn halve(rarity: Rarity) -> Rarity {
    let join = |v: Vec<f64>| v.chunks(2).map(|c| c.iter().sum()).collect();
    Rarity { share: join(rarity.share), chance: join(rarity.chance), collision: rarity.collision }
}

fn spots_of(column: &TextColumn, into: &mut SpotMaker) -> Vec<Spot> {
    let parts: Vec<(Vec<Spot>, Interner)> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let mut maker = SpotMaker::default();
            let spots = range.map(|row| maker.spot(column.get(row))).collect();
            (spots, maker.names)
        })
        .collect();
    let mut all = Vec::with_capacity(column.len());
    for (spots, names) in parts {
        let new = into.names.absorb(&names);
        let at = |id: u32| new[id as usize];
        all.extend(spots.into_iter().map(|s| Spot {
            town: at(s.town),
            community: at(s.community),
            road: at(s.road),
            place: at(s.place),
            ..s
        }));
    }
    all
}

impl Names {
    /// Takes new names apart.
    fn learn(&mut self) {
        #[allow(clippy::cast_possible_truncation)] // numbers of texts
        let new = (self.parsed.len()..self.tidy.len()).map(|id| name::parse(self.tidy.get(id as u32)));
        let new: Vec<_> = new.collect();
        self.parsed.extend(new);
    }

    fn count(&mut self) -> Cells {
        let mut counts = vec![0u32; self.parsed.len()];
        self.of.iter().for_each(|&id| counts[id as usize] += 1);
        let (mut sounds, mut families) = (FxHashMap::<u64, u32>::default(), FxHashMap::<u64, u32>::default());
        for (name, &count) in self.parsed.iter().zip(&counts) {
            if name.shown != name::Shown::None {
                *families.entry(hash(name.family_sound())).or_insert(0) += count;
            }
            if name.shown == name::Shown::Full {
                *sounds.entry(whole(name)).or_insert(0) += count;
            }
        }
        let full = |name: &name::Name| name.shown == name::Shown::Full;
        let of_names = self.parsed.iter().zip(&counts).map(|(n, &c)| if full(n) { c } else { 0 });
        let tables = [
            Rarity::of(of_names),
            Rarity::of(sounds.values().copied()),
            halve(Rarity::of(families.values().copied())),
        ];
        let at = |counts: &FxHashMap<u64, u32>, key: u64| step(counts.get(&key).copied().unwrap_or(0));
        self.steps = [
            counts.iter().map(|&c| step(c)).collect(),
            self.parsed.iter().map(|n| at(&sounds, whole(n))).collect(),
            self.parsed.iter().map(|n| coarse(at(&families, hash(n.family_sound())))).collect(),
        ];
        Cells::new(compare::name::levels(), &tables)
    }

    #[inline]
    fn level(&self, a: u32, b: u32) -> (usize, u8) {
        let (x, y) = (&self.parsed[a as usize], &self.parsed[b as usize]);
        let level = if a == b && x.shown == name::Shown::Full {
            compare::name::SAME
        } else {
            compare::name::compare(x, y)
        };
        let table = match level {
            compare::name::SAME => compare::name::NAMES,
            compare::name::SOUND => compare::name::SOUNDS,
            _ => compare::name::FAMILIES,
        };
        (level, known(&self.steps[table], a as usize, b as usize))
    }

    fn key(&self, of: Of, id: u32) -> Option<u64> {
        let name = &self.parsed[id as usize];
        match (of, name.shown) {
            (_, name::Shown::None) => None,
            (Of::FamilySound, _) => Some(hash(name.family_sound())),
            (_, name::Shown::Masked | name::Shown::Family) => None,
            (Of::GivenSound, _) => Some(hash(name.given_sound())),
            (Of::Sound, _) => Some(whole(name)),
            _ => Some(hash(id)),
        }
    }
}

fn whole(name: &name::Name) -> u64 {
    hash((name.family_sound(), name.given_sound()))
}
