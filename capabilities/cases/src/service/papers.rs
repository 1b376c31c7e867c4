//! Numbered papers of a case, and its full record, as PDF and DOCX. A paper says what was so when it was issued: it is made
//! from the facts up to the act, so that the same paper always reads the same.

mod record;
mod values;

use super::track::Held;
use super::{Cases, name};
use crate::model::{self, Case, Entry};
use crate::printing::Words;
use crate::rules::fold;
use crate::store::paper::{Issued, of_case};
use crate::verify::entry;
use db::Tx;
use kernel::{Ctx, Failure, Lang, Refusal, RefusalKind, Result, Text, Timestamp};
use packs::Loaded;
use papers::{Block, Paper};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use values::Values;

/// How a paper comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To read and print.
    Pdf,
    /// To go on writing.
    Docx,
}

impl Form {
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Pdf => "pdf",
            Form::Docx => "docx",
        }
    }
    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Form::Pdf => "application/pdf",
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// A paper of a case.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = CasePaper)]
pub struct PaperView {
    /// Its id: number of the fact, and code.
    pub id: String,
    /// Code in the pack.
    pub code: String,
    /// Its title.
    pub name: Text,
    /// Its number.
    pub no: String,
    /// When it was issued.
    pub at: Timestamp,
    /// Where the PDF is.
    pub pdf: String,
    /// Where the DOCX is.
    pub docx: String,
}

impl Cases {
    /// The papers of a case, oldest first.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn papers(&self, ctx: &Ctx, number: &str) -> Result<Vec<PaperView>> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        super::act::allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        self.papers_of(&mut tx, &case).await
    }

    pub(super) async fn papers_of(&self, tx: &mut Tx, case: &Case) -> Result<Vec<PaperView>> {
        let pack = self.pack_of(case)?;
        let issued = of_case(tx, &case.county, &case.id).await?;
        let base = format!("{}/cases/{}/papers", web::API, case.number);
        Ok(issued.into_iter().map(|one| view(&pack, one, |file| format!("{base}/{file}"))).collect())
    }

    /// The papers that a reporter may have.
    pub(super) async fn track_papers(&self, tx: &mut Tx, case: &Case, token: &str) -> Result<Vec<PaperView>> {
        let pack = self.pack_of(case)?;
        let issued = of_case(tx, &case.county, &case.id).await?;
        let theirs = issued.into_iter().filter(|one| pack.paper(&one.paper).is_some_and(|p| p.public));
        let base = format!("{}/track/{}/papers", web::API, case.number);
        Ok(theirs.map(|one| view(&pack, one, |file| format!("{base}/{file}?token={token}"))).collect())
    }

    /// One paper, for whoever may read the case.
    ///
    /// # Errors
    /// `case.not_found`, `paper.not_found`
    pub async fn paper(&self, ctx: &Ctx, number: &str, id: &str, lang: Lang) -> Result<Paper> {
        let mut tx = self.db().read().await?;
        let case = self.find(&mut tx, number).await?;
        super::act::allowed(&ctx.actor, authz::action::CASE_READ, &case)?;
        self.set(tx, &case, id, (lang, false)).await
    }

    /// One paper for the reporter, who shows the token.
    ///
    /// # Errors
    /// `case.not_found`, also for a wrong token; `paper.not_found`, also for one that is not the reporter's.
    pub async fn track_paper(&self, holder: (&str, &str), id: &str, lang: Lang) -> Result<Paper> {
        let mut tx = self.db().read().await?;
        let Held { case, own } = self.held(&mut tx, holder.0, holder.1).await?;
        if !own {
            return Err(Refusal::not_found("paper").into());
        }
        self.set(tx, &case, id, (lang, true)).await
    }

    /// Sets a paper from the facts up to the act that issued it.
    async fn set(&self, mut tx: Tx, now: &Case, id: &str, (lang, public): (Lang, bool)) -> Result<Paper> {
        let missing = || Failure::from(Refusal::not_found("paper"));
        let issued = of_case(&mut tx, &now.county, &now.id).await?;
        let one = issued.into_iter().find(|one| self::id(one) == id).ok_or_else(missing)?;
        let mut facts = ledger::facts_of_stream(&mut tx, &now.county, &model::stream(&now.id)).await?;
        facts.retain(|fact| fact.seq <= one.seq);
        let entries: Vec<Entry> = facts.iter().map(entry).collect::<std::result::Result<_, _>>()?;
        let (Some(case), Some(act)) = (fold(&entries), entries.last()) else { return Err(missing()) };
        // the case keeps its version of the pack; a later one may have dropped the paper
        let pack = self.pack_of(&case)?;
        let kind = pack.paper(&one.paper).filter(|p| p.public || !public).ok_or_else(missing)?;
        let texts = self.words_of(&mut tx, &case, &facts).await?;
        let calendar = self.calendar(Some(&mut tx), &case.spot.path).await?;
        drop(tx);
        let names = self.names(&case, &facts, texts).await?;
        let words = Words::new(lang, calendar.zone());
        let values = Values {
            case: &case,
            act,
            no: &one.no,
            pack: &pack,
            names: &names,
            words: &words,
            areas: self.area_names(&case, lang),
        };
        let told = values.all();
        let filled = |text: &workflow::Text| Block::Text(fill(name(text).get(lang), &told));
        let row = |key: &String| {
            let value = told.get(key.as_str()).filter(|value| !value.is_empty())?;
            Some((words.get(&format!("label.{key}")), value.clone()))
        };
        let issuer = act.post.as_ref().and_then(|post| names.posts.get(post));
        let issuer = issuer.and_then(|post| names.units.get(&post.unit)).map(|u| u.name.get(lang).to_owned());
        let mut blocks = vec![filled(&kind.text)];
        let rows: Vec<(String, String)> = kind.facts.iter().filter_map(row).collect();
        if !rows.is_empty() {
            blocks.push(Block::Facts(rows));
        }
        blocks.extend(kind.close.as_ref().map(filled));
        blocks.push(Block::Signature { by: issuer.clone().unwrap_or_default(), at: words.day(one.at) });
        Ok(Paper {
            title: name(&kind.name).get(lang).to_owned(),
            number: Some(one.no.clone()),
            issuer,
            date: None,
            lang: language(lang),
            blocks,
            footer: Some(format!("{} · {}", case.number, one.no)),
        })
    }

    /// The address under which the world reaches this server.
    pub(crate) fn base(&self, headers: &axum::http::HeaderMap, uri: &axum::http::Uri) -> String {
        web::base(&self.printing.public_url, self.printing.behind_proxy, headers, uri)
    }

    /// Makes the file.
    ///
    /// # Errors
    /// `papers.no_font` (503) for a PDF without a font.
    pub async fn print(&self, paper: Paper, form: Form) -> Result<Vec<u8>> {
        let source = self.printing.font.clone();
        let made = tokio::task::spawn_blocking(move || match form {
            Form::Docx => papers::docx(&paper).map_err(Failure::internal),
            Form::Pdf => {
                let none = || Refusal::new(RefusalKind::Unavailable, "papers.no_font");
                let font = source.ok_or_else(none)?()?;
                papers::pdf(&paper, &font).map_err(Failure::internal)
            }
        });
        made.await.map_err(Failure::internal)?
    }
}

