//! Setting a paper: its head, then one block after the other.

use super::font::Face;
use super::sheet::{Align, BOTTOM, Ink, LEFT, Mark, PAPER, Sheet, Style, WIDTH};
use super::table;
use super::wrap::{printable, wrap};
use crate::code::{Code, QUIET};
use crate::model::paragraphs;
use crate::{Bars, Block, Lang, Paper, PaperError};

const PLAIN: Style = Style { size: 16.0, bold: false, ink: Ink::Black, align: Align::Left, lead: 28.0 };
pub(super) const SMALL: Style = Style { size: 10.5, lead: 16.0, ..PLAIN };
const TITLE: Style = Style { size: 22.0, lead: 35.0, bold: true, align: Align::Centre, ..PLAIN };
const ISSUER: Style = Style { size: 26.0, lead: 40.0, ink: Ink::Red, ..TITLE };
const FOOT: Style = Style { size: 9.0, lead: 12.0, ink: Ink::Grey, align: Align::Centre, ..PLAIN };
const COLUMN: (f32, f32) = (LEFT, WIDTH);
/// How large a code is printed.
const CODE: f32 = 96.0;

pub(super) struct Setter<'a, 'f> {
    sheet: Sheet<'a, 'f>,
    lang: Lang,
    text: Style,
}

impl<'a, 'f> Setter<'a, 'f> {
    pub(super) fn new(face: &'a Face<'f>, lang: Lang) -> Self {
        // Latin letters of Chinese 3号 would shout
        let text = match lang {
            Lang::Zh => PLAIN,
            Lang::En => Style { size: 12.0, lead: 19.0, ..PLAIN },
        };
        Setter { sheet: Sheet::new(face), lang, text }
    }

    /// Issuer in red, number and date, a line, the title.
    pub(super) fn head(&mut self, paper: &Paper) {
        if let Some(issuer) = &paper.issuer {
            self.lines(issuer, ISSUER, 0.0);
        }
        let numbered = (paper.number.as_deref(), paper.date.as_deref());
        let small = Style { size: self.text.size.min(14.0), lead: 24.0, ..PLAIN };
        match numbered {
            (Some(number), Some(date)) => {
                let y = self.sheet.y;
                self.lines(number, small, 0.0);
                let right = Style { align: Align::Right, ..small };
                self.sheet.letters(&printable(date), right, COLUMN, y);
            }
            (Some(one), None) | (None, Some(one)) => {
                self.lines(one, Style { align: Align::Centre, ..small }, 0.0)
            }
            (None, None) => {}
        }
        if paper.issuer.is_some() || paper.number.is_some() {
            let y = self.sheet.y + 4.0;
            self.sheet.rule((LEFT, y), (LEFT + WIDTH, y), 1.5, Ink::Red);
            self.sheet.y = y + 22.0;
        }
        self.lines(&paper.title, TITLE, 0.0);
        self.sheet.space(12.0);
    }

