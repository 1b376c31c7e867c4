//! What is filled into the form of an act: the `@words` of `data/lives.yaml`.

use crate::desk::Told;
use crate::lives::Step;
use crate::map::Level;
use crate::naming::pick;
use crate::story::{Living, Teller};
use cases::model::{Attachment, Case, TaskState};
use kernel::Timestamp;
use serde_json::{Map as Json, Value, json};
use workflow::AttachmentKind;

/// A form and the files that go with it.
pub(crate) type Filled = (Json<String, Value>, Vec<Attachment>);

impl Teller<'_> {
    /// Fills in the form of a step.
    pub(crate) fn filled(
        &mut self,
        told: &Told,
        at: Timestamp,
        step: &Step,
        living: &Living<'_>,
    ) -> Result<Filled, String> {
        let (mut input, mut files) = (Json::new(), Vec::new());
        let grade = self.grade(step);
        for (key, value) in &step.input {
            let found = match value.as_str().and_then(|v| v.strip_prefix('@')) {
                None => Some(value.clone()),
                Some("photo") => {
                    files = self.photos(step);
                    let ids: Vec<&str> = files.iter().map(|f| f.id.as_str()).collect();
                    (!ids.is_empty()).then(|| json!(ids))
                }
                Some("rating") => {
                    let said = self.rng.f64() < 0.6;
                    said.then(|| self.talk.rating(&mut self.rng, grade)).flatten().map(Value::String)
                }
                Some(word) if word.starts_with("grade:") => Some(json!(grade)),
                Some(word) => self.word(told, at, word, living)?,
            };
            if let Some(found) = found {
                input.insert(key.clone(), found);
            }
        }
        Ok((input, files))
    }

    /// One of the digits of `@grade:…`.
    fn grade(&mut self, step: &Step) -> u8 {
        let digits = step.input.get("grade").and_then(Value::as_str).unwrap_or_default();
        let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        pick(&mut self.rng, &digits).and_then(|g| u8::try_from(*g).ok()).unwrap_or(3)
    }

    fn photos(&mut self, step: &Step) -> Vec<Attachment> {
        let must = step.act == "settle";
        if !must && self.rng.f64() > 0.7 {
            return vec![];
        }
        let photo = pick(&mut self.rng, &self.pictures.after).cloned();
        photo.map(|p| Attachment { kind: AttachmentKind::After, ..p }).into_iter().collect()
    }

    /// What an `@word` stands for; nothing leaves the input out.
    fn word(
        &mut self,
        told: &Told,
        at: Timestamp,
        word: &str,
        living: &Living<'_>,
    ) -> Result<Option<Value>, String> {
        if let Some(range) = word.strip_prefix("in ") {
            let (from, to) = range.split_once("..").ok_or("a range of days")?;
            let (from, to): (f64, f64) = (from.parse().unwrap_or(1.0), to.parse().unwrap_or(2.0));
            let days = from + (to - from) * self.rng.f64();
            return Ok(Some(json!(at.plus((days * Timestamp::DAY as f64) as i64).to_string())));
        }
        let case = &told.case;
        let text = match word {
            "assists" => {
                let assists = case.routed.as_ref().map(|r| r.assists.clone()).unwrap_or_default();
                return Ok((!assists.is_empty()).then(|| json!(assists)));
            }
            "routed" => Some(self.routed(case).ok_or("nobody owes it")?),
            "wrong" | "helper" => self.other_unit(case),
            "colleague" => self.colleague(case),
            "lead" => case.lead_unit().map(str::to_owned),
            "town" => self.town_office(case),
            "target" => Some(self.target(living, at).ok_or("nothing to join")?),
            "done" => Some(self.talk.done(&mut self.rng, living.topic)),
            "refusal" => {
                pick(&mut self.rng, &["civil", "court", "police", "outside-area"]).map(|s| (*s).to_owned())
            }
            office => {
                let said = self.talk.office(&mut self.rng, office);
                Some(said.ok_or_else(|| format!("no words for {office}"))?)
            }
        };
        Ok(text.filter(|t| !t.is_empty()).map(Value::String))
    }

    /// The unit that the routes name; the town where they name none.
    fn routed(&self, case: &Case) -> Option<String> {
        let routed = case.routed.as_ref().and_then(|r| r.unit.clone());
        routed.or_else(|| self.town_office(case))
    }

    fn town_office(&self, case: &Case) -> Option<String> {
        let town = self.desk.map.above(self.desk.area(case), Level::Town);
        self.desk.cast.unit_with("town_office", town).map(str::to_owned)
    }

    /// Another unit of the county that might be thought to owe it, and has no part in it yet.
    fn other_unit(&mut self, case: &Case) -> Option<String> {
        let county = self.desk.map.above(self.desk.area(case), Level::County);
        let routed = case.routed.as_ref();
        let mine = |unit: &str| {
            routed.is_some_and(|r| r.unit.as_deref() == Some(unit) || r.assists.iter().any(|a| a == unit))
                || case.tasks.iter().any(|t| t.unit == unit && t.state != TaskState::Withdrawn)
        };
        let units: Vec<String> = (0..self.desk.cast.units.len())
            .filter(|u| {
                self.desk.cast.units[*u].area == county && self.desk.cast.posts_in("handler", *u).len() > 1
            })
            .map(|u| self.desk.cast.units[u].code.clone())
            .filter(|code| !mine(code))
            .collect();
        pick(&mut self.rng, &units).cloned()
    }

    /// Somebody else of the unit that leads.
    fn colleague(&mut self, case: &Case) -> Option<String> {
        let cast = self.desk.cast;
        let unit = cast.unit(case.lead_unit()?)?;
        let people: Vec<usize> =
            cast.posts_in("handler", unit).iter().map(|p| cast.posts[*p].holder).collect();
        pick(&mut self.rng, &people).map(|p| self.desk.person(*p))
    }

    /// The number of the earlier matter, if it is open at that moment.
    fn target(&self, living: &Living<'_>, at: Timestamp) -> Option<String> {
        let (_, first) = self.recent.iter().find(|t| Some(t.0) == living.target)?;
        let open = first.ended().is_none_or(|end| end > at) && first.case.merged_into.is_none();
        open.then(|| first.case.number.clone())
    }
}
