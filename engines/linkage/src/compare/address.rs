//! Two addresses: locality (town, committee, road), place (compound or village) and door, taken together, since two
//! compounds of one name are the same only where the locality does not contradict.

use super::{Level, Tone, level, split};
use crate::clean::address::Door;
use crate::intern::Interner;

/// An address as it is compared: names are numbers of an interner, 0 is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    pub town: u32,
    pub community: u32,
    pub road: u32,
    pub place: u32,
    pub road_number: u16,
    pub door: Door,
}

impl Spot {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Town and committee or road agree, the town agrees, nothing is known, they contradict.
const LOCALITIES: usize = 4;
/// All that both say agrees down to the last; some of it; nothing in common; one part differs; more do.
const DOORS: usize = 5;

pub(crate) fn levels() -> Vec<Level> {
    const NAMES: [[&str; LOCALITIES]; DOORS] = [
        [
            "same door",
            "same door, town agrees",
            "same door, locality not known",
            "same door, locality differs",
        ],
        [
            "same building",
            "same building, town agrees",
            "same building, locality not known",
            "same building, locality differs",
        ],
        [
            "same place",
            "same place, town agrees",
            "same place, locality not known",
            "same place, locality differs",
        ],
        [
            "nearly the same door",
            "nearly the same door, town agrees",
            "nearly the same door, locality not known",
            "nearly the same door, locality differs",
        ],
        [
            "other door of the place",
            "other door, town agrees",
            "other door, locality not known",
            "other door, locality differs",
        ],
    ];
    const OTHERS: [&str; LOCALITIES] =
        ["other place, same locality", "other place, same town", "other place", "other place and locality"];
    const UNKNOWN: [&str; LOCALITIES] = ["same locality", "same town", "not comparable", "other locality"];
    let mut all = vec![level("not known", Tone::Silent)];
    for (door, names) in NAMES.iter().enumerate() {
        let tone = match door {
            0 | 1 => Tone::Same,
            2 => Tone::Near,
            3 => Tone::Near,
            _ => Tone::Apart,
        };
        all.extend(names.iter().map(|name| split(name, tone, 0)));
    }
    all.extend(OTHERS.iter().map(|name| level(name, Tone::Apart)));
    all.extend(
        UNKNOWN
            .iter()
            .enumerate()
            .map(|(at, name)| level(name, if at < 2 { Tone::Near } else { Tone::Apart })),
    );
    all
}

const OTHER: usize = 1 + DOORS * LOCALITIES;
const NO_PLACE: usize = OTHER + LOCALITIES;

pub(crate) fn compare(a: &Spot, b: &Spot, names: &Interner) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let locality = locality(a, b, names);
    if a.place == 0 || b.place == 0 {
        return match (a.place == b.place, locality) {
            // doors on a road without a compound
            (true, 0) => 1 + doors(a.door, b.door) * LOCALITIES,
            (_, 2) => 0,
            _ => NO_PLACE + locality,
        };
    }
    if !same(a.place, b.place, names) {
        return OTHER + locality;
    }
    1 + doors(a.door, b.door) * LOCALITIES + locality
}

fn locality(a: &Spot, b: &Spot, names: &Interner) -> usize {
    let town = agree(a.town, b.town, names);
    let community = agree(a.community, b.community, names);
    let road = match agree(a.road, b.road, names) {
        Some(true) if a.road_number != 0 && b.road_number != 0 => Some(a.road_number == b.road_number),
        Some(true) => None,
        other => other,
    };
    let all = [town, community, road];
    if all.contains(&Some(false)) {
        return 3;
    }
    if community == Some(true) || road == Some(true) {
        return 0;
    }
    if town == Some(true) { 1 } else { 2 }
}

fn agree(a: u32, b: u32, names: &Interner) -> Option<bool> {
    (a != 0 && b != 0).then(|| same(a, b, names))
}

/// The same name, perhaps with something before it, or with one character lost.
fn same(a: u32, b: u32, names: &Interner) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (names.get(a), names.get(b));
    let (long, short) = if x.len() >= y.len() { (x, y) } else { (y, x) };
    let (l, s) = (long.as_bytes(), short.as_bytes());
    // what shares neither end is no slip
    if s.is_empty() || (l[0..s.len().min(3)] != s[0..s.len().min(3)] && l[l.len() - 1] != s[s.len() - 1]) {
        return false;
    }
    // three bytes a character
    if short.len() < 6 {
        return short.len() == 3 && long.len() == 6 && (long.starts_with(short) || long.ends_with(short));
    }
    long.ends_with(short) || lost_one(long, short)
}

fn lost_one(long: &str, short: &str) -> bool {
    if long.len() - short.len() > 4 || long.len() == short.len() {
        return false;
    }
    let head =
        long.chars().zip(short.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let skipped = long[head..].chars().next().map_or(0, char::len_utf8);
    long[head + skipped..] == short[head..]
}

fn doors(a: Door, b: Door) -> usize {
    let (mut equal, mut other) = (0, 0);
    for (x, y) in a.parts().into_iter().zip(b.parts()) {
        if x != 0 && y != 0 {
            if x == y { equal += 1 } else { other += 1 }
        }
    }
    let last = |x: u16, y: u16| x != 0 && x == y;
    match (equal, other) {
        (0, 0) => 2,
        (_, 0) if last(a.room, b.room) || last(a.number, b.number) => 0,
        (_, 0) => 1,
        (1.., 1) => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::SpotMaker;

    fn of(a: &str, b: &str) -> &'static str {
        let mut maker = SpotMaker::default();
        let (a, b) = (maker.spot(a), maker.spot(b));
        levels()[compare(&a, &b, &maker.names)].name
    }

    #[test]
    fn places_need_their_locality() {
        let long = "江南省临州市安和县城关镇人民社区人民路12号翠竹苑3幢2单元501室";
        assert_eq!(of(long, "人民社区翠竹苑3栋501"), "same door");
        assert_eq!(of(long, "城关镇翠竹苑3-2-501"), "same door, town agrees");
        assert_eq!(of(long, "翠竹苑三栋二单元501室"), "same door, locality not known");
        assert_eq!(of(long, "石桥镇翠竹苑3-2-501"), "same door, locality differs");
        assert_eq!(of(long, "人民社区翠竹苑"), "same place");
        assert_eq!(of(long, "城关翠竹苑3-2-501"), "same door, locality not known");
        assert_eq!(of(long, "人民社区翠竹苑3栋502"), "nearly the same door");
        assert_eq!(of("高桥镇王家湾村3组12号", "高桥镇王湾村三组12号"), "same door, town agrees");
    }
}