    pub(super) fn block(&mut self, block: &Block) -> Result<(), PaperError> {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Text(text) => {
                let indent = if self.lang == Lang::Zh { self.text.size * 2.0 } else { 0.0 };
                for (paragraph, addresses) in paragraphs(text) {
                    self.lines(paragraph, self.text, if addresses { 0.0 } else { indent });
                }
                if self.lang == Lang::En {
                    self.sheet.space(6.0);
                }
            }
            Block::Facts(facts) => table::facts(&mut self.sheet, facts),
            Block::Table(rows) => {
                if let Some(caption) = &rows.caption {
                    self.caption(caption);
                }
                table::table(&mut self.sheet, rows);
            }
            Block::Bars(bars) => self.bars(bars),
            Block::Signature { by, at } => self.signature(by, at),
            Block::Code { text, caption } => self.code(text, caption)?,
            Block::Break => self.sheet.turn(),
        }
        Ok(())
    }

    /// The foot of every page: a line of the paper's own and the page's number.
    pub(super) fn finish(mut self, footer: Option<&str>) -> Vec<Vec<Mark>> {
        let all = self.sheet.pages.len();
        let mut feet = vec![];
        for page in 1..=all {
            let mut foot = Sheet::new(self.sheet.face);
            foot.letters(&format!("{page} / {all}"), FOOT, COLUMN, BOTTOM + 40.0);
            let lines = footer.map(|f| wrap(foot.face, f, FOOT.size, WIDTH, 0.0)).unwrap_or_default();
            for (i, line) in lines.iter().take(2).enumerate() {
                foot.letters(line, FOOT, COLUMN, BOTTOM + 14.0 + i as f32 * FOOT.lead);
            }
            feet.push(foot.pages.remove(0));
        }
        self.sheet.pages.iter_mut().zip(feet).for_each(|(page, foot)| page.extend(foot));
        self.sheet.pages
    }

    fn lines(&mut self, text: &str, style: Style, indent: f32) {
        let lines = wrap(self.sheet.face, text, style.size, WIDTH, indent);
        for (i, line) in lines.iter().enumerate() {
            self.sheet.room(style.lead);
            let first = if i == 0 { indent } else { 0.0 };
            let y = self.sheet.y;
            self.sheet.letters(line, style, (LEFT + first, WIDTH - first), y);
            self.sheet.y += style.lead;
        }
    }

    /// A heading never stands alone at the foot of a page.
    fn heading(&mut self, level: u8, text: &str) {
        let size = match (self.lang, level) {
            (Lang::Zh, 0..=1) => 16.0,
            (Lang::Zh, 2) => 14.0,
            (Lang::Zh, _) => 12.0,
            (Lang::En, 0..=1) => 14.0,
            (Lang::En, 2) => 12.0,
            (Lang::En, _) => 11.0,
        };
        let style = Style { size, lead: size * 1.6, bold: true, ..PLAIN };
        self.sheet.space(size * 0.6);
        self.sheet.room(style.lead * 3.0);
        self.lines(text, style, 0.0);
        self.sheet.space(3.0);
    }

    fn caption(&mut self, text: &str) {
        self.sheet.space(4.0);
        self.sheet.room(SMALL.lead * 3.0);
        self.lines(text, Style { bold: true, size: 11.0, lead: 18.0, ..SMALL }, 0.0);
        self.sheet.space(2.0);
    }

    /// Each bar with its label before and its amount behind: nothing is said by colour or length alone.
    fn bars(&mut self, bars: &Bars) {
        self.caption(&bars.caption);
        let face = self.sheet.face;
        let widest = |text: &dyn Fn(&crate::Bar) -> String, most: f32| {
            bars.bars.iter().map(|b| face.width(&text(b), SMALL.size)).fold(0.0, f32::max).min(most)
        };
        let label = widest(&|b| printable(&b.label), WIDTH * 0.35) + 1.0;
        let value = widest(&|b| printable(&b.text), WIDTH * 0.25) + 1.0;
        let (x, room) = (LEFT + label + 8.0, WIDTH - label - value - 16.0);
        for bar in &bars.bars {
            let names = wrap(face, &bar.label, SMALL.size, label, 0.0);
            let words = wrap(face, &bar.text, SMALL.size, value, 0.0);
            let height = names.len().max(words.len()) as f32 * SMALL.lead + 4.0;
            self.sheet.room(height);
            let y = self.sheet.y;
            let length = bars.share(bar) * room;
            for (i, name) in names.iter().enumerate() {
                let style = Style { align: Align::Right, ..SMALL };
                self.sheet.letters(name, style, (LEFT, label), y + 2.0 + i as f32 * SMALL.lead);
            }
            let thick = 10.0;
            let top = y + (height - thick) / 2.0;
            self.sheet.mark(Mark::Fill { x, y: top, width: length, height: thick, ink: Ink::Grey });
            for (i, word) in words.iter().enumerate() {
                let at = (x + length + 6.0, value);
                self.sheet.letters(word, SMALL, at, y + 2.0 + i as f32 * SMALL.lead);
            }
            self.sheet.rule((x, y), (x, y + height), 0.75, Ink::Black);
            self.sheet.y += height;
        }
        self.sheet.space(10.0);
    }

    fn signature(&mut self, by: &str, at: &str) {
        self.sheet.space(self.text.lead);
        self.sheet.room(self.text.lead * 2.0);
        let style = Style { align: Align::Right, ..self.text };
        for line in [by, at] {
            self.lines(line, style, 0.0);
        }
    }

    fn code(&mut self, text: &str, caption: &str) -> Result<(), PaperError> {
        let code = Code::new(text)?;
        let face = self.sheet.face;
        let lines = wrap(face, caption, SMALL.size, WIDTH, 0.0);
        self.sheet.space(10.0);
        self.sheet.room(CODE + lines.len() as f32 * SMALL.lead);
        let field = CODE / (code.side + 2 * QUIET) as f32;
        let left = (PAPER.0 - CODE) / 2.0 + QUIET as f32 * field;
        let top = self.sheet.y + QUIET as f32 * field;
        for (row, first, length) in code.runs() {
            let (x, y) = (left + first as f32 * field, top + row as f32 * field);
            let (width, height) = (length as f32 * field, field);
            self.sheet.mark(Mark::Fill { x, y, width, height, ink: Ink::Black });
        }
        self.sheet.y += CODE;
        self.lines(caption, Style { align: Align::Centre, ..SMALL }, 0.0);
        Ok(())
    }
}
