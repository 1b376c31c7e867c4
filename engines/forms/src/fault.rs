//! What can be wrong with a workbook, and where.

use std::fmt;
use thiserror::Error;

/// A mistake in a workbook: where it is and what is expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The sheet as the workbook names it; empty where the file itself is at fault.
    pub sheet: String,
    /// The row as the spreadsheet counts it, from 1; 0 where a whole sheet is at fault.
    pub row: u32,
    /// The heading of the column, or the one that is missing; empty where no single column is at fault.
    pub column: String,
    pub problem: Problem,
}

/// What is allowed but looks like a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub doubt: Doubt,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, &self.sheet, self.row, &self.column)?;
        write!(f, "{}", self.problem)
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, &self.sheet, self.row, &self.column)?;
        write!(f, "{}", self.doubt)
    }
}

fn place(f: &mut fmt::Formatter<'_>, sheet: &str, row: u32, column: &str) -> fmt::Result {
    if sheet.is_empty() {
        return Ok(());
    }
    write!(f, "sheet '{sheet}'")?;
    if row > 0 {
        write!(f, ", row {row}")?;
    }
    if !column.is_empty() {
        write!(f, ", column '{column}'")?;
    }
    f.write_str(": ")
}

/// What kind of mistake a [`Fault`] is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("this is not a workbook that can be read ({0}); expected is XLSX, XLS, CSV or a markdown table")]
    Unreadable(String),
    #[error("there is more here than the {max} {what} that are read")]
    TooLarge { what: Amount, max: usize },
    #[error("the sheet is missing; a form needs one named '{0}'")]
    NoSheet(&'static str),
    #[error("the column is missing; the sheet needs one headed '{0}'")]
    NoColumn(&'static str),
    #[error("two columns say the same thing: '{0}' and '{1}'; keep one")]
    SameColumn(String, String),
    #[error(
        "'{0}' is no type of question; expected is one of those that XLSForm lists, such as text, integer, select_one LIST, begin_group"
    )]
    UnknownType(String),
    #[error("a row with a name or a label needs a type")]
    NoType,
    #[error("a question, group or repeat needs a name")]
    NoName,
    #[error(
        "'{0}' is no name: a name begins with a letter or underscore and goes on with letters, digits, '_', '-' and '.'"
    )]
    BadName(String),
    #[error(
        "the prefix '{0}' stands for nothing; declare it in the column namespaces of the sheet 'settings'"
    )]
    UnknownPrefix(String),
    #[error("the name '{0}' is taken in this group already; choose another")]
    TakenName(String),
    #[error("the name '{0}' is reserved for the form's own metadata; choose another")]
    ReservedName(String),
    #[error("a question that is shown needs a label, a hint or a picture")]
    NoLabel,
    #[error("a big-image needs an image beside it")]
    BigImage,
    #[error("a calculation is missing")]
    NoCalculation,
    #[error("'{found}' has no '{begin}' above it that is still open")]
    EndWithoutBegin { found: String, begin: String },
    #[error("'{begin}' is never ended; add '{end}' below its last question")]
    NeverEnded { begin: String, end: String },
    #[error("'{found}' ends here, but '{open}' of row {row} is still open; end that first")]
    WrongEnd { found: String, open: String, row: u32 },
    #[error("groups and repeats are nested deeper than {0}")]
    TooDeep(usize),
    #[error("'{0}' is no reference; expected is ${{name}}, with the name of a question")]
    BadReference(String),
    #[error("${{{0}}} names no question of the survey")]
    UnknownReference(String),
    #[error("${{{0}}} is ambiguous: {1} rows have this name; give each its own")]
    AmbiguousReference(String, usize),
    #[error("a quotation mark ({0}) is never closed")]
    OpenQuote(char),
    #[error("'{0}' is never closed, or closed out of order")]
    Unbalanced(char),
    #[error("there is no list '{0}' on the sheet 'choices'")]
    NoList(String),
    #[error("the type '{0}' needs the name of a list after it")]
    ListMissing(String),
    #[error("'{0}' is no file of choices; expected is a name that ends in .csv, .xml or .geojson")]
    BadFile(String),
    #[error("or_other needs a select_one or select_multiple with a list of the sheet 'choices'")]
    NoOther,
    #[error("a choice needs a name")]
    ChoiceNoName,
    #[error(
        "the choice '{0}' stands twice in the list '{1}'; where that is meant, set allow_choice_duplicates to yes on the sheet 'settings'"
    )]
    ChoiceTwice(String, String),
    #[error("choices of a select_multiple are separated by spaces, so the name '{0}' must not hold one")]
    ChoiceSpace(String),
    #[error("a choice_filter cannot go with {0}")]
    NoFilter(&'static str),
    #[error("'{0}' is no parameter; expected is key=value, several separated by a space, comma or semicolon")]
    BadParameter(String),
    #[error("'{found}' is no parameter of this type; it takes {known}")]
    UnknownParameter { found: String, known: String },
    #[error("the parameter {key} cannot be '{found}'; expected is {expected}")]
    ParameterValue { key: String, found: String, expected: Wanted },
    #[error("search() and plain selects cannot share the list '{0}'; give search() a list of its own")]
    SearchShared(String),
    #[error("an audit is named 'audit', or the cell is left empty")]
    AuditName,
    #[error("a {0} needs a trigger: the question whose answer sets it off")]
    NoTrigger(String),
    #[error("'{0}' cannot set anything off: nobody answers it")]
    HiddenTrigger(String),
    #[error("'{found}' is not understood here; expected is {expected}")]
    Expected { found: String, expected: Wanted },
    #[error("two files would be known as '{id}': {one} and {other}; rename one")]
    SameInstance { id: String, one: String, other: String },
    #[error("save_to needs an entity on the sheet 'entities'")]
    NoEntity,
    #[error("'{0}' is no entity list of the sheet 'entities'")]
    UnknownEntity(String),
    #[error("with several entity lists save_to says which: LIST#property")]
    WhichEntity,
    #[error(
        "'{0}' cannot be a property of an entity: it begins with a letter or underscore, is neither 'name' nor 'label' nor begins with '__'"
    )]
    BadProperty(String),
    #[error("the entity's questions stand in different repeats ({0} and {1}); an entity belongs to one")]
    EntityScope(String, String),
    #[error(
        "the entity has no place of its own: row {0} takes the group already; give each a save_to in a group or repeat of its own"
    )]
    EntityPlace(u32),
    #[error("an entity that is updated needs an entity_id that says which")]
    EntityId,
    #[error("an entity with entity_id and create_if needs an update_if that says when it is updated")]
    EntityUpdate,
    #[error("an entity that is created needs a label")]
    EntityLabel,
    #[error("'include' of another form is not supported; copy its rows")]
    Include,
}

