//! `${name}` into a path. Two questions in the same repeat see each other by a relative path: an absolute one would mean the first
//! instance, or all of them.

use crate::{
    lex::{Piece, in_name, pieces},
    model::Form,
};
use std::collections::HashMap;

/// A form with its names looked up.
pub struct Names<'a> {
    pub form: &'a Form,
    by_name: HashMap<&'a str, usize>,
}

/// Where an expression is evaluated: below a group, so many steps under it.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    pub below: usize,
    pub steps: usize,
}

/// What a path in a predicate starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The node of the question.
    Node,
    /// A node of another instance: the question's own is `current()`.
    Predicate,
    /// A node inside this repeat or group of the form.
    Member(usize),
}

impl<'a> Names<'a> {
    pub fn new(form: &'a Form) -> Names<'a> {
        let mut by_name = HashMap::new();
        for at in form.walk().into_iter().filter(|at| form.items[*at].has_node()) {
            by_name.entry(form.items[at].name.as_str()).or_insert(at);
        }
        Names { form, by_name }
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Where the bind of an item is evaluated.
    pub fn spot(&self, item: usize) -> Spot {
        Spot { below: self.form.items[item].parent, steps: 1 }
    }

    /// The path to an item: relative where both stand in the same repeat, else absolute.
    pub fn path(&self, from: Spot, target: usize, context: Context) -> String {
        let form = self.form;
        if let Context::Member(of) = context
            && let Some(below) = self.down(of, target)
        {
            return format!("./{below}");
        }
        let parents: Vec<usize> = form.upwards(form.items[target].parent).collect();
        let common = form.upwards(from.below).enumerate().find(|(_, at)| parents.contains(at));
        match common {
            Some((up, common)) if target != 0 && form.upwards(common).any(|at| form.is_repeat(at)) => {
                let steps = "../".repeat(up + from.steps);
                let below = self.down(common, target).unwrap_or_default();
                let current = if context == Context::Node { "" } else { "current()/" };
                format!("{current}{steps}{below}")
            }
            _ => form.path(target),
        }
    }

    /// The names from an ancestor down to an item.
    pub fn down(&self, ancestor: usize, target: usize) -> Option<String> {
        let mut names = Vec::new();
        for at in self.form.upwards(target) {
            if at == ancestor {
                names.reverse();
                return (!names.is_empty()).then(|| names.join("/"));
            }
            names.push(self.form.items[at].name.as_str());
        }
        None
    }

    /// The path to a group or repeat from inside of it, or as any other from elsewhere.
    pub fn path_around(&self, from: Spot, target: usize) -> String {
        match self.form.upwards(from.below).position(|at| at == target) {
            Some(up) if self.form.upwards(target).any(|at| self.form.is_repeat(at)) => {
                format!("{}{}", "../".repeat(up + from.steps + 1), self.form.items[target].name)
            }
            _ => self.path(from, target, Context::Node),
        }
    }

    /// An expression with its references resolved.
    pub fn expression(&self, text: &str, from: Spot, context: Context) -> String {
        if !text.contains("${") {
            return text.to_string();
        }
        let mut out = String::with_capacity(text.len() + 32);
        let mut scan = Scan::default();
        for piece in pieces(text) {
            match piece {
                Piece::Text(part) | Piece::Broken(part) => {
                    scan.read(part);
                    out.push_str(part);
                }
                Piece::Reference { name, last_saved } => {
                    scan.operand();
                    let context = if scan.in_predicate() && context == Context::Node {
                        Context::Predicate
                    } else {
                        context
                    };
                    let path = match self.find(name) {
                        None => format!("${{{name}}}"),
                        Some(target) if last_saved => {
                            format!("instance('__last-saved'){}", self.form.path(target))
                        }
                        Some(target) if scan.wants_absolute() => self.form.path(target),
                        Some(target) => self.path(from, target, context),
                    };
                    out.push_str(&format!(" {path} "));
                }
            }
        }
        out
    }
}

/// How deep in calls and predicates an expression stands at the moment.
#[derive(Default)]
struct Scan {
    open: Vec<Open>,
    word: String,
    quote: Option<char>,
    /// Behind `instance(…)`, in the path that goes on from there.
    on_instance: bool,
}

enum Open {
    Call {
        name: String,
        argument: usize,
    },
    /// Whether it filters another instance.
    Predicate(bool),
}

impl Scan {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            if let Some(quote) = self.quote {
                if c == quote {
                    self.quote = None;
                }
                continue;
            }
            match c {
                '\'' | '"' => {
                    self.quote = Some(c);
                    self.operand();
                }
                '(' => self.open.push(Open::Call { name: std::mem::take(&mut self.word), argument: 0 }),
                ')' => {
                    let call = self.open.pop();
                    self.operand();
                    self.on_instance = matches!(call, Some(Open::Call { name, .. }) if name == "instance");
                }
                '[' => {
                    self.open.push(Open::Predicate(self.on_instance));
                    self.operand();
                }
                ']' => {
                    let predicate = self.open.pop();
                    self.operand();
                    self.on_instance = matches!(predicate, Some(Open::Predicate(true)));
                }
                ',' => {
                    if let Some(Open::Call { argument, .. }) = self.open.last_mut() {
                        *argument += 1;
                    }
                    self.operand();
                }
                '/' => self.word.clear(),
                c if in_name(c) => self.word.push(c),
                _ => self.operand(),
            }
        }
    }

    fn operand(&mut self) {
        self.word.clear();
        self.on_instance = false;
    }

    fn in_predicate(&self) -> bool {
        self.open.iter().any(|o| matches!(o, Open::Predicate(true)))
    }

    /// The node and the repeats of `indexed-repeat(node, repeat, index, …)` are absolute.
    fn wants_absolute(&self) -> bool {
        matches!(self.open.last(), Some(Open::Call { name, argument })
            if name == "indexed-repeat" && self.quote.is_none() && (*argument == 0 || argument % 2 == 1))
    }
}
