//! From text to a checked tree, within limits.

use std::fmt;
use std::sync::Arc;

use cel::Program;
use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue, SourceInfo};
use serde_json::Value;

use crate::analyse::{self, Comparison};
use crate::fault::{EvalError, Fault, FaultCode, Position};
use crate::scope::{self, Scope};
use crate::types::{Schema, Type};
use crate::{check, render};

/// The longest source accepted, in bytes.
pub const MAX_SOURCE: usize = 2_000;

/// The deepest tree accepted. A chain of `&&` or `||` counts by its logarithm, a chain of `+` by its length.
///
/// Evaluation is recursive and takes up to 50 KiB of stack a level in a debug build (measured), so that a tree of this
/// depth fits well into the 2 MiB of a worker thread.
pub const MAX_DEPTH: usize = 12;

/// The parser is recursive and generous: it gets a stack on which [`MAX_SOURCE`] bytes of anything fit.
const PARSER_STACK: usize = 64 << 20;

/// A parsed expression; cheap to clone.
#[derive(Clone)]
pub struct Expression(Arc<Inner>);

struct Inner {
    source: String,
    program: Program,
    paths: Vec<Vec<String>>,
    conjuncts: Vec<String>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source())
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source() == other.source()
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// `TooLong`, `TooDeep`, `Syntax`, `Unsupported`, with the place.
    pub fn parse(source: &str) -> Result<Self, Fault> {
        let start = Position { line: 1, column: 1 };
        if source.len() > MAX_SOURCE {
            return Err(Fault::new(FaultCode::TooLong, start).with("max", MAX_SOURCE));
        }
        if source.trim().is_empty() {
            return Err(Fault::new(FaultCode::Syntax, start).with("detail", "empty"));
        }
        let text = source.to_owned();
        let parsed = std::thread::Builder::new()
            .stack_size(PARSER_STACK)
            .spawn(move || parse_on_big_stack(&text))
            .map(std::thread::JoinHandle::join);
        let program = match parsed {
            Ok(Ok(result)) => result?,
            Ok(Err(_)) => {
                return Err(Fault::new(FaultCode::Syntax, start).with("detail", "unreadable"));
            }
            Err(error) => return Err(Fault::new(FaultCode::Syntax, start).with("detail", error)),
        };
        let root = program.expression();
        let paths = analyse::paths(root);
        let conjuncts = analyse::conjuncts(root).into_iter().map(render::render).collect();
        Ok(Expression(Arc::new(Inner { source: source.to_owned(), program, paths, conjuncts })))
    }

    /// The text it was read from.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The type of the result, if every name and operand is right.
    ///
    /// # Errors
    /// The first mistake found, with its place.
    pub fn check(&self, schema: &Schema) -> Result<Type, Fault> {
        check::infer(&self.0.program, schema)
    }

    /// Checks that the result is a bool.
    ///
    /// # Errors
    /// As [`Expression::check`], or `WrongType`.
    pub fn check_bool(&self, schema: &Schema) -> Result<(), Fault> {
        self.expect(schema, "bool", Type::is_bool)
    }

    /// Checks that the result is a text.
    ///
    /// # Errors
    /// As [`Expression::check`], or `WrongType`.
    pub fn check_text(&self, schema: &Schema) -> Result<(), Fault> {
        self.expect(schema, "string", Type::is_text)
    }

    fn expect(&self, schema: &Schema, expected: &str, fits: impl Fn(&Type) -> bool) -> Result<(), Fault> {
        let found = self.check(schema)?;
        if fits(&found) {
            return Ok(());
        }
        let at = Position { line: 1, column: 1 };
        Err(Fault::new(FaultCode::WrongType, at).with("expected", expected).with("found", found))
    }

    /// Every variable it looks at, with the fields followed: `["case", "category"]`. In order of appearance, each once.
    pub fn paths(&self) -> &[Vec<String>] {
        &self.0.paths
    }

    /// Whether it looks at this variable (or anything in it).
    pub fn mentions(&self, variable: &str) -> bool {
        self.0.paths.iter().any(|path| path[0] == variable)
    }

    /// What it looked at: the values of [`Expression::paths`] in `context`; null where there is none.
    pub fn values(&self, context: &Value) -> Vec<(String, Value)> {
        values(&self.0.paths, context)
    }

    /// The parts of a top-level `a && b && …`, each in one normal form, so that equal conditions read equal.
    pub fn conjuncts(&self) -> &[String] {
        &self.0.conjuncts
    }

    /// The first conjunct that does not hold, with what it looked at. None when all hold.
    pub fn first_false(&self, scope: &Scope<'_>, context: &Value) -> Option<(String, Vec<(String, Value)>)> {
        analyse::conjuncts(self.0.program.expression())
            .into_iter()
            .zip(&self.0.conjuncts)
            .map(|(part, text)| (part, analyse::paths(part), text))
            .find(|(part, paths, _)| scope.run(part, paths).ok() != Some(Value::Bool(true)))
            .map(|(_, paths, text)| (text.clone(), values(&paths, context)))
    }

    /// Every comparison of a variable with a text literal, wherever it stands.
    pub fn comparisons(&self) -> Vec<Comparison> {
        analyse::comparisons(self.0.program.expression())
    }

    /// For each conjunct in the order of [`Expression::conjuncts`]: the comparison it consists of, if it is just one.
    pub fn simple_conjuncts(&self) -> Vec<Option<Comparison>> {
        analyse::conjuncts(self.0.program.expression()).into_iter().map(analyse::comparison).collect()
    }

    /// The value it has whatever its variables are, if that is a bool: `true`, `1 > 2`, `false && x`.
    pub fn constant(&self) -> Option<bool> {
        match Scope::empty().run(self.0.program.expression(), &[]) {
            Ok(Value::Bool(value)) => Some(value),
            _ => None,
        }
    }

    /// The value, with variables from the scope.
    ///
    /// # Errors
    /// See [`EvalError`].
    pub fn eval(&self, scope: &Scope<'_>) -> Result<Value, EvalError> {
        scope.run(self.0.program.expression(), &self.0.paths)
    }

    /// The value as a bool.
    ///
    /// # Errors
    /// See [`EvalError`].
    pub fn eval_bool(&self, scope: &Scope<'_>) -> Result<bool, EvalError> {
        match self.eval(scope)? {
            Value::Bool(value) => Ok(value),
            _ => Err(EvalError::Result),
        }
    }
}

