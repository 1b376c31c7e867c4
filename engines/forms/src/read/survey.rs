//! The sheet `survey`, row by row, into a tree.

use super::{
    MAX_DEPTH, MAX_ITEMS, Notes, loops, parameters,
    rows::{Line, Lines, Style, yes},
    types::{self, Block, Type},
};
use crate::{
    book::Sheet,
    columns::{Column, On},
    fault::{Amount, Doubt, Problem},
    kinds::{Action, Control, Kind},
    lex,
    model::{Form, Item, Media, Message, Question, Text, What},
};

/// Reads the questions into a form, and gives back the rows for what is looked at later.
pub fn read(sheet: &Sheet, style: &Style, form: &mut Form, notes: &mut Notes) -> Lines {
    let lines = Lines::read(sheet, On::Survey, style, notes);
    if !lines.heads.iter().any(|h| h.column == Column::Type) {
        notes.fault(&lines.sheet, 1, "type", Problem::NoColumn("type"));
        return lines;
    }
    let mut reader = Reader { form, notes, lines: &lines, open: Vec::new(), too_deep: false };
    for line in &lines.lines {
        reader.row(line);
    }
    reader.end();
    lines
}

/// The rows read so far.
pub(super) struct Reader<'a> {
    pub form: &'a mut Form,
    pub notes: &'a mut Notes,
    pub lines: &'a Lines,
    /// Groups and repeats that are not ended yet.
    open: Vec<Open>,
    too_deep: bool,
}

/// A group or repeat that is not ended yet.
pub(super) struct Open {
    block: Block,
    pub item: usize,
    row: u32,
    written: String,
    /// The list of a loop.
    list: Option<String>,
    pub table: Table,
}

/// What is known of a group that shows its selects as one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Table {
    No,
    /// Its heading is still to come.
    Empty,
    Begun,
}

