//! XML as forms and submissions need it: the nodes with their local names, since clients choose prefixes as they like.

use kernel::{Refusal, RefusalKind};
use quick_xml::{Reader, escape::resolve_predefined_entity, events::BytesStart, events::Event};

/// Elements inside of one another, more than any form has.
const DEEPEST: usize = 100;

/// An element that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its path by local names: `/data/meta/instanceID`.
    pub path: String,
    /// Its attributes by local names.
    pub attributes: Vec<(String, String)>,
    /// Its own text.
    pub text: String,
}

impl Node {
    /// An attribute that says something.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Its own name, without a prefix.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    fn depth(&self) -> usize {
        self.path.bytes().filter(|b| *b == b'/').count()
    }
}

/// Where the elements right below one stand.
pub fn below(nodes: &[Node], at: usize) -> impl Iterator<Item = usize> {
    let depth = nodes.get(at).map_or(0, Node::depth);
    let inside = nodes.iter().enumerate().skip(at + 1).take_while(move |(_, n)| n.depth() > depth);
    inside.filter(move |(_, n)| n.depth() == depth + 1).map(|(i, _)| i)
}

/// Reads a document, element by element in the order in which they begin.
///
/// # Errors
/// `submission.malformed`: it is no well-formed XML in UTF-8, or brings a document type, which nobody needs.
pub fn read(xml: &[u8]) -> Result<Vec<Node>, Refusal> {
    let text = std::str::from_utf8(xml).map_err(|_| malformed("UTF-8"))?;
    if text.contains('\0') {
        return Err(malformed("text without NUL"));
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut nodes, mut open): (Vec<Node>, Vec<usize>) = (vec![], vec![]);
    loop {
        match reader.read_event().map_err(|_| malformed("well-formed XML"))? {
            Event::Start(start) => {
                begin(&mut nodes, &open, &start)?;
                open.push(nodes.len() - 1);
                if open.len() > DEEPEST {
                    return Err(malformed("at most 100 elements inside of one another"));
                }
            }
            Event::Empty(start) => begin(&mut nodes, &open, &start)?,
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => add(&mut nodes, &open, &text)?,
            Event::CData(text) => add(&mut nodes, &open, &text)?,
            Event::GeneralRef(name) => {
                let wrong = || malformed("references that XML itself knows");
                match name.resolve_char_ref().map_err(|_| wrong())? {
                    Some(character) => add(&mut nodes, &open, character.encode_utf8(&mut [0; 4]))?,
                    None => add(&mut nodes, &open, resolve_predefined_entity(&name).ok_or_else(wrong)?)?,
                }
            }
            Event::DocType(_) => return Err(malformed("no document type")),
            Event::Eof if open.is_empty() && !nodes.is_empty() => return Ok(nodes),
            Event::Eof => return Err(malformed("a complete document")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn begin(nodes: &mut Vec<Node>, open: &[usize], start: &BytesStart<'_>) -> Result<(), Refusal> {
    if open.is_empty() && !nodes.is_empty() {
        return Err(malformed("one root element"));
    }
    let above = open.last().map_or("", |n| nodes[*n].path.as_str());
    let name = start.local_name().into_inner().to_owned();
    let spoken = name == "output" && (above.ends_with("/label") || above.ends_with("/value"));
    let mut node = Node { path: format!("{above}/{name}"), ..Node::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| malformed("well-formed XML"))?;
        let name = attribute.key.local_name().into_inner().to_owned();
        let value =
            quick_xml::escape::unescape(&attribute.value).map_err(|_| malformed("well-formed XML"))?;
        node.attributes.push((name, value.into_owned()));
    }
    nodes.push(node);
    // an answer that a client puts into the words of a form
    if spoken {
        add(nodes, open, "…")?;
    }
    Ok(())
}

fn add(nodes: &mut [Node], open: &[usize], text: &str) -> Result<(), Refusal> {
    match open.last() {
        Some(n) => nodes[*n].text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(malformed("one root element")),
    }
    Ok(())
}

fn malformed(expected: &str) -> Refusal {
    Refusal::new(RefusalKind::Invalid, "submission.malformed").want(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_local_and_texts_are_in_clear() {
        let xml = "\u{feff}<?xml version='1.0'?><d xmlns:orx='x' id='f&amp;1'><orx:meta><a>x &lt;&#21517; <![CDATA[<]]></a></orx:meta><b/></d>\n";
        let nodes = read(xml.as_bytes()).unwrap();
        let paths: Vec<_> = nodes.iter().map(|n| n.path.as_str()).collect();
        assert_eq!(paths, ["/d", "/d/meta", "/d/meta/a", "/d/b"]);
        assert_eq!(nodes[0].attribute("id"), Some("f&1"));
        assert_eq!(nodes[2].text, "x <名 <");
        assert_eq!(below(&nodes, 0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(below(&nodes, 1).map(|at| nodes[at].name()).collect::<Vec<_>>(), ["a"]);
        assert_eq!(below(&nodes, 3).count(), 0);
        let words = read(b"<f><label>How old is <output value='/x'/>?</label><output/></f>").unwrap();
        assert_eq!((words[1].text.as_str(), words[0].text.as_str()), ("How old is \u{2026}?", ""));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let deep = "<a>".repeat(101) + &"</a>".repeat(101);
        for bad in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&x;</a>",
            "<!DOCTYPE a><a/>",
            "<a x=1/>",
            "<a>\0</a>",
            "<a>&#0;</a>",
            "<a/>x",
            &deep,
        ] {
            assert_eq!(read(bad.as_bytes()).unwrap_err().code, "submission.malformed", "{bad}");
        }
        assert!(read(b"<a>\xff</a>").is_err());
    }

    proptest! {
        #[test]
        fn no_input_panics(text in "[<>/a&;#x0-9 =\"'!?\\[\\]-]{0,60}") {
            let _ = read(text.as_bytes());
        }
    }
}
