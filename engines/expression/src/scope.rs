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
pub struct Scope<'p>(Context<'p, 'static>);

impl Scope<'static> {
    /// No variables.
    pub fn empty() -> Self {
        Scope(Context::with_env(environment().clone()))
    }

    /// Every member of a JSON object becomes a variable; anything but an object gives none.
    pub fn new(variables: &Value) -> Self {
        let mut scope = Self::empty();
        if let Value::Object(members) = variables {
            for (name, value) in members {
                scope.0.add_variable_from_value(name.as_str(), to_cel(value));
            }
        }
        scope
    }
}

impl Scope<'_> {
    /// The same variables and one more.
    pub fn with(&self, name: &str, value: &Value) -> Scope<'_> {
        let mut inner = self.0.new_inner_scope();
        inner.add_variable_from_value(name, to_cel(value));
        Scope(inner)
    }

    pub(crate) fn run(&self, expression: &IdedExpr) -> Result<Value, EvalError> {
        match cel::Value::resolve(expression, &self.0) {
            Ok(value) => from_cel(&value),
            Err(error) => Err(eval_error(&error)),
        }
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
