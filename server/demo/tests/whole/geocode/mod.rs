//! The addresses of the demo city, asked for in six common ways by somebody who does not know the matcher; and sentences that have no
//! place, none of which is given one.
#![allow(clippy::print_stdout)] // the rates, for whoever asks

mod sentences;
mod town;

use fastrand::Rng;
use gazetteer::{Level, Outcome};
use sentences::{WAYS, of, without_place};
use std::collections::BTreeMap;
use town::Town;

/// Sentences with a place.
const WITH: usize = 500;
/// Sentences without.
const WITHOUT: usize = 120;

#[test]
#[allow(clippy::print_stdout)] // the rates are the proof
fn five_hundred_sentences_in_six_ways() {
    let town = Town::new();
    for seed in [1, 2] {
        let mut rng = Rng::with_seed(seed);
        let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for n in 0..WITH {
            let target = &town.targets[rng.usize(..town.targets.len())];
            let sentence = of(&mut rng, target, n % WAYS.len());
            let hit = town.grid_of(&sentence) == sentence.grid;
            let counted = right.entry(sentence.way).or_default();
            *counted = (counted.0 + usize::from(hit), counted.1 + 1);
            if !hit {
                println!(
                    "{}: {} near {:?} → {:?}",
                    sentence.way,
                    sentence.words,
                    sentence.near,
                    town.ask(&sentence)
                );
            }
        }
        let hits: usize = right.values().map(|(hit, _)| hit).sum();
        println!("seed {seed}: {hits} of {WITH} in the right grid; {right:?}");
        assert!(hits * 100 >= WITH * 95, "{hits} of {WITH}");
    }
}

#[test]
fn what_has_no_place_is_given_none() {
    let town = Town::new();
    let mut given = vec![];
    for seed in [3, 4] {
        let mut rng = Rng::with_seed(seed);
        for sentence in without_place(&mut rng, &town.targets, &town.names, WITHOUT) {
            let answer = town.ask(&sentence);
            let first = answer.candidates.first().filter(|_| answer.outcome == Outcome::Placed);
            let said = |c: &gazetteer::Candidate| {
                sentence.half && c.level == Level::Estate && matches!(c.missing, Some((Level::Building, _)))
            };
            if first.is_some_and(|c| !said(c)) {
                given.push((sentence, answer));
            }
        }
    }
    assert!(given.is_empty(), "{given:#?}");
}
