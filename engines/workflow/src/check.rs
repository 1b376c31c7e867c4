//! Everything that is wrong with a case type, found when the pack loads rather than when a case is stuck.

use std::collections::{BTreeMap, BTreeSet};

use expression::{Expression, Fault};

use crate::burden::burden_in_case_type;
use crate::form::{merge, transition_form};
use crate::variables::{input_type, variables};
use crate::{
    CaseType, Effect, Finding, Input, OneOrMany, Outcome, Phase, Relation, Text, Transition, Vocabulary, Who,
};

/// States or transitions of one case type, at most: comparing each with each has to end.
const MOST: usize = 500;

/// Judges a case type. Paths are JSON pointers into it. Empty means sound.
pub fn check(case_type: &CaseType, vocabulary: &Vocabulary) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, count) in [("/states", case_type.states.len()), ("/transitions", case_type.transitions.len())]
    {
        if count > MOST {
            let finding = Finding::new("number_range", path).with("value", count);
            return vec![finding.with("min", 0).with("max", MOST)];
        }
    }
    check_text(&case_type.name, "/name", &mut findings);
    if let Some(description) = &case_type.description {
        check_text(description, "/description", &mut findings);
    }
    check_code(&case_type.code, "/code", &mut findings);
    check_states(case_type, &mut findings);
    check_reach(case_type, &mut findings);
    check_actions(case_type, &mut findings);
    let forms = check_forms(case_type, &mut findings);
    for (index, transition) in case_type.transitions.iter().enumerate() {
        let path = format!("/transitions/{index}");
        check_parties(transition, vocabulary, &path, &mut findings);
        check_effects(case_type, transition, vocabulary, &path, &mut findings);
        let form = forms.get(transition.action.as_str()).map_or(&[][..], Vec::as_slice);
        check_guard(case_type, transition, form, vocabulary, &path, &mut findings);
    }
    check_shadows(case_type, &mut findings);
    findings.extend(burden_in_case_type(case_type));
    findings
}

/// Reports a text that lacks one of its languages.
pub fn check_text(text: &Text, path: &str, findings: &mut Vec<Finding>) {
    for (language, words) in [("zh", &text.zh), ("en", &text.en)] {
        if words.trim().is_empty() {
            findings.push(Finding::new("translation_missing", path).with("language", language));
        }
    }
}

/// Reports a code that is not a word of small letters, digits, `_` and `-`, starting with a letter, at most 40 long.
pub fn check_code(code: &str, path: &str, findings: &mut Vec<Finding>) {
    let fits = code.len() <= 40
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
    if !fits {
        findings
            .push(Finding::new("code_format", path).with("code", code.chars().take(60).collect::<String>()));
    }
}

impl Finding {
    /// A mistake in an expression, with its line and column.
    pub fn fault(fault: &Fault, path: &str) -> Finding {
        let mut finding =
            Finding::new(fault.code.code(), path).with("line", fault.at.line).with("column", fault.at.column);
        for (key, value) in &fault.params {
            finding = finding.with(key, value);
        }
        finding
    }
}

fn check_states(case_type: &CaseType, findings: &mut Vec<Finding>) {
    for (code, state) in &case_type.states {
        let path = format!("/states/{}", escape(code));
        check_code(code, &path, findings);
        check_text(&state.name, &format!("{path}/name"), findings);
        match (state.phase, state.outcome) {
            (Phase::End, None) => findings.push(Finding::new("outcome_missing", path).with("state", code)),
            (Phase::End, Some(_)) | (_, None) => {}
            (_, Some(_)) => findings.push(Finding::new("outcome_misplaced", path).with("state", code)),
        }
    }
    match case_type.states.get(&case_type.initial) {
        None => findings.push(unknown_state("/initial", &case_type.initial)),
        Some(state) if state.phase == Phase::End => {
            findings.push(Finding::new("initial_is_end", "/initial").with("state", &case_type.initial));
        }
        Some(_) => {}
    }
    for (index, transition) in case_type.transitions.iter().enumerate() {
        let path = format!("/transitions/{index}");
        if transition.from.items().is_empty() {
            findings.push(Finding::new("from_missing", format!("{path}/from")));
        }
        for from in transition.from.items() {
            if from != "*" && !case_type.states.contains_key(from) {
                findings.push(unknown_state(&format!("{path}/from"), from));
            }
        }
        if let Some(to) = &transition.to
            && !case_type.states.contains_key(to)
        {
            findings.push(unknown_state(&format!("{path}/to"), to));
        }
    }
}

fn unknown_state(path: &str, state: &str) -> Finding {
    Finding::new("state_unknown", path).with("state", state)
}

/// A key as a part of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The states a transition leaves from.
fn sources<'a>(case_type: &'a CaseType, transition: &'a Transition) -> Vec<&'a str> {
    let running =
        case_type.states.iter().filter(|(_, state)| state.phase != Phase::End).map(|(code, _)| code.as_str());
    let mut from: Vec<&str> =
        transition.from.items().iter().map(String::as_str).filter(|code| *code != "*").collect();
    if OneOrMany::is_any(&transition.from) {
        from.extend(running);
    }
    from
}

