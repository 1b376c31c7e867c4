//! Judging what was filled in: every field by its type, unknown fields refused.

use jiff::Timestamp;
use serde_json::{Map, Number, Value, json};

use crate::{Input, InputType, Refusal, Vocabulary};

const TEXT_MAX: f64 = 2_000.0;
const UNITS_MAX: f64 = 20.0;
const ATTACHMENTS_MAX: f64 = 9.0;
const CODE_MAX: usize = 200;

impl Refusal {
    pub(crate) fn new(code: &'static str) -> Self {
        Refusal { code, field: None, value: None, expected: None }
    }

    pub(crate) fn expecting(mut self, expected: impl Into<Value>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    fn of(code: &'static str, input: &Input, value: &Value) -> Self {
        Refusal { code, field: Some(input.key.clone()), value: Some(cut(value)), expected: None }
    }
}

/// A value short enough to be given back.
fn cut(value: &Value) -> Value {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        other => return other.clone(),
    };
    Value::String(text.chars().take(100).collect())
}

/// The fields of `given` that stand in `form`, each found right. Null and blank texts count as left out.
pub(crate) fn validate(
    form: &[Input],
    given: &Value,
    vocabulary: &Vocabulary,
) -> Result<Map<String, Value>, Refusal> {
    let empty = Map::new();
    let given = match given {
        Value::Null => &empty,
        Value::Object(fields) => fields,
        other => return Err(Refusal { value: Some(cut(other)), ..Refusal::new("input_object") }),
    };
    if let Some((key, value)) = given.iter().find(|(key, _)| !form.iter().any(|i| i.key == **key)) {
        let known: Vec<&str> = form.iter().map(|i| i.key.as_str()).collect();
        return Err(Refusal {
            field: Some(key.chars().take(100).collect()),
            value: Some(cut(value)),
            ..Refusal::new("input_unknown").expecting(json!(known))
        });
    }
    let mut accepted = Map::new();
    for input in form {
        match given.get(&input.key) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.trim().is_empty() => {}
            Some(value) => {
                accepted.insert(input.key.clone(), field(input, value, vocabulary)?);
            }
        }
    }
    require(form, &accepted)?;
    Ok(accepted)
}

/// Every required field of the form is there.
pub(crate) fn require(form: &[Input], accepted: &Map<String, Value>) -> Result<(), Refusal> {
    let missing = form.iter().find(|input| {
        let empty = match accepted.get(&input.key) {
            None => true,
            Some(Value::Array(items)) => items.is_empty(),
            Some(_) => false,
        };
        input.required && empty
    });
    match missing {
        None => Ok(()),
        Some(input) => Err(Refusal {
            field: Some(input.key.clone()),
            ..Refusal::new("input_missing").expecting(input.kind.code())
        }),
    }
}

/// The `input` an expression sees: what was left out reads as `''`, `0`, `false` or `[]`.
pub(crate) fn for_expression(form: &[Input], accepted: &Map<String, Value>) -> Value {
    let value = |input: &Input| match (accepted.get(&input.key), input.kind) {
        // a Number is a fraction for CEL even when it is whole
        (given, InputType::Number) => {
            Number::from_f64(given.and_then(Value::as_f64).unwrap_or(0.0)).map_or(Value::Null, Value::Number)
        }
        (Some(given), _) => given.clone(),
        (None, InputType::Units | InputType::Attachments) => json!([]),
        (None, InputType::Rating) => json!(0),
        (None, InputType::Bool) => json!(false),
        (None, _) => json!(""),
    };
    Value::Object(form.iter().map(|input| (input.key.clone(), value(input))).collect())
}

fn field(input: &Input, value: &Value, vocabulary: &Vocabulary) -> Result<Value, Refusal> {
    let wrong_type = || Refusal::of("input_type", input, value).expecting(input.kind.code());
    match input.kind {
        InputType::Text => {
            let text = value.as_str().ok_or_else(wrong_type)?.trim();
            if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                return Err(wrong_type());
            }
            in_range(input, value, text.chars().count() as f64, TEXT_MAX)?;
            Ok(Value::String(text.to_owned()))
        }
        InputType::Choice => {
            let code = value.as_str().ok_or_else(wrong_type)?;
            if input.options.iter().any(|option| option.code == code) {
                return Ok(value.clone());
            }
            let codes: Vec<&str> = input.options.iter().map(|o| o.code.as_str()).collect();
            Err(Refusal::of("input_choice", input, value).expecting(json!(codes)))
        }
        InputType::Unit | InputType::Person | InputType::Case => {
            word(value).map(Value::String).ok_or_else(wrong_type)
        }
        InputType::Category => known(input, value, |c| vocabulary.categories.contains_key(c)),
        InputType::Clock => known(input, value, |c| vocabulary.clocks.contains(c)),
        InputType::Units => words(input, value, UNITS_MAX),
        InputType::Attachments => words(input, value, ATTACHMENTS_MAX),
        InputType::Number => {
            let number = value.as_f64().filter(|n| n.is_finite()).ok_or_else(wrong_type)?;
            in_range(input, value, number, f64::MAX)?;
            Ok(value.clone())
        }
        InputType::Rating => {
            let grade = value.as_i64().ok_or_else(wrong_type)?;
            if !(1..=4).contains(&grade) {
                return Err(Refusal::of("input_range", input, value).expecting(json!({"min": 1, "max": 4})));
            }
            Ok(value.clone())
        }
        InputType::DateTime => {
            let text = value.as_str().ok_or_else(wrong_type)?;
            text.parse::<Timestamp>().map_err(|_| wrong_type())?;
            Ok(value.clone())
        }
        InputType::Bool => value.as_bool().map(Value::Bool).ok_or_else(wrong_type),
    }
}

fn in_range(input: &Input, value: &Value, size: f64, default_max: f64) -> Result<(), Refusal> {
    let min = input.min.unwrap_or(f64::MIN);
    let max = input.max.unwrap_or(default_max);
    if (min..=max).contains(&size) {
        return Ok(());
    }
    let mut expected = Map::new();
    if let Some(min) = input.min {
        expected.insert("min".to_owned(), json!(min));
    }
    if max < f64::MAX {
        expected.insert("max".to_owned(), json!(max));
    }
    Err(Refusal::of("input_range", input, value).expecting(expected))
}

/// A short text without control characters: a code, number or id.
fn word(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    let fits = !text.is_empty() && text.len() <= CODE_MAX && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn known(input: &Input, value: &Value, is_known: impl Fn(&str) -> bool) -> Result<Value, Refusal> {
    match word(value) {
        Some(code) if is_known(&code) => Ok(Value::String(code)),
        Some(_) => Err(Refusal::of("input_code", input, value).expecting(input.kind.code())),
        None => Err(Refusal::of("input_type", input, value).expecting(input.kind.code())),
    }
}

fn words(input: &Input, value: &Value, default_max: f64) -> Result<Value, Refusal> {
    let wrong_type = || Refusal::of("input_type", input, value).expecting(input.kind.code());
    let items = value.as_array().ok_or_else(wrong_type)?;
    in_range(input, value, items.len() as f64, default_max)?;
    let mut accepted: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        let text = word(item).ok_or_else(wrong_type)?;
        if accepted.contains(&text) {
            return Err(Refusal::of("input_repeated", input, item));
        }
        accepted.push(text);
    }
    Ok(json!(accepted))
}
