//! Updates: steps of public matters out, words of other systems in.

use super::intake::renamed;
use super::{Open311, Visit, Who};
use crate::address::Endpoint;
use crate::asking::{self, UpdatesAsked};
use crate::document::Node;
use crate::fault::Fault;
use crate::form::{Fields, Upload};
use crate::map;
use crate::model::{Update, UpdateStatus};
use crate::report::{self, PostedUpdate};
use crate::store::{self, StepRow};
use cases::model::{Case, CaseId};
use cases::service::{Doing, PublicStep, Tell};
use kernel::{Failure, Refusal};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use workflow::Effect;

/// How many steps are read at once.
const STRETCH: u32 = 500;

/// Matters that were looked up for a list of updates, with their public steps; None for one that is not public.
type Known = HashMap<String, Option<(Case, Vec<PublicStep>)>>;

impl Open311 {
    /// The steps that were asked for, oldest first.
    ///
    /// # Errors
    /// What is wrong with a filter.
    pub async fn updates(&self, visit: &Visit, fields: &Fields) -> Result<Node, Fault> {
        let asked = asking::updates(fields, visit.ctx.now)?;
        let found = match asked.numbers.is_empty() {
            true => self.in_window(visit, &asked).await?,
            false => self.of_numbers(visit, &asked).await?,
        };
        Ok(Node::list("request_update", found, |update| update.node()))
    }

    async fn in_window(&self, visit: &Visit, asked: &UpdatesAsked) -> Result<Vec<Update>, Failure> {
        let window = (asked.window.from, asked.window.to);
        let (mut left_out, mut found, mut known) = (asked.page.skip, vec![], Known::new());
        let mut last: Option<StepRow> = None;
        loop {
            let mut tx = self.parts.db.read().await?;
            let rows = store::steps(&mut tx, window, last.as_ref(), STRETCH).await?;
            drop(tx);
            for row in &rows {
                let Some(update) = self.update(visit, row, &mut known).await? else { continue };
                if left_out > 0 {
                    left_out -= 1;
                } else {
                    found.push(update);
                }
                if found.len() >= usize::try_from(asked.page.take).unwrap_or(usize::MAX) {
                    return Ok(found);
                }
            }
            match rows.last() {
                Some(row) if rows.len() >= STRETCH as usize => last = Some(row.clone()),
                _ => return Ok(found),
            }
        }
    }

    async fn of_numbers(&self, visit: &Visit, asked: &UpdatesAsked) -> Result<Vec<Update>, Failure> {
        let window = (asked.window.from, asked.window.to);
        let (mut found, mut known) = (vec![], Known::new());
        for number in &asked.numbers {
            let Some(case) = self.visible(visit, number).await? else { continue };
            let mut tx = self.parts.db.read().await?;
            let rows = store::steps_of(&mut tx, &case.county, case.id.as_str(), window).await?;
            drop(tx);
            for row in &rows {
                found.extend(self.update(visit, row, &mut known).await?);
            }
        }
        found.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let (skip, take) = (asked.page.skip as usize, asked.page.take as usize);
        Ok(found.into_iter().skip(skip).take(take).collect())
    }