fn check_reach(case_type: &CaseType, findings: &mut Vec<Finding>) {
    let mut arrows: Vec<(&str, &str)> = Vec::new();
    for transition in &case_type.transitions {
        let Some(to) = &transition.to else { continue };
        if !guard_never_holds(transition) {
            arrows.extend(sources(case_type, transition).into_iter().map(|from| (from, to.as_str())));
        }
    }
    let reached = spread([case_type.initial.as_str()].into(), |from, to| (from, to), &arrows);
    let ends = case_type
        .states
        .iter()
        .filter(|(_, state)| state.phase == Phase::End)
        .map(|(code, _)| code.as_str())
        .collect();
    let ending = spread(ends, |from, to| (to, from), &arrows);
    for code in case_type.states.keys() {
        let path = format!("/states/{}", escape(code));
        if !reached.contains(code.as_str()) {
            findings.push(Finding::new("state_unreachable", &path).with("state", code));
        }
        if !ending.contains(code.as_str()) {
            findings.push(Finding::new("state_dead_end", &path).with("state", code));
        }
    }
}

/// Everything the start leads to along the arrows (turned round by `turn` where asked).
fn spread<'a>(
    start: BTreeSet<&'a str>,
    turn: impl Fn(&'a str, &'a str) -> (&'a str, &'a str),
    arrows: &[(&'a str, &'a str)],
) -> BTreeSet<&'a str> {
    let mut seen = start;
    loop {
        let before = seen.len();
        for (from, to) in arrows {
            let (from, to) = turn(from, to);
            if seen.contains(from) {
                seen.insert(to);
            }
        }
        if seen.len() == before {
            return seen;
        }
    }
}

fn guard_never_holds(transition: &Transition) -> bool {
    transition
        .guard
        .as_deref()
        .and_then(|guard| Expression::parse(guard).ok())
        .is_some_and(|guard| guard.constant() == Some(false))
}

fn check_actions(case_type: &CaseType, findings: &mut Vec<Finding>) {
    let mut named: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (index, transition) in case_type.transitions.iter().enumerate() {
        let path = format!("/transitions/{index}");
        check_code(&transition.action, &format!("{path}/action"), findings);
        if let Some(name) = &transition.name {
            check_text(name, &format!("{path}/name"), findings);
        }
        named.entry(&transition.action).or_insert((index, false)).1 |= transition.name.is_some();
    }
    for (action, (index, has_name)) in named {
        if !has_name {
            findings
                .push(Finding::new("action_unnamed", format!("/transitions/{index}")).with("action", action));
        }
    }
}

/// The whole form of each action, and what is wrong with the inputs.
fn check_forms<'a>(case_type: &'a CaseType, findings: &mut Vec<Finding>) -> BTreeMap<&'a str, Vec<Input>> {
    let mut forms: BTreeMap<&str, Vec<Vec<Input>>> = BTreeMap::new();
    for (index, transition) in case_type.transitions.iter().enumerate() {
        let path = format!("/transitions/{index}");
        let (form, found) = transition_form(transition);
        findings.extend(found.into_iter().map(|f| f.under(&path)));
        for (i, input) in transition.input.iter().enumerate() {
            check_input(input, &format!("{path}/input/{i}"), findings);
        }
        let known = forms.entry(&transition.action).or_default();
        for input in &form {
            let other = known.iter().flatten().find(|other| other.key == input.key);
            if let Some(other) = other
                && other.kind != input.kind
            {
                findings.push(
                    Finding::new("input_conflict", &path)
                        .with("input", &input.key)
                        .with("found", input.kind.code())
                        .with("expected", other.kind.code()),
                );
            }
        }
        known.push(form);
    }
    forms
        .into_iter()
        .map(|(action, forms)| {
            let slices: Vec<&[Input]> = forms.iter().map(Vec::as_slice).collect();
            (action, merge(&slices))
        })
        .collect()
}

fn check_input(input: &crate::InputDef, path: &str, findings: &mut Vec<Finding>) {
    check_code(&input.key, &format!("{path}/key"), findings);
    if let Some(name) = &input.name {
        check_text(name, &format!("{path}/name"), findings);
    }
    if let (Some(min), Some(max)) = (input.min, input.max)
        && min > max
    {
        findings.push(
            Finding::new("input_range_empty", path)
                .with("input", &input.key)
                .with("min", min)
                .with("max", max),
        );
    }
    for (index, option) in input.options.iter().enumerate() {
        let at = format!("{path}/options/{index}");
        match &option.name {
            Some(name) => check_text(name, &format!("{at}/name"), findings),
            None => findings.push(Finding::new("option_unnamed", &at).with("option", &option.code)),
        }
        if input.options[..index].iter().any(|o| o.code == option.code) {
            findings.push(Finding::new("code_duplicate", &at).with("code", &option.code));
        }
    }
}

