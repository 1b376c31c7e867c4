//! What an expression looks at, without running it.

use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue, operators};

/// How a variable is compared with texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `path == 'text'`
    Equals,
    /// `path != 'text'`
    NotEquals,
    /// `'text' in path` (a list or the keys of a map)
    Contains,
    /// `path in ['text', …]`
    OneOf,
    /// `path.startsWith('text')`
    StartsWith,
}

/// A comparison of a variable with text literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// `["case", "category"]`
    pub path: Vec<String>,
    pub operator: Operator,
    pub texts: Vec<String>,
}

impl Comparison {
    /// The path joined by points: `case.category`.
    pub fn variable(&self) -> String {
        self.path.join(".")
    }
}

/// The parts of a top-level `&&`, in order.
pub(crate) fn conjuncts(node: &IdedExpr) -> Vec<&IdedExpr> {
    match &node.expr {
        Expr::Call(call) if call.func_name == operators::LOGICAL_AND => {
            call.args.iter().flat_map(conjuncts).collect()
        }
        _ => vec![node],
    }
}

/// Every path of free variables, in order of appearance, each once.
pub(crate) fn paths(node: &IdedExpr) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    walk(node, &mut Vec::new(), &mut |node, bound| {
        if let Some(path) = path(node)
            && !bound.contains(&path[0])
        {
            if !found.contains(&path) {
                found.push(path);
            }
            return false;
        }
        true
    });
    found
}

/// Every comparison with text literals.
pub(crate) fn comparisons(node: &IdedExpr) -> Vec<Comparison> {
    let mut found = Vec::new();
    walk(node, &mut Vec::new(), &mut |node, bound| {
        if let Some(comparison) = comparison(node)
            && !bound.contains(&comparison.path[0])
        {
            found.push(comparison);
        }
        true
    });
    found
}

/// The comparison this very node is, if any.
pub(crate) fn comparison(node: &IdedExpr) -> Option<Comparison> {
    let Expr::Call(call) = &node.expr else {
        return None;
    };
    let make = |path: Option<Vec<String>>, operator, texts: Option<Vec<String>>| {
        Some(Comparison { path: path?, operator, texts: texts? })
    };
    let one = |node: &IdedExpr| text(node).map(|t| vec![t]);
    match (call.func_name.as_str(), &call.target, call.args.as_slice()) {
        (operators::EQUALS, None, [a, b]) => {
            make(path(a), Operator::Equals, one(b)).or_else(|| make(path(b), Operator::Equals, one(a)))
        }
        (operators::NOT_EQUALS, None, [a, b]) => {
            make(path(a), Operator::NotEquals, one(b)).or_else(|| make(path(b), Operator::NotEquals, one(a)))
        }
        (operators::IN, None, [a, b]) => {
            make(path(b), Operator::Contains, one(a)).or_else(|| make(path(a), Operator::OneOf, texts(b)))
        }
        ("startsWith", Some(target), [a]) => make(path(target), Operator::StartsWith, one(a)),
        _ => None,
    }
}

fn text(node: &IdedExpr) -> Option<String> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}

fn texts(node: &IdedExpr) -> Option<Vec<String>> {
    match &node.expr {
        Expr::List(list) => list.elements.iter().map(text).collect(),
        _ => None,
    }
}

/// `a.b['c']` as `["a", "b", "c"]`.
fn path(node: &IdedExpr) -> Option<Vec<String>> {
    match &node.expr {
        Expr::Ident(name) if !name.starts_with('@') => Some(vec![name.clone()]),
        Expr::Select(select) => {
            let mut path = path(&select.operand)?;
            path.push(select.field.clone());
            Some(path)
        }
        Expr::Call(call) if call.func_name == operators::INDEX => {
            let [operand, key] = call.args.as_slice() else {
                return None;
            };
            let mut path = path(operand)?;
            path.push(text(key)?);
            Some(path)
        }
        _ => None,
    }
}

/// Visits every node, outermost first, with the names that loops bind; the visitor says whether to go inside.
fn walk(node: &IdedExpr, bound: &mut Vec<String>, visit: &mut dyn FnMut(&IdedExpr, &[String]) -> bool) {
    if !visit(node, bound) {
        return;
    }
    match &node.expr {
        Expr::Select(select) => walk(&select.operand, bound, visit),
        Expr::List(list) => list.elements.iter().for_each(|e| walk(e, bound, visit)),
        Expr::Map(map) => {
            for entry in &map.entries {
                if let EntryExpr::MapEntry(entry) = &entry.expr {
                    walk(&entry.key, bound, visit);
                    walk(&entry.value, bound, visit);
                }
            }
        }
        Expr::Call(call) => {
            if let Some(target) = &call.target {
                walk(target, bound, visit);
            }
            call.args.iter().for_each(|e| walk(e, bound, visit));
        }
        Expr::Comprehension(looped) => {
            walk(&looped.iter_range, bound, visit);
            let depth = bound.len();
            bound.push(looped.iter_var.clone());
            bound.extend(looped.iter_var2.clone());
            for part in [&looped.accu_init, &looped.loop_cond, &looped.loop_step, &looped.result] {
                walk(part, bound, visit);
            }
            bound.truncate(depth);
        }
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) | Expr::Struct(_) => {}
    }
}
