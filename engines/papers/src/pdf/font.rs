//! The font that is embedded: what is read of it, and how wide its characters are.

use crate::PaperError;
use std::cell::RefCell;
use std::collections::HashMap;
use ttf_parser::{Face as Parsed, Permissions, name_id};

/// Where systems keep a font with Chinese characters: path, and number in the file. Song first: it is what papers use.
pub const USUAL_FONTS: &[(&str, u32)] = &[
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/source-han-serif/SourceHanSerif-Regular.ttc", 2),
    ("/usr/share/fonts/adobe-source-han-serif/SourceHanSerifCN-Regular.otf", 0),
    ("/usr/share/fonts/adobe-source-han-serif-cn/SourceHanSerifCN-Regular.otf", 0),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/adobe-source-han-sans-cn/SourceHanSansCN-Regular.otf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 6),
    ("C:\\Windows\\Fonts\\simsun.ttc", 0),
];

/// A character that every paper needs: a font without it is for other languages.
const NEEDED: char = '经';

/// A font with Chinese characters, checked.
pub struct Font {
    pub(super) bytes: Vec<u8>,
    pub(super) index: u32,
    pub(super) name: String,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Font({} #{}, {} bytes)", self.name, self.index, self.bytes.len())
    }
}

impl Font {
    /// Reads a font (TrueType or OpenType, alone or the `index`th of a collection).
    ///
    /// # Errors
    /// When it is none, lacks Chinese characters, may not be embedded, or has a shape that cannot be cut down.
    pub fn parse(bytes: Vec<u8>, index: u32) -> Result<Self, PaperError> {
        let face = Parsed::parse(&bytes, index).map_err(|e| PaperError::Font(e.to_string()))?;
        let outlines = face.tables().glyf.is_some() || face.tables().cff.is_some();
        if !outlines {
            return Err(PaperError::Font("it has neither TrueType nor CFF outlines".into()));
        }
        if face.glyph_index(NEEDED).is_none() {
            return Err(PaperError::Font(format!("it has no {NEEDED}: a font with Chinese is needed")));
        }
        if face.permissions() == Some(Permissions::Restricted) {
            return Err(PaperError::Font("its maker does not allow embedding".into()));
        }
        let name = name_of(&face);
        Ok(Font { bytes, index, name })
    }

    pub(super) fn face(&self) -> Result<Face<'_>, PaperError> {
        let parsed = Parsed::parse(&self.bytes, self.index).map_err(|e| PaperError::Font(e.to_string()))?;
        Ok(Face::new(parsed))
    }
}

/// Its PostScript name, or a plain one.
fn name_of(face: &Parsed<'_>) -> String {
    let names = face.names().into_iter().filter(|n| n.name_id == name_id::POST_SCRIPT_NAME);
    let name = names.filter_map(|n| n.to_string()).next().unwrap_or_default();
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if plain.is_empty() { "Paper".into() } else { plain }
}

/// One character as the font draws it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub id: u16,
    /// The character that it stands for: another one where the font lacks what was asked for.
    pub stands_for: char,
    /// In parts of the size.
    pub advance: f32,
}

/// The font while a paper is set.
pub(super) struct Face<'f> {
    pub parsed: Parsed<'f>,
    unit: f32,
    known: RefCell<HashMap<char, Glyph>>,
}

impl<'f> Face<'f> {
    fn new(parsed: Parsed<'f>) -> Self {
        let unit = f32::from(parsed.units_per_em().max(1));
        Face { parsed, unit, known: RefCell::default() }
    }

    /// A thousandth of the size from units of the font.
    pub(super) fn thousandths(&self, units: i16) -> f32 {
        f32::from(units) * 1000.0 / self.unit
    }

    /// The glyph of a character; what the font lacks is shown by the printers' sign for it (〓).
    pub(super) fn glyph(&self, c: char) -> Glyph {
        if let Some(glyph) = self.known.borrow().get(&c) {
            return *glyph;
        }
        let found = [c, '〓', '□', '?'].into_iter();
        let found = found.filter_map(|c| self.parsed.glyph_index(c).map(|id| (id, c))).next();
        let (id, stands_for) = found.unwrap_or((ttf_parser::GlyphId(0), c));
        let advance = f32::from(self.parsed.glyph_hor_advance(id).unwrap_or(0)) / self.unit;
        let glyph = Glyph { id: id.0, stands_for, advance };
        self.known.borrow_mut().insert(c, glyph);
        glyph
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.glyph(c).advance).sum::<f32>() * size
    }
}
