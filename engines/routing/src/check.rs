//! What is wrong with a table of routes, among it the rules that can never match.

use std::collections::BTreeSet;

use expression::{Comparison, Expression, Operator};
use workflow::{Finding, Vocabulary, check_code, check_text, route_variables};

use crate::model::{Route, Target};

/// Judges a table. Paths are JSON pointers into the list. Empty means sound.
pub fn check(routes: &[Route], vocabulary: &Vocabulary) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut conditions: Vec<Option<Condition>> = Vec::with_capacity(routes.len());
    for (index, route) in routes.iter().enumerate() {
        let path = format!("/{index}");
        check_code(&route.code, &format!("{path}/code"), &mut findings);
        check_text(&route.name, &format!("{path}/name"), &mut findings);
        if let Some(why) = &route.why {
            check_text(why, &format!("{path}/why"), &mut findings);
        }
        if routes[..index].iter().any(|r| r.code == route.code) {
            findings.push(Finding::new("code_duplicate", format!("{path}/code")).with("code", &route.code));
        }
        check_target(&route.unit, vocabulary, &format!("{path}/unit"), &mut findings);
        for (i, target) in route.assists.iter().enumerate() {
            check_target(target, vocabulary, &format!("{path}/assists/{i}"), &mut findings);
        }
        check_clocks(route, vocabulary, &path, &mut findings);
        let condition = check_condition(route, vocabulary, &format!("{path}/when"), &mut findings);
        if let Some(condition) = &condition {
            check_shadow(routes, &conditions, condition, vocabulary, &path, &mut findings);
        }
        conditions.push(condition);
    }
    findings
}

fn check_target(target: &Target, vocabulary: &Vocabulary, path: &str, findings: &mut Vec<Finding>) {
    match target {
        Target::Function(t) if !vocabulary.functions.contains(&t.function) => findings
            .push(Finding::new("function_unknown", format!("{path}/function")).with("function", &t.function)),
        Target::Post(t) if !vocabulary.posts.contains(&t.post) => {
            findings.push(Finding::new("post_unknown", format!("{path}/post")).with("post", &t.post));
        }
        Target::Expr(t) => {
            let checked =
                Expression::parse(&t.expr).and_then(|expression| expression.check_text(&route_variables()));
            if let Err(fault) = checked {
                findings.push(Finding::fault(&fault, &format!("{path}/expr")));
            }
        }
        Target::Function(_) | Target::Post(_) => {}
    }
}

fn check_clocks(route: &Route, vocabulary: &Vocabulary, path: &str, findings: &mut Vec<Finding>) {
    let clocks =
        [("promise", &route.clocks.promise), ("sign", &route.clocks.sign), ("task", &route.clocks.task)];
    for (kind, clock) in clocks {
        if let Some(clock) = clock
            && !vocabulary.clocks.contains(clock)
        {
            findings
                .push(Finding::new("clock_unknown", format!("{path}/clocks/{kind}")).with("clock", clock));
        }
    }
}

/// A condition that reads, type-checks and can hold.
struct Condition {
    /// In normal form; none means: always.
    parts: Vec<(String, Option<Comparison>)>,
}

fn check_condition(
    route: &Route,
    vocabulary: &Vocabulary,
    path: &str,
    findings: &mut Vec<Finding>,
) -> Option<Condition> {
    let Some(source) = &route.when else {
        return Some(Condition { parts: Vec::new() });
    };
    let when = Expression::parse(source).and_then(|when| when.check_bool(&route_variables()).map(|()| when));
    let when = match when {
        Ok(when) => when,
        Err(fault) => {
            findings.push(Finding::fault(&fault, path));
            return None;
        }
    };
    let mut known = true;
    for comparison in when.comparisons() {
        for text in vocabulary.unknown_texts(&comparison, &BTreeSet::new()) {
            known = false;
            findings.push(
                Finding::new("expression_unknown_code", path)
                    .with("variable", comparison.variable())
                    .with("text", text),
            );
        }
    }
    let parts: Vec<(String, Option<Comparison>)> =
        when.conjuncts().iter().cloned().zip(when.simple_conjuncts()).collect();
    match when.constant() {
        Some(false) => {
            findings.push(Finding::new("route_never", path).with("route", &route.code));
            None
        }
        Some(true) => Some(Condition { parts: Vec::new() }),
        None if known && contradicts(&parts, vocabulary) => {
            findings.push(Finding::new("route_never", path).with("route", &route.code));
            None
        }
        None => Some(Condition { parts }),
    }
}

