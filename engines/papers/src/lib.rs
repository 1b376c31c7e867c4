//! Papers: what leaves the house as PDF or DOCX, said once as a [`Paper`] and set twice.
//!
//! A paper says what stands on it (headings, text, facts, tables, bars, a signature, a code), never how it looks; the looks
//! follow the format of official papers (GB/T 9704): A4, 2号 title, 3号 text, 28 points from line to line. The same paper
//! gives the same bytes: no clock, no chance.
//!
//! [`docx`] needs no font, since the reader's computer has them. [`pdf`] embeds a subset of the [`Font`] it is given; which
//! file that is the caller decides ([`USUAL_FONTS`] is where systems keep them), because no font comes with this program.

mod code;
mod docx;
mod model;
mod pdf;

pub use docx::docx;
pub use model::{Bar, Bars, Block, Lang, Paper, PaperError, Table};
pub use pdf::{Font, USUAL_FONTS, pdf};
