//! Each distinct text once, with a number.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Texts by number, numbers by text. Number 0 is the empty text.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    table: HashTable<u32>,
    text: String,
    ends: Vec<u32>,
}

impl Default for Interner {
    fn default() -> Self {
        let mut this = Self { table: HashTable::new(), text: String::new(), ends: vec![] };
        this.id("");
        this
    }
}

#[allow(clippy::cast_possible_truncation)] // four thousand million texts do not fit into memory
impl Interner {
    /// The number of a text, a new one where it is new.
    pub fn id(&mut self, text: &str) -> u32 {
        let hash = FxBuildHasher.hash_one(text);
        if let Some(&id) = self.table.find(hash, |&id| self.get(id) == text) {
            return id;
        }
        let id = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        let Self { table, text: all, ends } = self;
        table.insert_unique(hash, id, |&id| FxBuildHasher.hash_one(slice(all, ends, id)));
        id
    }

    /// The text of a number.
    pub fn get(&self, id: u32) -> &str {
        slice(&self.text, &self.ends, id)
    }

    /// How many there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets all texts after the first `len`.
    pub fn truncate(&mut self, len: usize) {
        for id in len..self.len() {
            let hash = FxBuildHasher.hash_one(self.get(id as u32));
            if let Ok(found) = self.table.find_entry(hash, |&other| other == id as u32) {
                found.remove();
            }
        }
        self.ends.truncate(len);
        self.text.truncate(self.ends.last().map_or(0, |&end| end as usize));
    }

    /// Takes in another's texts: the new number of each.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        (0..other.len() as u32).map(|id| self.id(other.get(id))).collect()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], id: u32) -> &'a str {
    let at = id as usize;
    let begin = if at == 0 { 0 } else { ends[at - 1] as usize };
    &text[begin..ends[at] as usize]
}
