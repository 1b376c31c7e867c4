//! The pieces of a view: each a shape of the model with the names it needs.

use super::super::lists::{state_of, unit_named};
use super::super::name;
use super::super::views::*;
use super::Names;
use super::reply::render;
use crate::model::{self, Attachment, Case, Change, FactData, Reply};
use crate::rules::kind_code;
use kernel::{Lang, Result};
use ledger::Fact;
use packs::Loaded;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use workflow::ClockKind;

pub(super) fn words_of(change: &Change, ids: &mut BTreeSet<String>) {
    match change {
        Change::Said { held, .. } => drop(ids.insert(held.id.clone())),
        Change::Replied { texts, .. } => ids.extend(texts.values().map(|h| h.id.clone())),
        Change::Rated { comment: Some(held), .. } => drop(ids.insert(held.id.clone())),
        _ => {}
    }
}

pub(super) fn case_type(pack: &Loaded, code: &str) -> Named {
    let text = pack.flow(code).map(|f| name(&f.definition().name));
    Named { code: code.to_owned(), name: text.unwrap_or_default() }
}

pub(super) fn tier(pack: &Loaded, code: &str) -> Named {
    let text = pack.pack.tiers.iter().find(|t| t.code == code).map(|t| name(&t.name));
    Named { code: code.to_owned(), name: text.unwrap_or_default() }
}

pub(super) fn task(case: &Case, t: &model::Task, names: &Names) -> TaskView {
    let due =
        case.clocks.iter().rev().find(|c| c.kind == ClockKind::Task && c.task.as_deref() == Some(&t.id));
    TaskView {
        id: t.id.clone(),
        unit: unit_named(&names.units, &t.unit),
        lead: t.lead,
        state: t.state,
        sent_at: t.sent_at,
        signed_at: t.signed_at,
        done_at: t.ended_at,
        due_at: due.and_then(|c| c.due_at),
        person: t.person.as_ref().and_then(|p| names.people.get(p)).cloned(),
    }
}

pub(super) fn clock(pack: &Loaded, c: &model::ClockState, now: kernel::Timestamp) -> ClockView {
    let overdue = c.runs() && !c.paused() && c.due_at.is_some_and(|due| now > due);
    ClockView {
        kind: kind_code(c.kind).to_owned(),
        task: c.task.clone(),
        name: pack.clock(&c.charge.code).map(|p| name(&p.name)),
        started_at: c.started_at,
        due_at: c.due_at,
        met_at: c.met_at,
        late: c.late || overdue,
        paused: c.runs() && c.paused(),
        dropped: c.dropped,
    }
}

pub(in crate::service) fn order(o: &model::Order) -> OrderView {
    OrderView {
        no: o.no.clone(),
        at: o.at,
        deadline: o.deadline,
        replied_at: o.replied_at,
        cancelled_at: o.cancelled_at,
        listed: o.listed,
    }
}

pub(super) fn rest(r: &model::Rest) -> RestView {
    let kind = match r.kind {
        model::RestKind::Suspended => "suspended",
        model::RestKind::Deferred => "deferred",
        model::RestKind::CarriedOver => "carried_over",
    };
    RestView { kind: kind.into(), since: r.since, until: r.until }
}

/// A file with its addresses for staff.
pub(super) fn file(case: &Case, a: &Attachment) -> AttachmentView {
    let url = format!("{}/cases/{}/attachments/{}", web::API, case.number, a.id);
    let image = a.mime.starts_with("image/");
    AttachmentView {
        id: a.id.clone(),
        kind: attachment_kind(a.kind).into(),
        mime: a.mime.clone(),
        thumb: image.then(|| format!("{url}?size=thumb")),
        url,
        at: a.at,
        public: a.public,
    }
}

pub(crate) fn attachment_kind(kind: workflow::AttachmentKind) -> &'static str {
    match kind {
        workflow::AttachmentKind::Before => "before",
        workflow::AttachmentKind::After => "after",
        workflow::AttachmentKind::Receipt => "receipt",
    }
}

/// The last answer of catalogue and routes, with its reasons.
pub(super) fn routed(facts: &[Fact]) -> Option<model::Routed> {
    let answer = |fact: &Fact| {
        let changes = fact.decode::<FactData>().unwrap_or_default().changes;
        changes.into_iter().rev().find_map(|change| match change {
            Change::Routed { routed } => Some(*routed),
            _ => None,
        })
    };
    facts.iter().rev().find_map(answer)
}