    /// A matter that this caller may see.
    async fn visible(&self, visit: &Visit, number: &str) -> Result<Option<Case>, Failure> {
        match self.parts.cases.load(number).await {
            Ok(case) => Ok(Some(case).filter(|case| visit.sees(case))),
            Err(Failure::Refused(refusal)) if refusal.code == "case.not_found" => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// A step as an update; None when its matter is not for this caller.
    async fn update(
        &self,
        visit: &Visit,
        row: &StepRow,
        known: &mut Known,
    ) -> Result<Option<Update>, Failure> {
        if !known.contains_key(&row.case) {
            let case = self.parts.cases.by_id(&row.county, &CaseId::trusted(&row.case)).await?;
            let entry = match case.filter(|case| visit.sees(case)) {
                Some(case) => {
                    let steps = self.parts.cases.public_steps(&case, visit.lang).await?;
                    Some((case, steps))
                }
                None => None,
            };
            known.insert(row.case.clone(), entry);
        }
        let Some(Some((case, steps))) = known.get(&row.case) else { return Ok(None) };
        let Some(step) = steps.iter().find(|step| step.seq == row.seq) else { return Ok(None) };
        let reference = case.aliases.iter().find(|alias| alias.system == visit.ctx.actor.id);
        let name = || step.name.as_ref().map(|name| name.get(visit.lang).to_string());
        Ok(Some(Update {
            id: update_id(&case.number, row.seq),
            request: case.number.clone(),
            status: row.stand.status,
            description: step.text.clone().or_else(name).unwrap_or_default(),
            media: step.photos.iter().map(|photo| visit.photo(&case.number, photo)).collect(),
            at: row.at,
            state: row.stand.state.clone(),
            customer_reference: reference.map(|alias| alias.number.clone()),
        }))
    }

    /// Takes an update in: a note for those who work on the matter or, for one that has ended, a request to reopen it.
    ///
    /// # Errors
    /// `open311.key_required`; `open311.request.not_found`; all that is wrong with the fields.
    pub async fn post_update(
        &self,
        visit: &Visit,
        endpoint: Endpoint,
        fields: &Fields,
        files: Vec<Upload>,
    ) -> Result<Node, Fault> {
        visit.may_post()?;
        authz::require(&visit.ctx.actor, authz::action::REPORT_UPDATE, &authz::Thing::of("case"))?;
        let posted = report::read_update(fields, files).map_err(Fault::of)?;
        let missing = || Refusal::not_found("open311.request").at("service_request_id").got(&posted.request);
        let case = self.visible(visit, &posted.request).await?.ok_or_else(missing)?;
        if endpoint == Endpoint::Test {
            return Ok(told(&update_id(&case.number, case.seq)));
        }
        let seq = match self.reopening(visit, &case, &posted).await? {
            Some(seq) => seq,
            None => self.noted(visit, &case, &posted).await?,
        };
        Ok(told(&update_id(&case.number, seq)))
    }

    /// Asks to reopen, when that is what the client means, it reported the matter, and the pack allows it now.
    async fn reopening(
        &self,
        visit: &Visit,
        case: &Case,
        posted: &PostedUpdate,
    ) -> Result<Option<i64>, Failure> {
        let means = matches!(posted.status, UpdateStatus::Reopen | UpdateStatus::Open);
        if !means || case.is_open() || visit.who != Who::Client || !visit.reported(case) {
            return Ok(None);
        }
        let Some(pack) = self.parts.library.pack(&case.pack, &case.pack_version) else { return Ok(None) };
        let Some(flow) = pack.flow(&case.case_type) else { return Ok(None) };
        let asks = flow.definition().transitions.iter().find(|t| t.effects.contains(&Effect::AskReopen));
        let Some(action) = asks.map(|t| t.action.clone()) else { return Ok(None) };
        let reason = posted.description.clone().unwrap_or_else(|| posted.status.code().to_string());
        let reason: String = reason.chars().take(2000).collect();
        let doing = Doing {
            number: case.number.clone(),
            version: None,
            action,
            input: json!({ "reason": reason }),
            token: true,
            key: key(visit, case, posted)?,
        };
        match self.parts.cases.act(&visit.ctx, doing).await {
            Ok(done) => Ok(Some(done.case.seq)),
            // not now, says the pack: then it is a note
            Err(Failure::Refused(refusal)) if refusal.code.starts_with("act.") => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn noted(&self, visit: &Visit, case: &Case, posted: &PostedUpdate) -> Result<i64, Failure> {
        let words = posted.description.iter().chain(&posted.media).map(String::as_str);
        let tell = Tell {
            text: Some(words.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty()),
            status: (posted.status != UpdateStatus::Unchanged).then(|| posted.status.code().to_string()),
            at: posted.at,
            attachments: posted.files.iter().map(|file| file.id.clone()).collect(),
            key: key(visit, case, posted)?,
        };
        self.parts.cases.tell(&visit.ctx, &case.number, tell).await.map_err(renamed)
    }
}

impl Visit {
    /// Whether the caller reported a matter.
    fn reported(&self, case: &Case) -> bool {
        case.reporter.actor.as_deref() == Some(&self.ctx.actor.id)
    }
    /// Whether the caller may see a matter.
    fn sees(&self, case: &Case) -> bool {
        case.is_public() || self.reported(case)
    }
}

fn update_id(number: &str, seq: i64) -> String {
    format!("{number}-{seq}")
}

fn told(id: &str) -> Node {
    Node::List("request_update", vec![map! { "update_id" => id }])
}

/// The client's own id of the update makes posting it again harmless.
fn key(visit: &Visit, case: &Case, posted: &PostedUpdate) -> Result<Option<web::Key>, Refusal> {
    let Some(id) = &posted.id else { return Ok(None) };
    let digest: String = Sha256::digest(id).iter().take(16).map(|b| format!("{b:02x}")).collect();
    let raw = format!("open311-update-{digest}");
    web::Key::new(&visit.ctx.actor.id, &raw, &[b"open311 update", case.number.as_bytes()]).map(Some)
}
