//! Lines: where a text may be broken is Unicode's rule (UAX 14), which knows that 。，、；：！？）》 never begin a line and
//! that Latin words stay whole.

use super::font::Face;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// The lines of a text in a column; the first one is `indent` shorter.
pub(super) fn wrap(face: &Face<'_>, text: &str, size: f32, width: f32, indent: f32) -> Vec<String> {
    let text = printable(text);
    let mut lines = Lines { face, size, width, lines: vec![], line: String::new(), used: indent };
    let mut from = 0;
    for (to, kind) in linebreaks(&text) {
        let piece = &text[from..to];
        lines.piece(piece.trim_end_matches(['\n', '\r']));
        if kind == BreakOpportunity::Mandatory && to < text.len() {
            lines.end();
        }
        from = to;
    }
    lines.end();
    lines.lines
}

/// What can be drawn: tabs become spaces, other control characters go.
pub(super) fn printable(text: &str) -> String {
    let shown = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    shown.filter(|c| *c == '\n' || !c.is_control()).filter(|c| !is_invisible(*c)).collect()
}

/// Characters without ink that fonts show as boxes.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

struct Lines<'a, 'f> {
    face: &'a Face<'f>,
    size: f32,
    width: f32,
    lines: Vec<String>,
    line: String,
    used: f32,
}

impl Lines<'_, '_> {
    /// Adds what may not be broken.
    fn piece(&mut self, piece: &str) {
        let ink = self.face.width(piece.trim_end(), self.size);
        if self.used + ink > self.width && !self.line.is_empty() {
            self.end();
        }
        if self.used + ink > self.width {
            return piece.chars().for_each(|c| self.letter(c));
        }
        self.line.push_str(piece);
        self.used += self.face.width(piece, self.size);
    }

    /// A word longer than a line is broken anywhere.
    fn letter(&mut self, c: char) {
        let wide = self.face.glyph(c).advance * self.size;
        if self.used + wide > self.width && !self.line.is_empty() {
            self.end();
        }
        self.line.push(c);
        self.used += wide;
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.lines.push(line.trim_end().to_owned());
        self.used = 0.0;
    }
}