pub(super) fn why(pack: &Loaded, routed: &model::Routed, units: &HashMap<String, Named>) -> WhyView {
    let decision = &routed.decision;
    let route = |code: &str| pack.table().routes().find(|r| r.code == code);
    let of_route = decision.rule.as_deref().and_then(route);
    let word = |v: &serde_json::Value| v.as_str().map(str::to_owned);
    let clock = |(kind, code): (&str, &Option<String>)| {
        let code = code.clone()?;
        let text = pack.clock(&code).map(|c| name(&c.name)).unwrap_or_default();
        Some((kind.to_owned(), Named { code, name: text }))
    };
    let clocks = [
        ("promise", &decision.clocks.promise),
        ("sign", &decision.clocks.sign),
        ("task", &decision.clocks.task),
    ];
    WhyView {
        source: serde_json::to_value(decision.source).ok().as_ref().and_then(word).unwrap_or_default(),
        rule: decision.rule.clone(),
        rule_name: of_route.map(|r| name(r.why.as_ref().unwrap_or(&r.name))),
        ruling: decision.why.values.iter().find(|(key, _)| key == "ruling").and_then(|(_, v)| word(v)),
        values: decision.why.values.clone(),
        missed: pack
            .table()
            .missed(decision)
            .iter()
            .map(|m| MissedView {
                rule: m.rule.clone(),
                name: route(&m.rule).map(|r| name(&r.name)),
                reason: serde_json::to_value(&m.reason).unwrap_or_default(),
            })
            .collect(),
        unit: routed.unit.as_deref().map(|code| unit_named(units, code)),
        assists: routed.assists.iter().map(|code| unit_named(units, code)).collect(),
        priority: decision.priority.code().into(),
        clocks: clocks.into_iter().filter_map(clock).collect::<BTreeMap<_, _>>(),
    }
}

/// One fact as a step of the timeline.
pub(super) fn step(
    case: &Case,
    pack: &Loaded,
    names: &Names,
    fact: &Fact,
    shows_reporter: bool,
) -> Result<StepView> {
    let data: FactData = fact.decode()?;
    let mut view = StepView {
        seq: fact.seq,
        at: fact.at,
        action: fact.action.clone(),
        name: pack.flow(&case.case_type).and_then(|f| f.action_name(&fact.action)).map(name),
        actor: who(case, names, fact, shows_reporter),
        state: None,
        changes: vec![],
        texts: vec![],
        photos: vec![],
        hash: fact.hash.clone(),
    };
    for change in &data.changes {
        match change {
            Change::Said { key, held, public } => view.texts.push(Words {
                key: key.clone(),
                text: names.texts.get(&held.id).cloned(),
                public: *public,
            }),
            Change::Rated { comment: Some(held), .. } => {
                let text = names.texts.get(&held.id).cloned();
                view.texts.push(Words { key: "comment".into(), text, public: false });
            }
            Change::Replied { code, params, texts } => {
                let reply =
                    Reply::Template { code: code.clone(), params: params.clone(), texts: texts.clone() };
                let text = render(pack, &reply, &names.texts, &names.units, Lang::Zh);
                view.texts.push(Words { key: "reply".into(), text, public: true });
            }
            Change::Attached { attachment } => view.photos.push(file(case, attachment)),
            Change::State { to, phase, .. } => view.state = Some(state_of(pack, &case.case_type, to, *phase)),
            Change::Registered(r) => {
                view.photos.extend(r.attachments.iter().map(|a| file(case, a)));
                view.state = Some(state_of(pack, &case.case_type, &r.state, r.phase));
                // who reported stands in `reporter`, as far as this viewer may know
                view.changes
                    .push(serde_json::json!({ "t": "registered", "number": r.number, "channel": r.channel }));
                continue;
            }
            _ => {}
        }
        view.changes.push(serde_json::to_value(change)?);
    }
    Ok(view)
}

pub(super) fn who(case: &Case, names: &Names, fact: &Fact, shows_reporter: bool) -> ActorView {
    let kind = fact.actor.split('/').next().unwrap_or_default().to_owned();
    let is_reporter = case.reporter.actor.as_deref() == Some(&fact.actor);
    if is_reporter && !shows_reporter {
        return ActorView { kind: "reporter".into(), ..ActorView::default() };
    }
    let post = fact.post.as_ref().and_then(|id| names.posts.get(id));
    ActorView {
        kind,
        name: names.people.get(&fact.actor).cloned(),
        post: post.map(|p| p.name.clone()),
        unit: post.and_then(|p| names.units.get(&p.unit)).map(|u| u.name.clone()),
    }
}
