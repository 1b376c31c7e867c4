//! How a character sounds, without tone: a number for each syllable.

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

struct Sounds {
    of: Vec<u16>,
    syllables: Vec<&'static str>,
}

#[allow(clippy::cast_possible_truncation)] // some four hundred syllables
fn sounds() -> &'static Sounds {
    static SOUNDS: OnceLock<Sounds> = OnceLock::new();
    SOUNDS.get_or_init(|| {
        let (mut ids, mut syllables) = (FxHashMap::default(), vec![""]);
        let of = (FIRST..=LAST).map(|code| {
            let plain = char::from_u32(code).and_then(|c| c.to_pinyin()).map(|p| p.plain());
            plain.map_or(0, |plain| {
                *ids.entry(plain).or_insert_with(|| {
                    syllables.push(plain);
                    syllables.len() as u16 - 1
                })
            })
        });
        let of = of.collect();
        Sounds { of, syllables }
    })
}

/// The number of a character's syllable; a character without one is a sound of its own.
pub fn sound(c: char) -> u32 {
    let code = c as u32;
    let known = code.checked_sub(FIRST).and_then(|at| sounds().of.get(at as usize)).copied().unwrap_or(0);
    if known == 0 { code + 0x1_0000 } else { u32::from(known) }
}

/// Whether two syllables are easily taken for each other: `zh`/`z`, `n`/`l`, `-ng`/`-n` and the like.
pub fn alike(a: u32, b: u32) -> bool {
    let spelled = |s: u32| sounds().syllables.get(s as usize).copied().filter(|s| !s.is_empty());
    match (spelled(a), spelled(b)) {
        (Some(a), Some(b)) => a == b || blur(a) == blur(b),
        _ => a == b,
    }
}

/// The number that syllables share which are [`alike`]: the lowest of theirs.
pub fn family(sound: u32) -> u32 {
    static FAMILIES: OnceLock<Vec<u32>> = OnceLock::new();
    let families = FAMILIES.get_or_init(|| {
        let mut first = FxHashMap::default();
        let own = |(at, syllable): (usize, &&'static str)| {
            let at = u32::try_from(at).unwrap_or_default();
            if syllable.is_empty() { at } else { *first.entry(blur(syllable)).or_insert(at) }
        };
        sounds().syllables.iter().enumerate().map(own).collect()
    });
    families.get(sound as usize).copied().unwrap_or(sound)
}

fn blur(syllable: &str) -> (u8, &str) {
    let (initial, rest) = match syllable.as_bytes() {
        [c @ (b'z' | b'c' | b's'), b'h', ..] => (*c, &syllable[2..]),
        [b'l' | b'n', ..] => (b'n', &syllable[1..]),
        [b'f' | b'h', ..] => (b'h', &syllable[1..]),
        [c, ..] if !b"aeiou".contains(c) => (*c, &syllable[1..]),
        _ => (0, syllable),
    };
    let rest = rest.strip_suffix('g').filter(|r| r.ends_with('n')).unwrap_or(rest);
    (initial, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homophones_sound_the_same() {
        assert_eq!(sound('伟'), sound('炜'));
        assert_eq!(sound('张'), sound('章'));
        assert_ne!(sound('张'), sound('王'));
        assert!(alike(sound('陈'), sound('程')));
        assert!(!alike(sound('陈'), sound('王')));
        assert_ne!(sound('*'), sound('#'));
    }
}
