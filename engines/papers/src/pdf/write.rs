//! Writing the file: pages, one embedded font, and the way back from glyphs to text for whoever searches or copies.

use super::font::{Face, Font};
use super::sheet::{Ink, Mark, PAPER};
use crate::{Paper, PaperError};
use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeMap;
use std::io::Write;
use subsetter::GlyphRemapper;
use ttf_parser::Tag;

const FONT: Name<'static> = Name(b"F0");
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The objects of the file, in a fixed order.
struct Ids {
    catalog: Ref,
    tree: Ref,
    info: Ref,
    font: Ref,
    cid: Ref,
    descriptor: Ref,
    program: Ref,
    cmap: Ref,
}

const IDS: Ids = Ids {
    catalog: Ref::new(1),
    tree: Ref::new(2),
    info: Ref::new(3),
    font: Ref::new(4),
    cid: Ref::new(5),
    descriptor: Ref::new(6),
    program: Ref::new(7),
    cmap: Ref::new(8),
};

/// The glyphs that the paper uses: number in the subset → character and advance.
#[derive(Default)]
struct Used {
    remapper: GlyphRemapper,
    glyphs: BTreeMap<u16, (char, f32)>,
}

impl Used {
    fn encode(&mut self, face: &Face<'_>, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() * 2);
        for c in text.chars() {
            let glyph = face.glyph(c);
            let id = self.remapper.remap(glyph.id);
            self.glyphs.entry(id).or_insert((glyph.stands_for, glyph.advance));
            out.extend(id.to_be_bytes());
        }
        out
    }
}

pub(super) fn write(
    paper: &Paper,
    font: &Font,
    face: &Face<'_>,
    pages: Vec<Vec<Mark>>,
) -> Result<Vec<u8>, PaperError> {
    let mut pdf = Pdf::new();
    let mut used = Used::default();
    let first = IDS.cmap.get() + 1;
    let ids: Vec<(Ref, Ref)> =
        (0..pages.len() as i32).map(|i| (Ref::new(first + 2 * i), Ref::new(first + 2 * i + 1))).collect();
    let mut catalog = pdf.catalog(IDS.catalog);
    catalog.pages(IDS.tree).lang(TextStr(paper.lang.tag()));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    let mut info = pdf.document_info(IDS.info);
    info.title(TextStr(&paper.title));
    if let Some(issuer) = &paper.issuer {
        info.author(TextStr(issuer));
    }
    if let Some(number) = &paper.number {
        info.subject(TextStr(number));
    }
    info.finish();
    pdf.pages(IDS.tree).kids(ids.iter().map(|(page, _)| *page)).count(ids.len() as i32);
    for (marks, (page_id, content_id)) in pages.iter().zip(&ids) {
        let mut page = pdf.page(*page_id);
        page.media_box(Rect::new(0.0, 0.0, PAPER.0, PAPER.1)).parent(IDS.tree).contents(*content_id);
        page.resources().fonts().pair(FONT, IDS.font);
        page.finish();
        let drawn = deflate(&draw(face, &mut used, marks))?;
        pdf.stream(*content_id, &drawn).filter(Filter::FlateDecode);
    }
    embed(&mut pdf, font, face, &used)?;
    Ok(pdf.finish())
}

fn draw(face: &Face<'_>, used: &mut Used, marks: &[Mark]) -> Vec<u8> {
    let mut content = Content::new();
    for mark in marks {
        match mark {
            Mark::Text { x, y, size, bold, ink, text } => {
                let encoded = used.encode(face, text);
                fill(&mut content, *ink);
                content.begin_text().set_font(FONT, *size);
                // one font is enough for all: weight comes from a stroke around the letters
                if *bold {
                    stroke(&mut content, *ink);
                    content.set_line_width(size * 0.028);
                    content.set_text_rendering_mode(TextRenderingMode::FillStroke);
                } else {
                    content.set_text_rendering_mode(TextRenderingMode::Fill);
                }
                content.next_line(*x, PAPER.1 - y).show(Str(&encoded)).end_text();
            }
            Mark::Line { from, to, width, ink } => {
                stroke(&mut content, *ink);
                content.set_line_width(*width).move_to(from.0, PAPER.1 - from.1);
                content.line_to(to.0, PAPER.1 - to.1).stroke();
            }
            Mark::Fill { x, y, width, height, ink } => {
                fill(&mut content, *ink);
                content.rect(*x, PAPER.1 - y - height, *width, *height).fill_nonzero();
            }
        }
    }
    content.finish().into_vec()
}

