//! XML 1.0 without namespace or schema, after a declaration.

use super::Node;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use std::io;

pub(super) fn write(root: &str, node: &Node) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    // writing to memory cannot fail
    let _ = document(&mut writer, root, node);
    writer.into_inner()
}

type Out = Writer<Vec<u8>>;

fn document(out: &mut Out, root: &str, node: &Node) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.write_event(Event::Text(BytesText::from_escaped("\n")))?;
    element(out, root, node)
}

fn element(out: &mut Out, name: &str, node: &Node) -> io::Result<()> {
    match node {
        Node::Null => empty(out, name),
        Node::Text(text) if text.is_empty() => empty(out, name),
        Node::Number(number) if !number.is_finite() => empty(out, name),
        Node::Repeat(items) if items.is_empty() => empty(out, name),
        Node::Repeat(items) => items.iter().try_for_each(|item| element(out, name, item)),
        Node::Text(text) => leaf(out, name, text),
        Node::Flag(flag) => leaf(out, name, if *flag { "true" } else { "false" }),
        Node::Whole(number) => leaf(out, name, &number.to_string()),
        Node::Number(number) => leaf(out, name, &number.to_string()),
        Node::Map(entries) => {
            out.write_event(Event::Start(BytesStart::new(name)))?;
            entries.iter().try_for_each(|(name, node)| element(out, name, node))?;
            out.write_event(Event::End(BytesEnd::new(name)))
        }
        Node::List(item, items) => {
            out.write_event(Event::Start(BytesStart::new(name)))?;
            items.iter().try_for_each(|node| element(out, item, node))?;
            out.write_event(Event::End(BytesEnd::new(name)))
        }
    }
}

fn empty(out: &mut Out, name: &str) -> io::Result<()> {
    out.write_event(Event::Empty(BytesStart::new(name)))
}

fn leaf(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.write_event(Event::Start(BytesStart::new(name)))?;
    out.write_event(Event::Text(BytesText::from_escaped(web::xml_text(text))))?;
    out.write_event(Event::End(BytesEnd::new(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;

    /// Reads the text of the only element back.
    fn read_back(bytes: &[u8]) -> String {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut reader = Reader::from_str(text);
        let (mut out, mut depth) = (String::new(), 0);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) if depth > 0 => out.push_str(&text),
                Event::GeneralRef(name) if depth > 0 => match name.resolve_char_ref().unwrap() {
                    Some(c) => out.push(c),
                    None => out.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap()),
                },
                Event::Eof => return out,
                _ => {}
            }
        }
    }

    #[test]
    fn markup_and_line_ends_survive() {
        let text = "a <b> & \"c\" 'd'\r\n]]> 经纬";
        assert_eq!(read_back(&write("x", &Node::from(text))), text);
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            let kept: String = text
                .chars()
                .map(|c| match c {
                    '\t' | '\n' | '\r' => c,
                    '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
                    _ => c,
                })
                .collect();
            prop_assert_eq!(read_back(&write("x", &Node::Text(text))), kept);
        }
    }
}
