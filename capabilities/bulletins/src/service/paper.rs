//! A bulletin on paper: the same figures as on the screen, as PDF and DOCX.

use super::Bulletins;
use crate::model::{Block, Bulletin, Cell, Column, Exclusion, Group, Page};
use crate::rules::compose::kind;
use crate::rules::words::{fill, grouped, written};
use kernel::{Ctx, Failure, Lang, Result, Timestamp};
use papers::{Bar, Bars, Block as Piece, Paper, Table};

/// A form of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To read and print.
    Pdf,
    /// To write on.
    Docx,
}

impl Form {
    /// The id and the form that an address names, `…-1.pdf`.
    pub fn of(address: &str) -> Option<(&str, Self)> {
        let form = |ending, form| address.strip_suffix(ending).map(|id| (id, form));
        form(".pdf", Self::Pdf).or_else(|| form(".docx", Self::Docx))
    }

    /// What files of it end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// Its media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

impl Bulletins {
    /// A bulletin as a file.
    ///
    /// # Errors
    /// `bulletin.not_found`; `papers.no_font` (503) for a PDF.
    pub async fn paper(&self, ctx: &Ctx, id: &str, form: Form, lang: Lang) -> Result<Vec<u8>> {
        let b = self.seen(ctx, id).await?;
        let (page, _) = self.page(ctx, &b).await?;
        let paper = self.set(&b, &page, lang).await?;
        let font = self.parts.font.clone();
        let made = tokio::task::spawn_blocking(move || match form {
            Form::Docx => papers::docx(&paper).map_err(Failure::internal),
            Form::Pdf => {
                let font = font()?;
                papers::pdf(&paper, &font).map_err(Failure::internal)
            }
        });
        made.await.map_err(Failure::internal)?
    }

    async fn set(&self, b: &Bulletin, page: &Page, lang: Lang) -> Result<Paper> {
        let say = Sayer { bulletins: self, page, lang };
        let mut blocks = vec![];
        for section in &page.sections {
            blocks.push(Piece::Heading(1, section.title.get(lang).to_owned()));
            blocks.extend(section.blocks.iter().map(|block| say.block(block)));
        }
        blocks.push(Piece::Heading(1, say.word("exclusions")));
        blocks.push(match page.exclusions.is_empty() {
            true => Piece::Text(say.word("no_exclusions")),
            false => say.exclusions(),
        });
        if let Some(frozen) = &b.frozen {
            blocks.push(Piece::Facts(vec![(say.word("sha256"), frozen.sha256.clone())]));
        }
        if let Some(signed) = &b.signed {
            let who = self.who(b).await?;
            let post = signed.post.as_ref().and_then(|post| who.posts.get(post)).map(|p| p.get(lang).to_owned());
            let by = [Some(say.word("signed_by")), post, Some(who.name(&signed.actor))];
            let by = by.into_iter().flatten().collect::<Vec<_>>().join(" ");
            blocks.push(Piece::Signature { by, at: say.day(signed.at) });
        }
        Ok(Paper {
            title: page.title.get(lang).to_owned(),
            number: Some(page.number.as_ref().map_or_else(|| say.word("draft"), |n| n.get(lang).to_owned())),
            issuer: Some(page.issuer.get(lang).to_owned()),
            date: b.signed.is_none().then(|| say.day(page.as_of)),
            lang: if lang == Lang::En { papers::Lang::En } else { papers::Lang::Zh },
            blocks,
            footer: Some(page.footer.get(lang).to_owned()),
        })
    }
}

/// Figures and words in one language.
struct Sayer<'a> {
    bulletins: &'a Bulletins,
    page: &'a Page,
    lang: Lang,
}