/// Two parts that cannot both hold: the same variable equal to two different texts, or in two categories of which
/// neither is below the other.
fn contradicts(parts: &[(String, Option<Comparison>)], vocabulary: &Vocabulary) -> bool {
    let simple: Vec<&Comparison> = parts.iter().filter_map(|(_, c)| c.as_ref()).collect();
    simple
        .iter()
        .enumerate()
        .any(|(index, a)| simple[..index].iter().any(|b| exclusive(a, b) || apart(a, b, vocabulary)))
}

fn exclusive(a: &Comparison, b: &Comparison) -> bool {
    let positive = |c: &Comparison| matches!(c.operator, Operator::Equals | Operator::OneOf);
    a.path == b.path && positive(a) && positive(b) && !a.texts.iter().any(|text| b.texts.contains(text))
}

/// The categories of which a part demands one (or something below it); empty when it demands none.
fn demanded(comparison: &Comparison) -> &[String] {
    let wanted = matches!(
        (comparison.variable().as_str(), comparison.operator),
        ("case.category", Operator::Equals | Operator::OneOf) | ("case.categories", Operator::Contains)
    );
    if wanted { &comparison.texts } else { &[] }
}

fn apart(a: &Comparison, b: &Comparison, vocabulary: &Vocabulary) -> bool {
    let (a, b) = (demanded(a), demanded(b));
    let related = |x: &String, y: &String| vocabulary.is_below(x, y) || vocabulary.is_below(y, x);
    !a.is_empty() && !b.is_empty() && !a.iter().any(|x| b.iter().any(|y| related(x, y)))
}

/// An earlier rule that holds whenever this one does: this one can never be the first match.
fn check_shadow(
    routes: &[Route],
    earlier: &[Option<Condition>],
    condition: &Condition,
    vocabulary: &Vocabulary,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let shadow = earlier.iter().position(|other| {
        other.as_ref().is_some_and(|other| {
            other
                .parts
                .iter()
                .all(|wanted| condition.parts.iter().any(|given| implies(given, wanted, vocabulary)))
        })
    });
    // a rule whose target is an expression may match and still give no unit: the next one is asked then
    if let Some(index) = shadow
        && !matches!(routes[index].unit, Target::Expr(_))
    {
        findings.push(Finding::new("route_shadowed", path).with("earlier", &routes[index].code));
    }
}

type Part = (String, Option<Comparison>);

/// Whether the one part being true makes the other true.
fn implies(given: &Part, wanted: &Part, vocabulary: &Vocabulary) -> bool {
    if given.0 == wanted.0 {
        return true;
    }
    let (Some(given), Some(wanted)) = (&given.1, &wanted.1) else {
        return false;
    };
    let codes = demanded(given);
    let above =
        |ancestor: &str| !codes.is_empty() && codes.iter().all(|code| vocabulary.is_below(code, ancestor));
    match (wanted.variable().as_str(), wanted.operator) {
        ("case.categories", Operator::Contains) => above(&wanted.texts[0]),
        _ => {
            given.path == wanted.path
                && matches!(given.operator, Operator::Equals | Operator::OneOf)
                && wanted.operator == Operator::OneOf
                && given.texts.iter().all(|text| wanted.texts.contains(text))
        }
    }
}
