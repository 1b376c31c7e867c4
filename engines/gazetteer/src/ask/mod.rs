//! A sentence put to the addresses of some counties.

mod find;
mod settle;

use crate::areas::Areas;
use crate::home::{Home, Level};
use crate::names::{Fit, Mention};
use crate::text::Text;
use find::Finder;

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is one answer: the first candidate.
    Placed,
    /// Several places are meant by these words; the candidates.
    Ambiguous,
    /// Nothing is known by these words; candidates may be near what was meant.
    Unknown,
    /// The words name a division that is not of this map.
    Elsewhere,
}

/// Where a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A node of a home.
    Node {
        /// Index of the home among those that were asked.
        home: usize,
        /// The node.
        node: u32,
    },
    /// A grid that was named.
    Area(u32),
}

/// Something that the words may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Where.
    pub place: Place,
    /// Index of the lowest area in which it lies.
    pub area: u32,
    /// The level that was reached.
    pub level: Level,
    /// From 0 to 1: how well the words fit.
    pub score: f32,
    /// What was said below that level and is not there: `99幢`.
    pub missing: Option<(Level, u32)>,
    /// The words mean something close by: opposite, beside.
    pub beside: bool,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How it ended.
    pub outcome: Outcome,
    /// The best first.
    pub candidates: Vec<Candidate>,
}

impl Answer {
    fn none(outcome: Outcome) -> Self {
        Self { outcome, candidates: vec![] }
    }
}

/// Candidates of one answer at most.
const MOST: usize = 8;

/// Puts a sentence to some homes. `near` is where the asker is, from the lowest area up to the highest that may decide between places
/// of one name.
pub fn ask(areas: &Areas, homes: &[&Home], said: &str, near: &[u32]) -> Answer {
    let text = Text::new(said);
    if text.chars.len() < 2 {
        return Answer::none(Outcome::Unknown);
    }
    let mut named: Vec<Named> = areas.mentions(&text).into_iter().map(|m| Named { of: None, m }).collect();
    for (n, home) in homes.iter().enumerate() {
        named.extend(home.names.mentions(&text).into_iter().map(|m| Named { of: Some(n), m }));
    }
    let named = strongest(named);
    let finder = Finder::new(areas, homes, &text, &named);
    settle::settle(&finder, near)
}

/// A name that stands in the sentence: of an area, or of a node of a home.
#[derive(Clone, Copy, Debug)]
struct Named {
    of: Option<usize>,
    m: Mention,
}

/// Without names that are only part of a longer one, or that sound like one which stands there as it is written.
fn strongest(mut named: Vec<Named>) -> Vec<Named> {
    let all: Vec<Mention> = named.iter().map(|n| n.m).collect();
    let beaten = |m: &Mention| {
        all.iter().any(|o| {
            let holds = o.start <= m.start && m.end <= o.end;
            let longer = o.end - o.start > m.end - m.start;
            let whole = o.fit == Fit::Exact && !o.short;
            let better = (o.short, o.fit) < (m.short, m.fit);
            holds && (longer && (whole || m.short) || !longer && better)
                || whole
                    && (m.fit != Fit::Exact)
                    && o.start < m.end
                    && m.start < o.end
                    && !(m.start <= o.start && o.end <= m.end && m.end - m.start > o.end - o.start)
        })
    };
    let keep: Vec<bool> = all.iter().map(|m| !beaten(m)).collect();
    let mut keep = keep.into_iter();
    named.retain(|_| keep.next().unwrap_or(true));
    named
}
