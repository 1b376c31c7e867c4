//! What messages say: plain words, and the same as simple HTML; short for a telephone. The words stand in `messages.yaml`.

use crate::model::{Alert, Code, Resident};
use crate::service::Residents;
use cases::public::PublicCase;
use courier::{Letter, Way};
use kernel::{Lang, Result, fill};
use maud::{DOCTYPE, html};

/// Characters of somebody's words that stand in a message.
const QUOTED: usize = 140;

/// A case in a message, and what became of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// `accepted`, `answered`, `closed`.
    pub stage: String,
    /// As everybody sees it.
    pub case: PublicCase,
}

/// A piece of a mail.
#[derive(Default)]
struct Piece {
    /// In bold.
    head: String,
    /// Lines below.
    lines: Vec<String>,
    /// What the link says, and where it leads.
    link: Option<(String, String)>,
}

/// What stands below every message that can be ended.
struct Foot {
    why: String,
    links: Vec<(String, String)>,
}

impl Residents {
    fn words(&self, code: &str, lang: Lang, values: &[(&str, &str)]) -> String {
        let value =
            |key: &str| values.iter().find(|(k, _)| *k == key).map_or_else(String::new, |(_, v)| (*v).into());
        fill(self.say(code, lang), value)
    }

    /// The code that confirms an address.
    pub(crate) fn code_letter(&self, code: &Code, to: String) -> Letter {
        let (lang, name) = (code.language, self.parts.name.get(code.language));
        let digits = self.digits(&code.id);
        let link = self.link(&format!("/account#code={}.{}", code.id, self.link_secret(&code.id)));
        let values = [("name", name), ("code", digits.as_str())];
        let subject = self.words("letter.code.subject", lang, &values);
        let lead = self.words("letter.code.lead", lang, &values);
        let note = self.words("letter.code.note", lang, &values);
        let id = code.id.chars().take(32).collect();
        if code.way == Way::Mobile {
            let text = self.words("letter.code.short", lang, &values);
            return Letter { id, to, subject, text, ..Letter::default() };
        }
        let pieces = [
            Piece { head: digits, lines: vec![lead], ..Piece::default() },
            Piece { link: Some((self.say("letter.code.link", lang).into(), link)), ..Piece::default() },
            Piece { lines: vec![note], ..Piece::default() },
        ];
        let (text, html) = self.set(lang, &subject, &pieces, None);
        Letter { id, to, subject, text, html, end: None }
    }

    /// What is new in an area.
    pub(crate) fn alert_letter(
        &self,
        alert: &Alert,
        resident: &Resident,
        area: &str,
        items: &[Item],
        (to, id): (String, String),
    ) -> Letter {
        let lang = resident.language;
        let known = self.parts.grid.area(area);
        let place = known.as_ref().map_or(area, |area| area.name.get(lang));
        let n = items.len().to_string();
        let values = [("name", self.parts.name.get(lang)), ("area", place), ("n", n.as_str())];
        let subject = self.words("letter.alert.subject", lang, &values);
        let end = self.end_links(&alert.id);
        if resident.way == Way::Mobile {
            let list = self.link(&format!("/place/{area}"));
            let values = [&values[..], &[("link", list.as_str()), ("end", end.0.as_str())]].concat();
            let text = self.words("letter.alert.short", lang, &values);
            return Letter { id, to, subject, text, ..Letter::default() };
        }
        let pieces: Vec<Piece> = items.iter().map(|item| self.item(item, lang)).collect();
        let foot = self.foot(self.words("letter.alert.why", lang, &values), lang, &end.0);
        let (text, html) = self.set(lang, &subject, &pieces, Some(&foot));
        Letter { id, to, subject, text, html, end: Some(end.1) }
    }

