//! Pages and what is drawn on them, before it is written.

use super::font::Face;

const MM: f32 = 72.0 / 25.4;
pub(super) const PAPER: (f32, f32) = (210.0 * MM, 297.0 * MM);
/// The borders of an official paper: 37 mm above, 28 on the left, 26 on the right, 35 below.
pub(super) const LEFT: f32 = 28.0 * MM;
pub(super) const WIDTH: f32 = PAPER.0 - (28.0 + 26.0) * MM;
pub(super) const TOP: f32 = 37.0 * MM;
pub(super) const BOTTOM: f32 = PAPER.1 - 35.0 * MM;

/// The colour of a stroke.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ink {
    Black,
    /// Of the issuer's name and the line beneath it.
    Red,
    Grey,
    /// Behind the head of a table.
    Pale,
}

/// One mark on a page; `y` counts from the upper edge.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    Text { x: f32, y: f32, size: f32, bold: bool, ink: Ink, text: String },
    Line { from: (f32, f32), to: (f32, f32), width: f32, ink: Ink },
    Fill { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// How a line of text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
    pub align: Align,
    /// From line to line.
    pub lead: f32,
}

/// The pages so far, and how far the last one is filled.
pub(super) struct Sheet<'a, 'f> {
    pub face: &'a Face<'f>,
    pub pages: Vec<Vec<Mark>>,
    pub y: f32,
}

impl<'a, 'f> Sheet<'a, 'f> {
    pub(super) fn new(face: &'a Face<'f>) -> Self {
        Sheet { face, pages: vec![vec![]], y: TOP }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub(super) fn turn(&mut self) {
        self.pages.push(vec![]);
        self.y = TOP;
    }

    /// Turns the page when `height` is more than what is left of it; says whether it did.
    pub(super) fn room(&mut self, height: f32) -> bool {
        let turns = self.y + height > BOTTOM + 0.01 && self.y > TOP;
        if turns {
            self.turn();
        }
        turns
    }

    /// A space, which never begins a page.
    pub(super) fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// One line of letters in a column, `y` being the upper edge of the line.
    pub(super) fn letters(&mut self, text: &str, style: Style, (x, width): (f32, f32), y: f32) {
        if text.is_empty() {
            return;
        }
        let free = width - self.face.width(text, style.size);
        let x = match style.align {
            Align::Left => x,
            Align::Centre => x + free / 2.0,
            Align::Right => x + free,
        };
        let base = y + style.lead / 2.0 + style.size * 0.38;
        let Style { size, bold, ink, .. } = style;
        self.mark(Mark::Text { x, y: base, size, bold, ink, text: text.to_owned() });
    }

    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Ink) {
        self.mark(Mark::Line { from, to, width, ink });
    }
}
