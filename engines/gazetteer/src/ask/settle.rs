//! From candidates to an answer: what contradicts goes, what is only a landmark steps back, and places of one name stay several
//! unless upper levels or the asker's area decide.

use super::find::{Finder, Found};
use super::{Answer, Candidate, MOST, Outcome, Place};
use crate::home::Level;
use crate::names::Fit;

pub(super) fn settle(finder: &Finder<'_>, near: &[u32]) -> Answer {
    if finder.elsewhere() {
        return Answer::none(Outcome::Elsewhere);
    }
    let mut all = finder.all();
    all.iter_mut().for_each(|f| f.candidate.score = score(f));
    all.sort_by(|a, b| b.candidate.score.total_cmp(&a.candidate.score));
    let sure: Vec<Found> = all.iter().filter(|f| f.whole && !f.conflict && !f.doubtful).cloned().collect();
    let mut sure = fewest(finder, sure);
    if sure.is_empty() {
        return Answer { outcome: Outcome::Unknown, candidates: offered(finder, all) };
    }
    // another road of that name: that its number is not recorded does not say that there is none
    let rival = |f: &&Found| {
        let road = !f.whole && !f.conflict && !f.doubtful && f.candidate.missing.is_some();
        road && sure.iter().any(|s| s.span == f.span && s.support <= f.support)
    };
    let rivals: Vec<Found> = all.iter().filter(rival).cloned().collect();
    sure.extend(rivals);
    let chosen = match sure.as_slice() {
        [one] => Some(one),
        many => nearest(finder, many, near),
    };
    match chosen {
        Some(one) if !one.whole => Answer { outcome: Outcome::Unknown, candidates: offered(finder, sure) },
        Some(one) => Answer { outcome: Outcome::Placed, candidates: vec![one.candidate.clone()] },
        None => Answer { outcome: Outcome::Ambiguous, candidates: offered(finder, sure) },
    }
}

fn score(f: &Found) -> f32 {
    let mut score = 1.0;
    let mut less = |when: bool, by: f32| score -= if when { by } else { 0.0 };
    less(f.fit == Fit::Sound, 0.1);
    less(f.short, 0.1);
    less(f.support == 0, 0.05);
    less(f.candidate.missing.is_some(), 0.15);
    less(f.candidate.beside, 0.1);
    less(f.conflict, 0.3);
    less(f.doubtful, 0.3);
    less(!f.whole, 0.2);
    score
}

/// How much a level says: a building more than its compound.
fn depth(level: Level) -> u8 {
    match level {
        Level::Area => 1,
        Level::Road => 0,
        Level::Group => 2,
        Level::Estate | Level::Spot => 3,
        Level::Number => 4,
        Level::Building => 5,
        Level::Unit => 6,
        Level::Room => 7,
    }
}

/// Those that speak of one thing: landmarks, places that hold another one, and the road before a compound step back.
fn fewest(finder: &Finder<'_>, mut sure: Vec<Found>) -> Vec<Found> {
    if sure.iter().any(|f| !f.candidate.beside) {
        sure.retain(|f| !f.candidate.beside);
    }
    // a candidate that holds another says less of the same
    let all = sure.clone();
    sure.retain(|f| !all.iter().any(|o| holds(finder, &f.candidate, &o.candidate)));
    // among names at several places of the sentence the one with the deepest door; whoever says only a name gives way
    let deepest = sure.iter().map(|f| depth(f.candidate.level)).max().unwrap_or(0);
    let spans = |sure: &[Found]| {
        let mut spans: Vec<(usize, usize)> = sure.iter().map(|f| f.span).collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    };
    let there = spans(&sure);
    if there.len() > 1 {
        let best: Vec<(usize, usize)> =
            sure.iter().filter(|f| depth(f.candidate.level) == deepest).map(|f| f.span).collect();
        sure.retain(|f| best.contains(&f.span));
        // `人民路12号翠竹苑`: the compound stands at that number, the road tells which of its name
        if let [front, back] = spans(&sure).as_slice() {
            sure = road_and_estate(finder, sure, *front, *back);
        }
    }
    // a grid that was named decides
    if let Some(grid) = sure.iter().find(|f| matches!(f.candidate.place, Place::Area(_))).cloned() {
        let inside = sure.iter().filter(|f| finder.areas.within(f.candidate.area, grid.candidate.area));
        let inside: Vec<Found> =
            inside.filter(|f| !matches!(f.candidate.place, Place::Area(_))).cloned().collect();
        return if inside.len() == 1 { inside } else { vec![grid] };
    }
    // divisions that the sentence names decide
    let most = sure.iter().map(|f| f.support).max().unwrap_or(0);
    sure.retain(|f| f.support == most);
    sure
}

