//! Parsed columns: what a pair's comparison reads, without allocation.

mod keys;
mod names;
mod parse;
mod spots;

use crate::clean::digits::{self, Digits};
use crate::clean::{date, name};
use crate::compare::{self, Cells, address::Spot, text};
use crate::frequency::{Rarity, step, steps_of};
use crate::intern::Interner;
use crate::model::{Kind, Measure};
use crate::text::TextColumn;
use keys::ends;
pub(crate) use names::Names;
use parse::{interned, lower, packed, parsed, sex, spots_of};
use rustc_hash::FxBuildHasher;
pub(crate) use spots::SpotMaker;
use std::hash::{BuildHasher, Hash};

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

fn coarse(steps: u8) -> u8 {
    steps / 2
}

fn hash(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
}

impl Column {
    /// Nothing yet.
    pub fn empty(kind: &Kind) -> Self {
        let (of, texts, steps) = (vec![], Interner::default(), vec![]);
        match kind {
            Kind::Name => {
                let mut names = Names::default();
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

    /// Makes room, so that a question does not have to move the list.
    pub fn reserve(&mut self, more: usize) {
        match self {
            Self::Name(n) => n.of.reserve_exact(more),
            Self::Id { values, valid, .. } => {
                values.reserve_exact(more);
                valid.reserve_exact(more);
            }
            Self::Phone { values, .. } => values.reserve_exact(more),
            Self::Date { values, .. } => values.reserve_exact(more),
            Self::Sex(values) => values.reserve_exact(more),
            Self::Address { spots, .. } => spots.reserve_exact(more),
            Self::Code { of, .. } | Self::Text { of, .. } => of.reserve_exact(more),
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

/// The step of a value; of the commoner one where both are known, since the rarer may be a slip.
fn known(steps: &[u8], a: usize, b: usize) -> u8 {
    match (steps.get(a), steps.get(b)) {
        (Some(&x), Some(&y)) => x.max(y),
        (Some(&x), None) | (None, Some(&x)) => x,
        (None, None) => 0,
    }
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
