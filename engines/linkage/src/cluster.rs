//! From scored pairs to clusters. Chains are not followed blindly: within a component, the two groups whose pairs speak
//! most for each other on average are joined first, as long as they speak for each other at all, and never against
//! certain evidence (two valid identity numbers).

use rayon::prelude::*;

/// Components larger than this are joined edge by edge.
const LARGE: usize = 150;

/// How clusters are made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Log-odds are cut to this: a pair does not outvote all others.
    pub cap: f32,
    /// What a pair says that was not even a candidate.
    pub silent: f32,
    /// Scores are counted from here.
    pub threshold: f32,
}

fn find(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

/// The cluster of each row, by the number of its first row. `edges` are pairs with scores, also such as speak against.
#[allow(clippy::cast_possible_truncation)] // rows are counted in 32 bits
pub(crate) fn clusters(
    rows: usize,
    edges: &[(u32, u32, f32)],
    rules: Rules,
    conflict: impl Fn(u32, u32) -> bool + Sync,
) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..rows as u32).collect();
    for &(a, b, score) in edges {
        if score >= rules.threshold {
            let (x, y) = (find(&mut parent, a), find(&mut parent, b));
            parent[x.max(y) as usize] = x.min(y);
        }
    }
    let root: Vec<u32> = (0..rows as u32).map(|r| find(&mut parent, r)).collect();
    // edges of each component side by side
    let mut within: Vec<(u32, u32, u32, f32)> = edges
        .iter()
        .filter(|(a, b, _)| root[*a as usize] == root[*b as usize])
        .map(|&(a, b, score)| (root[a as usize], a, b, score))
        .collect();
    within.par_sort_unstable_by_key(|e| (e.0, e.1, e.2));
    let joined: Vec<Vec<(u32, u32)>> = within
        .chunk_by(|x, y| x.0 == y.0)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|edges| component(edges, rules, &conflict))
        .collect();
    let mut cluster: Vec<u32> = (0..rows as u32).collect();
    joined.into_iter().flatten().for_each(|(row, of)| cluster[row as usize] = of);
    cluster
}

fn component(
    edges: &[(u32, u32, u32, f32)],
    rules: Rules,
    conflict: &(impl Fn(u32, u32) -> bool + Sync),
) -> Vec<(u32, u32)> {
    let mut rows: Vec<u32> = edges.iter().flat_map(|e| [e.1, e.2]).collect();
    rows.sort_unstable();
    rows.dedup();
    if rows.len() == 2 {
        let of = if conflict(rows[0], rows[1]) { rows[1] } else { rows[0] };
        return vec![(rows[0], rows[0]), (rows[1], of)];
    }
    let groups = if rows.len() > LARGE {
        by_edges(&rows, edges, rules, conflict)
    } else {
        by_average(&rows, edges, rules, conflict)
    };
    let mut out = Vec::with_capacity(rows.len());
    for group in groups {
        out.extend(group.iter().map(|&at| (rows[at], rows[group[0]])));
    }
    out
}

fn place(rows: &[u32], row: u32) -> usize {
    rows.binary_search(&row).unwrap_or_default()
}