fn rgb(ink: Ink) -> (f32, f32, f32) {
    match ink {
        Ink::Black => (0.0, 0.0, 0.0),
        Ink::Red => (0.78, 0.05, 0.05),
        Ink::Grey => (0.35, 0.35, 0.35),
        Ink::Pale => (0.93, 0.93, 0.93),
    }
}

fn fill(content: &mut Content, ink: Ink) {
    let (r, g, b) = rgb(ink);
    content.set_fill_rgb(r, g, b);
}

fn stroke(content: &mut Content, ink: Ink) {
    let (r, g, b) = rgb(ink);
    content.set_stroke_rgb(r, g, b);
}

fn embed(pdf: &mut Pdf, font: &Font, face: &Face<'_>, used: &Used) -> Result<(), PaperError> {
    let subset = subsetter::subset(&font.bytes, font.index, &used.remapper)
        .map_err(|e| PaperError::Font(e.to_string()))?;
    let parsed = ttf_parser::RawFace::parse(&subset, 0).map_err(|e| PaperError::Font(e.to_string()))?;
    let cff = parsed.table(Tag::from_bytes(b"CFF "));
    // six letters before the name say that it is a subset
    let name = format!("JWPAPR+{}", font.name);
    let name = Name(name.as_bytes());
    pdf.type0_font(IDS.font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(IDS.cid)
        .to_unicode(IDS.cmap);
    let mut cid = pdf.cid_font(IDS.cid);
    cid.subtype(if cff.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
    cid.base_font(name).system_info(SYSTEM).font_descriptor(IDS.descriptor).default_width(1000.0);
    if cff.is_none() {
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
    }
    let mut widths = cid.widths();
    for (id, (_, advance)) in &used.glyphs {
        widths.same(*id, *id, advance * 1000.0);
    }
    widths.finish();
    cid.finish();
    describe(pdf, name, face, cff.is_some());
    let program = deflate(cff.unwrap_or(&subset))?;
    let mut stream = pdf.stream(IDS.program, &program);
    stream.filter(Filter::FlateDecode);
    if cff.is_some() {
        stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    }
    stream.finish();
    let mut cmap = UnicodeCmap::new(Name(b"Paper"), SYSTEM);
    for (id, (c, _)) in &used.glyphs {
        cmap.pair(*id, *c);
    }
    let cmap = deflate(&cmap.finish().into_vec())?;
    pdf.stream(IDS.cmap, &cmap).filter(Filter::FlateDecode);
    Ok(())
}

fn describe(pdf: &mut Pdf, name: Name<'_>, face: &Face<'_>, cff: bool) {
    let of = |units| face.thousandths(units);
    let bbox = face.parsed.global_bounding_box();
    let mut descriptor = pdf.font_descriptor(IDS.descriptor);
    descriptor
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(of(bbox.x_min), of(bbox.y_min), of(bbox.x_max), of(bbox.y_max)))
        .italic_angle(0.0)
        .ascent(of(face.parsed.ascender()))
        .descent(of(face.parsed.descender()))
        .cap_height(of(face.parsed.capital_height().unwrap_or(face.parsed.ascender())))
        .stem_v(80.0);
    if cff {
        descriptor.font_file3(IDS.program);
    } else {
        descriptor.font_file2(IDS.program);
    }
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
    let failed = |e: std::io::Error| PaperError::File(e.to_string());
    let mut encoder = ZlibEncoder::new(vec![], Compression::default());
    encoder.write_all(bytes).map_err(failed)?;
    encoder.finish().map_err(failed)
}
