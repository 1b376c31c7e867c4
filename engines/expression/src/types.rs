//! The types of variables, so that an expression can be judged before it runs.

use std::collections::BTreeMap;
use std::fmt;

/// The type of a value in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    Bool,
    /// A whole number.
    Int,
    /// A whole number or a fraction.
    Number,
    Text,
    Null,
    List(Box<Type>),
    /// Any keys (texts), values of one type.
    Map(Box<Type>),
    /// Exactly these fields.
    Object(BTreeMap<String, Type>),
    /// Anything: not judged.
    Any,
}

impl Type {
    /// A list of `item`.
    pub fn list(item: Type) -> Type {
        Type::List(Box::new(item))
    }

    /// A map from text to `value`.
    pub fn map(value: Type) -> Type {
        Type::Map(Box::new(value))
    }

    /// An object with these fields.
    pub fn object<const N: usize>(fields: [(&str, Type); N]) -> Type {
        Type::Object(fields.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect())
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Type::Int | Type::Number | Type::Any)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Type::Text | Type::Any)
    }

    pub(crate) fn is_bool(&self) -> bool {
        matches!(self, Type::Bool | Type::Any)
    }

    /// Whether a value of the one may be compared with a value of the other.
    pub(crate) fn goes_with(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any, _) | (_, Type::Any) => true,
            (Type::Int | Type::Number, Type::Int | Type::Number) => true,
            (Type::List(a), Type::List(b)) | (Type::Map(a), Type::Map(b)) => a.goes_with(b),
            (Type::Map(a), Type::Object(b)) | (Type::Object(b), Type::Map(a)) => {
                b.values().all(|t| t.goes_with(a))
            }
            (a, b) => a == b,
        }
    }

    /// The type that both fit in; [`Type::Any`] when there is none.
    pub(crate) fn join(&self, other: &Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a.clone(),
            (Type::Int | Type::Number, Type::Int | Type::Number) => Type::Number,
            (Type::List(a), Type::List(b)) if **a == Type::Any => Type::List(b.clone()),
            (Type::List(a), Type::List(b)) if **b == Type::Any => Type::List(a.clone()),
            (Type::List(a), Type::List(b)) => Type::list(a.join(b)),
            (Type::Map(a), Type::Map(b)) => Type::map(a.join(b)),
            _ => Type::Any,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Bool => f.write_str("bool"),
            Type::Int => f.write_str("int"),
            Type::Number => f.write_str("number"),
            Type::Text => f.write_str("string"),
            Type::Null => f.write_str("null"),
            Type::List(item) => write!(f, "list({item})"),
            Type::Map(value) => write!(f, "map({value})"),
            Type::Object(_) => f.write_str("object"),
            Type::Any => f.write_str("any"),
        }
    }
}

/// The variables an expression may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema(pub(crate) BTreeMap<String, Type>);

impl Schema {
    /// No variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same variables and one more (or another type for it).
    pub fn with(mut self, name: &str, kind: Type) -> Self {
        self.0.insert(name.to_owned(), kind);
        self
    }

    /// The same variables without one.
    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// The type of a variable.
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.0.get(name)
    }

    /// Names and types, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.0.iter().map(|(name, kind)| (name.as_str(), kind))
    }
}
