//! The DOCX: WordprocessingML written here, since the library for it (docx-rs) adds 35 CPU seconds to a build.

mod body;
mod parts;
mod xml;

use crate::{Paper, PaperError};
use body::Body;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// Sets a paper as DOCX, with the fonts of an official paper named by their roles.
///
/// # Errors
/// When a code holds too much.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let mut body = Body::default();
    body.head(paper);
    for block in &paper.blocks {
        body.block(block)?;
    }
    let (document, pictures) = body.finish();
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let mut put = |name: &str, bytes: &[u8]| put(&mut zip, name, bytes);
    put("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    put("_rels/.rels", parts::RELATIONS.as_bytes())?;
    put("docProps/core.xml", parts::core(paper).as_bytes())?;
    put("word/document.xml", document.as_bytes())?;
    put("word/_rels/document.xml.rels", parts::document_relations(pictures.len()).as_bytes())?;
    put("word/styles.xml", parts::styles(paper.lang).as_bytes())?;
    put("word/settings.xml", parts::SETTINGS.as_bytes())?;
    put("word/fontTable.xml", parts::FONTS.as_bytes())?;
    put("word/footer1.xml", parts::footer(paper.footer.as_deref()).as_bytes())?;
    for (i, picture) in pictures.iter().enumerate() {
        put(&format!("word/media/code{}.png", i + 1), picture)?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

/// Every part bears the same early date: the same paper, the same bytes.
fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), PaperError> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    zip.start_file(name, options).map_err(failed)?;
    zip.write_all(bytes).map_err(|e| PaperError::File(e.to_string()))
}

fn failed(e: zip::result::ZipError) -> PaperError {
    PaperError::File(e.to_string())
}
