//! Names by how they sound: a name that was typed with another character of the same sound is found like one typed right.

use crate::text::Text;
use linkage::clean::sound::{family, sound};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

/// Characters of a name at most.
const LONGEST: usize = 16;

/// How well a name fits what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// Every character.
    Exact,
    /// One character is another of the same or a like sound.
    Sound,
}

/// A name and what bears it.
#[derive(Clone, Debug)]
struct Name {
    chars: Box<[char]>,
    target: u32,
    short: bool,
}

/// A name found in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub start: usize,
    pub end: usize,
    pub target: u32,
    pub fit: Fit,
    /// The name without its last word: `翠竹` of `翠竹苑`.
    pub short: bool,
}

/// An index of names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    names: Vec<Name>,
    by_sound: FxHashMap<u64, Vec<u32>>,
    /// How names begin.
    begins: FxHashSet<(u32, u32)>,
    /// Their longest.
    longest: usize,
}

fn step(hasher: &mut FxHasher, family: u32) {
    hasher.write_u32(family);
}

impl Names {
    /// Adds a name; one that is there already for the same thing is not added again.
    pub fn add(&mut self, chars: &[char], target: u32, short: bool) {
        if chars.len() < 2 || chars.len() > LONGEST {
            return;
        }
        let mut hasher = FxHasher::default();
        let families: Vec<u32> = chars.iter().map(|c| family(sound(*c))).collect();
        families.iter().for_each(|f| step(&mut hasher, *f));
        let same = self.by_sound.entry(hasher.finish()).or_default();
        if same.iter().any(|n| {
            let name = &self.names[*n as usize];
            name.target == target && *name.chars == *chars
        }) {
            return;
        }
        same.push(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(Name { chars: chars.into(), target, short });
        self.begins.insert((families[0], families[1]));
        self.longest = self.longest.max(chars.len());
    }

    /// Every name in a sentence.
    pub fn mentions(&self, text: &Text) -> Vec<Mention> {
        let mut found = vec![];
        let n = text.chars.len();
        for start in 0..n.saturating_sub(1) {
            if !self.begins.contains(&(text.families[start], text.families[start + 1])) {
                continue;
            }
            let mut hasher = FxHasher::default();
            for end in start + 1..=n.min(start + self.longest) {
                step(&mut hasher, text.families[end - 1]);
                if end < start + 2 {
                    continue;
                }
                let Some(same) = self.by_sound.get(&hasher.finish()) else { continue };
                for name in same.iter().map(|n| &self.names[*n as usize]) {
                    if let Some(fit) = fit(&name.chars, &text.chars[start..end]) {
                        found.push(Mention { start, end, target: name.target, fit, short: name.short });
                    }
                }
            }
        }
        found
    }

    /// Targets of names that begin so, at most so many.
    pub fn beginning(&self, chars: &[char], most: usize) -> Vec<u32> {
        let mut found: Vec<u32> = vec![];
        for name in self.names.iter().filter(|n| !n.short && n.chars.starts_with(chars)) {
            if !found.contains(&name.target) {
                found.push(name.target);
            }
            if found.len() >= most {
                break;
            }
        }
        found
    }

    /// Bytes on the heap, about.
    pub fn heap_bytes(&self) -> usize {
        let chars: usize = self.names.iter().map(|n| n.chars.len() * 4).sum();
        chars
            + self.names.capacity() * size_of::<Name>()
            + self.by_sound.capacity() * 40
            + self.begins.capacity() * 9
    }
}

/// One character may differ by sound, in longer names two; names of two characters have to be as they are.
fn fit(name: &[char], said: &[char]) -> Option<Fit> {
    if name.len() != said.len() {
        return None;
    }
    let differ = name.iter().zip(said).filter(|(a, b)| a != b).count();
    let marks = name.iter().zip(said).any(|(a, b)| a != b && (a.is_ascii() || b.is_ascii()));
    match differ {
        0 => Some(Fit::Exact),
        _ if marks => None,
        1 if name.len() >= 3 => Some(Fit::Sound),
        2 if name.len() >= 5 => Some(Fit::Sound),
        _ => None,
    }
}
