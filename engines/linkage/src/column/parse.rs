//! Words of a column into values, in pieces, each by one thread.

use super::spots::SpotMaker;
use crate::compare::address::Spot;
use crate::intern::Interner;
use crate::text::{TextColumn, narrow};
use rayon::prelude::*;
use std::ops::Range;

/// Pieces of a column, parsed each by one thread.
fn pieces(rows: usize) -> Vec<Range<usize>> {
    let size = rows.div_ceil(8).max(1);
    (0..rows).step_by(size).map(|from| from..(from + size).min(rows)).collect()
}

pub fn parsed<T: Send>(column: &TextColumn, parse: impl Fn(&str, &mut Vec<u8>) -> T + Sync) -> Vec<T> {
    let parts: Vec<Vec<T>> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let mut scratch = vec![];
            range.map(|row| parse(column.get(row), &mut scratch)).collect()
        })
        .collect();
    parts.into_iter().flatten().collect()
}

pub fn interned(
    column: &TextColumn,
    tidy: impl Fn(&str, &mut String) + Sync,
    into: &mut Interner,
) -> Vec<u32> {
    let parts: Vec<(Vec<u32>, Interner)> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let (mut texts, mut buffer) = (Interner::default(), String::new());
            let one = |row| {
                tidy(column.get(row), &mut buffer);
                texts.id(&buffer)
            };
            (range.map(one).collect(), texts)
        })
        .collect();
    let mut all = Vec::with_capacity(column.len());
    for (ids, texts) in parts {
        let new = into.absorb(&texts);
        all.extend(ids.into_iter().map(|id| new[id as usize]));
    }
    all
}

pub fn lower(raw: &str, out: &mut String) {
    out.clear();
    out.extend(raw.trim().chars().map(narrow).flat_map(char::to_lowercase));
}

pub fn packed(raw: &str, out: &mut String) {
    out.clear();
    out.extend(
        raw.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase),
    );
}

pub fn sex(raw: &str) -> u8 {
    match raw.trim() {
        "男" | "男性" | "M" | "m" | "male" | "Male" | "1" => 1,
        "女" | "女性" | "F" | "f" | "female" | "Female" | "2" => 2,
        _ => 0,
    }
}

pub fn spots_of(column: &TextColumn, into: &mut SpotMaker) -> Vec<Spot> {
    let parts: Vec<(Vec<Spot>, Interner)> = pieces(column.len())
        .into_par_iter()
        .map(|range| {
            let mut maker = SpotMaker::default();
            let spots = range.map(|row| maker.spot(column.get(row))).collect();
            (spots, maker.names)
        })
        .collect();
    let mut all = Vec::with_capacity(column.len());
    for (spots, names) in parts {
        let new = into.names.absorb(&names);
        let at = |id: u32| new[id as usize];
        all.extend(spots.into_iter().map(|s| Spot {
            town: at(s.town),
            community: at(s.community),
            road: at(s.road),
            place: at(s.place),
            ..s
        }));
    }
    all
}
