//! The sheet `survey`, row by row, into a tree.

use super::{
    MAX_ITEMS, Notes,
    bind::{defaults, put, truth},
    parameters,
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
    if !reader.too_deep {
        reader.end();
    }
    lines
}

/// The rows read so far.
pub(super) struct Reader<'a> {
    pub form: &'a mut Form,
    pub notes: &'a mut Notes,
    pub lines: &'a Lines,
    /// Groups and repeats that are not ended yet.
    pub open: Vec<Open>,
    /// Nothing below is read.
    pub too_deep: bool,
}

/// A group or repeat that is not ended yet.
pub(super) struct Open {
    pub block: Block,
    pub item: usize,
    pub row: u32,
    pub written: String,
    /// The list of a loop.
    pub list: Option<String>,
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
        if self.too_deep || self.value(line, &Column::Disabled).and_then(yes) == Some(true) {
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
