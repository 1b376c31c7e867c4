//! The static checker: what type does this expression have, given the types of its variables?

use std::collections::BTreeMap;

use cel::Program;
use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators,
};

use crate::fault::{Fault, FaultCode};
use crate::parse::position;
use crate::render::symbol;
use crate::types::{Schema, Type};

/// The type of the whole program.
pub(crate) fn infer(program: &Program, schema: &Schema) -> Result<Type, Fault> {
    let mut checker = Checker { info: program.source_info(), schema, bound: Vec::new() };
    checker.infer(program.expression())
}

struct Checker<'a> {
    info: &'a SourceInfo,
    schema: &'a Schema,
    /// Names bound by a loop, innermost last.
    bound: Vec<(String, Type)>,
}

impl Checker<'_> {
    fn fault(&self, node: &IdedExpr, code: FaultCode) -> Fault {
        Fault::new(code, position(self.info, node.id))
    }

    fn infer(&mut self, node: &IdedExpr) -> Result<Type, Fault> {
        match &node.expr {
            Expr::Unspecified | Expr::Struct(_) => {
                Err(self.fault(node, FaultCode::Unsupported).with("part", "struct"))
            }
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident(name) => self.variable(node, name),
            Expr::Select(select) => {
                let object = self.infer(&select.operand)?;
                let field = self.field(node, &object, &select.field)?;
                Ok(if select.test { Type::Bool } else { field })
            }
            Expr::List(list) => {
                let mut item: Option<Type> = None;
                for element in &list.elements {
                    let next = self.infer(element)?;
                    item = Some(item.map_or(next.clone(), |t| t.join(&next)));
                }
                Ok(Type::list(item.unwrap_or(Type::Any)))
            }
            Expr::Map(map) => {
                let mut value: Option<Type> = None;
                for entry in &map.entries {
                    let EntryExpr::MapEntry(entry) = &entry.expr else {
                        return Err(self.fault(node, FaultCode::Unsupported).with("part", "struct"));
                    };
                    let key = self.infer(&entry.key)?;
                    if !key.is_text() {
                        return Err(self
                            .fault(&entry.key, FaultCode::WrongType)
                            .with("expected", Type::Text)
                            .with("found", key));
                    }
                    let next = self.infer(&entry.value)?;
                    value = Some(value.map_or(next.clone(), |t| t.join(&next)));
                }
                Ok(Type::map(value.unwrap_or(Type::Any)))
            }
            Expr::Call(call) => self.call(node, call),
            Expr::Comprehension(looped) => self.looped(node, looped),
        }
    }

    fn variable(&self, node: &IdedExpr, name: &str) -> Result<Type, Fault> {
        if let Some((_, kind)) = self.bound.iter().rev().find(|(n, _)| n == name) {
            return Ok(kind.clone());
        }
        self.schema.get(name).cloned().ok_or_else(|| {
            self.fault(node, FaultCode::UnknownVariable)
                .with("name", name)
                .with("known", names(&self.schema.0))
        })
    }

    fn field(&self, node: &IdedExpr, object: &Type, name: &str) -> Result<Type, Fault> {
        match object {
            Type::Any => Ok(Type::Any),
            Type::Map(value) => Ok((**value).clone()),
            Type::Object(fields) => fields.get(name).cloned().ok_or_else(|| {
                self.fault(node, FaultCode::UnknownField).with("name", name).with("known", names(fields))
            }),
            other => {
                Err(self.fault(node, FaultCode::WrongType).with("expected", "object").with("found", other))
            }
        }
    }

    fn looped(&mut self, node: &IdedExpr, looped: &ComprehensionExpr) -> Result<Type, Fault> {
        let item = match self.infer(&looped.iter_range)? {
            Type::List(item) => *item,
            Type::Map(_) | Type::Object(_) => Type::Text,
            Type::Any => Type::Any,
            other => {
                return Err(self
                    .fault(node, FaultCode::WrongType)
                    .with("expected", "list")
                    .with("found", other));
            }
        };
        let start = self.infer(&looped.accu_init)?;
        let depth = self.bound.len();
        self.bound.push((looped.iter_var.clone(), item));
        self.bound.push((looped.accu_var.clone(), start));
        let result = self.looped_body(looped);
        self.bound.truncate(depth);
        result
    }

    fn looped_body(&mut self, looped: &ComprehensionExpr) -> Result<Type, Fault> {
        let condition = self.infer(&looped.loop_cond)?;
        self.want_bool(&looped.loop_cond, condition)?;
        let step = self.infer(&looped.loop_step)?;
        if let Some(accumulator) = self.bound.last_mut() {
            accumulator.1 = step;
        }
        self.infer(&looped.result)
    }

    fn want_bool(&self, node: &IdedExpr, found: Type) -> Result<(), Fault> {
        if found.is_bool() {
            return Ok(());
        }
        Err(self.fault(node, FaultCode::WrongType).with("expected", Type::Bool).with("found", found))
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr) -> Result<Type, Fault> {
        let target = call.target.as_deref().map(|t| self.infer(t)).transpose();
        // `a.b.c(x)` with an unknown `a` is an unknown function rather than an unknown variable
        let target = match target {
            Err(fault) if !METHODS.contains(&call.func_name.as_str()) => {
                let _ = fault;
                return Err(self.unknown_function(node, call));
            }
            other => other?,
        };
        let args = call.args.iter().map(|arg| self.infer(arg)).collect::<Result<Vec<_>, _>>()?;
        let name = call.func_name.as_str();
        if call.target.is_none() && name == operators::INDEX {
            return self.index(node, call, &args);
        }
        let known = symbol(name).is_some()
            || METHODS.contains(&name)
            || FUNCTIONS.contains(&name)
            || [operators::CONDITIONAL, operators::LOGICAL_NOT, operators::NEGATE].contains(&name);
        if !known {
            return Err(self.unknown_function(node, call));
        }
        let result = match &target {
            None => function(name, &args),
            Some(target) => method(name, target, &args),
        };
        result.ok_or_else(|| self.wrong_operands(node, name, target.as_ref(), &args))
    }

    fn unknown_function(&self, node: &IdedExpr, call: &CallExpr) -> Fault {
        self.fault(node, FaultCode::UnknownFunction).with("name", &call.func_name)
    }

    fn wrong_operands(&self, node: &IdedExpr, name: &str, target: Option<&Type>, args: &[Type]) -> Fault {
        let mut all = target.into_iter().chain(args).map(Type::to_string);
        let left = all.next().unwrap_or_default();
        let right = all.collect::<Vec<_>>().join(", ");
        let operator = match name {
            operators::LOGICAL_NOT => "!",
            operators::NEGATE => "-",
            operators::CONDITIONAL => "?:",
            other => symbol(other).unwrap_or(other),
        };
        self.fault(node, FaultCode::WrongOperands)
            .with("operator", operator)
            .with("left", left)
            .with("right", right)
    }

    fn index(&self, node: &IdedExpr, call: &CallExpr, args: &[Type]) -> Result<Type, Fault> {
        let wrong = || self.wrong_operands(node, "[]", None, args);
        let [object, key] = args else {
            return Err(wrong());
        };
        match object {
            Type::Any => Ok(Type::Any),
            Type::List(item) if key.is_number() => Ok((**item).clone()),
            Type::Map(value) if key.is_text() => Ok((**value).clone()),
            Type::Object(_) if key.is_text() => match &call.args[1].expr {
                Expr::Literal(LiteralValue::String(name)) => self.field(node, object, name.inner()),
                _ => Ok(Type::Any),
            },
            _ => Err(wrong()),
        }
    }
}