fn values(paths: &[Vec<String>], context: &Value) -> Vec<(String, Value)> {
    let find = |path: &[String]| {
        path.iter().try_fold(context, |value, key| value.get(key)).cloned().unwrap_or(Value::Null)
    };
    paths.iter().map(|path| (path.join("."), find(path))).collect()
}

fn parse_on_big_stack(source: &str) -> Result<Program, Fault> {
    let program = scope::environment().compile(source).map_err(|errors| syntax_fault(&errors))?;
    limit(program.expression(), program.source_info(), 1, false)?;
    Ok(program)
}

fn syntax_fault(errors: &cel::ParseErrors) -> Fault {
    let first = errors.errors.first();
    let (line, column) = first.map_or((1, 1), |e| e.pos);
    let at = Position {
        line: u32::try_from(line).unwrap_or(1).max(1),
        column: u32::try_from(column).unwrap_or(1).max(1),
    };
    let detail = first.map_or(String::new(), |e| {
        let message = e.msg.strip_prefix("Syntax error: ").unwrap_or(&e.msg);
        message.chars().take(120).collect()
    });
    Fault::new(FaultCode::Syntax, at).with("detail", detail)
}

/// Refuses what is nested too deep and the parts of CEL that packs may not use.
fn limit(node: &IdedExpr, info: &SourceInfo, depth: usize, in_loop: bool) -> Result<(), Fault> {
    let at = || position(info, node.id);
    let unsupported = |part: &str| Err(Fault::new(FaultCode::Unsupported, at()).with("part", part));
    if depth > MAX_DEPTH {
        return Err(Fault::new(FaultCode::TooDeep, at()).with("max", MAX_DEPTH));
    }
    let go = |child: &IdedExpr| limit(child, info, depth + 1, in_loop);
    match &node.expr {
        Expr::Unspecified => return unsupported("?"),
        Expr::Struct(_) => return unsupported("struct"),
        Expr::Literal(LiteralValue::Bytes(_)) => return unsupported("bytes"),
        Expr::Literal(LiteralValue::UInt(_)) => return unsupported("uint"),
        Expr::Literal(_) | Expr::Ident(_) => {}
        Expr::Select(select) => go(&select.operand)?,
        Expr::List(list) => list.elements.iter().try_for_each(go)?,
        Expr::Map(map) => {
            for entry in &map.entries {
                match &entry.expr {
                    EntryExpr::MapEntry(entry) => {
                        go(&entry.key)?;
                        go(&entry.value)?;
                    }
                    EntryExpr::StructField(_) => return unsupported("struct"),
                }
            }
        }
        Expr::Call(call) => {
            if let Some(target) = &call.target {
                go(target)?;
            }
            call.args.iter().try_for_each(go)?;
        }
        Expr::Comprehension(looped) => {
            if in_loop {
                return Err(Fault::new(FaultCode::TooDeep, at()).with("max", 1));
            }
            go(&looped.iter_range)?;
            for part in [&looped.accu_init, &looped.loop_cond, &looped.loop_step, &looped.result] {
                limit(part, info, depth + 1, true)?;
            }
        }
    }
    Ok(())
}

/// Where a node was written; nodes made by a macro fall back to the start.
pub(crate) fn position(info: &SourceInfo, id: u64) -> Position {
    let offset = info.offset_for(id).map_or(0, |(start, _)| start as usize);
    let mut end = offset.min(info.source.len());
    while !info.source.is_char_boundary(end) {
        end -= 1;
    }
    let before = &info.source[..end];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position {
        line: count(before.matches('\n').count() + 1),
        column: count(before[line_start..].chars().count() + 1),
    }
}
