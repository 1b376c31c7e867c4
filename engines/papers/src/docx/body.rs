//! The body: one block after the other as WordprocessingML.

use super::xml::{self, paragraph, run};
use crate::code::Code;
use crate::model::paragraphs;
use crate::{Bars, Block, Paper, PaperError, Table};

/// The width between the borders, in twentieths of a point.
const WIDTH: usize = 8844;
/// How large a code is printed (34 mm), in the unit of drawings.
const CODE: usize = 34 * 36_000;
/// A paragraph that begins at the edge.
const EDGE: &str = r#"<w:ind w:firstLineChars="0" w:firstLine="0"/>"#;
/// Columns of which bars are made.
const STEPS: usize = 40;

#[derive(Default)]
pub(super) struct Body {
    xml: String,
    pictures: Vec<Vec<u8>>,
}

impl Body {
    pub(super) fn head(&mut self, paper: &Paper) {
        if let Some(issuer) = &paper.issuer {
            self.xml += &paragraph("Issuer", "", &run(issuer, ""));
        }
        match (paper.number.as_deref(), paper.date.as_deref()) {
            (Some(number), Some(date)) => {
                let content = format!("{}<w:r><w:tab/></w:r>{}", run(number, ""), run(date, ""));
                self.xml += &paragraph("Number", "", &content);
            }
            (Some(one), None) | (None, Some(one)) => {
                self.xml += &paragraph("Number", r#"<w:jc w:val="center"/>"#, &run(one, ""));
            }
            (None, None) => {}
        }
        self.xml += &paragraph("Title", "", &run(&paper.title, ""));
    }

    pub(super) fn block(&mut self, block: &Block) -> Result<(), PaperError> {
        match block {
            Block::Heading(level, text) => {
                let style = format!("Heading{}", (*level).clamp(1, 3));
                self.xml += &paragraph(&style, "", &run(text, ""));
            }
            Block::Text(text) => {
                for (line, addresses) in paragraphs(text) {
                    let indent = if addresses { EDGE } else { "" };
                    self.xml += &paragraph("BodyText", indent, &run(line, ""));
                }
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Signature { by, at } => {
                let before = r#"<w:keepNext/><w:spacing w:before="480"/>"#;
                self.xml += &paragraph("Signature", before, &run(by, ""));
                self.xml += &paragraph("Signature", "", &run(at, ""));
            }
            Block::Code { text, caption } => self.code(text, caption)?,
            Block::Break => self.xml += r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#,
        }
        Ok(())
    }

    pub(super) fn finish(self) -> (String, Vec<Vec<u8>>) {
        let body = self.xml;
        let document = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rIdF"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>"#
        );
        (document, self.pictures)
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        let label = WIDTH / 4;
        let rows: String = facts
            .iter()
            .map(|(name, value)| {
                let cells = cell(label, 1, "", &paragraph("Cell", "", &run(name, "<w:b/>")))
                    + &cell(WIDTH - label, 1, "", &paragraph("Cell", "", &run(value, "")));
                row("", &cells)
            })
            .collect();
        self.put_table(&[label, WIDTH - label], &rows, true);
    }

    fn table(&mut self, table: &Table) {
        let count = table.columns();
        if count == 0 {
            return;
        }
        if let Some(caption) = &table.caption {
            self.caption(caption);
        }
        let widths = widths(table, count);
        let line = |cells: &[String], head: bool| -> String {
            let cells = (0..count).map(|i| cells.get(i).map(String::as_str).unwrap_or(""));
            let cells: String = cells
                .zip(&widths)
                .enumerate()
                .map(|(i, (words, width))| {
                    let right = i >= table.numbers_from && table.numbers_from > 0;
                    let align = if right { r#"<w:jc w:val="right"/>"# } else { "" };
                    let weight = if head { "<w:b/>" } else { "" };
                    let shade =
                        if head { r#"<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>"# } else { "" };
                    cell(*width, 1, shade, &paragraph("Cell", align, &run(words, weight)))
                })
                .collect();
            row(if head { "<w:tblHeader/>" } else { "" }, &cells)
        };
        let mut rows = String::new();
        if !table.head.is_empty() {
            rows += &line(&table.head, true);
        }
        rows.extend(table.rows.iter().map(|r| line(r, false)));
        self.put_table(&widths, &rows, true);
    }

    /// A table whose dark cells are the bars: every word processor draws it, and a person can change it.
    fn bars(&mut self, bars: &Bars) {
        self.caption(&bars.caption);
        let (label, value) = (WIDTH * 28 / 100, WIDTH * 16 / 100);
        let step = (WIDTH - label - value) / STEPS;
        let rows: String = bars
            .bars
            .iter()
            .map(|bar| {
                let right = r#"<w:jc w:val="right"/>"#;
                let steps = (bars.share(bar) * STEPS as f32).round() as usize;
                let steps = if bar.value > 0.0 { steps.max(1) } else { steps };
                let empty = paragraph("Cell", "", "");
                let dark = r#"<w:tcBorders><w:top w:val="single" w:sz="24" w:color="FFFFFF"/><w:bottom w:val="single" w:sz="24" w:color="FFFFFF"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="595959"/>"#;
                let mut cells = cell(label, 1, "", &paragraph("Cell", right, &run(&bar.label, "")));
                if steps > 0 {
                    cells += &cell(step * steps, steps, dark, &empty);
                }
                if steps < STEPS {
                    cells += &cell(step * (STEPS - steps), STEPS - steps, "", &empty);
                }
                cells += &cell(value, 1, "", &paragraph("Cell", "", &run(&bar.text, "")));
                row("", &cells)
            })
            .collect();
        let mut grid = vec![label];
        grid.extend(std::iter::repeat_n(step, STEPS));
        grid.push(value);
        self.put_table(&grid, &rows, false);
    }

    fn caption(&mut self, words: &str) {
        self.xml += &paragraph("Caption", "", &run(words, ""));
    }

    fn put_table(&mut self, widths: &[usize], rows: &str, borders: bool) {
        if rows.is_empty() {
            return;
        }
        let side = |name| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
        let sides: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).concat();
        let borders = if borders { format!("<w:tblBorders>{sides}</w:tblBorders>") } else { String::new() };
        let grid: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
        self.xml += &format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"#
        );
        // two tables in a row would be one
        self.xml += &paragraph("Cell", "", "");
    }

    fn code(&mut self, words: &str, caption: &str) -> Result<(), PaperError> {
        self.pictures.push(Code::new(words)?.png(6)?);
        let (n, alt) = (self.pictures.len(), xml::text(caption).replace('\n', " "));
        let picture = format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{CODE}" cy="{CODE}"/><wp:docPr id="{n}" name="code{n}" descr="{alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{n}" name="code{n}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP{n}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{CODE}" cy="{CODE}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        );
        self.xml += &paragraph("Cell", r#"<w:keepNext/><w:jc w:val="center"/>"#, &picture);
        self.xml += &paragraph("Cell", r#"<w:jc w:val="center"/>"#, &run(caption, ""));
        Ok(())
    }
}

fn row(properties: &str, cells: &str) -> String {
    format!("<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>")
}

fn cell(width: usize, span: usize, looks: &str, content: &str) -> String {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{looks}</w:tcPr>{content}</w:tc>"#)
}

/// Columns as wide as their longest words ask, within reason: letters of Chinese count twice.
fn widths(table: &Table, count: usize) -> Vec<usize> {
    let mut wanted = vec![4usize; count];
    for row in table.rows.iter().chain([&table.head]) {
        for (cell, wanted) in row.iter().zip(&mut wanted) {
            let length: usize = cell.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            *wanted = (*wanted).max(length.min(60) + 2);
        }
    }
    let all: usize = wanted.iter().sum();
    wanted.iter().map(|w| WIDTH * w / all).collect()
}
