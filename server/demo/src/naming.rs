//! Names of places: syllables of the data file, put together, each with its romanisation, none twice in a county.

use crate::data::Names;
use fastrand::Rng;
use kernel::Text;
use std::collections::BTreeSet;

/// Takes a value from a map at random; the order of the file counts.
pub fn pick<'a, T>(rng: &mut Rng, list: &'a [T]) -> Option<&'a T> {
    if list.is_empty() { None } else { list.get(rng.usize(..list.len())) }
}

/// First letter large.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// A name without the word for its kind: `柳塘`, `Liutang`.
pub type Stem = Text;

/// Makes names that were not yet used.
pub struct Namer<'a> {
    names: &'a Names,
    used: BTreeSet<String>,
}

impl<'a> Namer<'a> {
    /// Begins with none used.
    pub fn new(names: &'a Names) -> Self {
        Self { names, used: BTreeSet::new() }
    }

    /// Two syllables.
    pub fn place(&mut self, rng: &mut Rng) -> Stem {
        self.fresh(rng, |names, rng| {
            let (a, b) = (pick(rng, &names.first)?, pick(rng, &names.second)?);
            (a.0 != b.0).then(|| stem(&[a, b]))
        })
    }

    /// The neighbourhood of a town's middle.
    pub fn urban(&mut self, rng: &mut Rng) -> Stem {
        self.fresh(rng, |names, rng| {
            if rng.f64() < 0.55 {
                pick(rng, &names.urban).map(|u| stem(&[u]))
            } else {
                let (a, b) = (pick(rng, &names.first)?, pick(rng, &names.second)?);
                (a.0 != b.0).then(|| stem(&[a, b]))
            }
        })
    }

    /// A village: a place, a family's, or one beside another.
    pub fn village(&mut self, rng: &mut Rng) -> Stem {
        self.fresh(rng, |names, rng| match rng.u32(..10) {
            0..=2 => {
                let (a, b) = (pick(rng, &names.family)?, pick(rng, &names.form)?);
                Some(stem(&[a, b]))
            }
            3 => {
                let (a, b) = (pick(rng, &names.beside)?, pick(rng, &names.second)?);
                Some(stem(&[a, b]))
            }
            _ => {
                let (a, b) = (pick(rng, &names.first)?, pick(rng, &names.second)?);
                (a.0 != b.0).then(|| stem(&[a, b]))
            }
        })
    }

    /// Tries until a name is new; a name used up is given with a syllable before it.
    fn fresh(&mut self, rng: &mut Rng, make: impl Fn(&Names, &mut Rng) -> Option<Stem>) -> Stem {
        let mut last = Stem::default();
        for _ in 0..60 {
            let Some(stem) = make(self.names, rng) else { continue };
            if self.used.insert(stem.zh.clone()) {
                return stem;
            }
            last = stem;
        }
        for side in &self.names.beside {
            let en = format!("{}{}", capital(&side.1), last.en.clone().unwrap_or_default().to_lowercase());
            let stem = Stem::new(format!("{}{}", side.0, last.zh), en);
            if self.used.insert(stem.zh.clone()) {
                return stem;
            }
        }
        last
    }
}

fn stem(parts: &[&(String, String)]) -> Stem {
    let zh: String = parts.iter().map(|p| p.0.as_str()).collect();
    let en: String = parts.iter().map(|p| p.1.as_str()).collect();
    Stem::new(zh, en.split(' ').map(capital).collect::<Vec<_>>().join(" "))
}
