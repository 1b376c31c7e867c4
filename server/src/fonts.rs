//! The font of PDF files. None comes with this program: `papers.font` names one, else it is looked for where systems keep
//! theirs. Found and read once, when the first paper is printed.

use cases::printing::FontSource;
use kernel::{Refusal, RefusalKind, Result};
use papers::{Font, USUAL_FONTS};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A font that is read when it is first asked for. What is not there is looked for again: it may be installed meanwhile.
pub fn source(configured: &str) -> FontSource {
    let candidates = candidates(configured);
    let known: OnceLock<Arc<Font>> = OnceLock::new();
    Arc::new(move || {
        if let Some(font) = known.get() {
            return Ok(font.clone());
        }
        let font = Arc::new(first(&candidates)?);
        Ok(known.get_or_init(|| font).clone())
    })
}

/// The configured font alone, or the usual ones. `PATH#INDEX` is a font of a collection.
fn candidates(configured: &str) -> Vec<(PathBuf, u32)> {
    if configured.is_empty() {
        return USUAL_FONTS.iter().map(|(path, index)| (PathBuf::from(path), *index)).collect();
    }
    let indexed = configured.rsplit_once('#').and_then(|(path, index)| Some((path, index.parse().ok()?)));
    let (path, index) = indexed.unwrap_or((configured, 0));
    vec![(PathBuf::from(path), index)]
}

fn first(candidates: &[(PathBuf, u32)]) -> Result<Font> {
    for (path, index) in candidates {
        let Ok(bytes) = std::fs::read(path) else { continue };
        match Font::parse(bytes, *index) {
            Ok(font) => {
                tracing::info!(path = %path.display(), ?font, "font of papers");
                return Ok(font);
            }
            Err(error) => tracing::warn!(path = %path.display(), %error, "a font that cannot be used"),
        }
    }
    let want = "a font with Chinese characters, such as Noto CJK";
    Err(Refusal::new(RefusalKind::Unavailable, "papers.no_font").at("papers.font").want(want).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_not_there_names_the_key() {
        let refused = source("/nowhere/font.ttc#3")().expect_err("nothing");
        let refusal = refused.refusal().expect("a refusal");
        assert_eq!(
            (refusal.code.as_str(), refusal.field.as_deref()),
            ("papers.no_font", Some("papers.font"))
        );
        assert_eq!(candidates("/a#b/c.otf"), [(PathBuf::from("/a#b/c.otf"), 0)]);
        assert_eq!(candidates("/a.ttc#2"), [(PathBuf::from("/a.ttc"), 2)]);
        assert!(candidates("").len() > 5);
    }
}
