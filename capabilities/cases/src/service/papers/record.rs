//! The full record of a case on paper: the matter, who owed what by when, every fact, the papers, the receipt.

use super::super::{Cases, PaperView, StepView, TaskView, View};
use super::language;
use crate::printing::Words;
use kernel::{Ctx, Lang, Result, Text};
use papers::{Block, Paper, Table};

/// Letters of a fact's hash that stand in the record.
const HASH: usize = 16;

impl Cases {
    /// The full record with its receipt, as far as the actor may read it; `base` is the address of this server.
    ///
    /// # Errors
    /// `case.not_found`
    pub async fn record(&self, ctx: &Ctx, number: &str, lang: Lang, base: &str) -> Result<Paper> {
        let view = self.view(ctx, number, lang).await?;
        let receipt = self.receipt(ctx, number, lang).await?.receipt;
        let papers = self.papers(ctx, number).await?;
        let case = self.load(number).await?;
        let calendar = self.calendar(None, &case.spot.path).await?;
        let record = Record { words: Words::new(lang, calendar.zone()), view: &view };
        let mut blocks = vec![];
        let mut heading = |key: &str, more: Vec<Block>| {
            blocks.push(Block::Heading(1, record.words.get(key)));
            blocks.extend(more);
        };
        heading("record.what", record.what(self.area_names(&case, lang)));
        heading("record.tasks", record.tasks());
        heading("record.timeline", vec![record.timeline()]);
        heading("record.papers", record.papers(&papers));
        heading("record.receipt", record.receipt(&receipt, base));
        let site = record.words.get("record.footer");
        Ok(Paper {
            title: record.words.get("record.title"),
            number: Some(view.number.clone()),
            issuer: None,
            date: Some(record.words.moment(ctx.now)),
            lang: language(lang),
            blocks,
            footer: Some(format!("{site} · {}", view.number)),
        })
    }
}

struct Record<'a> {
    words: Words,
    view: &'a View,
}

