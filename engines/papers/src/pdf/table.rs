//! Tables and facts: columns as wide as their words need, rows that break over pages, the head on every page.

use super::blocks::SMALL;
use super::font::Face;
use super::sheet::{Align, BOTTOM, Ink, LEFT, Mark, Sheet, Style, TOP, WIDTH};
use super::wrap::{printable, wrap};
use crate::Table;

/// Between a border and the letters.
const PAD: f32 = 5.0;
const LINE: f32 = 0.5;
/// How much more a wide column gets: between all the same (0) and by their words alone (1).
const SHARE: f32 = 0.75;

/// A row ready to be drawn: the lines of each cell.
type Row = Vec<Vec<String>>;

/// Where the columns stand, and how each is set.
struct Columns {
    edges: Vec<f32>,
    styles: Vec<Style>,
}

pub(super) fn table(sheet: &mut Sheet<'_, '_>, table: &Table) {
    let count = table.columns();
    if count == 0 {
        return;
    }
    let widths = widths(sheet.face, table, count);
    let align =
        |i| if i >= table.numbers_from && table.numbers_from > 0 { Align::Right } else { Align::Left };
    let styles = (0..count).map(|i| Style { align: align(i), ..SMALL }).collect();
    let columns = Columns { edges: edges(&widths), styles };
    let head = (!table.head.is_empty()).then(|| columns.row(sheet.face, &table.head));
    let first = table.rows.first().map(|r| height(&columns.row(sheet.face, r))).unwrap_or(0.0);
    let opening = head.as_ref().map_or(0.0, height) + first.min(SMALL.lead * 4.0);
    sheet.room(opening);
    if let Some(head) = &head {
        columns.head(sheet, head);
    }
    for row in &table.rows {
        columns.draw(sheet, columns.row(sheet.face, row), head.as_ref());
    }
    sheet.space(10.0);
}

/// Labels on the left, what they say on the right.
pub(super) fn facts(sheet: &mut Sheet<'_, '_>, facts: &[(String, String)]) {
    sheet.space(6.0);
    let label = facts.iter().map(|(l, _)| sheet.face.width(&printable(l), SMALL.size)).fold(0.0, f32::max);
    let label = (label + 2.0 * PAD + 1.0).clamp(WIDTH * 0.18, WIDTH * 0.35);
    let styles = vec![Style { bold: true, ..SMALL }, SMALL];
    let columns = Columns { edges: edges(&[label, WIDTH - label]), styles };
    for (label, value) in facts {
        let row = columns.row(sheet.face, &[label.clone(), value.clone()]);
        columns.draw(sheet, row, None);
    }
    sheet.space(10.0);
}

impl Columns {
    fn row(&self, face: &Face<'_>, cells: &[String]) -> Row {
        let columns = self.edges.windows(2).map(|e| e[1] - e[0] - 2.0 * PAD);
        let cells = cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        columns.zip(cells).map(|(width, cell)| wrap(face, cell, SMALL.size, width, 0.0)).collect()
    }

    fn head(&self, sheet: &mut Sheet<'_, '_>, head: &Row) {
        let (x, y) = (self.edges[0], sheet.y);
        let width = self.edges.last().map_or(0.0, |end| end - x);
        sheet.mark(Mark::Fill { x, y, width, height: height(head), ink: Ink::Pale });
        self.part(sheet, head, true);
    }

    /// Draws a row, on the next page when it does not fit here, in parts when it fits on none.
    fn draw(&self, sheet: &mut Sheet<'_, '_>, mut row: Row, head: Option<&Row>) {
        let page = BOTTOM - TOP - head.map_or(0.0, height);
        loop {
            let left = BOTTOM - sheet.y;
            if height(&row) <= left + 0.01 {
                return self.part(sheet, &row, false);
            }
            let fits = ((left - 2.0 * PAD) / SMALL.lead).max(0.0) as usize;
            if height(&row) > page && fits >= 2 {
                let rest = row.iter_mut().map(|cell| cell.split_off(fits.min(cell.len()))).collect();
                self.part(sheet, &row, false);
                row = rest;
            }
            sheet.turn();
            if let Some(head) = head {
                self.head(sheet, head);
            }
        }
    }

    fn part(&self, sheet: &mut Sheet<'_, '_>, row: &Row, head: bool) {
        let (top, bottom) = (sheet.y, sheet.y + height(row));
        for ((cell, edge), style) in row.iter().zip(self.edges.windows(2)).zip(&self.styles) {
            let style = Style { bold: head || style.bold, ..*style };
            for (i, line) in cell.iter().enumerate() {
                let column = (edge[0] + PAD, edge[1] - edge[0] - 2.0 * PAD);
                sheet.letters(line, style, column, top + PAD * 0.6 + i as f32 * SMALL.lead);
            }
        }
        let (left, right) = (self.edges[0], self.edges[self.edges.len() - 1]);
        sheet.rule((left, top), (right, top), LINE, Ink::Black);
        sheet.rule((left, bottom), (right, bottom), LINE, Ink::Black);
        for x in &self.edges {
            sheet.rule((*x, top), (*x, bottom), LINE, Ink::Black);
        }
        sheet.y = bottom;
    }
}

fn height(row: &Row) -> f32 {
    let lines = row.iter().map(Vec::len).max().unwrap_or(1).max(1);
    lines as f32 * SMALL.lead + PAD * 1.2
}

fn edges(widths: &[f32]) -> Vec<f32> {
    let mut x = LEFT;
    let mut edges = vec![x];
    for width in widths {
        x += width;
        edges.push(x);
    }
    edges
}

/// As wide as the words want when there is room; else the narrow columns keep what they need and the wide ones share.
fn widths(face: &Face<'_>, table: &Table, count: usize) -> Vec<f32> {
    let mut wanted = vec![0f32; count];
    for row in table.rows.iter().chain([&table.head]) {
        for (cell, wanted) in row.iter().zip(&mut wanted) {
            let longest = printable(cell).lines().map(|l| face.width(l, SMALL.size)).fold(0.0, f32::max);
            *wanted = wanted.max(longest + 2.0 * PAD + 1.0);
        }
    }
    let all: f32 = wanted.iter().sum();
    if all <= WIDTH {
        let more = (WIDTH - all) / count as f32;
        return wanted.iter().map(|w| w + more).collect();
    }
    let (mut fair, mut fixed) = (WIDTH / count as f32, 0.0);
    for _ in 0..count {
        let (narrow, wide): (Vec<f32>, Vec<f32>) = wanted.iter().partition(|w| **w <= fair);
        let next = (WIDTH - narrow.iter().sum::<f32>()) / wide.len().max(1) as f32;
        if (next - fair).abs() < 0.01 {
            break;
        }
        (fair, fixed) = (next, narrow.iter().sum());
    }
    let over: f32 = wanted.iter().filter(|w| **w > fair).map(|w| w.powf(SHARE)).sum();
    let least = fair * 0.5;
    let spare = wanted.iter().filter(|w| **w > fair).count() as f32;
    let free = WIDTH - fixed - spare * least;
    wanted.iter().map(|w| if *w <= fair { *w } else { least + free * w.powf(SHARE) / over }).collect()
}
