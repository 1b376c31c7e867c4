//! One submission as several.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How a submission of a composed form falls apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splitting {
    pub parts: Vec<SplitPart>,
}

/// What one part receives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPart {
    pub code: String,
    /// The root node of the part's own form, and its attributes.
    pub root: String,
    pub attributes: Vec<(String, String)>,
    pub nodes: Vec<Node>,
}

/// A question or a repeat of a part, and where it stands in the composed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub name: String,
    /// The path below the root, or below the instance of the repeat.
    pub from: Vec<String>,
    /// The flag that tells whether the part would have asked: a path as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Vec<String>>,
    /// The questions of a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<Vec<Node>>,
    /// Of a repeat: an instance in which this question has this answer is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<(String, String)>,
}

/// What a part receives of one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub code: String,
    /// The submission that the part's own form would have yielded.
    pub xml: String,
    pub answers: Vec<Answer>,
}

/// One answer of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub name: String,
    /// The repeat and which of its instances, from 0.
    pub within: Option<(String, usize)>,
    pub value: String,
}

/// A submission that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    #[error("not well-formed XML: {0}")]
    Xml(String),
    #[error("elements are nested too deep")]
    Deep,
    #[error("no root element")]
    Empty,
}

/// An element of a submission.
#[derive(Debug, Default)]
struct Tree {
    name: String,
    text: String,
    children: Vec<Tree>,
}

/// Deeper submissions are of no form of ours.
const MAX_DEPTH: usize = 80;

impl Tree {
    fn read(xml: &[u8]) -> Result<Tree, Unreadable> {
        let wrong = |e: &dyn std::fmt::Display| Unreadable::Xml(e.to_string());
        let text = std::str::from_utf8(xml).map_err(|e| wrong(&e))?;
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Tree> = vec![Tree::default()];
        loop {
            let event = reader.read_event().map_err(|e| wrong(&e))?;
            match event {
                Event::Start(start) => {
                    if open.len() > MAX_DEPTH {
                        return Err(Unreadable::Deep);
                    }
                    let name = start.local_name().as_ref().to_owned();
                    open.push(Tree { name, ..Tree::default() });
                }
                Event::Empty(start) => {
                    let name = start.local_name().as_ref().to_owned();
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(Tree { name, ..Tree::default() });
                    }
                }
                Event::End(_) => {
                    if let (Some(done), Some(parent)) = (open.pop(), open.last_mut()) {
                        parent.children.push(done);
                    }
                }
                Event::Text(text) => {
                    if let Some(here) = open.last_mut() {
                        here.text.push_str(&text);
                    }
                }
                Event::CData(text) => {
                    if let Some(here) = open.last_mut() {
                        here.text.push_str(&text);
                    }
                }
                Event::GeneralRef(of) => {
                    let sign = match of.resolve_char_ref().map_err(|e| wrong(&e))? {
                        Some(c) => c.to_string(),
                        None => {
                            let known = quick_xml::escape::resolve_predefined_entity(&of);
                            known.ok_or_else(|| Unreadable::Xml("an unknown entity".into()))?.to_owned()
                        }
                    };
                    if let Some(here) = open.last_mut() {
                        here.text.push_str(&sign);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if open.len() > 1 {
            return Err(Unreadable::Xml("an element is not closed".into()));
        }
        open.pop().and_then(|top| top.children.into_iter().next()).ok_or(Unreadable::Empty)
    }

    fn child(&self, name: &str) -> Option<&Tree> {
        self.children.iter().find(|c| c.name == name)
    }

    fn down(&self, path: &[String]) -> Option<&Tree> {
        path.iter().try_fold(self, |at, name| at.child(name))
    }
}

/// The records of a submission, in the order of the parts.
pub fn split(splitting: &Splitting, submission: &[u8]) -> Result<Vec<Record>, Unreadable> {
    let tree = Tree::read(submission)?;
    let instance = tree.child("meta").and_then(|m| m.child("instanceID")).map(|i| i.text.trim());
    Ok(splitting.parts.iter().map(|part| record(part, &tree, instance.unwrap_or_default())).collect())
}

/// All values of a submission: path below the root, with the number of the instance behind the name of what comes several times.
pub fn answers(submission: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    fn below(of: &Tree, path: &str, found: &mut Vec<(String, String)>) {
        for (at, child) in of.children.iter().enumerate() {
            let twins = of.children[..at].iter().filter(|c| c.name == child.name).count();
            let path = match twins {
                0 => format!("{path}/{}", child.name),
                n => format!("{path}/{}[{}]", child.name, n + 1),
            };
            if child.children.is_empty() {
                found.push((path, child.text.clone()));
            } else {
                below(child, &path, found);
            }
        }
    }
    let mut found = Vec::new();
    below(&Tree::read(submission)?, "", &mut found);
    Ok(found)
}

fn record(part: &SplitPart, tree: &Tree, instance: &str) -> Record {
    let mut xml = format!("<?xml version=\"1.0\"?><{}", part.root);
    for (name, value) in &part.attributes {
        xml.push_str(&format!(" {name}=\"{}\"", quick_xml::escape::escape(value.as_str())));
    }
    xml.push('>');
    let mut answers = Vec::new();
    nodes(&part.nodes, tree, None, &mut xml, &mut answers);
    let id = quick_xml::escape::escape(instance);
    xml.push_str(&format!("<meta><instanceID>{id}:{}</instanceID></meta></{}>", part.code, part.root));
    Record { code: part.code.clone(), xml, answers }
}

fn nodes(
    all: &[Node],
    of: &Tree,
    within: Option<(&str, usize)>,
    xml: &mut String,
    answers: &mut Vec<Answer>,
) {
    for node in all {
        let off = |flag: &Vec<String>| of.down(flag).is_none_or(|f| f.text.trim() != "1");
        if node.on.as_ref().is_some_and(off) {
            continue;
        }
        let Some((last, above)) = node.from.split_last() else { continue };
        let Some(holder) = of.down(above) else { continue };
        match &node.each {
            Some(inner) => {
                for (at, instance) in holder.children.iter().filter(|c| c.name == *last).enumerate() {
                    let untold = |(name, answer): &(String, String)| {
                        instance.child(name).is_some_and(|said| said.text.trim() == answer)
                    };
                    if node.unless.as_ref().is_some_and(untold) {
                        continue;
                    }
                    xml.push_str(&format!("<{}>", node.name));
                    nodes(inner, instance, Some((&node.name, at)), xml, answers);
                    xml.push_str(&format!("</{}>", node.name));
                }
            }
            None => {
                let Some(found) = holder.child(last) else { continue };
                let text = quick_xml::escape::escape(found.text.as_str());
                xml.push_str(&format!("<{0}>{text}</{0}>", node.name));
                let within = within.map(|(repeat, at)| (repeat.to_owned(), at));
                answers.push(Answer { name: node.name.clone(), within, value: found.text.clone() });
            }
        }
    }
}
