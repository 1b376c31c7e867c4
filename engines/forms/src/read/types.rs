//! What the cell `type` says.

use crate::kinds::{Control, Kind};

/// A type, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    Begin(Block),
    /// A group of copies, one for each choice of the list.
    BeginLoop(String),
    End(Block),
    Select(Select),
    Osm(Option<String>),
    Plain(&'static Kind),
    Include,
    /// A select without a list.
    NoList,
    Unknown,
}

/// What begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    Group,
    Repeat,
    Loop,
}

impl Block {
    pub fn word(self) -> &'static str {
        match self {
            Block::Group => "group",
            Block::Repeat => "repeat",
            Block::Loop => "loop",
        }
    }
}

/// A question with choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    pub control: Control,
    pub from: From,
    pub or_other: bool,
}

/// Where they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    List(String),
    File(String),
    External(String),
    /// `${name}`: the answers to a question in a repeat.
    Answers(String),
}

/// How selects are spelled, longest first.
const SELECTS: [(&str, Control, bool); 19] = [
    ("add select multiple prompt using", Control::SelectMultiple, false),
    ("add select one prompt using", Control::SelectOne, false),
    ("select all that apply from", Control::SelectMultiple, false),
    ("select multiple from file", Control::SelectMultiple, true),
    ("select_multiple_from_file", Control::SelectMultiple, true),
    ("select all that apply", Control::SelectMultiple, false),
    ("select multiple using", Control::SelectMultiple, false),
    ("select multiple from", Control::SelectMultiple, false),
    ("select one from file", Control::SelectOne, true),
    ("select_one_from_file", Control::SelectOne, true),
    ("select one using", Control::SelectOne, false),
    ("select multiple", Control::SelectMultiple, false),
    ("select_multiple", Control::SelectMultiple, false),
    ("select one from", Control::SelectOne, false),
    ("select one", Control::SelectOne, false),
    ("select_one", Control::SelectOne, false),
    ("select1", Control::SelectOne, false),
    ("rank from", Control::Rank, false),
    ("rank", Control::Rank, false),
];

pub fn read(cell: &str) -> Type {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = text.to_ascii_lowercase();
    if let Some(block) = block(&lower, &text) {
        return block;
    }
    for word in ["select_one_external", "select one external"] {
        if let Some(rest) = after(&lower, &text, word) {
            return if rest.is_empty() {
                Type::NoList
            } else {
                select(Control::Input, From::External(rest.to_string()), false)
            };
        }
    }
    for (word, control, file) in SELECTS {
        if let Some(rest) = after(&lower, &text, word) {
            return choice(rest, control, file);
        }
    }
    if let Some(rest) = after(&lower, &text, "osm") {
        return Type::Osm((!rest.is_empty()).then(|| rest.to_string()));
    }
    match (lower.as_str(), Kind::named(&text)) {
        ("include", _) => Type::Include,
        (_, Some(kind))
            if matches!(kind.control, Control::SelectOne | Control::SelectMultiple | Control::Rank) =>
        {
            Type::NoList
        }
        (_, Some(kind)) => Type::Plain(kind),
        _ => Type::Unknown,
    }
}

fn block(lower: &str, text: &str) -> Option<Type> {
    let (begin, rest, tail) = if let Some(rest) = lower.strip_prefix("begin") {
        (true, rest, &text[5..])
    } else {
        (false, lower.strip_prefix("end")?, &text[3..])
    };
    let rest = rest.trim_start_matches([' ', '_', '-']);
    let tail = tail.trim_start_matches([' ', '_', '-']);
    let block = match rest {
        "group" => Block::Group,
        "repeat" | "lgroup" | "looped group" => Block::Repeat,
        "loop" if !begin => Block::Loop,
        _ if begin => {
            return rest
                .strip_prefix("loop over ")
                .map(|_| Type::BeginLoop(tail["loop over ".len()..].trim().to_string()));
        }
        _ => return None,
    };
    Some(if begin { Type::Begin(block) } else { Type::End(block) })
}

/// What follows a word, as it is written.
fn after<'a>(lower: &str, text: &'a str, word: &str) -> Option<&'a str> {
    let rest = lower.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| text.get(word.len()..).unwrap_or("").trim())
}

fn choice(rest: &str, control: Control, file: bool) -> Type {
    let mut list = rest;
    let mut or_other = false;
    for suffix in [" or specify other", " or_other", " or other"] {
        if rest.to_ascii_lowercase().ends_with(suffix) {
            list = rest[..rest.len() - suffix.len()].trim();
            or_other = true;
        }
    }
    if list.is_empty() {
        return Type::NoList;
    }
    if file {
        return select(control, From::File(list.to_string()), or_other);
    }
    if let Some(name) = crate::lex::only_reference(list) {
        return select(control, From::Answers(name.to_string()), or_other);
    }
    if list.contains(' ') {
        return Type::Unknown;
    }
    select(control, From::List(list.to_string()), or_other)
}

fn select(control: Control, from: From, or_other: bool) -> Type {
    Type::Select(Select { control, from, or_other })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let list = |control, name: &str, or_other| select(control, From::List(name.into()), or_other);
        assert_eq!(read("select one from Colors or specify other"), list(Control::SelectOne, "Colors", true));
        assert_eq!(read("select_multiple  x"), list(Control::SelectMultiple, "x", false));
        assert_eq!(read("begin_group"), Type::Begin(Block::Group));
        assert_eq!(read("End Repeat"), Type::End(Block::Repeat));
        assert_eq!(read("begin loop over T_x"), Type::BeginLoop("T_x".into()));
        assert_eq!(read("select_one l extra"), Type::Unknown);
        assert_eq!(read("select_one"), Type::NoList);
        assert_eq!(
            read("select_one_from_file a b.csv"),
            select(Control::SelectOne, From::File("a b.csv".into()), false)
        );
        assert!(matches!(read("Add Image Prompt"), Type::Plain(k) if k.name == "image"));
        assert!(matches!(read("get phone number"), Type::Plain(k) if k.name == "phonenumber"));
        assert!(matches!(read("phone number"), Type::Plain(k) if k.name == "phone number"));
        assert_eq!(read("İend group"), Type::Unknown);
    }
}