impl Sayer<'_> {
    fn word(&self, key: &str) -> String {
        self.bulletins.parts.layout.word(key).get(self.lang).to_owned()
    }

    fn day(&self, at: Timestamp) -> String {
        let day = at.day_in(&self.bulletins.parts.settings.zone);
        fill(&self.word("date"), |key| match key {
            "year" => day.get(..4).map(Into::into),
            "month" => day.get(4..6).map(Into::into),
            "day" => day.get(6..).map(Into::into),
            _ => None,
        })
    }

    fn measure(&self, id: &str) -> Column {
        let known = self.page.measures.iter().find(|m| m.id == id).cloned();
        known.unwrap_or_else(|| Column { id: id.to_owned(), ..Column::default() })
    }

    fn name(&self, id: &str) -> String {
        self.measure(id).name.get(self.lang).to_owned()
    }

    /// A figure with what it is a share of, and what was left out of it.
    fn cell(&self, id: &str, cell: &Cell) -> String {
        self.parts(id, cell).join(" ")
    }

    /// The figure and what was left out of it.
    fn parts(&self, id: &str, cell: &Cell) -> Vec<String> {
        let value = written(kind(&self.measure(id).kind), cell.value).unwrap_or_else(|| self.word("empty"));
        let text = match cell.of {
            Some(of) => fill(&self.word("share"), |key| match key {
                "value" => Some(value.clone()),
                "n" => Some(grouped(cell.n)),
                "of" => Some(grouped(of)),
                _ => None,
            }),
            None => value,
        };
        let excluded = cell.excluded.max(cell.of_excluded);
        let left = fill(&self.word("excluded"), |key| (key == "n").then(|| grouped(excluded)));
        if excluded > 0 { vec![text, left] } else { vec![text] }
    }

    /// The same in a narrow column: one below the other.
    fn narrow(&self, id: &str, cell: &Cell) -> String {
        let mut lines = self.parts(id, cell);
        if let Some(of) = cell.of {
            let value = written(kind(&self.measure(id).kind), cell.value).unwrap_or_else(|| self.word("empty"));
            lines.splice(..1, [value, format!("{}/{}", grouped(cell.n), grouped(of))]);
        }
        lines.join("\n")
    }

    fn block(&self, block: &Block) -> Piece {
        match block {
            Block::Text { text } => Piece::Text(text.get(self.lang).to_owned()),
            Block::Measures { rows } => Piece::Table(Table {
                caption: None,
                head: ["measure", "month", "before", "year"].map(|key| self.word(key)).to_vec(),
                rows: rows
                    .iter()
                    .map(|row| {
                        let cells = [&row.month, &row.before, &row.year].map(|cell| self.cell(&row.measure, cell));
                        std::iter::once(self.name(&row.measure)).chain(cells).collect()
                    })
                    .collect(),
                numbers_from: 1,
            }),
            Block::Table { columns, rows, total, .. } => {
                let line = |name: String, cells: &[Cell]| {
                    let cells = columns.iter().zip(cells).map(|(id, cell)| self.narrow(id, cell));
                    std::iter::once(name).chain(cells).collect::<Vec<_>>()
                };
                let group = |row: &Group| line(row.name.get(self.lang).to_owned(), &row.cells);
                let mut lines: Vec<Vec<String>> = rows.iter().map(group).collect();
                lines.push(line(self.word("total"), total));
                let head = std::iter::once(String::new()).chain(columns.iter().map(|id| self.name(id)));
                Piece::Table(Table {
                    caption: Some(self.word("legend")),
                    head: head.collect(),
                    rows: lines,
                    numbers_from: 1,
                })
            }
            Block::Bars { measure, rows, .. } => Piece::Bars(Bars {
                caption: self.name(measure),
                bars: rows
                    .iter()
                    .filter_map(|row| {
                        let cell = row.cells.first()?;
                        Some(Bar {
                            label: row.name.get(self.lang).to_owned(),
                            value: cell.value.unwrap_or_default(),
                            text: self.cell(measure, cell),
                        })
                    })
                    .collect(),
            }),
        }
    }

    fn exclusions(&self) -> Piece {
        let measures = |e: &Exclusion| match e.measures.is_empty() {
            true => self.word("all"),
            false => e.measures.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(if self.lang == Lang::En { ", " } else { "、" }),
        };
        let row = |e: &Exclusion| {
            let (unit, ground) = (e.unit.name.get(self.lang), e.ground.name.get(self.lang));
            let reason = e.reason.clone().unwrap_or_else(|| self.word("empty"));
            vec![e.case.clone(), unit.to_owned(), ground.to_owned(), measures(e), reason]
        };
        Piece::Table(Table {
            caption: None,
            head: ["case", "unit", "ground", "measures", "reason"].map(|key| self.word(key)).to_vec(),
            rows: self.page.exclusions.iter().map(row).collect(),
            numbers_from: usize::MAX,
        })
    }
}