impl Problem {
    /// A stable word for the message catalogue.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Unreadable(_) => "form_unreadable",
            Problem::TooLarge { .. } => "form_too_large",
            Problem::NoSheet(_) => "form_no_sheet",
            Problem::NoColumn(_) => "form_no_column",
            Problem::SameColumn(..) => "form_same_column",
            Problem::UnknownType(_) => "form_unknown_type",
            Problem::NoType => "form_no_type",
            Problem::NoName => "form_no_name",
            Problem::BadName(_) => "form_bad_name",
            Problem::UnknownPrefix(_) => "form_unknown_prefix",
            Problem::TakenName(_) => "form_taken_name",
            Problem::ReservedName(_) => "form_reserved_name",
            Problem::NoLabel => "form_no_label",
            Problem::BigImage => "form_big_image",
            Problem::NoCalculation => "form_no_calculation",
            Problem::EndWithoutBegin { .. } => "form_end_without_begin",
            Problem::NeverEnded { .. } => "form_never_ended",
            Problem::WrongEnd { .. } => "form_wrong_end",
            Problem::TooDeep(_) => "form_too_deep",
            Problem::BadReference(_) => "form_bad_reference",
            Problem::UnknownReference(_) => "form_unknown_reference",
            Problem::AmbiguousReference(..) => "form_ambiguous_reference",
            Problem::OpenQuote(_) => "form_open_quote",
            Problem::Unbalanced(_) => "form_unbalanced",
            Problem::NoList(_) => "form_no_list",
            Problem::ListMissing(_) => "form_list_missing",
            Problem::BadFile(_) => "form_bad_file",
            Problem::NoOther => "form_no_other",
            Problem::ChoiceNoName => "form_choice_no_name",
            Problem::ChoiceTwice(..) => "form_choice_twice",
            Problem::ChoiceSpace(_) => "form_choice_space",
            Problem::NoFilter(_) => "form_no_filter",
            Problem::BadParameter(_) => "form_bad_parameter",
            Problem::UnknownParameter { .. } => "form_unknown_parameter",
            Problem::ParameterValue { .. } => "form_parameter_value",
            Problem::SearchShared(_) => "form_search_shared",
            Problem::AuditName => "form_audit_name",
            Problem::NoTrigger(_) => "form_no_trigger",
            Problem::HiddenTrigger(_) => "form_hidden_trigger",
            Problem::Expected { .. } => "form_expected",
            Problem::SameInstance { .. } => "form_same_instance",
            Problem::NoEntity => "form_no_entity",
            Problem::UnknownEntity(_) => "form_unknown_entity",
            Problem::WhichEntity => "form_which_entity",
            Problem::BadProperty(_) => "form_bad_property",
            Problem::EntityScope(..) => "form_entity_scope",
            Problem::EntityPlace(_) => "form_entity_place",
            Problem::EntityId => "form_entity_id",
            Problem::EntityUpdate => "form_entity_update",
            Problem::EntityLabel => "form_entity_label",
            Problem::Include => "form_include",
        }
    }
}

