//! Asking the table.

use expression::{Expression, Scope};
use serde_json::Value;
use std::collections::HashMap;
use workflow::{Finding, Vocabulary};

use crate::check::check;
use crate::model::{Decision, Missed, Priority, Reason, Route, Source, Target, UnitTarget, Why};

/// A sound table of routes, conditions parsed once.
#[derive(Debug, Clone)]
pub struct Table {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    route: Route,
    when: Option<Expression>,
    unit: Ready,
    assists: Vec<Ready>,
}

#[derive(Debug, Clone)]
enum Ready {
    Fixed(UnitTarget),
    Expr(Expression),
}

impl Table {
    /// Makes a table ready.
    ///
    /// # Errors
    /// Everything [`check`] finds.
    pub fn compile(routes: &[Route], vocabulary: &Vocabulary) -> Result<Self, Vec<Finding>> {
        let findings = check(routes, vocabulary);
        if !findings.is_empty() {
            return Err(findings);
        }
        let rules = routes
            .iter()
            .enumerate()
            .map(|(index, route)| {
                Rule::new(route).map_err(|fault| vec![Finding::fault(&fault, &format!("/{index}"))])
            })
            .collect::<Result<_, _>>()?;
        Ok(Table { rules })
    }

    /// The routes, in order.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.rules.iter().map(|rule| &rule.route)
    }

    /// The first rule that matches `variables` (`{"case": {…}, "place": {…}, …}`), with its reasons; a decision with
    /// [`Source::None`] when there is none. Words of the reporter (`attributes`) never enter the reasons.
    pub fn decide(&self, variables: &Value) -> Decision {
        let scope = Scope::new(variables);
        let mut why = Why::default();
        for rule in &self.rules {
            match rule.matches(&scope) {
                Ok((unit, assists)) => return rule.decision(unit, assists, variables, why),
                Err(Miss::False(when)) if noted(when, variables, &mut why.looked) => {}
                Err(miss) => {
                    let reason = miss.reason(&scope, variables);
                    why.missed.push(Missed { rule: rule.route.code.clone(), reason });
                }
            }
        }
        Decision {
            rule: None,
            source: Source::None,
            unit: None,
            assists: Vec::new(),
            priority: Priority::Normal,
            clocks: crate::Clocks::default(),
            why,
        }
    }

    /// The rules before the one that a decision of this table took, each with the reason why it did not match. A rule
    /// of which the decision does not say what it looked at is left out.
    pub fn missed(&self, decision: &Decision) -> Vec<Missed> {
        if !matches!(decision.source, Source::Route | Source::None) {
            return Vec::new();
        }
        let why = &decision.why;
        let known: HashMap<&str, &Value> = why
            .values
            .iter()
            .chain(&why.looked)
            .map(|(variable, value)| (variable.as_str(), value))
            .collect();
        self.rules
            .iter()
            .take_while(|rule| Some(&rule.route.code) != decision.rule.as_ref())
            .filter_map(|rule| {
                let told = why.missed.iter().find(|missed| missed.rule == rule.route.code);
                told.cloned().or_else(|| rule.missed(&known))
            })
            .collect()
    }
}

/// Why a rule does not match.
enum Miss<'r> {
    False(&'r Expression),
    Error(String),
    NoUnit,
}

impl Miss<'_> {
    fn reason(self, scope: &Scope<'_>, variables: &Value) -> Reason {
        match self {
            Miss::False(when) => refuted(when, scope, variables),
            Miss::Error(error) => Reason::Error { error },
            Miss::NoUnit => Reason::NoUnit,
        }
    }
}

fn refuted(when: &Expression, scope: &Scope<'_>, variables: &Value) -> Reason {
    let (part, values) = when
        .first_false(scope, variables)
        .unwrap_or_else(|| (when.source().to_owned(), when.values(variables)));
    Reason::False { part, values: silent(values) }
}

/// Notes what a condition looked at, if it can be judged again from that alone: no word of the reporter's, and every
/// variable there.
fn noted(when: &Expression, variables: &Value, looked: &mut Vec<(String, Value)>) -> bool {
    let find = |path: &[String]| path.iter().try_fold(variables, |value, key| value.get(key));
    let mut new = Vec::new();
    for path in when.paths() {
        match find(path) {
            Some(value) if !value.is_null() && !spoken(&path[0]) => {
                let variable = path.join(".");
                if looked.iter().all(|(seen, _)| *seen != variable) {
                    new.push((variable, value.clone()));
                }
            }
            _ => return false,
        }
    }
    looked.extend(new);
    true
}

