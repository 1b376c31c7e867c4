//! What comes in, as the channels say it, and what is wrong with it.

use crate::model::{self, Alias, Channel, ReporterKind};
use kernel::{ActorKind, Ctx, Refusal, RefusalKind, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A category of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRef {
    /// The pack.
    pub pack: String,
    /// The code in it.
    pub code: String,
}

/// Where, as the reporter says it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceInput {
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// `wgs84`, `gcj02` or `bd09`; WGS-84 when not given.
    #[serde(default)]
    pub datum: Option<String>,
    /// In words; at most 300 characters.
    #[serde(default)]
    pub address: Option<String>,
    /// The code of an area, where no coordinates are known.
    #[serde(default)]
    pub area: Option<String>,
}

/// Who, as they say it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReporterInput {
    /// Name; at most 100 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// Telephone; at most 40 characters.
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail; at most 200 characters.
    #[serde(default)]
    pub email: Option<String>,
}

impl std::fmt::Debug for ReporterInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReporterInput(…)")
    }
}

/// A report, from whatever channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How it came in.
    pub channel: Channel,
    /// In words; at most 4,000 characters.
    pub text: Option<String>,
    /// Category, when the reporter knows it.
    pub category: Option<CategoryRef>,
    /// Case type, when it is not the category's own.
    pub case_type: Option<String>,
    /// Where.
    pub place: PlaceInput,
    /// Who.
    pub reporter: ReporterInput,
    /// Nobody wants to be known.
    pub anonymous: bool,
    /// The reporter is hidden from those who handle the matter.
    pub hide_reporter: bool,
    /// Ids of uploads.
    pub attachments: Vec<String>,
    /// Answers to the category's questions.
    pub attributes: BTreeMap<String, String>,
    /// Its number in another system.
    pub external: Option<Alias>,
    /// When it was reported, if not now.
    pub reported_at: Option<Timestamp>,
}

/// What makes a repeated intake harmless: the key, and its text, from which the token is made.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The key of the request.
    pub key: web::Key,
    /// The key as the client wrote it.
    pub raw: String,
}

/// What the reporter gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The case as registered.
    pub case: model::Case,
    /// Opens the case at `/track`.
    pub token: String,
    /// A salted hash of the fact.
    pub receipt: String,
}

pub(super) fn kind_of(ctx: &Ctx, report: &Report) -> ReporterKind {
    if report.anonymous {
        return ReporterKind::Anonymous;
    }
    match (report.channel, ctx.actor.kind) {
        (Channel::Patrol, _) => ReporterKind::Worker,
        (Channel::Hotline, _) => ReporterKind::Hotline,
        (Channel::Open311 | Channel::Device, ActorKind::Client) => ReporterKind::Client,
        (Channel::Web, ActorKind::Person) => ReporterKind::Staff,
        _ => ReporterKind::Resident,
    }
}

pub(super) fn check(report: &Report) -> Result<(), Refusal> {
    let long = |field: &str, text: &Option<String>, most: usize| match text {
        Some(text) if text.chars().count() > most => {
            Err(Refusal::new(RefusalKind::Invalid, "field.too_long")
                .at(field)
                .want(format!("at most {most} characters")))
        }
        Some(text) if text.contains('\0') => {
            Err(Refusal::new(RefusalKind::Invalid, "field.invalid").at(field).want("text"))
        }
        _ => Ok(()),
    };
    long("/text", &report.text, 4_000)?;
    long("/place/address", &report.place.address, 300)?;
    long("/place/area", &report.place.area, 100)?;
    long("/reporter/name", &report.reporter.name, 100)?;
    long("/reporter/phone", &report.reporter.phone, 40)?;
    long("/reporter/email", &report.reporter.email, 200)?;
    if report.attributes.len() > 50 {
        return Err(Refusal::invalid("/attributes", report.attributes.len(), "at most 50"));
    }
    for (key, value) in &report.attributes {
        long(&format!("/attributes/{key}"), &Some(value.clone()), 2_000)?;
        long("/attributes", &Some(key.clone()), 100)?;
    }
    if report.attachments.len() > 9 {
        return Err(Refusal::invalid("/attachments", report.attachments.len(), "at most 9"));
    }
    if let Some(alias) = &report.external {
        let plain = |text: &str| !text.trim().is_empty() && text.chars().count() <= 100;
        if !plain(&alias.system) || !plain(&alias.number) {
            return Err(Refusal::invalid(
                "/external",
                &alias.number,
                "system and number of 1 to 100 characters",
            ));
        }
    }
    let silent = report.text.as_deref().is_none_or(|t| t.trim().is_empty());
    if silent && report.category.is_none() && report.attachments.is_empty() {
        return Err(Refusal::rule("report.empty").at("/text").want("words, a category or a photo"));
    }
    Ok(())
}
