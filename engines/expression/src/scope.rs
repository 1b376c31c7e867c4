//! The variables of one evaluation: JSON in, JSON out.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use cel::common::ast::IdedExpr;
use cel::{Context, Env, ExecutionError};
use serde_json::{Map, Number, Value};

use crate::EvalError;

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

pub(crate) fn environment() -> &'static Arc<Env> {
    &ENVIRONMENT
}

/// The variables an expression sees. Build it once per case and evaluate many expressions with it.
///
/// The library copies whatever a variable holds each time that it is looked at, so that an expression is given only the
/// members that it mentions.
#[derive(Clone, Default)]
pub struct Scope<'v>(Vec<(&'v str, &'v Value)>);

impl<'v> Scope<'v> {
    /// No variables.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Every member of a JSON object becomes a variable; anything but an object gives none.
    pub fn new(variables: &'v Value) -> Self {
        let members = variables.as_object().into_iter().flatten();
        Self(members.map(|(name, value)| (name.as_str(), value)).collect())
    }

    /// The same variables and one more, which comes before one of the same name.
    pub fn with(&self, name: &'v str, value: &'v Value) -> Self {
        let others = self.0.iter().copied().filter(|(other, _)| *other != name);
        Self(others.chain([(name, value)]).collect())
    }

    /// The value of an expression that looks at `paths`.
    pub(crate) fn run(&self, expression: &IdedExpr, paths: &[Vec<String>]) -> Result<Value, EvalError> {
        let mut context = Context::with_env(environment().clone());
        for (name, value) in self.seen(paths) {
            context.add_variable_from_value(name, to_cel(&value));
        }
        match cel::Value::resolve(expression, &context) {
            Ok(value) => from_cel(&value),
            Err(error) => Err(eval_error(&error)),
        }
    }

    fn seen(&self, paths: &[Vec<String>]) -> Map<String, Value> {
        let mut seen = Map::new();
        for path in paths {
            if let Some((name, value)) = self.0.iter().find(|(name, _)| *name == path[0]) {
                copy(&mut seen, name, value, &path[1..]);
            }
        }
        seen
    }
}

/// Copies what a path leads to. A member that is not there is not there in the copy either.
fn copy(into: &mut Map<String, Value>, name: &str, value: &Value, path: &[String]) {
    let (Value::Object(members), Some((next, rest))) = (value, path.split_first()) else {
        into.insert(name.to_owned(), value.clone());
        return;
    };
    let copied = into.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if let (Value::Object(copied), Some(value)) = (copied, members.get(next)) {
        copy(copied, next, value, rest);
    }
}

fn eval_error(error: &ExecutionError) -> EvalError {
    match error {
        ExecutionError::NoSuchKey(_) => EvalError::MissingKey,
        ExecutionError::UndeclaredReference(_) => EvalError::MissingVariable,
        ExecutionError::IndexOutOfBounds(_) => EvalError::Index,
        ExecutionError::DivisionByZero(_)
        | ExecutionError::RemainderByZero(_)
        | ExecutionError::Overflow(..)
        | ExecutionError::FunctionError { .. } => EvalError::Number,
        _ => EvalError::Type,
    }
}

fn to_cel(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(b) => cel::Value::Bool(*b),
        Value::Number(n) => n
            .as_i64()
            .map(cel::Value::Int)
            .unwrap_or_else(|| cel::Value::Float(n.as_f64().unwrap_or(f64::NAN))),
        Value::String(s) => cel::Value::String(Arc::new(s.clone())),
        Value::Array(items) => cel::Value::List(Arc::new(items.iter().map(to_cel).collect())),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), to_cel(value)))
            .collect::<HashMap<String, cel::Value>>()
            .into(),
    }
}

fn from_cel(value: &cel::Value) -> Result<Value, EvalError> {
    Ok(match value {
        cel::Value::Null => Value::Null,
        cel::Value::Bool(b) => Value::Bool(*b),
        cel::Value::Int(i) => Value::from(*i),
        cel::Value::UInt(u) => Value::from(*u),
        cel::Value::Float(f) => Number::from_f64(*f).map(Value::Number).ok_or(EvalError::Number)?,
        cel::Value::String(s) => Value::String(s.as_str().to_owned()),
        cel::Value::List(items) => Value::Array(items.iter().map(from_cel).collect::<Result<_, _>>()?),
        cel::Value::Map(map) => {
            let mut members = Map::new();
            for (key, value) in map.map.iter() {
                members.insert(key.to_string(), from_cel(value)?);
            }
            Value::Object(members)
        }
        _ => return Err(EvalError::Result),
    })
}
