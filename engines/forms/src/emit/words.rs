//! Words with references: `${name}` becomes an `output`.

use super::xml::{Element, Node};
use crate::{
    lex::{self, Piece},
    path::{Context, Names, Spot},
};

/// Words as the content of a label, hint or value.
pub fn rich(names: &Names<'_>, words: &str, from: Spot) -> Vec<Node> {
    if !lex::has_reference(words) {
        return if words.is_empty() { Vec::new() } else { vec![Node::Text(words.to_string())] };
    }
    let mut nodes = Vec::new();
    let mut text = false;
    for piece in lex::pieces(words) {
        match piece {
            Piece::Reference { name, .. } if names.find(name).is_some() => {
                let reference = match piece {
                    Piece::Reference { last_saved: true, .. } => format!("${{last-saved#{name}}}"),
                    _ => format!("${{{name}}}"),
                };
                let path = names.expression(&reference, from, Context::Node);
                nodes.push(Node::Element(Element::new("output").with("value", &path)));
            }
            Piece::Reference { name, .. } => nodes.push(Node::Text(format!("${{{name}}}"))),
            Piece::Text(part) | Piece::Broken(part) => {
                text = true;
                nodes.push(Node::Text(part.to_string()));
            }
        }
    }
    // a value never touches the edge of its element together with words: clients trim each piece
    if text {
        if let Some(Node::Text(first)) = nodes.first_mut() {
            first.insert(0, ' ');
        }
        nodes.push(Node::Text(" ".into()));
    }
    nodes
}
