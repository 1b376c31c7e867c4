//! Instances of a repeat that count no more: of whom nothing is told, and whom expressions do not see.

use super::plan::Composed;
use crate::lex::{Piece, pieces, quote_behind};
use crate::model::{Form, Item};
use std::collections::HashSet;

impl Composed {
    /// Instances of a repeat in which one of its questions has this answer are told to no part, and no expression outside of the repeat counts or
    /// sums them.
    pub fn leave_out(&mut self, repeat: usize, question: &str, answer: &str) {
        let name = self.form.items[repeat].name.clone();
        let nodes = self.splitting.parts.iter_mut().flat_map(|part| &mut part.nodes);
        for node in nodes.filter(|n| n.each.is_some() && n.from.last() == Some(&name)) {
            node.unless = Some((question.to_owned(), answer.to_owned()));
        }
        let inside = below(&self.form, repeat);
        let names: HashSet<String> = inside.iter().map(|at| self.form.items[*at].name.clone()).collect();
        let stay = |of: &str| match of {
            of if of == name => Some(format!("[not({question} = '{answer}')]")),
            of if names.contains(of) => Some(format!("[not(../{question} = '{answer}')]")),
            _ => None,
        };
        for (at, item) in self.form.items.iter_mut().enumerate() {
            if at != repeat && !inside.contains(&at) {
                outside(item, &stay);
            }
        }
    }
}

/// Everything below an item.
fn below(form: &Form, of: usize) -> HashSet<usize> {
    let (mut all, mut open) = (HashSet::new(), form.items[of].children.clone());
    while let Some(at) = open.pop() {
        if all.insert(at) {
            open.extend(&form.items[at].children);
        }
    }
    all
}

fn outside(item: &mut Item, stay: &dyn Fn(&str) -> Option<String>) {
    for (_, text) in &mut item.bind {
        // the place of an instance is counted among all: it takes bare paths alone
        if !text.contains("indexed-repeat(") {
            *text = narrowed(text, stay);
        }
    }
}

/// An expression with a condition behind what it takes from the repeat. What stands in quotes is no reference.
fn narrowed(text: &str, stay: &dyn Fn(&str) -> Option<String>) -> String {
    let (mut out, mut quote) = (String::with_capacity(text.len() + 32), None);
    for piece in pieces(text) {
        match piece {
            Piece::Text(part) | Piece::Broken(part) => {
                quote = quote_behind(quote, part);
                out.push_str(part);
            }
            Piece::Reference { name, last_saved: false } => {
                out.push_str(&format!("${{{name}}}"));
                out.extend(stay(name).filter(|_| quote.is_none()));
            }
            Piece::Reference { name, .. } => out.push_str(&format!("${{last-saved#{name}}}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_left_is_not_counted() {
        let stay = |of: &str| match of {
            "r" => Some("[not(here = 'left')]".to_owned()),
            "age" => Some("[not(../here = 'left')]".to_owned()),
            _ => None,
        };
        assert_eq!(narrowed("count(${r}) > ${n}", &stay), "count(${r}[not(here = 'left')]) > ${n}");
        assert_eq!(
            narrowed("sum(${age}[../x__on = '1'])", &stay),
            "sum(${age}[not(../here = 'left')][../x__on = '1'])"
        );
        assert_eq!(narrowed("jr:choice-name(${n}, '${r}')", &stay), "jr:choice-name(${n}, '${r}')");
    }
}
