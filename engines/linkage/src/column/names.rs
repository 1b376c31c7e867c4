//! Names: each distinct one is taken apart once.

use super::{coarse, halve, hash, known};
use crate::clean::name;
use crate::compare::{self, Cells};
use crate::frequency::{Rarity, step};
use crate::intern::Interner;
use crate::model::Of;
use rustc_hash::FxHashMap;

#[derive(Default)]
pub(crate) struct Names {
    pub of: Vec<u32>,
    pub tidy: Interner,
    pub parsed: Vec<name::Name>,
    steps: [Vec<u8>; 3],
}

impl Names {
    /// Takes new names apart.
    pub fn learn(&mut self) {
        #[allow(clippy::cast_possible_truncation)] // numbers of texts
        let new = (self.parsed.len()..self.tidy.len()).map(|id| name::parse(self.tidy.get(id as u32)));
        let new: Vec<_> = new.collect();
        self.parsed.extend(new);
    }

    pub fn count(&mut self) -> Cells {
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
    pub fn level(&self, a: u32, b: u32) -> (usize, u8) {
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

    pub fn key(&self, of: Of, id: u32) -> Option<u64> {
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