/// What kind of doubt a [`Warning`] is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Doubt {
    #[error("a choice should have a label")]
    ChoiceLabel,
    #[error("a repeat should have a label")]
    RepeatLabel,
    #[error("this row has no type, name or label and is left out")]
    Remark,
    #[error("what stands more than {0} empty rows below the rest is left out")]
    FarBelow(u32),
    #[error(
        "this column is left out: a heading that filters use is a name without spaces, its prefix declared"
    )]
    ColumnLeft,
    #[error("'{0}' differs from another name in case alone, which not every tool sees")]
    CaseAlone(String),
}

/// What there can be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Amount {
    #[error("bytes")]
    Bytes,
    #[error("rows")]
    Rows,
    #[error("questions")]
    Questions,
    #[error("entity lists")]
    Entities,
}

/// What is expected where something else stands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wanted {
    #[error("a number")]
    Number,
    #[error("a whole number, 0 or more")]
    Whole,
    #[error("a whole number of seconds")]
    Seconds,
    #[error("a number other than 0")]
    NotZero,
    #[error("one of {0}")]
    OneOf(String),
    #[error("the name of a column or element")]
    ColumnName,
    #[error("a number or ${{name}}")]
    Seed,
    #[error("randomize=true beside it")]
    Randomize,
    #[error("choices whose names are ticks: {0}")]
    Ticks(String),
    #[error("the name of an Android package, such as org.example.camera")]
    AndroidPackage,
    #[error("location-priority, location-min-interval and location-max-age together")]
    Location,
    #[error("at least location-min-interval")]
    AtLeastInterval,
    #[error("yes or no")]
    YesNo,
    #[error("prefix=\"address\", several separated by spaces")]
    Namespaces,
    #[error("the name of a list of the sheet 'external_choices'")]
    ExternalList,
    #[error("${{name}} with the name of a question")]
    Question,
}