/// A text with its placeholders filled in, without the lines that this leaves empty.
fn fill(text: &str, values: &BTreeMap<&str, String>) -> String {
    let out = kernel::fill(text, |word| values.get(word).cloned().unwrap_or_default());
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn language(lang: Lang) -> papers::Lang {
    match lang {
        Lang::Zh => papers::Lang::Zh,
        Lang::En => papers::Lang::En,
    }
}

fn id(issued: &Issued) -> String {
    format!("{}-{}", issued.seq, issued.paper)
}

fn view(pack: &Loaded, issued: Issued, url: impl Fn(&str) -> String) -> PaperView {
    let id = id(&issued);
    let title = pack.paper(&issued.paper).map(|p| name(&p.name));
    PaperView {
        name: title.unwrap_or_else(|| Text { zh: issued.paper.clone(), en: None }),
        pdf: url(&format!("{id}.pdf")),
        docx: url(&format!("{id}.docx")),
        id,
        code: issued.paper,
        no: issued.no,
        at: issued.at,
    }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use std::collections::BTreeMap;

    #[test]
    fn placeholders_are_filled_once() {
        let values = BTreeMap::from([("unit", "市政{note}".to_owned()), ("note", "尽快\n办理".to_owned())]);
        assert_eq!(fill("{unit}：\n请办理。{note}{none}", &values), "市政{note}：\n请办理。尽快\n办理");
        assert_eq!(fill("{none}\n完", &values), "完");
    }
}