impl Record<'_> {
    fn word(&self, text: &Text) -> String {
        text.get(self.words.lang).to_owned()
    }

    fn moment(&self, at: Option<kernel::Timestamp>) -> String {
        at.map(|at| self.words.moment(at)).unwrap_or_default()
    }

    fn head(&self, columns: &[&str]) -> Vec<String> {
        columns.iter().map(|key| self.words.get(&format!("column.{key}"))).collect()
    }

    fn what(&self, areas: Option<String>) -> Vec<Block> {
        let (v, w) = (self.view, &self.words);
        let mut rows: Vec<(String, String)> = vec![];
        let mut put = |key: &str, value: Option<String>| {
            rows.extend(value.filter(|v| !v.is_empty()).map(|value| (w.get(key), value)));
        };
        put("label.category", v.category.as_ref().map(|c| self.word(&c.name)));
        put("row.state", Some(self.word(&v.state.name)));
        put("row.channel", Some(w.get(&format!("channel.{}", v.channel.code()))));
        put("row.registered", Some(w.moment(v.registered_at)));
        put("row.closed", v.closed_at.map(|at| w.moment(at)));
        let place: Vec<String> = areas.into_iter().chain(v.address.clone()).collect();
        put("label.place", Some(place.join(" ")));
        put("row.reporter", Some(self.reporter()));
        put("label.matter", Some(v.text.clone().unwrap_or_else(|| w.get("erased"))));
        let files = w.get("files").replace("{n}", &v.attachments.len().to_string());
        put("row.attachments", (!v.attachments.is_empty()).then_some(files));
        let aliases: Vec<String> = v.aliases.iter().map(|a| format!("{} {}", a.system, a.number)).collect();
        put("row.aliases", Some(aliases.join(&w.get("list"))));
        rows.extend(v.answers.iter().map(|a| (self.word(&a.name), self.word(&a.answer))));
        vec![Block::Facts(rows)]
    }

    /// As the actor sees the reporter: masked, or not at all.
    fn reporter(&self) -> String {
        let Some(r) = &self.view.reporter else { return self.words.get("reporter.none") };
        let known: Vec<String> =
            [&r.name_masked, &r.phone_masked, &r.email_masked].into_iter().flatten().cloned().collect();
        match known.is_empty() {
            true if r.hidden => self.words.get("reporter.hidden"),
            true => self.words.get("reporter.none"),
            false => known.join(" "),
        }
    }

    fn tasks(&self) -> Vec<Block> {
        let promise = self.view.clocks.iter().rev().find(|c| c.kind == "promise").and_then(|c| c.due_at);
        let promise = promise.map(|at| (self.words.get("row.promise"), self.words.moment(at)));
        let promise = promise.map(|row| Block::Facts(vec![row]));
        let row = |t: &TaskView| {
            vec![
                self.word(&t.unit.name),
                self.words.get(if t.lead { "lead" } else { "assist" }),
                self.words.get(&format!("task.{}", t.state.code())),
                self.words.moment(t.sent_at),
                self.moment(t.signed_at),
                self.moment(t.due_at),
                self.moment(t.done_at),
            ]
        };
        let table = match self.view.tasks.is_empty() {
            true => Block::Text(self.words.get("record.no_tasks")),
            false => Block::Table(Table {
                head: self.head(&["unit", "role", "state", "sent", "signed", "due", "done"]),
                rows: self.view.tasks.iter().map(row).collect(),
                ..Table::default()
            }),
        };
        promise.into_iter().chain([table]).collect()
    }

    fn timeline(&self) -> Block {
        let row = |step: &StepView| {
            // without the name of the hash function
            let hash = step.hash.rsplit(':').next().unwrap_or_default();
            let hash: String = hash.chars().take(HASH).collect();
            vec![step.seq.to_string(), self.words.moment(step.at), self.who(step), self.deed(step), hash]
        };
        Block::Table(Table {
            head: self.head(&["seq", "at", "by", "what", "hash"]),
            rows: self.view.timeline.iter().map(row).collect(),
            ..Table::default()
        })
    }

    fn who(&self, step: &StepView) -> String {
        let a = &step.actor;
        let unit = a.unit.as_ref().map(|u| self.word(u));
        let post = a.post.as_ref().map(|p| self.word(p));
        let known: Vec<String> = [a.name.clone(), post, unit].into_iter().flatten().collect();
        match known.is_empty() {
            true => self.words.get(&format!("actor.{}", a.kind)),
            false => known.join(" "),
        }
    }

    /// What was done, the state it led to, and what was said.
    fn deed(&self, step: &StepView) -> String {
        let own = || self.words.get(&format!("action.{}", step.action));
        let mut lines = vec![step.name.as_ref().map_or_else(own, |n| self.word(n))];
        if let Some(state) = &step.state {
            lines[0] += &format!(" → {}", self.word(&state.name));
        }
        for said in &step.texts {
            let text = said.text.clone().unwrap_or_else(|| self.words.get("erased"));
            let label = self.words.known(&format!("label.{}", said.key));
            lines.push(label.map_or_else(|| text.clone(), |label| format!("{label}: {text}")));
        }
        lines.join("\n")
    }

    fn papers(&self, papers: &[PaperView]) -> Vec<Block> {
        if papers.is_empty() {
            return vec![Block::Text(self.words.get("record.no_papers"))];
        }
        let row = |p: &PaperView| vec![self.word(&p.name), p.no.clone(), self.words.moment(p.at)];
        vec![Block::Table(Table {
            head: self.head(&["paper", "no", "at"]),
            rows: papers.iter().map(row).collect(),
            ..Table::default()
        })]
    }

    fn receipt(&self, receipt: &str, base: &str) -> Vec<Block> {
        let number = &self.view.number;
        let seq = receipt.split('.').next().unwrap_or_default();
        let proof = self.words.get("record.proof").replace("{seq}", seq).replace("{number}", number);
        vec![
            Block::Text(proof),
            Block::Facts(vec![(self.words.get("row.receipt"), receipt.to_owned())]),
            Block::Code {
                text: format!("{base}/track?number={number}"),
                caption: self.words.get("record.scan"),
            },
        ]
    }
}
