//! XML compared by what it means: attributes in any order, as are instances, binds, the texts of a language and the parts of a choice;
//! space between elements means nothing.

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

/// An element, flattened to a line for each node.
pub fn lines(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => open.push(Element::of(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(Element::of(&start)),
            Event::End(_) => {
                let mut element = open.pop().expect("an element ends that was begun");
                element.settle();
                open.last_mut().expect("a parent").children.push(element);
            }
            Event::Text(text) => open.last_mut().unwrap().text(text.as_ref()),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", name.as_ref());
                open.last_mut().unwrap().text(&unescape(&entity).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    open[0].settle();
    let mut lines = Vec::new();
    open[0].print("", &mut lines);
    lines
}

#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<String>,
    children: Vec<Element>,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Element {
        let name = start.name().as_ref().to_string();
        let mut attributes: Vec<String> = start
            .attributes()
            .map(|a| {
                let a = a.unwrap();
                let value = unescape(&a.value).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{}={value}", a.key.as_ref())
            })
            .collect();
        attributes.sort();
        Element { name, attributes, children: Vec::new() }
    }

    fn text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(last) if last.name == "#text" => last.attributes[0].push_str(text),
            _ => self.children.push(Element {
                name: "#text".into(),
                attributes: vec![text.into()],
                children: Vec::new(),
            }),
        }
    }

    fn settle(&mut self) {
        for child in &mut self.children {
            if child.name == "#text" {
                child.attributes[0] = child.attributes[0].split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        self.children.retain(|c| c.name != "#text" || !c.attributes[0].is_empty());
        if ["model", "translation", "text", "item"].contains(&self.name.as_str()) {
            self.children.sort_by_cached_key(|c| (c.name.clone(), c.attributes.clone(), c.words()));
        }
    }

    fn words(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.print("", &mut lines);
        lines
    }

    fn print(&self, indent: &str, lines: &mut Vec<String>) {
        lines.push(format!("{indent}{} {}", self.name, self.attributes.join(" ")));
        for child in &self.children {
            child.print(&format!("{indent} "), lines);
        }
    }
}

/// Says where two documents differ first.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    let (expected, found) = (lines(expected), lines(found));
    let at = (0..expected.len().max(found.len())).find(|i| expected.get(*i) != found.get(*i))?;
    Some(format!("expected {:?}\n   found {:?}", expected.get(at), found.get(at)))
}
