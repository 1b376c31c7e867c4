//! The PDF: laid out here line by line, because Chinese needs no hyphenation but its own rules at the ends of lines.

mod blocks;
mod font;
mod sheet;
mod table;
mod wrap;
mod write;

pub use font::{Font, USUAL_FONTS};

use crate::{Paper, PaperError};
use blocks::Setter;

/// Sets a paper as PDF (A4), with a subset of the font in it.
///
/// # Errors
/// When the font cannot be cut down, or a code holds too much.
pub fn pdf(paper: &Paper, font: &Font) -> Result<Vec<u8>, PaperError> {
    let face = font.face()?;
    let mut setter = Setter::new(&face, paper.lang);
    setter.head(paper);
    for block in &paper.blocks {
        setter.block(block)?;
    }
    let sheet = setter.finish(paper.footer.as_deref());
    write::write(paper, font, &face, sheet)
}
