//! Asking the table.

use expression::{Expression, Scope};
use serde_json::Value;
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
        let mut missed = Vec::new();
        for rule in &self.rules {
            match rule.matches(&scope, variables) {
                Ok((unit, assists)) => return rule.decision(unit, assists, variables, missed),
                Err(reason) => missed.push(Missed { rule: rule.route.code.clone(), reason }),
            }
        }
        Decision {
            rule: None,
            source: Source::None,
            unit: None,
            assists: Vec::new(),
            priority: Priority::Normal,
            clocks: crate::Clocks::default(),
            why: Why { rule: None, values: Vec::new(), missed },
        }
    }
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
    fn matches(&self, scope: &Scope<'_>, variables: &Value) -> Result<(UnitTarget, Vec<UnitTarget>), Reason> {
        if let Some(when) = &self.when {
            match when.eval_bool(scope) {
                Ok(true) => {}
                Ok(false) => {
                    let (part, values) = when
                        .first_false(scope, variables)
                        .unwrap_or_else(|| (when.source().to_owned(), when.values(variables)));
                    return Err(Reason::False { part, values: silent(values) });
                }
                Err(error) => return Err(Reason::Error { error: error.code() }),
            }
        }
        let unit = self.unit.resolve(scope).ok_or(Reason::NoUnit)?;
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
        missed: Vec<Missed>,
    ) -> Decision {
        let values = self.when.as_ref().map(|when| when.values(variables)).unwrap_or_default();
        Decision {
            rule: Some(self.route.code.clone()),
            source: Source::Route,
            unit: Some(unit),
            assists,
            priority: self.route.priority,
            clocks: self.route.clocks.clone(),
            why: Why { rule: Some(self.route.code.clone()), values: silent(values), missed },
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
            let spoken = variable == "attributes" || variable.starts_with("attributes.");
            (variable, if spoken { Value::Null } else { value })
        })
        .collect()
}
