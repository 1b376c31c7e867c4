//! Two Chinese names.

use super::{Level, Tone, level, split};
use crate::clean::{
    name::{Name, Shown},
    sound,
};

pub(crate) const SAME: usize = 1;
pub(crate) const SOUND: usize = 2;

/// Tables of frequencies: whole names, whole sounds, surnames by sound.
pub(crate) const NAMES: usize = 0;
pub(crate) const SOUNDS: usize = 1;
pub(crate) const FAMILIES: usize = 2;

pub(crate) fn levels() -> Vec<Level> {
    let mut same = split("same name", Tone::Same, NAMES);
    same.exact = true;
    vec![
        level("not known", Tone::Silent),
        same,
        split("sounds the same", Tone::Same, SOUNDS),
        split("sounds alike", Tone::Near, FAMILIES),
        split("what the mask shows agrees", Tone::Same, FAMILIES),
        split("surname agrees, the rest is not shown", Tone::Same, FAMILIES),
        split("a character is missing", Tone::Near, FAMILIES),
        split("characters swapped", Tone::Near, FAMILIES),
        split("last character differs", Tone::Kin, FAMILIES),
        split("first character of the given name differs", Tone::Kin, FAMILIES),
        split("same surname", Tone::Kin, FAMILIES),
        level("same given name, other surname", Tone::Near),
        level("different", Tone::Apart),
    ]
}

/// The level; equality as a whole has been seen to before.
pub(crate) fn compare(a: &Name, b: &Name) -> usize {
    if a.shown == Shown::None || b.shown == Shown::None {
        return 0;
    }
    let family = a.family_sound() == b.family_sound();
    let (ga, gb) = (a.given_sound(), b.given_sound());
    if a.shown != Shown::Full || b.shown != Shown::Full {
        return if family { masked(a, b) } else { 12 };
    }
    if !family {
        return if ga == gb && a.given() == b.given() && ga.len() > 1 { 11 } else { 12 };
    }
    if ga == gb {
        return SOUND;
    }
    match (ga, gb) {
        ([x], [y]) if sound::alike(*x, *y) => 3,
        ([x1, x2], [y1, y2]) => two(a, b, (*x1, *x2), (*y1, *y2)),
        (long, short) | (short, long) if long.len() == short.len() + 1 && contains(long, short) => 6,
        _ => 10,
    }
}

fn two(a: &Name, b: &Name, (x1, x2): (u32, u32), (y1, y2): (u32, u32)) -> usize {
    let (first, last) = (x1 == y1, x2 == y2);
    match () {
        () if (first && sound::alike(x2, y2)) || (last && sound::alike(x1, y1)) => 3,
        () if x1 == y2 && x2 == y1 && a.given()[0] == b.given()[1] => 7,
        () if first => 8,
        () if last => 9,
        () => 10,
    }
}

fn contains(long: &[u32], short: &[u32]) -> bool {
    let mut rest = long.iter();
    !short.is_empty() && short.iter().all(|s| rest.any(|l| l == s))
}

fn masked(a: &Name, b: &Name) -> usize {
    let (ga, gb) = (a.given(), b.given());
    if ga.is_empty() || gb.is_empty() {
        return 5;
    }
    // a mask of one star may stand for two characters
    if ga.len() != gb.len() {
        let stars = |g: &[char]| g.iter().all(|&c| c == '*');
        return match (ga.last(), gb.last()) {
            (Some(x), Some(y)) if x == y && *x != '*' => 4,
            _ if stars(ga) || stars(gb) => 5,
            _ => 10,
        };
    }
    let mut seen = 0;
    for ((x, y), (sx, sy)) in ga.iter().zip(gb).zip(a.given_sound().iter().zip(b.given_sound())) {
        if *x == '*' || *y == '*' {
            continue;
        }
        if sx != sy {
            return 10;
        }
        seen += 1;
    }
    if seen > 0 { 4 } else { 5 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::name;

    fn of(a: &str, b: &str) -> &'static str {
        levels()[compare(&name::parse(a), &name::parse(b))].name
    }

    #[test]
    fn sounds_and_masks() {
        assert_eq!(of("张伟", "章炜"), "sounds the same");
        assert_eq!(of("陈静", "陈晶"), "sounds the same");
        assert_eq!(of("陈建民", "陈建明"), "sounds alike");
        assert_eq!(of("张*伟", "张大伟"), "what the mask shows agrees");
        assert_eq!(of("张先生", "张大伟"), "surname agrees, the rest is not shown");
        assert_eq!(of("张*强", "张大伟"), "same surname");
        assert_eq!(of("张伟", "张大伟"), "a character is missing");
        assert_eq!(of("张伟大", "张大伟"), "characters swapped");
        assert_eq!(of("张建国", "张建波"), "last character differs");
        assert_eq!(of("王建国", "张建国"), "same given name, other surname");
        assert_eq!(of("王芳", "张建国"), "different");
    }
}
