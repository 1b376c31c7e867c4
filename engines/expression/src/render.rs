//! One way to write an expression, so that equal conditions read equal whatever their spacing.

use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue, operators};

/// Writes an expression in its normal form.
pub(crate) fn render(node: &IdedExpr) -> String {
    match &node.expr {
        Expr::Unspecified | Expr::Struct(_) => "?".to_owned(),
        Expr::Ident(name) => name.clone(),
        Expr::Literal(literal) => render_literal(literal),
        Expr::Select(select) if select.test => {
            format!("has({}.{})", render(&select.operand), select.field)
        }
        Expr::Select(select) => format!("{}.{}", tight(&select.operand), select.field),
        Expr::List(list) => format!("[{}]", join(&list.elements)),
        Expr::Map(map) => {
            let entries: Vec<String> = map
                .entries
                .iter()
                .filter_map(|entry| match &entry.expr {
                    EntryExpr::MapEntry(e) => Some(format!("{}: {}", render(&e.key), render(&e.value))),
                    EntryExpr::StructField(_) => None,
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Expr::Call(call) => render_call(call),
        Expr::Comprehension(looped) => format!(
            "{}.{}({}, {})",
            tight(&looped.iter_range),
            macro_name(looped),
            looped.iter_var,
            render(&looped.loop_step)
        ),
    }
}

fn join(nodes: &[IdedExpr]) -> String {
    nodes.iter().map(render).collect::<Vec<_>>().join(", ")
}

fn render_literal(literal: &LiteralValue) -> String {
    match literal {
        LiteralValue::Boolean(b) => b.inner().to_string(),
        LiteralValue::Double(d) => format!("{:?}", d.inner()),
        LiteralValue::Int(i) => i.inner().to_string(),
        LiteralValue::Null => "null".to_owned(),
        LiteralValue::String(s) => format!("'{}'", s.inner().replace('\\', "\\\\").replace('\'', "\\'")),
        LiteralValue::Bytes(_) | LiteralValue::UInt(_) => "?".to_owned(),
    }
}

fn render_call(call: &cel::common::ast::CallExpr) -> String {
    let name = call.func_name.as_str();
    match (&call.target, call.args.as_slice()) {
        (None, [a, b, c]) if name == operators::CONDITIONAL => {
            format!("{} ? {} : {}", tight(a), tight(b), tight(c))
        }
        (None, [a, b]) if name == operators::INDEX => format!("{}[{}]", tight(a), render(b)),
        (None, [a, b]) if symbol(name).is_some() => {
            format!("{} {} {}", tight(a), symbol(name).unwrap_or_default(), tight(b))
        }
        (None, [a]) if name == operators::LOGICAL_NOT => format!("!{}", tight(a)),
        (None, [a]) if name == operators::NEGATE => format!("-{}", tight(a)),
        (Some(target), args) => format!("{}.{name}({})", tight(target), join(args)),
        (None, args) => format!("{name}({})", join(args)),
    }
}

/// In brackets where it is not a single word.
fn tight(node: &IdedExpr) -> String {
    let text = render(node);
    match &node.expr {
        Expr::Call(call)
            if call.target.is_none()
                && (symbol(&call.func_name).is_some() || call.func_name == operators::CONDITIONAL) =>
        {
            format!("({text})")
        }
        _ => text,
    }
}

/// `_==_` is `==`, `@in` is `in`.
pub(crate) fn symbol(function: &str) -> Option<&'static str> {
    Some(match function {
        operators::LOGICAL_AND => "&&",
        operators::LOGICAL_OR => "||",
        operators::EQUALS => "==",
        operators::NOT_EQUALS => "!=",
        operators::LESS => "<",
        operators::LESS_EQUALS => "<=",
        operators::GREATER => ">",
        operators::GREATER_EQUALS => ">=",
        operators::ADD => "+",
        operators::SUBSTRACT => "-",
        operators::MULTIPLY => "*",
        operators::DIVIDE => "/",
        operators::MODULO => "%",
        operators::IN => "in",
        _ => return None,
    })
}

fn macro_name(looped: &cel::common::ast::ComprehensionExpr) -> &'static str {
    match (&looped.accu_init.expr, &looped.loop_step.expr) {
        (Expr::Literal(LiteralValue::Boolean(_)), Expr::Call(step))
            if step.func_name == operators::LOGICAL_OR =>
        {
            "exists"
        }
        (Expr::Literal(LiteralValue::Boolean(_)), _) => "all",
        (Expr::Literal(LiteralValue::Int(_)), _) => "exists_one",
        _ => "map",
    }
}
