//! The font of papers: looked for when the first PDF is made, since reading a font of Chinese takes its time.

use std::sync::{Arc, OnceLock};

/// The first of the usual fonts of a system that can be read.
pub fn usual() -> Option<Arc<papers::Font>> {
    static FOUND: OnceLock<Option<Arc<papers::Font>>> = OnceLock::new();
    let read = |(path, index): &(&str, u32)| {
        let bytes = std::fs::read(path).ok()?;
        match papers::Font::parse(bytes, *index) {
            Ok(font) => Some(Arc::new(font)),
            Err(error) => {
                tracing::warn!(path, %error, "a font cannot be used for papers");
                None
            }
        }
    };
    FOUND.get_or_init(|| papers::USUAL_FONTS.iter().find_map(read)).clone()
}
