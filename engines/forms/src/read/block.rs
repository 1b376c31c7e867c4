//! Groups, repeats and loops: what begins and what ends.

use super::{
    MAX_DEPTH,
    bind::{defaults, put, take, truth},
    loops,
    rows::{Line, yes},
    survey::{Open, Reader, Table},
    types::Block,
};
use crate::{
    columns::Column,
    fault::{Doubt, Problem},
    kinds::Kind,
    lex,
    model::{Item, Question, What},
};

impl Reader<'_> {
    pub(super) fn begin(&mut self, line: &Line, block: Block, cell: &str, list: Option<String>) {
        let mut item = self.item(line);
        item.name = self.name(line, None);
        item.what = if block == Block::Repeat { What::Repeat { count: None } } else { What::Group };
        if block == Block::Group {
            item.flat =
                self.form.settings.flat || self.value(line, &Column::Flat).and_then(yes) == Some(true);
        }
        let count = take(&mut item.control, "jr:count");
        if let (Some(count), What::Repeat { .. }) = (count, &item.what) {
            item.what = What::Repeat { count: Some(self.count(&item.name, &count)) };
        }
        if let (Block::Repeat, true) = (block, item.label.is_empty()) {
            let title = self.lines.title(&Column::Label, "label");
            self.notes.warn(&self.lines.sheet, line.row, &title, Doubt::RepeatLabel);
        }
        if let Some(list) = &list
            && !self.form.lists.iter().any(|l| l.name == *list)
        {
            self.fault(line, &Column::Type, "type", Problem::NoList(list.clone()));
        }
        let note = self.table(line, &mut item);
        let table = if note.is_some() { Table::Empty } else { Table::No };
        if self.open.len() >= MAX_DEPTH {
            self.too_deep = true;
            return self.fault(line, &Column::Type, "type", Problem::TooDeep(MAX_DEPTH));
        }
        let at = self.add(item);
        self.open.push(Open { block, item: at, row: line.row, written: cell.to_string(), list, table });
        if let Some(Some(note)) = note {
            self.add(note);
        }
    }

    /// The appearance `table-list` is a group on one screen whose label is a note; none where the group has another appearance.
    fn table(&mut self, line: &Line, item: &mut Item) -> Option<Option<Item>> {
        let (_, appearance) = item.control.iter_mut().find(|(k, _)| k == "appearance")?;
        let words: Vec<&str> = appearance.split_whitespace().collect();
        let others: Vec<&str> = words.iter().copied().filter(|w| *w != "table-list").collect();
        if others.len() == words.len() {
            return None;
        }
        *appearance = std::iter::once("field-list").chain(others).collect::<Vec<_>>().join(" ");
        if item.label.is_empty() && item.hint.is_empty() {
            return Some(None);
        }
        let note = Kind::named("note")?;
        Some(Some(Item {
            name: format!("generated_table_list_label_{}", line.row),
            what: What::Question(Question::of(note)),
            row: line.row,
            label: std::mem::take(&mut item.label),
            hint: std::mem::take(&mut item.hint),
            bind: defaults(note),
            ..Item::default()
        }))
    }

    /// A number of repetitions that is no question gets one that holds it.
    fn count(&mut self, repeat: &str, count: &str) -> String {
        if lex::only_reference(count).is_some() {
            return count.trim().to_string();
        }
        let Some(kind) = Kind::named("calculate") else { return count.to_string() };
        let name = format!("{repeat}_count");
        let mut bind = defaults(kind);
        put(&mut bind, "readonly", "true()");
        put(&mut bind, "calculate", &truth("calculate", count));
        self.add(Item {
            name: name.clone(),
            what: What::Question(Question::of(kind)),
            bind,
            ..Item::default()
        });
        format!("${{{name}}}")
    }

    pub(super) fn close(&mut self, line: &Line, block: Block, cell: &str) {
        let Some(open) = self.open.pop() else {
            let begin = format!("begin_{}", block.word());
            return self.fault(
                line,
                &Column::Type,
                "type",
                Problem::EndWithoutBegin { found: cell.into(), begin },
            );
        };
        if open.block != block {
            let wrong = Problem::WrongEnd { found: cell.into(), open: open.written.clone(), row: open.row };
            self.fault(line, &Column::Type, "type", wrong);
            // most likely one end is missing: what is below belongs to what is around
            while self.open.last().is_some_and(|o| o.block != block) {
                self.open.pop();
            }
            self.open.pop();
            return;
        }
        if let Some(list) = &open.list
            && let Some(list) = self.form.lists.iter().find(|l| l.name == *list).cloned()
            && let Err(problem) = loops::unroll(self.form, open.item, &list)
        {
            self.notes.fault(&self.lines.sheet, open.row, &self.lines.title(&Column::Type, "type"), problem);
        }
    }

    pub(super) fn end(&mut self) {
        let title = self.lines.title(&Column::Type, "type");
        for open in self.open.drain(..) {
            let end = format!("end_{}", open.block.word());
            self.notes.fault(
                &self.lines.sheet,
                open.row,
                &title,
                Problem::NeverEnded { begin: open.written, end },
            );
        }
    }
}
