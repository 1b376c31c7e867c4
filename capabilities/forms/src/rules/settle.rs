//! What comes of the answers of a visit: each module's record, what was seen of the register's records, bad answers, what was spared.

use crate::model::visit::{Kept, KeptOpens};
use crate::rules::visit_form;
use form_engine::compose::{self, Record, Unreadable};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that comes of a submission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// What each module receives, exactly as its own form would have sent it.
    pub records: Vec<Record>,
    /// What was seen of registers' records.
    pub seen: Vec<SeenOf>,
    /// Who was met and stands in no form as known, in the order of the form.
    pub new: Vec<SeenOf>,
    /// Who has left: the relation by which they belonged to the subject, and the record.
    pub left: Vec<(String, String)>,
    /// Declared elements of the subject.
    pub elements: BTreeMap<String, String>,
    /// Answers that open cases.
    pub bad: Vec<Bad>,
    /// Questions answered in the composed form.
    pub answered: usize,
    /// Module → questions that it was answered, and those of them that another module had asked already.
    pub by_module: BTreeMap<String, (usize, usize)>,
    /// Composed questions that say something of a register's record, in the order of the form, with the first module that asks.
    pub firsts: BTreeMap<(String, usize), String>,
    /// Between beginning and end, as the form tells.
    pub seconds: i64,
}

/// What was seen of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenOf {
    /// The kind.
    pub kind: String,
    /// The record that an instance of a repeat speaks of; none: the subject, or what it belongs to.
    pub of: Option<String>,
    /// The repeat.
    pub within: Option<String>,
    /// Field → what was answered.
    pub values: BTreeMap<String, String>,
}

/// An answer that opens a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Bad {
    /// The question.
    pub opens: KeptOpens,
    /// The answer.
    pub answer: String,
    /// Which instance of a repeat, from 0.
    pub instance: usize,
}

/// The longest visit that is believed: a form that lay open over night tells nothing.
const LONGEST: i64 = 4 * 3600;

/// What comes of a submission of a composed form.
///
/// # Errors
/// It is no XML.
pub fn settle(kept: &Kept, submission: &[u8]) -> Result<Settled, Unreadable> {
    let records = compose::split(&kept.splitting, submission)?;
    let answers = compose::answers(submission)?;
    let mut settled = Settled { seconds: seconds(&answers), ..Settled::default() };
    let given: Vec<(Spot<'_>, &str)> = answers
        .iter()
        .map(|(path, value)| (Spot::of(path), value.as_str()))
        .filter(|(_, v)| !v.trim().is_empty())
        .collect();
    let mut seen: BTreeMap<(String, Option<(String, usize)>), SeenOf> = BTreeMap::new();
    let of = |repeat: &str, at: usize| {
        let name = visit_form::reference(repeat);
        let said = given.iter().find(|(s, _)| s.name == name && s.instance == at);
        said.map(|(_, v)| (*v).trim().to_owned())
    };
    let repeats: BTreeSet<&String> = kept.bound.values().filter_map(|b| b.within.as_ref()).collect();
    for repeat in repeats {
        let (relation, asked) = (repeat.split("__").next().unwrap_or_default(), visit_form::here(repeat));
        let gone = given.iter().filter(|(s, v)| s.name == asked && v.trim() == visit_form::LEFT);
        settled.left.extend(gone.filter_map(|(s, _)| Some((relation.to_owned(), of(repeat, s.instance)?))));
    }
    for (spot, value) in &given {
        let Some(bound) = kept.bound.get(spot.name) else { continue };
        let Some(field) = &bound.field else {
            if bound.within.is_none() {
                settled.elements.insert(bound.element.clone(), (*value).to_owned());
            }
            continue;
        };
        let within = bound.within.as_ref().map(|r| (r.clone(), spot.instance));
        let of = within.as_ref().and_then(|(repeat, at)| of(repeat, *at));
        let entry = seen.entry((bound.kind.clone(), within)).or_insert_with(|| SeenOf {
            kind: bound.kind.clone(),
            of,
            within: bound.within.clone(),
            values: BTreeMap::new(),
        });
        entry.values.insert(field.clone(), (*value).to_owned());
    }
    let stranger = |s: &SeenOf| s.within.is_some() && s.of.is_none();
    (settled.new, settled.seen) = seen.into_values().partition(stranger);
    spare(kept, &records, &mut settled);
    for opens in &kept.opens {
        let Some(record) = records.iter().find(|r| r.code == opens.module) else { continue };
        for answer in record.answers.iter().filter(|a| a.name == opens.name) {
            let given: Vec<&str> = answer.value.split_whitespace().collect();
            let hit = opens.answers.iter().find(|(bad, _)| given.contains(&bad.as_str()));
            if let Some((bad, _)) = hit {
                let instance = answer.within.as_ref().map_or(0, |(_, at)| *at);
                settled.bad.push(Bad { opens: opens.clone(), answer: bad.clone(), instance });
            }
        }
    }
    settled.records = records;
    Ok(settled)
}

/// Counts for each module what it was answered, and what was not asked again for it.
fn spare(kept: &Kept, records: &[Record], settled: &mut Settled) {
    let mut asked: BTreeSet<(Vec<String>, usize)> = BTreeSet::new();
    for (part, record) in kept.splitting.parts.iter().zip(records) {
        let counts = settled.by_module.entry(part.code.clone()).or_default();
        for answer in record.answers.iter().filter(|a| !a.value.trim().is_empty()) {
            let at = answer.within.as_ref().map_or(0, |(_, at)| *at);
            let holder = answer.within.as_ref().and_then(|(r, _)| part.nodes.iter().find(|n| n.name == *r));
            let nodes = holder.and_then(|h| h.each.as_ref()).unwrap_or(&part.nodes);
            let Some(node) = nodes.iter().find(|n| n.name == answer.name) else { continue };
            let path: Vec<String> = holder.iter().flat_map(|h| &h.from).chain(&node.from).cloned().collect();
            let name = node.from.last().cloned().unwrap_or_default();
            counts.0 += 1;
            if asked.insert((path, at)) {
                settled.answered += 1;
                if kept.bound.contains_key(&name) {
                    settled.firsts.insert((name, at), part.code.clone());
                }
            } else {
                counts.1 += 1;
            }
        }
    }
}

fn seconds(answers: &[(String, String)]) -> i64 {
    let at = |name: &str| {
        let (_, value) = answers.iter().find(|(path, _)| path == &format!("/{name}"))?;
        value.trim().parse::<jiff::Timestamp>().ok()
    };
    match (at("_start"), at("_end")) {
        (Some(start), Some(end)) => (end.as_second() - start.as_second()).clamp(0, LONGEST),
        _ => 0,
    }
}

/// Where an answer stands in a submission.
struct Spot<'a> {
    name: &'a str,
    /// Which instance of the repeat around it, from 0.
    instance: usize,
}

impl<'a> Spot<'a> {
    fn of(path: &'a str) -> Spot<'a> {
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let name = name.split_once('[').map_or(name, |(name, _)| name);
        let holder = parts.next().unwrap_or_default();
        let number = holder.split_once('[').and_then(|(_, n)| n.trim_end_matches(']').parse::<usize>().ok());
        Spot { name, instance: number.map_or(0, |n| n.saturating_sub(1)) }
    }
}