    fn item(&self, item: &Item, lang: Lang) -> Piece {
        let case = &item.case;
        let what = case.category.as_ref().map_or(self.say("letter.matter", lang), |c| c.name.get(lang));
        let stage = self.say(&format!("letter.stage.{}", item.stage), lang);
        let place = [case.area_names.as_deref(), case.address.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let answer = |reply: &String| self.words("letter.answer", lang, &[("reply", &cut(reply))]);
        let lines = [Some(place), case.text.as_deref().map(cut), case.reply.as_ref().map(answer)];
        Piece {
            head: format!("{stage} · {what}"),
            lines: lines.into_iter().flatten().filter(|line| !line.is_empty()).collect(),
            link: Some((case.number.clone(), self.link(&format!("/cases/{}", case.number)))),
        }
    }

    /// News of one's own report: its number and where it stands, none of its words.
    pub(crate) async fn report_letter(
        &self,
        alert: &Alert,
        resident: &Resident,
        to: String,
        id: String,
    ) -> Result<Option<Letter>> {
        let (lang, number) = (resident.language, alert.number.clone().unwrap_or_default());
        let case = match self.parts.cases.load(&number).await {
            Ok(case) => case,
            Err(kernel::Failure::Refused(_)) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let state = self.parts.cases.state_of(&case)?;
        let link = self.link(&format!("/track/{number}"));
        let end = self.end_links(&alert.id);
        let values = [
            ("name", self.parts.name.get(lang)),
            ("number", number.as_str()),
            ("state", state.name.get(lang)),
            ("link", link.as_str()),
            ("end", end.0.as_str()),
        ];
        let subject = self.words("letter.report.subject", lang, &values);
        if resident.way == Way::Mobile {
            let text = self.words("letter.report.short", lang, &values);
            return Ok(Some(Letter { id, to, subject, text, ..Letter::default() }));
        }
        let lead = self.words("letter.report.lead", lang, &values);
        let pieces = [Piece {
            head: state.name.get(lang).into(),
            lines: vec![lead],
            link: Some((self.say("letter.report.link", lang).into(), link.clone())),
        }];
        let foot = self.foot(self.words("letter.report.why", lang, &values), lang, &end.0);
        let (text, html) = self.set(lang, &subject, &pieces, Some(&foot));
        Ok(Some(Letter { id, to, subject, text, html, end: Some(end.1) }))
    }

    /// A message that an administrator sends to try it.
    pub(crate) fn test_letter(&self, to: String, id: String, lang: Lang) -> Letter {
        let values = [("name", self.parts.name.get(lang))];
        let subject = self.words("letter.test.subject", lang, &values);
        let lead = self.words("letter.test.lead", lang, &values);
        let (text, html) = self.set(lang, &subject, &[Piece { lines: vec![lead], ..Piece::default() }], None);
        Letter { id, to, subject, text, html, end: None }
    }

    /// The page that asks once more, and the address of one click.
    fn end_links(&self, alert: &str) -> (String, String) {
        let token = self.end_token(alert);
        let page = self.link(&format!("/alerts/end#{token}"));
        (page, self.link(&format!("{}/alerts/end?token={token}", web::API)))
    }

    fn foot(&self, why: String, lang: Lang, end: &str) -> Foot {
        let links = vec![
            (self.say("letter.end", lang).into(), end.to_owned()),
            (self.say("letter.change", lang).into(), self.link("/account")),
        ];
        Foot { why, links }
    }

    /// Plain words and HTML of the same.
    fn set(&self, lang: Lang, title: &str, pieces: &[Piece], foot: Option<&Foot>) -> (String, String) {
        let name = self.parts.name.get(lang);
        let tongue = if lang == Lang::En { "en" } else { "zh-CN" };
        let page = html! {
            (DOCTYPE)
            html lang=(tongue) {
                head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (title) } }
                body style="margin:0;padding:16px;font:16px/1.6 sans-serif;color:#1b2a2f;background:#fff" {
                    div style="max-width:560px;margin:0 auto" {
                        p style="color:#55656b;margin:0 0 12px" { (name) }
                        @for piece in pieces {
                            div style="margin:0 0 18px" {
                                @if !piece.head.is_empty() { p style="margin:0;font-size:18px;font-weight:bold" { (piece.head) } }
                                @for line in &piece.lines { p style="margin:4px 0 0" { (line) } }
                                @if let Some((words, href)) = &piece.link { p style="margin:4px 0 0" { a href=(href) style="color:#0b6b75" { (words) } } }
                            }
                        }
                        @if let Some(foot) = foot {
                            div style="border-top:1px solid #ccd6d9;padding-top:10px;font-size:14px;color:#55656b" {
                                p style="margin:0" { (foot.why) }
                                @for (words, href) in &foot.links { p style="margin:4px 0 0" { a href=(href) style="color:#0b6b75" { (words) } } }
                            }
                        }
                    }
                }
            }
        };
        let mut text = String::new();
        for piece in pieces {
            let link = piece.link.as_ref().map(|(words, href)| format!("{words} {href}"));
            let head = Some(piece.head.clone()).filter(|head| !head.is_empty());
            for line in head.into_iter().chain(piece.lines.iter().cloned()).chain(link) {
                text.push_str(&line);
                text.push('\n');
            }
            text.push('\n');
        }
        if let Some(foot) = foot {
            text.push_str(&format!("-- \n{}\n", foot.why));
            for (words, href) in &foot.links {
                text.push_str(&format!("{words} {href}\n"));
            }
        }
        (text, page.into_string())
    }
}

/// The beginning of somebody's words, on one line.
fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn words_are_cut_between_characters() {
        assert_eq!(cut("路灯\n 坏了"), "路灯 坏了");
        let long = cut(&"灯".repeat(200));
        assert!(long.ends_with("灯…") && long.chars().count() == 141);
    }
}
