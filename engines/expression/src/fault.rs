//! What can be wrong with an expression: when it is read ([`Fault`]) and when it runs ([`EvalError`]).

use std::collections::BTreeMap;
use std::fmt;

/// A place in the source, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// What kind of mistake a [`Fault`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// Longer than [`crate::MAX_SOURCE`] bytes. `max`
    TooLong,
    /// Nested deeper than [`crate::MAX_DEPTH`], or a loop inside a loop. `max`
    TooDeep,
    /// Not CEL. `detail`
    Syntax,
    /// A part of CEL that packs may not use. `part`
    Unsupported,
    /// `name`, `known`
    UnknownVariable,
    /// `object`, `name`, `known`
    UnknownField,
    /// `name`
    UnknownFunction,
    /// An operator or function with operands it does not take. `operator`, `left`, `right`
    WrongOperands,
    /// `expected`, `found`
    WrongType,
}

impl FaultCode {
    /// A stable word for the message catalogue.
    pub fn code(self) -> &'static str {
        match self {
            FaultCode::TooLong => "expression_too_long",
            FaultCode::TooDeep => "expression_too_deep",
            FaultCode::Syntax => "expression_syntax",
            FaultCode::Unsupported => "expression_unsupported",
            FaultCode::UnknownVariable => "expression_unknown_variable",
            FaultCode::UnknownField => "expression_unknown_field",
            FaultCode::UnknownFunction => "expression_unknown_function",
            FaultCode::WrongOperands => "expression_wrong_operands",
            FaultCode::WrongType => "expression_wrong_type",
        }
    }
}

/// A mistake found before the expression ever runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: FaultCode,
    pub at: Position,
    /// The values its message names, listed with each [`FaultCode`].
    pub params: BTreeMap<&'static str, String>,
}

impl Fault {
    pub(crate) fn new(code: FaultCode, at: Position) -> Self {
        Fault { code, at, params: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, key: &'static str, value: impl ToString) -> Self {
        self.params.insert(key, value.to_string());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.at.line, self.at.column, self.code.code())?;
        for (key, value) in &self.params {
            write!(f, " {key}={value:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// Why a checked expression gave no value. It names no value of the case: it may stand in a fact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// A map has no such key, or an object lacks a field that was declared.
    #[error("missing_key")]
    MissingKey,
    /// A variable that the caller did not bring.
    #[error("missing_variable")]
    MissingVariable,
    /// A list index outside the list.
    #[error("index")]
    Index,
    /// Overflow, division by zero, or a text that is no number.
    #[error("number")]
    Number,
    /// Values of types that do not go together.
    #[error("type")]
    Type,
    /// The result is not what was asked for.
    #[error("result")]
    Result,
}

impl EvalError {
    /// A stable word, e.g. `missing_key`.
    pub fn code(&self) -> String {
        self.to_string()
    }
}