fn check_parties(transition: &Transition, vocabulary: &Vocabulary, path: &str, findings: &mut Vec<Finding>) {
    if transition.who.is_empty() {
        findings.push(Finding::new("who_missing", format!("{path}/who")).with("action", &transition.action));
    }
    for (index, who) in transition.who.iter().enumerate() {
        if let Some(post) = &who.post
            && !vocabulary.posts.contains(post)
        {
            findings
                .push(Finding::new("post_unknown", format!("{path}/who/{index}/post")).with("post", post));
        }
        if transition.not.contains(&who.relation) {
            findings.push(
                Finding::new("who_excluded", format!("{path}/who/{index}"))
                    .with("relation", who.relation.code()),
            );
        }
    }
    let judges =
        transition.effects.iter().find(|e| matches!(e, Effect::Verify | Effect::Check | Effect::CallBack));
    if let Some(effect) = judges
        && !transition.not.contains(&Relation::Handler)
    {
        findings.push(
            Finding::new("separation_missing", path.to_owned())
                .with("action", &transition.action)
                .with("effect", effect.code()),
        );
    }
}

fn check_effects(
    case_type: &CaseType,
    transition: &Transition,
    vocabulary: &Vocabulary,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    for (index, effect) in transition.effects.iter().enumerate() {
        let at = format!("{path}/effects/{index}");
        if transition.effects[..index].contains(effect) {
            findings.push(Finding::new("effect_repeated", &at).with("effect", effect.code()));
        }
        match effect {
            Effect::Reply(code) if !vocabulary.replies.contains(code) => {
                findings.push(Finding::new("reply_unknown", &at).with("reply", code));
            }
            Effect::Refuse if vocabulary.refusals.is_empty() => {
                findings.push(Finding::new("refusals_missing", &at));
            }
            Effect::Escalate if vocabulary.tiers.is_empty() => {
                findings.push(Finding::new("tiers_missing", &at));
            }
            _ => {}
        }
        if let Some(outcome) = outcome_of(effect) {
            let reached = transition
                .to
                .as_ref()
                .and_then(|to| case_type.states.get(to))
                .and_then(|state| state.outcome);
            if reached != Some(outcome) {
                findings.push(
                    Finding::new("effect_outcome", &at)
                        .with("effect", effect.code())
                        .with("outcome", outcome.code()),
                );
            }
        }
    }
}

/// The outcome of the state that an act with this effect has to reach.
fn outcome_of(effect: &Effect) -> Option<Outcome> {
    Some(match effect {
        Effect::Close => Outcome::Closed,
        Effect::Refuse => Outcome::NotAccepted,
        Effect::TransferOut => Outcome::Transferred,
        Effect::Merge => Outcome::Joined,
        Effect::Void => Outcome::Voided,
        _ => return None,
    })
}

fn check_guard(
    case_type: &CaseType,
    transition: &Transition,
    form: &[Input],
    vocabulary: &Vocabulary,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let Some(source) = &transition.guard else {
        return;
    };
    let at = format!("{path}/guard");
    let schema = variables().with("input", input_type(form));
    let guard = match Expression::parse(source) {
        Ok(guard) => guard,
        Err(fault) => {
            findings.push(Finding::fault(&fault, &at));
            return;
        }
    };
    if let Err(fault) = guard.check_bool(&schema) {
        findings.push(Finding::fault(&fault, &at));
        return;
    }
    if guard.constant() == Some(false) {
        findings.push(Finding::new("guard_never", &at).with("action", &transition.action));
    }
    let states: BTreeSet<&str> = case_type.states.keys().map(String::as_str).collect();
    for comparison in guard.comparisons() {
        for text in vocabulary.unknown_texts(&comparison, &states) {
            findings.push(
                Finding::new("expression_unknown_code", &at)
                    .with("variable", comparison.variable())
                    .with("text", text),
            );
        }
    }
}

/// A transition that can never be taken because an earlier one of the same action always is.
fn check_shadows(case_type: &CaseType, findings: &mut Vec<Finding>) {
    for (index, later) in case_type.transitions.iter().enumerate() {
        let shadow = case_type.transitions[..index].iter().position(|earlier| {
            earlier.action == later.action
                && (earlier.guard.is_none() || earlier.guard == later.guard)
                && earlier.not.iter().all(|relation| later.not.contains(relation))
                && sources(case_type, later).iter().all(|state| sources(case_type, earlier).contains(state))
                && later.who.iter().all(|who| earlier.who.iter().any(|wider| covers(wider, who)))
        });
        if let Some(earlier) = shadow {
            findings.push(
                Finding::new("transition_shadowed", format!("/transitions/{index}"))
                    .with("action", &later.action)
                    .with("earlier", earlier + 1),
            );
        }
    }
}

fn covers(wider: &Who, who: &Who) -> bool {
    wider.relation == who.relation && (wider.post.is_none() || wider.post == who.post)
}