fn by_average(
    rows: &[u32],
    edges: &[(u32, u32, u32, f32)],
    rules: Rules,
    conflict: &(impl Fn(u32, u32) -> bool + Sync),
) -> Vec<Vec<usize>> {
    let n = rows.len();
    // sums of what the pairs between two groups say
    let mut sums = vec![rules.silent; n * n];
    for &(_, a, b, score) in edges {
        let (i, j) = (place(rows, a), place(rows, b));
        let vote = (score - rules.threshold).clamp(-rules.cap, rules.cap);
        (sums[i * n + j], sums[j * n + i]) = (vote, vote);
    }
    for i in 0..n {
        for j in i + 1..n {
            if conflict(rows[i], rows[j]) {
                (sums[i * n + j], sums[j * n + i]) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    loop {
        let mut best = (0.0f32, 0, 0);
        for i in 0..n {
            for j in i + 1..n {
                if groups[i].is_empty() || groups[j].is_empty() {
                    continue;
                }
                #[allow(clippy::cast_precision_loss)] // small groups
                let mean = sums[i * n + j] / (groups[i].len() * groups[j].len()) as f32;
                if mean > best.0 {
                    best = (mean, i, j);
                }
            }
        }
        let (mean, i, j) = best;
        if mean <= 0.0 {
            break;
        }
        let gone = std::mem::take(&mut groups[j]);
        groups[i].extend(gone);
        for k in 0..n {
            let sum = sums[i * n + k] + sums[j * n + k];
            (sums[i * n + k], sums[k * n + i]) = (sum, sum);
        }
    }
    groups.retain(|g| !g.is_empty());
    groups
}

/// The strongest edges first, each unless it brings certain contradiction into one group.
fn by_edges(
    rows: &[u32],
    edges: &[(u32, u32, u32, f32)],
    rules: Rules,
    conflict: &(impl Fn(u32, u32) -> bool + Sync),
) -> Vec<Vec<usize>> {
    let mut order: Vec<_> = edges.iter().filter(|e| e.3 >= rules.threshold).collect();
    order.sort_by(|x, y| y.3.total_cmp(&x.3).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut of: Vec<usize> = (0..rows.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..rows.len()).map(|i| vec![i]).collect();
    for &&(_, a, b, _) in &order {
        let (i, j) = (of[place(rows, a)], of[place(rows, b)]);
        if i == j || groups[i].iter().any(|&x| groups[j].iter().any(|&y| conflict(rows[x], rows[y]))) {
            continue;
        }
        let (i, j) = (i.min(j), i.max(j));
        let gone = std::mem::take(&mut groups[j]);
        gone.iter().for_each(|&x| of[x] = i);
        groups[i].extend(gone);
    }
    groups.retain(|g| !g.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULES: Rules = Rules { cap: 10.0, silent: -1.0, threshold: 0.0 };

    #[test]
    fn one_doubtful_pair_does_not_chain_two_things() {
        // 0-1-2 and 3-4-5 are certain; 2-3 is likely, but 1-3 and 2-4 speak against
        let edges = [
            (0, 1, 9.0),
            (1, 2, 9.0),
            (0, 2, 9.0),
            (3, 4, 9.0),
            (4, 5, 9.0),
            (3, 5, 9.0),
            (2, 3, 1.0),
            (1, 3, -4.0),
            (2, 4, -4.0),
        ];
        assert_eq!(clusters(7, &edges, RULES, |_, _| false), [0, 0, 0, 3, 3, 3, 6]);
    }

    #[test]
    fn certain_contradiction_stays_apart() {
        let edges = [(0, 1, 5.0), (1, 2, 4.0)];
        assert_eq!(clusters(3, &edges, RULES, |a, b| a.min(b) == 0 && a.max(b) == 2), [0, 0, 2]);
    }

    proptest! {
        #[test]
        fn clusters_keep_their_rules(
            edges in prop::collection::vec((0u32..200, 0u32..200, -5.0f32..12.0), 0..400),
            kinds in prop::collection::vec(0u8..12, 200),
        ) {
            let conflict = |a: u32, b: u32| {
                let (x, y) = (kinds[a as usize], kinds[b as usize]);
                x < 3 && y < 3 && x != y
            };
            let edges: Vec<_> = edges.into_iter().filter(|e| e.0 < e.1).collect();
            let found = clusters(200, &edges, RULES, conflict);
            for (row, &of) in found.iter().enumerate() {
                prop_assert!(of as usize <= row, "known by its first row");
                prop_assert_eq!(found[of as usize], of);
            }
            for a in 0..200u32 {
                for b in a + 1..200 {
                    prop_assert!(found[a as usize] != found[b as usize] || !conflict(a, b));
                }
            }
        }
    }
}
