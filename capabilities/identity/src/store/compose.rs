//! Lists put together from a closed set of fragments.

use db::{Sql, Value};

/// A statement that grows by fragments; `?` in a fragment is its next value.
pub(crate) struct Compose {
    name: &'static str,
    text: String,
    args: Vec<Value>,
}

impl Compose {
    pub fn new(name: &'static str, start: &'static str) -> Self {
        Self { name, text: start.into(), args: vec![] }
    }

    /// Adds a fragment with its values.
    pub fn add(&mut self, fragment: &'static str, values: Vec<Value>) {
        let mut values = values.into_iter();
        self.text.push(' ');
        for (i, part) in fragment.split('?').enumerate() {
            if i > 0 {
                self.args.extend(values.next());
                self.text.push_str(&format!("${}", self.args.len()));
            }
            self.text.push_str(part);
        }
    }

    pub fn finish(self) -> (Sql, Vec<Value>) {
        (Sql::composed(self.name, self.text), self.args)
    }
}

/// A pattern that finds `text` anywhere, for `LIKE … ESCAPE '!'`.
pub(crate) fn pattern(text: &str) -> String {
    let text = text.trim().to_lowercase();
    format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}
