//! What is to be joined and what is to be shown to somebody: the engine at work, on a thread of its own. No database.

use super::load::Loaded;
use super::views::Evidence;
use crate::rules::matching::{ENOUGH, Matcher, SAFE, WORTH, contradicts};
use linkage::{Linkage, LinkageError, Options, Records};

/// Records with one number at most; more of them have a placeholder for a number.
const ALIKE: usize = 80;
/// Pairs that are put before people at most: the likeliest.
const SHOWN: usize = 50_000;

/// Two records that may be one thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Edge {
    pub a: i64,
    pub b: i64,
    /// The place above both.
    pub place: String,
    /// Minus the score in thousandths of a bit.
    pub rank: i64,
    /// Levels and weights as JSON.
    pub evidence: String,
}

/// What a run found.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub compared: usize,
    /// From how many bits on pairs are joined.
    pub safe: Option<f32>,
    /// Pairs to be joined; those of one thing stand together, the surest first.
    pub joins: Vec<Edge>,
    /// Pairs to be shown, the likeliest first.
    pub review: Vec<Edge>,
}

/// Rows with their scores.
type Scored = (u32, u32, f32);

/// Compares all rows; of pairs without a new record (`since`) nothing is said.
pub(super) fn plan(
    matcher: &Matcher,
    mut loaded: Loaded,
    since: Option<i64>,
) -> Result<(Plan, Loaded), LinkageError> {
    let rows = loaded.ns.len();
    if rows < 2 {
        return Ok((Plan::default(), loaded));
    }
    let table = std::mem::replace(&mut loaded.table, linkage::Table::new(&matcher.schema));
    let records = Records::new(matcher.schema.clone(), table)?;
    let draws = (rows * 100).clamp(50_000, 2_000_000);
    let options = Options { draws, ..Options::default() };
    let found = Linkage::of(&records, &options)?;
    let safe = Some(found.threshold_at(0.99).unwrap_or(SAFE).max(SAFE)).filter(|_| rows >= ENOUGH);
    let work = Work { matcher, loaded: &loaded, records: &records, found: &found, since };
    let (mut joins, mut review) = work.by_number();
    let clusters = safe.map(|safe| found.clusters(&records, safe));
    for &(a, b, score) in found.pairs.iter().filter(|p| work.is_open(p.0, p.1)) {
        let sure = safe.is_some_and(|safe| score >= safe)
            && clusters.as_ref().is_some_and(|c| c[a as usize] == c[b as usize]);
        if sure {
            joins.push((a, b, score));
        } else if score.is_finite() && score >= WORTH {
            review.push((a, b, score));
        }
    }
    let (joins, refused) = work.forest(joins);
    review.extend(refused);
    review.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
    review.dedup_by_key(|e| (e.0, e.1));
    review.truncate(SHOWN);
    let edges = |scored: Vec<Scored>| scored.into_iter().map(|(a, b, _)| work.edge(a, b)).collect();
    let (joins, review) = (edges(joins), edges(review));
    let plan = Plan { compared: found.compared, safe, joins, review };
    Ok((plan, loaded))
}

struct Work<'a> {
    matcher: &'a Matcher,
    loaded: &'a Loaded,
    records: &'a Records,
    found: &'a Linkage,
    since: Option<i64>,
}

impl Work<'_> {
    fn is_new(&self, a: u32, b: u32) -> bool {
        let n = |row: u32| self.loaded.ns[row as usize];
        self.since.is_none_or(|since| n(a) >= since || n(b) >= since)
    }

    fn number(&self, row: u32) -> i64 {
        self.loaded.numbers[row as usize]
    }

    /// Not told by two numbers already.
    fn is_open(&self, a: u32, b: u32) -> bool {
        self.is_new(a, b) && (self.number(a) == 0 || self.number(b) == 0)
    }

    /// Records of one valid number are one thing, unless their names say something else: these are shown.
    fn by_number(&self) -> (Vec<Scored>, Vec<Scored>) {
        let (mut joins, mut review) = (vec![], vec![]);
        let rows = u32::try_from(self.loaded.ns.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..rows).filter(|row| self.number(*row) != 0).collect();
        order.sort_unstable_by_key(|row| (self.number(*row), *row));
        for group in order.chunk_by(|a, b| self.number(*a) == self.number(*b)) {
            if !(2..=ALIKE).contains(&group.len()) {
                continue;
            }
            for (i, &b) in group.iter().enumerate().skip(1) {
                let fits = group[..i].iter().find(|a| !self.names_differ(**a, b));
                let to = if fits.is_some() { &mut joins } else { &mut review };
                let a = *fits.unwrap_or(&group[0]);
                if self.is_new(a, b) {
                    to.push((a, b, f32::INFINITY));
                }
            }
        }
        (joins, review)
    }

    fn names_differ(&self, a: u32, b: u32) -> bool {
        let Some(name) = self.matcher.name else { return false };
        let why = self.found.explain(self.records, a, b);
        why.evidence.get(name).is_some_and(|e| contradicts(e.level))
    }

    /// Of pairs to be joined only those that bring two groups together, the surest first, and never two numbers. The others of two
    /// numbers are handed back.
    fn forest(&self, mut joins: Vec<Scored>) -> (Vec<Scored>, Vec<Scored>) {
        joins.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        let mut parent: Vec<u32> = (0..).take(self.loaded.ns.len()).collect();
        let mut number = self.loaded.numbers.clone();
        let (mut kept, mut refused) = (vec![], vec![]);
        for edge in joins {
            let (x, y) = (find(&mut parent, edge.0), find(&mut parent, edge.1));
            let (p, q) = (number[x as usize], number[y as usize]);
            if x == y {
                continue;
            }
            if p != 0 && q != 0 && p != q {
                refused.push(edge);
                continue;
            }
            parent[x.max(y) as usize] = x.min(y);
            number[x.min(y) as usize] = if p == 0 { q } else { p };
            kept.push(edge);
        }
        kept.sort_by_key(|e| (find(&mut parent, e.0), std::cmp::Reverse(e.2.to_bits())));
        (kept, refused)
    }

    fn edge(&self, a: u32, b: u32) -> Edge {
        let why = self.found.explain(self.records, a, b);
        let field = |n: usize| self.matcher.fields.get(n).cloned().unwrap_or_default();
        let round = |x: f64| (x * 10.0).round() / 10.0;
        let each = why.evidence.iter().enumerate();
        let evidence: Vec<Evidence> = each
            .map(|(n, e)| Evidence { field: field(n), level: e.level.into(), weight: round(e.weight) })
            .collect();
        let (x, y) = (self.loaded.ns[a as usize], self.loaded.ns[b as usize]);
        #[allow(clippy::cast_possible_truncation)] // some tens of thousands
        let rank = -(why.score.clamp(-1e6, 1e6) * 1_000.0) as i64;
        Edge {
            a: x.min(y),
            b: x.max(y),
            place: self.loaded.above(a, b),
            rank,
            evidence: serde_json::to_string(&evidence).unwrap_or_default(),
        }
    }
}

fn find(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}
