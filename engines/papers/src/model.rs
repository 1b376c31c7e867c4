/// A paper as its readers see it: what stands on it, not how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// What it is called.
    pub title: String,
    /// Its number, such as `督〔2026〕7号`.
    pub number: Option<String>,
    /// Whose paper it is; stands above everything.
    pub issuer: Option<String>,
    /// Its day, where no signature says it.
    pub date: Option<String>,
    /// The language it is written in.
    pub lang: Lang,
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
    /// A line at the foot of every page.
    pub footer: Option<String>,
}

/// The language of a paper: decides hyphenation, indentation and what a screen reader speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// As documents name it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en-US",
        }
    }
}

/// One thing on a paper.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of the level 1, 2 or 3.
    Heading(u8, String),
    /// A paragraph; a line break begins a new one. One that ends with a colon and is followed by another addresses somebody:
    /// it begins at the edge.
    Text(String),
    /// Labels and what they say.
    Facts(Vec<(String, String)>),
    /// Rows under a head that repeats on every page.
    Table(Table),
    /// Amounts beside each other.
    Bars(Bars),
    /// Who signs it, and when.
    Signature {
        /// Who.
        by: String,
        /// When.
        at: String,
    },
    /// A QR code with the words beneath it.
    Code {
        /// What it says to a camera.
        text: String,
        /// What it says to a person.
        caption: String,
    },
    /// What follows begins a new page.
    Break,
}

/// The paragraphs of a text, and whether each addresses somebody (主送机关顶格).
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let several = text.contains('\n');
    let addresses = move |i: usize, line: &str| several && i == 0 && line.ends_with(['：', ':']);
    text.split('\n').enumerate().map(move |(i, line)| (line, addresses(i, line)))
}

/// Rows under a head.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The words above it.
    pub caption: Option<String>,
    /// The names of the columns; empty: no head.
    pub head: Vec<String>,
    /// The rows; a short one ends with empty cells.
    pub rows: Vec<Vec<String>>,
    /// Columns from here on hold numbers and stand on the right.
    pub numbers_from: usize,
}

impl Table {
    /// How many columns it has.
    pub(crate) fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.head.len()]).max().unwrap_or(0)
    }
}

/// Amounts beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The words above them.
    pub caption: String,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// How long a bar is beside the longest, from 0 to 1.
    pub(crate) fn share(&self, bar: &Bar) -> f32 {
        let most = self.bars.iter().map(Bar::length).fold(0.0, f64::max);
        if most > 0.0 { (bar.length() / most) as f32 } else { 0.0 }
    }
}

/// One amount.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How much; what is no number or below nothing has no length.
    pub value: f64,
    /// How much, in words: stands beside the bar.
    pub text: String,
}

impl Bar {
    fn length(&self) -> f64 {
        if self.value.is_finite() { self.value.max(0.0) } else { 0.0 }
    }
}

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PaperError {
    /// The file is no font, or none that may be used.
    #[error("the font cannot be used: {0}")]
    Font(String),
    /// A code holds more than a camera can read.
    #[error("{length} bytes are too many for a code")]
    Code {
        /// How long its text is.
        length: usize,
    },
    /// The file could not be put together.
    #[error("the file could not be written: {0}")]
    File(String),
}
