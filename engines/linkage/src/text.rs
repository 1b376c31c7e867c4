//! Columns of words as they come, and what is done to all of them.

use crate::model::{LinkageError, Schema};

/// A column of texts in one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct TextColumn {
    text: String,
    ends: Vec<u64>,
}

impl TextColumn {
    /// Adds a value; empty means that it is not known.
    pub fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len() as u64);
    }
    /// How many values.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
    /// One value.
    #[allow(clippy::cast_possible_truncation)] // lengths that were usize
    pub fn get(&self, row: usize) -> &str {
        let begin = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.text[begin..self.ends[row] as usize]
    }
}

/// Rows of texts, as a schema wants them.
#[derive(Clone, Debug)]
pub struct Table {
    pub(crate) columns: Vec<TextColumn>,
}

impl Table {
    /// An empty one for a schema.
    pub fn new(schema: &Schema) -> Self {
        Self { columns: vec![TextColumn::default(); schema.fields.len()] }
    }
    /// Adds a row.
    pub fn push(&mut self, row: &[&str]) -> Result<(), LinkageError> {
        if row.len() != self.columns.len() {
            return Err(LinkageError::Row { got: row.len(), want: self.columns.len() });
        }
        self.columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        Ok(())
    }
    /// How many rows.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, TextColumn::len)
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl From<Vec<TextColumn>> for Table {
    fn from(columns: Vec<TextColumn>) -> Self {
        Self { columns }
    }
}

/// A character as it is compared: full width becomes half width.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' | '‐' | '−' | '~' => '-',
        _ => c,
    }
}
