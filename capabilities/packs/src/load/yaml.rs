//! One YAML file as JSON with line numbers.
//!
//! A pack is data from a stranger, so it is read strictly: no anchors and aliases (a few lines of them unfold into
//! gigabytes), no tags, no second document, no key twice, limits on depth and number. Plain words follow the core schema
//! of YAML 1.2 with one difference: digits with a leading zero (`0103`) are a text, since they are codes, not numbers.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};
use workflow::Finding;

use super::{MAX_DEPTH, MAX_NODES, Parsed};

/// A parsed file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    pub value: Value,
    /// JSON pointer → line.
    pub lines: BTreeMap<String, u32>,
}

/// Reads one file. An error is a finding with its line.
pub(crate) fn parse(text: &str) -> Parsed {
    let mut reader = Reader { parser: Parser::new_from_str(text), nodes: 0, lines: BTreeMap::new() };
    let value = reader.document()?;
    Ok(Node { value, lines: reader.lines })
}

struct Reader<'a, I: saphyr_parser::Input> {
    parser: Parser<'a, I>,
    nodes: usize,
    lines: BTreeMap<String, u32>,
}

type Fault = (u32, Finding);

fn line(span: Span) -> u32 {
    u32::try_from(span.start.line()).unwrap_or(u32::MAX)
}

impl<'a, I: saphyr_parser::Input> Reader<'a, I> {
    fn next(&mut self) -> Result<(Event<'a>, u32), Fault> {
        match self.parser.next() {
            Some(Ok((event, span))) => Ok((event, line(span))),
            Some(Err(error)) => {
                let line = u32::try_from(error.marker().line()).unwrap_or(u32::MAX);
                Err((line, Finding::new("yaml_syntax", "").with("detail", error.info())))
            }
            None => Ok((Event::StreamEnd, 1)),
        }
    }

    fn document(&mut self) -> Result<Value, Fault> {
        let mut value = None;
        loop {
            let (event, at) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(value.unwrap_or(Value::Null)),
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                Event::DocumentStart(_) if value.is_some() => {
                    return Err((at, Finding::new("yaml_documents", "")));
                }
                Event::DocumentStart(_) => {
                    let (event, at) = self.next()?;
                    value = Some(self.value(event, at, "", 1)?);
                }
                _ => return Err((at, Finding::new("yaml_syntax", "").with("detail", "unexpected"))),
            }
        }
    }

    fn value(&mut self, event: Event<'a>, at: u32, path: &str, depth: usize) -> Result<Value, Fault> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err((at, Finding::new("yaml_too_large", path).with("max", MAX_NODES)));
        }
        if depth > MAX_DEPTH {
            return Err((at, Finding::new("yaml_too_deep", path).with("max", MAX_DEPTH)));
        }
        self.lines.entry(path.to_owned()).or_insert(at);
        let tagged = || Err((at, Finding::new("yaml_tag", path)));
        match event {
            Event::Scalar(_, _, 0, Some(_))
            | Event::SequenceStart(0, Some(_))
            | Event::MappingStart(0, Some(_)) => tagged(),
            Event::Scalar(text, style, 0, None) => Ok(scalar(&text, style)),
            Event::SequenceStart(0, None) => self.sequence(path, depth),
            Event::MappingStart(0, None) => self.mapping(path, depth),
            Event::Alias(_) | Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                Err((at, Finding::new("yaml_alias", path)))
            }
            _ => Err((at, Finding::new("yaml_syntax", path).with("detail", "unexpected"))),
        }
    }

    fn sequence(&mut self, path: &str, depth: usize) -> Result<Value, Fault> {
        let mut items = Vec::new();
        loop {
            let (event, at) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::Array(items));
            }
            let inner = format!("{path}/{}", items.len());
            items.push(self.value(event, at, &inner, depth + 1)?);
        }
    }

    fn mapping(&mut self, path: &str, depth: usize) -> Result<Value, Fault> {
        let mut members = Map::new();
        loop {
            let (event, at) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok(Value::Object(members)),
                Event::Scalar(text, _, 0, None) => text.into_owned(),
                Event::Alias(_) => return Err((at, Finding::new("yaml_alias", path))),
                _ => return Err((at, Finding::new("yaml_key", path))),
            };
            let inner = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
            if members.contains_key(&key) {
                return Err((at, Finding::new("yaml_key_twice", inner).with("key", key)));
            }
            self.lines.insert(inner.clone(), at);
            let (event, at) = self.next()?;
            let value = self.value(event, at, &inner, depth + 1)?;
            members.insert(key, value);
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let numeric = !code && digits.starts_with(|c: char| c.is_ascii_digit());
    if numeric && let Ok(whole) = text.parse::<i64>() {
        return Value::from(whole);
    }
    if numeric
        && text.contains('.')
        && let Some(number) = text.parse::<f64>().ok().and_then(Number::from_f64)
    {
        return Value::Number(number);
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn values_and_lines() {
        let node =
            parse("a: 1\nb:\n  - x: '2'\n    y: 0103\n  - [1.5, yes, true, ~, -3, '', 1e5, 2026-01-01]\n")
                .unwrap();
        assert_eq!(
            node.value,
            json!({"a": 1, "b": [{"x": "2", "y": "0103"}, [1.5, "yes", true, null, -3, "", "1e5", "2026-01-01"]]})
        );
        assert_eq!(node.lines["/b/0/y"], 4);
        assert_eq!(node.lines["/b/1"], 5);
        assert_eq!(node.lines["/b/1/2"], 5);
    }

    #[test]
    fn what_a_stranger_might_send_is_refused() {
        let code = |text: &str| parse(text).map(|n| n.value).map_err(|(line, f)| (line, f.code));
        assert_eq!(code("a: &x [1]\nb: *x"), Err((1, "yaml_alias".into())));
        assert_eq!(code("a: 1\na: 2"), Err((2, "yaml_key_twice".into())));
        assert_eq!(code("a: !!binary x"), Err((1, "yaml_tag".into())));
        assert_eq!(code("? [1]\n: 2"), Err((1, "yaml_key".into())));
        assert_eq!(code("---\na: 1\n---\nb: 2"), Err((3, "yaml_documents".into())));
        assert_eq!(code("a: [1, 2").unwrap_err().1, "yaml_syntax");
        assert_eq!(code(&"- ".repeat(MAX_DEPTH + 1)).unwrap_err().1, "yaml_too_deep");
        assert_eq!(code(&format!("[{}]", "1,".repeat(MAX_NODES + 1))).unwrap_err().1, "yaml_too_large");
        assert_eq!(code(""), Ok(Value::Null));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[ a:\\-\\[\\]{}&*!|>'\"#%@,?\n0-9~中]{0,60}") {
            let _ = parse(&text);
        }
    }
}
