//! Whether somebody met on a visit is somebody who is known.

use super::schema::ReadyKind;
use super::value::{Fault, KnownArea, Values, value};
use super::words;
use crate::model::kind::{Field, IdentityRole};
use serde_json::Value;
use std::collections::BTreeMap;

/// How well a record fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is another one.
    Other,
    /// Of the same name, and nothing tells them apart: enough for one who is known to belong there.
    Name,
    /// It has a number that belongs to one alone.
    Number,
}

fn of_role(kind: &ReadyKind, role: IdentityRole) -> impl Iterator<Item = &Field> {
    kind.kind.fields.iter().filter(move |f| f.role == Some(role))
}

/// The numbers that belong to one alone, in their kept form.
///
/// # Errors
/// What is wrong with them.
pub fn numbers(
    kind: &ReadyKind,
    given: &BTreeMap<String, String>,
    area: KnownArea<'_>,
) -> Result<Values, Vec<Fault>> {
    let (mut numbers, mut faults) = (Values::new(), vec![]);
    for field in of_role(kind, IdentityRole::Identifier) {
        let Some(text) = given.get(&field.code).filter(|text| !text.trim().is_empty()) else { continue };
        match value(kind, field, text, area) {
            Ok(number) => drop(numbers.insert(field.code.clone(), number)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(numbers) } else { Err(faults) }
}

/// How well a record fits who was met: a number of theirs decides, one way or the other; else a name.
pub fn fit(kind: &ReadyKind, given: &BTreeMap<String, String>, numbers: &Values, known: &Values) -> Fit {
    let both = |field: &Field| Some((numbers.get(&field.code)?, known.get(&field.code)?));
    let compared: Vec<(&Value, &Value)> = of_role(kind, IdentityRole::Identifier).filter_map(both).collect();
    if compared.iter().any(|(a, b)| a == b) {
        return Fit::Number;
    }
    let named = |field: &Field| {
        let (said, held) = (given.get(&field.code)?, known.get(&field.code)?.as_str()?);
        let said = words::name(said);
        Some(!said.is_empty() && said == words::name(held))
    };
    let same = of_role(kind, IdentityRole::Name).filter_map(named).any(|same| same);
    if same && compared.is_empty() { Fit::Name } else { Fit::Other }
}
