//! Candidates: each name of a place with the door that belongs to it, held against everything else that the sentence names.

use super::{Candidate, Named, Place};
use crate::areas::Areas;
use crate::door::{self, Said};
use crate::home::{Home, Level};
use crate::names::Fit;
use crate::text::Text;
use crate::words;

pub(super) struct Finder<'a> {
    pub areas: &'a Areas,
    pub homes: &'a [&'a Home],
    text: &'a Text,
    named: &'a [Named],
    /// Which characters belong to a name.
    covered: Vec<bool>,
}

/// A candidate with how it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub candidate: Candidate,
    /// Where its name stands.
    pub span: (usize, usize),
    pub fit: Fit,
    pub short: bool,
    /// Divisions that the sentence names and that it lies in.
    pub support: usize,
    /// It does not lie in a division that the sentence names.
    pub conflict: bool,
    /// What stands beside the name may make another name of it.
    pub doubtful: bool,
    /// Said enough for a point: a road with its number, a compound.
    pub whole: bool,
}

impl<'a> Finder<'a> {
    pub fn new(areas: &'a Areas, homes: &'a [&'a Home], text: &'a Text, named: &'a [Named]) -> Self {
        let mut covered = vec![false; text.chars.len()];
        for n in named.iter().filter(|n| !n.m.short || n.m.end - n.m.start > 1) {
            covered[n.m.start..n.m.end].fill(true);
        }
        Self { areas, homes, text, named, covered }
    }

    /// Whether the sentence names a division that is not on the map.
    pub fn elsewhere(&self) -> bool {
        let chars = &self.text.chars;
        let mut begin = 0;
        for at in 0..=chars.len() {
            if at == chars.len() || self.covered[at] {
                if words::names_division(&chars[begin..at]) {
                    return true;
                }
                begin = at + 1;
            }
        }
        false
    }

    /// Every candidate.
    pub fn all(&self) -> Vec<Found> {
        let mut found = vec![];
        for n in self.named {
            match n.of {
                Some(home) => found.extend(self.of_node(home, n.m.target, n)),
                None if self.areas.get(n.m.target).is_grid => found.extend(self.of_grid(n)),
                None => {
                    for (home, of) in self.homes.iter().enumerate() {
                        if let Some(&node) = of.villages.get(&n.m.target) {
                            found.extend(self.of_node(home, node, n));
                        }
                    }
                }
            }
        }
        found
    }

    fn of_grid(&self, n: &Named) -> Option<Found> {
        let area = n.m.target;
        let candidate = Candidate {
            place: Place::Area(area),
            area,
            level: Level::Area,
            score: 1.0,
            missing: None,
            beside: false,
        };
        (n.m.fit == Fit::Exact).then(|| self.judged(candidate, n, n.m.end, true))
    }

    fn of_node(&self, home: usize, root: u32, n: &Named) -> Option<Found> {
        let of = self.homes[home];
        let level = of.node(root)?.level();
        let (start, end) = (n.m.start, n.m.end);
        let limit = self.named.iter().map(|o| o.m.start).filter(|s| *s >= end).min();
        let mut said = door::behind(&self.text.chars, end, limit.unwrap_or(self.text.chars.len()));
        let another = words::is_another(&self.text.chars[end..]);
        if another {
            said = Said { end, ..Said::default() };
        }
        if said.door.is_empty()
            && let Some((_, ahead)) = door::before(&self.text.chars, start)
        {
            said = Said { end, ..ahead };
        }
        let (node, missing) = descend(of, root, &said);
        let reached = of.node(node)?.level();
        // a name without its last word, or one of a village, is a place only together with a door that is there
        if (n.m.short || level == Level::Area) && node == root {
            return None;
        }
        let whole = reached != Level::Road && reached != Level::Area;
        if n.m.short && of.node(root)?.level() != Level::Area && !(said.plain && whole) {
            return None;
        }
        let area = of.node(node)?.area;
        let place = Place::Node { home, node };
        let candidate = Candidate { place, area, level: reached, score: 1.0, missing, beside: false };
        let mut found = self.judged(candidate, n, said.end.max(end), whole);
        found.doubtful |= another;
        Some(found)
    }

    /// Holds a candidate against the rest of the sentence.
    fn judged(&self, mut candidate: Candidate, n: &Named, end: usize, whole: bool) -> Found {
        let chars = &self.text.chars;
        let (start, name_end) = (n.m.start, n.m.end);
        candidate.beside = words::is_beside(&chars[end..]);
        let (mut support, mut conflict) = (0, false);
        let own = |o: &&Named| o.m.start < name_end && start < o.m.end;
        let divisions = |o: &&Named| o.of.is_none() && !self.areas.get(o.m.target).is_grid;
        let mut spans: Vec<(usize, usize)> =
            self.named.iter().filter(divisions).filter(|o| !own(o)).map(|o| (o.m.start, o.m.end)).collect();
        spans.sort_unstable();
        spans.dedup();
        let first = self.chain(start);
        for span in spans {
            let meant = self.named.iter().filter(divisions).filter(|o| (o.m.start, o.m.end) == span);
            let meant: Vec<&Named> = meant.collect();
            let inside = meant.iter().any(|o| {
                self.areas.within(candidate.area, o.m.target) || self.areas.within(o.m.target, candidate.area)
            });
            let short = meant.iter().all(|o| o.m.short);
            let beside = words::is_beside(&chars[span.1..]);
            // a name without its kind may be another word, unless it stands right before
            if short && !(first <= span.0 && span.1 <= start) {
                continue;
            }
            support += usize::from(inside);
            conflict |= !inside && !beside;
        }
        let before = &chars[..first];
        let open = !before.is_empty() && !self.covered[first - 1];
        let doubtful = open && !words::may_precede(before) && !self.door_before(first);
        Found {
            candidate,
            span: (start, name_end),
            fit: n.m.fit,
            short: n.m.short,
            support,
            conflict,
            doubtful,
            whole,
        }
    }

    fn door_before(&self, at: usize) -> bool {
        door::before(&self.text.chars, at).is_some()
    }

    /// Where the row of names begins that ends at a place.
    fn chain(&self, mut at: usize) -> usize {
        loop {
            let skip =
                self.text.chars[..at].iter().rev().take_while(|c| matches!(c, ',' | '的' | '-')).count();
            let before =
                self.named.iter().filter(|n| n.m.end == at - skip && n.m.start < at).map(|n| n.m.start).min();
            match before {
                Some(start) => at = start,
                // a road with its number before the compound
                None => match self.road_before(at - skip) {
                    Some(start) => at = start,
                    None => return at,
                },
            }
        }
    }

    fn road_before(&self, at: usize) -> Option<usize> {
        let roads = self.named.iter().filter(|n| {
            n.of.is_some_and(|home| {
                let node = self.homes[home].node(n.m.target);
                node.is_some_and(|node| node.level() == Level::Road)
            })
        });
        let fits = |n: &&Named| {
            n.m.end < at && {
                let said = door::behind(&self.text.chars, n.m.end, at);
                said.door.number != 0 && said.end == at
            }
        };
        roads.filter(fits).map(|n| n.m.start).min()
    }
}

/// From a place down to the door that was said, as far as it is there; and what was said first that is not.
fn descend(home: &Home, root: u32, said: &Said) -> (u32, Option<(Level, u32)>) {
    let mut door = said.door;
    let mut at = root;
    let top = home.node(root).map_or(Level::Area, crate::home::Node::level);
    if matches!(top, Level::Estate | Level::Spot) && door.building == 0 && door.number != 0 {
        // `翠竹苑12号501`: what is counted there are buildings
        (door.building, door.number) = (door.number, 0);
    }
    let way = [
        (Level::Group, door.group),
        (Level::Number, door.number),
        (Level::Building, door.building),
        (Level::Unit, door.unit),
        (Level::Room, door.room),
    ];
    for (level, number) in way {
        let (number, here) = (u32::from(number), home.node(at).map_or(Level::Room, crate::home::Node::level));
        if number == 0 || inner(here) >= inner(level) {
            continue;
        }
        let gate = (level > Level::Number).then(|| home.gates.get(&at).copied()).flatten();
        let found = home.child(at, level, number).or_else(|| gate.and_then(|g| home.child(g, level, number)));
        match found {
            Some(next) => at = next,
            // a unit that the register does not tell apart: the room may stand right under the building
            None if level == Level::Unit && home.child(at, Level::Room, u32::from(door.room)).is_some() => {}
            None => return (at, Some((level, number))),
        }
    }
    (at, None)
}

fn inner(level: Level) -> u8 {
    match level {
        Level::Area | Level::Road | Level::Estate | Level::Spot => 0,
        Level::Group => 1,
        Level::Number => 2,
        Level::Building => 3,
        Level::Unit => 4,
        Level::Room => 5,
    }
}