impl Reader<'_> {
    fn row(&mut self, line: &Line) {
        if self.value(line, &Column::Disabled).and_then(yes) == Some(true) {
            return;
        }
        let Some(cell) = self.value(line, &Column::Type) else {
            return self.without_type(line);
        };
        let cell = cell.to_string();
        match types::read(&cell) {
            Type::Begin(block) => self.begin(line, block, &cell, None),
            Type::BeginLoop(list) => self.begin(line, Block::Loop, &cell, Some(list)),
            Type::End(block) => self.close(line, block, &cell),
            Type::Plain(kind) => self.plain(line, kind),
            Type::Select(select) => self.select(line, &select),
            Type::Osm(list) => self.osm(line, list),
            Type::Include => self.fault(line, &Column::Type, "type", Problem::Include),
            Type::NoList => self.fault(line, &Column::Type, "type", Problem::ListMissing(cell)),
            Type::Unknown => self.fault(line, &Column::Type, "type", Problem::UnknownType(cell)),
        }
    }

    /// Remarks may stand between questions; a question that lost its type may not.
    fn without_type(&mut self, line: &Line) {
        let named =
            self.value(line, &Column::Name).is_some() || !self.lines.text(line, &Column::Label).is_empty();
        let (sheet, title) = (&self.lines.sheet, self.lines.title(&Column::Type, "type"));
        if named {
            self.notes.fault(sheet, line.row, &title, Problem::NoType);
        } else {
            self.notes.warn(sheet, line.row, &title, Doubt::Remark);
        }
    }

    pub fn value<'l>(&self, line: &'l Line, column: &Column) -> Option<&'l str> {
        self.lines.value(line, column)
    }

    pub fn fault(&mut self, line: &Line, column: &Column, otherwise: &'static str, problem: Problem) {
        self.notes.fault(&self.lines.sheet, line.row, &self.lines.title(column, otherwise), problem);
    }

    fn begin(&mut self, line: &Line, block: Block, cell: &str, list: Option<String>) {
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
        if self.open.len() >= MAX_DEPTH && !std::mem::replace(&mut self.too_deep, true) {
            self.fault(line, &Column::Type, "type", Problem::TooDeep(MAX_DEPTH));
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
        put(&mut bind, "calculate", count);
        self.add(Item {
            name: name.clone(),
            what: What::Question(Question::of(kind)),
            bind,
            ..Item::default()
        });
        format!("${{{name}}}")
    }

    fn close(&mut self, line: &Line, block: Block, cell: &str) {
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

    fn end(&mut self) {
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

    fn plain(&mut self, line: &Line, kind: &'static Kind) {
        if kind.name == "audit" {
            return self.audit(line, kind);
        }
        let mut item = self.item(line);
        item.name = self.name(line, (kind.name == "note").then_some("note"));
        let mut bind = defaults(kind);
        for (attribute, value) in item.bind {
            put(&mut bind, &attribute, &value);
        }
        item.bind = bind;
        if item.hint.is_empty()
            && let Some(hint) = kind.hint
        {
            item.hint = Text::plain(hint);
        }
        let mut question = Question::of(kind);
        self.parameters(line, &mut item, &mut question);
        item.what = What::Question(question);
        let computed = item.bind.iter().any(|(k, _)| k == "calculate");
        let dynamic = item.default.as_deref().is_some_and(|d| lex::is_dynamic(d, kind.name));
        if kind.name == "calculate" && !computed && !dynamic {
            self.fault(line, &Column::Bind("calculate".into()), "calculation", Problem::NoCalculation);
        }
        if kind.name == "background-geopoint" && item.triggers.is_empty() {
            self.fault(line, &Column::Trigger, "trigger", Problem::NoTrigger(kind.name.into()));
        }
        if kind.action == Some(Action::RecordAudio) && !item.triggers.is_empty() {
            item.triggers.clear();
        }
        self.labelled(line, &item, kind.control, computed);
        self.add(item);
    }

    fn audit(&mut self, line: &Line, kind: &'static Kind) {
        if self.value(line, &Column::Name).is_some_and(|name| name != "audit") {
            self.fault(line, &Column::Name, "name", Problem::AuditName);
        }
        let mut item = self.item(line);
        let mut bind = defaults(kind);
        for (attribute, value) in &item.bind {
            put(&mut bind, attribute, value);
        }
        item.bind = bind;
        self.parameters(line, &mut item, &mut Question::of(kind));
        self.form.audit = Some(item.bind);
    }

    /// A question that is shown says something, unless it is computed and therefore not shown.
    pub fn labelled(&mut self, line: &Line, item: &Item, control: Control, computed: bool) {
        let silent = item.label.is_empty() && item.hint.is_empty() && item.media.is_empty();
        if control != Control::None && silent && !computed && item.triggers.is_empty() {
            self.fault(line, &Column::Label, "label", Problem::NoLabel);
        }
    }

    pub fn parameters(&mut self, line: &Line, item: &mut Item, question: &mut Question) {
        let Some(text) = self.value(line, &Column::Parameters) else {
            return parameters::none(item, question);
        };
        if let Err(problems) = parameters::read(text, item, question, &self.form.lists) {
            for problem in problems {
                self.fault(line, &Column::Parameters, "parameters", problem);
            }
        }
    }

    /// What rows of all types share.
    pub fn item(&mut self, line: &Line) -> Item {
        let lines = self.lines;
        let mut item = Item {
            row: line.row,
            label: lines.text(line, &Column::Label),
            hint: lines.text(line, &Column::Hint),
            guidance: lines.text(line, &Column::Guidance),
            media: lines.media(line),
            default: lines.value(line, &Column::Default).map(str::to_string),
            ..Item::default()
        };
        for (at, value) in &line.cells {
            let title = &lines.heads[*at].title;
            match &lines.heads[*at].column {
                Column::Bind(attribute) => {
                    self.qualified(line, attribute, title);
                    put(&mut item.bind, attribute, &truth(attribute, value));
                }
                Column::Control(attribute) => {
                    self.qualified(line, attribute, title);
                    put(&mut item.control, attribute, value);
                }
                Column::Instance(attribute) => {
                    self.qualified(line, attribute, title);
                    put(&mut item.instance, attribute, value);
                }
                Column::Trigger => item.triggers = self.triggers(line, value),
                _ => {}
            }
        }
        let has = |kind| item.media.iter().any(|(k, _)| *k == kind);
        if has(Media::BigImage) && !has(Media::Image) {
            self.fault(line, &Column::Media(Media::BigImage), "big-image", Problem::BigImage);
        }
        for message in [Message::Constraint, Message::Required, Message::NoApp] {
            let text = lines.text(line, &Column::Message(message));
            if !text.is_empty() {
                item.messages.push((message, text));
            }
        }
        item
    }

    fn qualified(&mut self, line: &Line, attribute: &str, title: &str) {
        if let Some(prefix) = self.form.settings.unknown_prefix(attribute) {
            let problem = Problem::UnknownPrefix(prefix.to_string());
            return self.notes.fault(&self.lines.sheet, line.row, title, problem);
        }
        if !lex::is_qualified(attribute) {
            self.notes.fault(&self.lines.sheet, line.row, title, Problem::BadName(attribute.to_string()));
        }
    }

    fn triggers(&mut self, line: &Line, value: &str) -> Vec<String> {
        let mut found = Vec::new();
        for part in value.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match lex::only_reference(part) {
                Some(name) => found.push(name.to_string()),
                None => {
                    self.fault(line, &Column::Trigger, "trigger", Problem::BadReference(part.to_string()))
                }
            }
        }
        found
    }

    /// The name of a row; a note may do without.
    pub fn name(&mut self, line: &Line, generated: Option<&str>) -> String {
        match (self.value(line, &Column::Name), generated) {
            (Some(name), _) => {
                if !lex::is_name(name) {
                    self.fault(line, &Column::Name, "name", Problem::BadName(name.to_string()));
                }
                name.to_string()
            }
            (None, Some(word)) => format!("generated_{word}_name_{}", line.row),
            (None, None) => {
                self.fault(line, &Column::Name, "name", Problem::NoName);
                String::new()
            }
        }
    }

    /// Puts an item below the group that is open.
    pub fn add(&mut self, mut item: Item) -> usize {
        let parent = self.open.last().map_or(0, |o| o.item);
        self.inherit(parent, &mut item);
        item.parent = parent;
        let at = self.form.items.len();
        if at == MAX_ITEMS {
            let problem = Problem::TooLarge { what: Amount::Questions, max: MAX_ITEMS };
            self.notes.fault(&self.lines.sheet, item.row, "", problem);
        }
        self.form.items.push(item);
        self.form.items[parent].children.push(at);
        at
    }

    /// What is below a flat group is relevant where the group would be, which has no node to say so.
    fn inherit(&self, parent: usize, item: &mut Item) {
        let group = &self.form.items[parent];
        let of = |item: &Item| item.bind.iter().find(|(k, _)| k == "relevant").map(|(_, v)| v.clone());
        let Some(outer) = group.flat.then(|| of(group)).flatten() else { return };
        let relevant = match of(item) {
            Some(inner) if outer.contains(" or ") && !outer.contains(" and (") => {
                format!("({outer}) and ({inner})")
            }
            Some(inner) => format!("{outer} and ({inner})"),
            None => outer,
        };
        put(&mut item.bind, "relevant", &relevant);
    }

    pub fn innermost(&mut self) -> Option<&mut Open> {
        self.open.last_mut()
    }
}

/// What the kind itself puts into the bind.
pub(super) fn defaults(kind: &Kind) -> Vec<(String, String)> {
    let mut bind = Vec::new();
    if let Some(data) = kind.data {
        put(&mut bind, "type", data);
    }
    if let Some((how, what)) = kind.preload {
        put(&mut bind, "jr:preload", how);
        put(&mut bind, "jr:preloadParams", what);
    }
    if kind.readonly {
        put(&mut bind, "readonly", "true()");
    }
    if let Some(constraint) = kind.constraint {
        put(&mut bind, "constraint", constraint);
    }
    bind
}

/// Yes and no are no expressions.
pub(super) fn truth(attribute: &str, value: &str) -> String {
    let spoken = matches!(attribute, "relevant" | "required" | "readonly" | "constraint" | "calculate");
    match value {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" if spoken => "true()".into(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" if spoken => "false()".into(),
        _ => value.to_string(),
    }
}

pub(super) fn put(attributes: &mut Vec<(String, String)>, name: &str, value: &str) {
    match attributes.iter_mut().find(|(k, _)| k == name) {
        Some((_, old)) => *old = value.to_string(),
        None => attributes.push((name.to_string(), value.to_string())),
    }
}

pub(super) fn take(attributes: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = attributes.iter().position(|(k, _)| k == name)?;
    Some(attributes.remove(at).1)
}