const METHODS: [&str; 4] = ["size", "contains", "startsWith", "endsWith"];
const FUNCTIONS: [&str; 5] = ["size", "int", "double", "string", operators::NOT_STRICTLY_FALSE];

fn names(fields: &BTreeMap<String, Type>) -> String {
    let known: Vec<&str> = fields.keys().map(String::as_str).collect();
    known.join(", ")
}

fn literal_type(literal: &LiteralValue) -> Type {
    match literal {
        LiteralValue::Boolean(_) => Type::Bool,
        LiteralValue::Int(_) => Type::Int,
        LiteralValue::Double(_) => Type::Number,
        LiteralValue::String(_) => Type::Text,
        LiteralValue::Null => Type::Null,
        LiteralValue::Bytes(_) | LiteralValue::UInt(_) => Type::Any,
    }
}

fn sized(kind: &Type) -> bool {
    matches!(kind, Type::Text | Type::List(_) | Type::Map(_) | Type::Object(_) | Type::Any)
}

/// The result of a method, or None when the operands do not fit.
fn method(name: &str, target: &Type, args: &[Type]) -> Option<Type> {
    match (name, args) {
        ("size", []) if sized(target) => Some(Type::Int),
        ("contains" | "startsWith" | "endsWith", [a]) if target.is_text() && a.is_text() => Some(Type::Bool),
        _ => None,
    }
}

/// The result of an operator or function, or None when the operands do not fit.
fn function(name: &str, args: &[Type]) -> Option<Type> {
    match args {
        [a] => unary(name, a),
        [a, b] => binary(name, a, b),
        [cond, a, b] if name == operators::CONDITIONAL && cond.is_bool() && a.goes_with(b) => Some(a.join(b)),
        _ => None,
    }
}

fn unary(name: &str, a: &Type) -> Option<Type> {
    match name {
        operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE if a.is_bool() => Some(Type::Bool),
        operators::NEGATE if a.is_number() => Some(a.clone()),
        "size" if sized(a) => Some(Type::Int),
        "int" if a.is_number() || a.is_text() => Some(Type::Int),
        "double" if a.is_number() || a.is_text() => Some(Type::Number),
        "string" if a.is_number() || a.is_text() || a.is_bool() => Some(Type::Text),
        _ => None,
    }
}

fn binary(name: &str, a: &Type, b: &Type) -> Option<Type> {
    let ordered = (a.is_number() && b.is_number()) || (a.is_text() && b.is_text());
    match name {
        operators::LOGICAL_AND | operators::LOGICAL_OR => (a.is_bool() && b.is_bool()).then_some(Type::Bool),
        operators::EQUALS | operators::NOT_EQUALS => a.goes_with(b).then_some(Type::Bool),
        operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS => {
            ordered.then_some(Type::Bool)
        }
        operators::IN => contains(b, a).then_some(Type::Bool),
        operators::ADD => sum(a, b),
        operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO => {
            // CEL has no arithmetic between a whole number and a fraction
            (a.is_number() && b.is_number() && (a == b || *a == Type::Any || *b == Type::Any))
                .then(|| a.join(b))
        }
        _ => None,
    }
}

fn contains(container: &Type, item: &Type) -> bool {
    match container {
        Type::Any => true,
        Type::List(inner) => inner.goes_with(item),
        Type::Map(_) | Type::Object(_) => item.is_text(),
        _ => false,
    }
}

fn sum(a: &Type, b: &Type) -> Option<Type> {
    let fits = matches!(
        (a, b),
        (Type::Any, _)
            | (_, Type::Any)
            | (Type::Text, Type::Text)
            | (Type::Int, Type::Int)
            | (Type::Number, Type::Number)
            | (Type::List(_), Type::List(_))
    );
    fits.then(|| a.join(b))
}