impl Rule {
    fn new(route: &Route) -> Result<Self, expression::Fault> {
        Ok(Rule {
            route: route.clone(),
            when: route.when.as_deref().map(Expression::parse).transpose()?,
            unit: Ready::new(&route.unit)?,
            assists: route.assists.iter().map(Ready::new).collect::<Result<_, _>>()?,
        })
    }

    /// The units, if the rule matches; else why not.
    fn matches(&self, scope: &Scope<'_>) -> Result<(UnitTarget, Vec<UnitTarget>), Miss<'_>> {
        if let Some(when) = &self.when {
            match when.eval_bool(scope) {
                Ok(true) => {}
                Ok(false) => return Err(Miss::False(when)),
                Err(error) => return Err(Miss::Error(error.code())),
            }
        }
        let unit = self.unit.resolve(scope).ok_or(Miss::NoUnit)?;
        let mut assists: Vec<UnitTarget> = Vec::new();
        for target in self.assists.iter().filter_map(|t| t.resolve(scope)) {
            if target != unit && !assists.contains(&target) {
                assists.push(target);
            }
        }
        Ok((unit, assists))
    }

    fn decision(
        &self,
        unit: UnitTarget,
        assists: Vec<UnitTarget>,
        variables: &Value,
        mut why: Why,
    ) -> Decision {
        why.rule = Some(self.route.code.clone());
        why.values = silent(self.when.as_ref().map(|when| when.values(variables)).unwrap_or_default());
        why.looked.retain(|(variable, _)| why.values.iter().all(|(own, _)| own != variable));
        Decision {
            rule: Some(self.route.code.clone()),
            source: Source::Route,
            unit: Some(unit),
            assists,
            priority: self.route.priority,
            clocks: self.route.clocks.clone(),
            why,
        }
    }

    /// Why this rule did not match, judged again from what is known; None when too little is.
    fn missed(&self, known: &HashMap<&str, &Value>) -> Option<Missed> {
        let when = self.when.as_ref()?;
        let mut paths: Vec<&Vec<String>> = when.paths().iter().collect();
        // a whole before its parts
        paths.sort_by_key(|path| path.len());
        let mut variables = Value::Object(serde_json::Map::new());
        for path in paths {
            let value = known.get(path.join(".").as_str())?;
            put(&mut variables, path, value);
        }
        let reason = refuted(when, &Scope::new(&variables), &variables);
        Some(Missed { rule: self.route.code.clone(), reason })
    }
}

/// Puts a value at its place in an object of objects.
fn put(object: &mut Value, path: &[String], value: &Value) {
    match path {
        [] => *object = value.clone(),
        [key, rest @ ..] => {
            if !object.is_object() {
                *object = Value::Object(serde_json::Map::new());
            }
            if let Some(map) = object.as_object_mut() {
                put(map.entry(key.clone()).or_insert(Value::Null), rest, value);
            }
        }
    }
}

impl Ready {
    fn new(target: &Target) -> Result<Self, expression::Fault> {
        Ok(match target {
            Target::Function(t) => {
                Ready::Fixed(UnitTarget::Function { function: t.function.clone(), level: t.level })
            }
            Target::Post(t) => Ready::Fixed(UnitTarget::Post(t.post.clone())),
            Target::Expr(t) => Ready::Expr(Expression::parse(&t.expr)?),
        })
    }

    fn resolve(&self, scope: &Scope<'_>) -> Option<UnitTarget> {
        match self {
            Ready::Fixed(target) => Some(target.clone()),
            Ready::Expr(expression) => match expression.eval(scope) {
                Ok(Value::String(code)) if !code.trim().is_empty() => Some(UnitTarget::Unit(code)),
                _ => None,
            },
        }
    }
}

/// Attributes are the reporter's words: a decision stands in a fact and must not repeat them.
fn silent(values: Vec<(String, Value)>) -> Vec<(String, Value)> {
    values
        .into_iter()
        .map(|(variable, value)| {
            let hidden = variable.split('.').next().is_some_and(spoken);
            (variable, if hidden { Value::Null } else { value })
        })
        .collect()
}

/// What begins so is in the reporter's words.
fn spoken(variable: &str) -> bool {
    variable == "attributes"
}
