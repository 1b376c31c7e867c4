//! From words to addresses: five hundred sentences of the demo city in six ways, sentences without a place, and a million addresses
//! in memory.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
};
use fastrand::Rng;
use gazetteer::{Area, Areas, Builder, Home, Level, Outcome, Row, ask};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

#[path = "../../server/demo/tests/whole/geocode/sentences.rs"]
mod sentences;
#[path = "../../server/demo/tests/whole/geocode/town.rs"]
mod town;

use sentences::{Sentence, WAYS, of, without_place};
use town::Town;

/// Sentences with a place.
const WITH: usize = 500;
/// Sentences without one.
const WITHOUT: usize = 120;

/// All of it.
pub async fn run(bench: &Bench) -> Answer {
    let town = Town::new();
    let mut rng = Rng::with_seed(77);
    let mut right: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut all: Vec<Sentence> = vec![];
    for n in 0..WITH {
        let target = &town.targets[rng.usize(..town.targets.len())];
        let sentence = of(&mut rng, target, n % WAYS.len());
        let counted = right.entry(sentence.way).or_default();
        let hit = town.grid_of(&sentence) == sentence.grid;
        *counted = (counted.0 + u32::from(hit), counted.1 + 1);
        all.push(sentence);
    }
    let share = |(hit, of): (u32, u32)| 100.0 * f64::from(hit) / f64::from(of);
    let total = right.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    let ways: Vec<String> = right.iter().map(|(way, one)| format!("{way} {:.0} %", share(*one))).collect();
    let nowhere = without_place(&mut rng, &town.targets, &town.names, WITHOUT);
    let given = nowhere.iter().filter(|s| {
        let answer = town.ask(s);
        let first = answer.candidates.first().filter(|_| answer.outcome == Outcome::Placed);
        first.is_some_and(|c| !(s.half && c.level == Level::Estate && c.missing.is_some()))
    });
    let given = given.count();
    all.extend(nowhere);
    let rate = rate(bench, &all, |sentence| drop(town.ask(sentence)));
    let addresses = if bench.quick { 100_000 } else { 1_000_000 };
    let mut figures =
        vec![
            Figure::new("sentences in the right grid", share(total), "%")
                .bar(Bar::AtLeast(95.0))
                .note(format!("{} of {}: {}", total.0, total.1, ways.join(", "))),
            Figure::new("sentences without a place that are given one", given as f64, "")
                .bar(Bar::AtMost(0.0))
                .note(format!("of {WITHOUT}")),
            Figure::new("sentences, one thread, the demo city", rate, "1/s").bar(Bar::AtLeast(2_000.0)),
        ];
    figures.extend(many(bench, addresses));
    Ok(figures)
}

fn rate(bench: &Bench, sentences: &[Sentence], ask: impl Fn(&Sentence)) -> f64 {
    let (begun, mut done) = (Instant::now(), 0u32);
    while begun.elapsed().as_secs_f64() < bench.seconds() as f64 / 2.0 {
        sentences.iter().for_each(&ask);
        done += u32::try_from(sentences.len()).unwrap_or(0);
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}

/// A county of so many flats: buildings of two units, thirty flats each.
fn many(bench: &Bench, addresses: u32) -> Vec<Figure> {
    const STEMS: [&str; 20] = [
        "翠竹", "星河", "锦绣", "银杏", "梧桐", "春江", "碧水", "枫林", "荷塘", "玫瑰", "长青", "清风",
        "临湖", "嘉禾", "永乐", "文华", "蓝天", "紫荆", "观澜", "祥和",
    ];
    let grids = 400u32;
    let area = |code: String, name: String, parent, is_grid| Area { code, name, parent, is_grid };
    let mut areas = vec![area("9901".into(), "听潮区".into(), None, false)];
    for town in 0..20 {
        areas.push(area(format!("9901{town:02}"), format!("{}镇", STEMS[town as usize]), Some(0), false));
    }
    for grid in 0..grids {
        areas.push(area(format!("G{grid}"), format!("第{grid}网格"), Some(1 + grid % 20), true));
    }
    let areas = Arc::new(Areas::new(areas));
    let begun = Instant::now();
    let mut builder = Builder::new(areas.clone(), "9901");
    for n in 0..addresses {
        let (flat, building) = (n % 60, n / 60);
        let (estate, grid) = (building / 12, building / 12 % grids);
        let estate = format!(
            "{}{}{}苑",
            STEMS[(estate % 20) as usize],
            STEMS[(estate / 20 % 20) as usize],
            estate / 400
        );
        let room = format!("{}0{}室", flat % 30 / 2 + 1, flat % 2 + 1);
        builder.add(&Row {
            record: n + 1,
            area: &format!("G{grid}"),
            point: Some((119.0 + f64::from(building % 100) * 1e-3, 25.0 + f64::from(building / 100) * 1e-3)),
            estate: &estate,
            building: &format!("{}幢", building % 12 + 1),
            unit: &format!("{}单元", flat / 30 + 1),
            room: &room,
            ..Row::default()
        });
    }
    let home: Home = builder.build();
    let built = begun.elapsed().as_secs_f64();
    let words: Vec<Sentence> = (0..1_000u32)
        .map(|n| {
            let (town, other) = (STEMS[(n % 20) as usize], STEMS[(n / 20 % 20) as usize]);
            let words = format!("我家住{town}{other}{}苑{}栋2单元五零一，电梯坏了", n % 3, n % 12 + 1);
            Sentence { words, near: None, grid: None, half: false, way: "" }
        })
        .collect();
    let rate = rate(bench, &words, |s| drop(ask(&areas, &[&home], &s.words, &[])));
    let name = |what: &str| format!("{addresses} addresses: {what}");
    vec![
        Figure::new(name("in memory"), home.heap_bytes() as f64 / 1e6, "MB").bar(Bar::AtMost(80.0)),
        Figure::new(name("made ready in"), built, "s").bar(Bar::AtMost(5.0)),
        Figure::new(name("sentences, one thread"), rate, "1/s").bar(Bar::AtLeast(2_000.0)),
    ]
}