fn road_and_estate(
    finder: &Finder<'_>,
    sure: Vec<Found>,
    front: (usize, usize),
    back: (usize, usize),
) -> Vec<Found> {
    let at = |span| sure.iter().filter(move |f| f.span == span);
    let numbers = at(front).all(|f| f.candidate.level == Level::Number);
    if !numbers || back.0.saturating_sub(front.1) > 8 {
        return sure;
    }
    let same_town =
        |a: &Found, b: &Found| finder.areas.town(a.candidate.area) == finder.areas.town(b.candidate.area);
    let fitting: Vec<Found> = at(back).filter(|b| at(front).any(|a| same_town(a, b))).cloned().collect();
    if fitting.is_empty() { sure } else { fitting }
}

fn holds(finder: &Finder<'_>, outer: &Candidate, inner: &Candidate) -> bool {
    let (Place::Node { home, node }, Place::Node { home: other, node: deep }) = (outer.place, inner.place)
    else {
        return false;
    };
    if home != other || node == deep {
        return false;
    }
    let of = finder.homes[home];
    let line = of.line(deep);
    line.contains(&node) || of.gates.get(&node).is_some_and(|gate| line.contains(gate))
}

/// The only one in the asker's area, from the lowest area up.
fn nearest<'f>(finder: &Finder<'_>, many: &'f [Found], near: &[u32]) -> Option<&'f Found> {
    if many.iter().all(|f| f.candidate.place == many[0].candidate.place) {
        return many.first();
    }
    for area in near {
        let mut inside = many.iter().filter(|f| finder.areas.within(f.candidate.area, *area));
        if let Some(first) = inside.next() {
            return inside.all(|f| f.candidate.place == first.candidate.place).then_some(first);
        }
    }
    None
}

/// What may have been meant, each once; of a road without a number that is there, the numbers around it.
fn offered(finder: &Finder<'_>, all: Vec<Found>) -> Vec<Candidate> {
    let mut offered: Vec<Candidate> = vec![];
    for found in all.into_iter().filter(|f| !f.short) {
        let candidate = found.candidate;
        if !offered.iter().any(|o| o.place == candidate.place) {
            offered.push(candidate);
        }
    }
    let around: Vec<Candidate> = offered.iter().flat_map(|c| numbers_around(finder, c)).collect();
    offered.retain(|c| !matches!(c.level, Level::Road | Level::Area) || matches!(c.place, Place::Area(_)));
    offered.extend(around);
    offered.truncate(MOST);
    offered
}

fn numbers_around(finder: &Finder<'_>, candidate: &Candidate) -> Vec<Candidate> {
    let (Place::Node { home, node }, Some((Level::Number, said))) = (candidate.place, candidate.missing)
    else {
        return vec![];
    };
    let of = finder.homes[home];
    let mut children: Vec<u32> = of.children(node).collect();
    let far = |n: &u32| of.nodes[*n as usize].number().abs_diff(said);
    children.sort_by_key(far);
    let nearby = children.into_iter().take(3).filter_map(|n| {
        let node = of.node(n)?;
        let (place, area, level) = (Place::Node { home, node: n }, node.area, node.level());
        Some(Candidate {
            place,
            area,
            level,
            missing: None,
            score: candidate.score - 0.1,
            ..candidate.clone()
        })
    });
    nearby.collect()
}
