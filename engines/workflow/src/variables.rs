//! The variables a guard or a route may name. A text that is not known reads as `''`, never as null.

use expression::{Schema, Type};

use crate::{Input, InputType};

/// Everything a guard sees except `input`, which depends on the action:
/// `case, tasks, clocks, limits, actor, reporter, place, attributes`.
///
/// `tasks.open` counts the tasks still owed, `tasks.signed` those of them that were signed, `tasks.done` the finished ones,
/// `tasks.total` all there ever were. `case.tier` begins as the pack's first tier.
pub fn variables() -> Schema {
    Schema::new()
        .with("case", case())
        .with("tasks", numbers(["open", "signed", "done", "total"]))
        .with(
            "clocks",
            Type::object([
                ("promise_late", Type::Bool),
                ("sign_late", Type::Bool),
                ("task_late", Type::Bool),
            ]),
        )
        .with("limits", numbers(["returns", "extensions", "suspensions", "reopens", "call_backs"]))
        .with("actor", Type::object([("post", Type::Text), ("unit", Type::Text), ("level", Type::Text)]))
        .with("reporter", Type::object([("kind", Type::Text), ("known", Type::Bool)]))
        .with(
            "place",
            Type::object([
                ("path", Type::list(Type::Text)),
                ("grid", Type::Text),
                ("layers", Type::map(Type::Text)),
            ]),
        )
        .with("attributes", Type::map(Type::Text))
}

/// What a route sees: [`variables`] without `actor`, since nobody acts yet.
pub fn route_variables() -> Schema {
    variables().without("actor")
}

fn case() -> Type {
    Type::object([
        ("state", Type::Text),
        ("phase", Type::Text),
        ("type", Type::Text),
        ("category", Type::Text),
        ("categories", Type::list(Type::Text)),
        ("channel", Type::Text),
        ("priority", Type::Text),
        ("tier", Type::Text),
        ("returns", Type::Int),
        ("extensions", Type::Int),
        ("suspensions", Type::Int),
        ("reopens", Type::Int),
        ("call_backs", Type::Int),
        ("has_photo", Type::Bool),
        ("in_grid", Type::Bool),
        ("exclusive", Type::Bool),
        ("outside", Type::Bool),
        ("level", Type::Text),
        ("unit", Type::Text),
        ("disputed", Type::Bool),
        ("extension_asked", Type::Bool),
        ("supervised", Type::Bool),
        ("mandate", Type::Bool),
    ])
}

fn numbers<const N: usize>(names: [&str; N]) -> Type {
    Type::object(names.map(|name| (name, Type::Int)))
}

/// The type of `input` for a form. An input that was left out reads as `''`, `0`, `false` or `[]`.
pub(crate) fn input_type(form: &[Input]) -> Type {
    Type::Object(form.iter().map(|input| (input.key.clone(), value_type(input.kind))).collect())
}

fn value_type(kind: InputType) -> Type {
    match kind {
        InputType::Units | InputType::Attachments => Type::list(Type::Text),
        InputType::Number => Type::Number,
        InputType::Rating => Type::Int,
        InputType::Bool => Type::Bool,
        InputType::Text
        | InputType::Choice
        | InputType::Unit
        | InputType::Person
        | InputType::Category
        | InputType::DateTime
        | InputType::Clock
        | InputType::Case => Type::Text,
    }
}
