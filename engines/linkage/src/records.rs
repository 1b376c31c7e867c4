//! Rows, cleaned and counted.

use crate::column::Column;
use crate::compare::Cells;
use crate::model::{Kind, LinkageError, Schema};
use crate::text::Table;
use rayon::prelude::*;

/// The rows of a list as they are compared. A row is known by its place, from 0 on.
pub struct Records {
    pub(crate) schema: Schema,
    pub(crate) columns: Vec<Column>,
    pub(crate) cells: Vec<Cells>,
    rows: usize,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Records {
    /// Cleans all values and counts how common each is.
    pub fn new(schema: Schema, table: Table) -> Result<Self, LinkageError> {
        schema.check()?;
        let columns = schema.fields.iter().map(|f| Column::empty(&f.kind)).collect();
        let mut this = Self { schema, columns, cells: vec![], rows: 0 };
        this.add(table)?;
        this.cells = this.columns.par_iter_mut().map(Column::count).collect();
        let patterns = this.cells.iter().try_fold(1u64, |n, c| n.checked_mul(c.len() as u64));
        patterns.map(|_| this).ok_or(LinkageError::TooManyPatterns)
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Adds rows; how common values are stays as it was counted.
    pub(crate) fn add(&mut self, table: Table) -> Result<(), LinkageError> {
        let (got, want) = (table.columns.len(), self.columns.len());
        if got != want {
            return Err(LinkageError::Columns { got, want });
        }
        let more = table.len();
        for (field, column) in self.schema.fields.iter().zip(&table.columns) {
            if column.len() != more {
                return Err(LinkageError::Uneven { name: field.name.clone(), got: column.len(), want: more });
            }
        }
        let from = self.rows;
        self.columns.par_iter_mut().zip(table.columns).for_each(|(column, texts)| column.extend(&texts));
        self.rows += more;
        self.fill(from)
    }

    /// What identity numbers and titles tell of date and sex.
    fn fill(&mut self, from: usize) -> Result<(), LinkageError> {
        for at in 0..self.columns.len() {
            let (Kind::Date { also } | Kind::Sex { also }) = &self.schema.fields[at].kind else { continue };
            let source = also.as_deref().map(|name| self.schema.field(name)).transpose()?;
            let mut column = std::mem::replace(&mut self.columns[at], Column::Sex(vec![]));
            let ids = source.and_then(|s| self.columns[s].ids()).unwrap_or_default();
            let names = self.columns.iter().find_map(|c| match c {
                Column::Name(names) => Some(names),
                _ => None,
            });
            column.fill(ids, names, from);
            self.columns[at] = column;
        }
        Ok(())
    }

    /// How many texts each column keeps, to come back to.
    pub(crate) fn mark(&self) -> Vec<usize> {
        self.columns.iter().map(Column::texts).collect()
    }

    /// Forgets rows that were added after a mark.
    pub(crate) fn forget(&mut self, rows: usize, mark: &[usize]) {
        self.columns.iter_mut().zip(mark).for_each(|(column, &texts)| column.truncate(rows, texts));
        self.rows = rows;
    }

    /// The cell of each comparison of a pair, as one number.
    #[inline]
    pub(crate) fn pattern(&self, a: usize, b: usize) -> u64 {
        let mut pattern = 0;
        for (column, cells) in self.columns.iter().zip(&self.cells) {
            let (level, step) = column.level(a, b);
            pattern = pattern * cells.len() as u64 + cells.at(level, step) as u64;
        }
        pattern
    }

    /// The cells of a pattern.
    #[allow(clippy::cast_possible_truncation)] // some hundreds of cells
    pub(crate) fn unfold(&self, mut pattern: u64, out: &mut [u16]) {
        for (cells, out) in self.cells.iter().zip(out).rev() {
            *out = (pattern % cells.len() as u64) as u16;
            pattern /= cells.len() as u64;
        }
    }

    /// Whether two rows are certain to be two things: both carry valid identity numbers, and they differ.
    pub(crate) fn conflict(&self, a: usize, b: usize) -> bool {
        self.columns.iter().any(|c| c.conflict(a, b))
    }
}
