//! Packs over HTTP: what there is, the public tree of categories, and switching on and off.

use std::sync::Arc;

use authz::action;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::{Lang, Refusal, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Path, Problem, Query, Routes, routes};

use crate::model::{AnswerType, AnswerValue, Question};
use crate::service::{Packs, Shelf, VersionInfo};
use crate::{CategoryEntry, Loaded};

/// All routes; they need the packs as state.
pub fn routes() -> Routes<Arc<Packs>> {
    Routes::new()
        .on(action::PUBLIC_READ, routes!(list_categories))
        .on(action::PUBLIC_READ, routes!(suggest_categories))
        .on(action::PACK_READ, routes!(list_packs))
        .on(action::PACK_READ, routes!(get_pack))
        .on(action::PACK_WRITE, routes!(enable_pack))
        .on(action::PACK_WRITE, routes!(disable_pack))
}

fn text(text: &workflow::Text) -> Text {
    Text::new(&text.zh, &text.en)
}

/// A category with those below it.
#[derive(Debug, Serialize, ToSchema)]
struct CategoryNode {
    /// Its code, unique in its pack.
    code: String,
    /// Its name.
    name: Text,
    /// Its name in the reader's language.
    label: String,
    /// Its pack.
    pack: String,
    /// Words people use for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    /// What is asked about a matter of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    questions: Vec<QuestionView>,
    /// Those below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    children: Vec<CategoryNode>,
}

/// A question about a matter. The answer goes into `attributes` of the report, under its code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
struct QuestionView {
    /// Its code.
    code: String,
    /// `string`, `number`, `datetime` (RFC 3339), `text`, `singlevaluelist`, `multivaluelist` (codes joined by `,`).
    #[schema(value_type = String)]
    datatype: AnswerType,
    /// Must be answered.
    required: bool,
    /// False: only shown, nothing is answered.
    variable: bool,
    /// The question.
    name: Text,
    /// How to answer it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Text>,
    /// The values of a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<ValueView>,
}

/// A value of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionValue)]
struct ValueView {
    /// What is sent.
    code: String,
    /// What is shown.
    name: Text,
}

impl From<&Question> for QuestionView {
    fn from(q: &Question) -> Self {
        let value = |v: &AnswerValue| ValueView { code: v.code.clone(), name: text(&v.name) };
        Self {
            code: q.code.clone(),
            datatype: q.datatype,
            required: q.required && q.variable,
            variable: q.variable,
            name: text(&q.name),
            hint: q.hint.as_ref().map(text),
            values: q.values.iter().map(value).collect(),
        }
    }
}

/// The categories of the packs in use.
#[derive(Debug, Serialize, ToSchema)]
struct Categories {
    /// The tops of the trees, pack by pack.
    items: Vec<CategoryNode>,
}

/// Which categories to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CategoryQuery {
    /// Only of this pack.
    pack: Option<String>,
    /// Also those that are not public; needs the action `pack.read`.
    #[serde(default)]
    all: bool,
}

/// The tree of categories a report can have.
#[utoipa::path(get, path = "/categories", tag = "packs", params(CategoryQuery),
    responses((status = 200, body = Categories), (status = 404, body = Problem)))]
async fn list_categories(
    State(packs): State<Arc<Packs>>,
    caller: Caller,
    Query(q): Query<CategoryQuery>,
) -> Answer<Json<Categories>> {
    if q.all {
        authz::require_anywhere(caller.actor(), action::PACK_READ)?;
    }
    let shelf = packs.shelf();
    let mut chosen: Vec<&Loaded> = shelf.all_enabled().iter().map(AsRef::as_ref).collect();
    if let Some(id) = &q.pack {
        chosen.retain(|pack| pack.pack.id == *id);
        if chosen.is_empty() {
            return Err(Refusal::not_found("pack").at("pack").got(id).into());
        }
    }
    let tops = |pack: &&Loaded| {
        let pack = *pack;
        nodes(pack, &pack.pack.categories, q.all, caller.lang)
    };
    Ok(Json(Categories { items: chosen.iter().flat_map(tops).collect() }))
}

/// A text that speaks of some matter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SuggestBody {
    /// What was written; at most 4,000 characters. It is not kept.
    text: String,
    /// Also categories that are not public; needs the action `pack.read`.
    #[serde(default)]
    all: bool,
}

/// A category that a text may speak of.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestedCategory {
    /// Its pack.
    pack: String,
    /// Its code.
    code: String,
    /// Its name.
    name: Text,
    /// Names of the categories above it, from the top.
    above: Vec<Text>,
    /// 0 to 1.
    confidence: f64,
    /// Why: the words of the category that were found in the text.
    words: Vec<String>,
}

/// What a text may speak of.
#[derive(Debug, Serialize, ToSchema)]
struct Suggested {
    /// At most three, the likeliest first; none when nothing was recognised.
    items: Vec<SuggestedCategory>,
}

/// Which categories a text may speak of. A suggestion: a person confirms it, and files the report with the category.
#[utoipa::path(post, path = "/categories/suggest", tag = "packs", request_body = SuggestBody,
    responses((status = 200, body = Suggested), (status = 400, body = Problem)))]
async fn suggest_categories(
    State(packs): State<Arc<Packs>>,
    caller: Caller,
    Json(body): Json<SuggestBody>,
) -> Answer<Json<Suggested>> {
    if body.all {
        authz::require_anywhere(caller.actor(), action::PACK_READ)?;
    }
    if body.text.chars().count() > 4_000 {
        return Err(Refusal::invalid("/text", "…", "at most 4000 characters").into());
    }
    let shelf = packs.shelf();
    let enabled: Vec<&Loaded> = shelf.all_enabled().iter().map(AsRef::as_ref).collect();
    let named = |s: crate::suggest::Suggestion<'_>| SuggestedCategory {
        pack: s.pack.pack.id.clone(),
        code: s.category.code.clone(),
        name: text(&s.category.name),
        above: s
            .category
            .path
            .iter()
            .skip(1)
            .rev()
            .filter_map(|c| Some(text(&s.pack.category(c)?.name)))
            .collect(),
        confidence: s.confidence,
        words: s.words,
    };
    let found = crate::suggest::suggest(&enabled, &body.text, body.all, 3);
    Ok(Json(Suggested { items: found.into_iter().map(named).collect() }))
}

/// The nodes that may be seen; a hidden one with visible children stays as their heading.
fn nodes(pack: &Loaded, list: &[workflow::Category], all: bool, lang: Lang) -> Vec<CategoryNode> {
    let node = |category: &workflow::Category| {
        let entry: &CategoryEntry = pack.category(&category.code)?;
        let children = nodes(pack, &category.children, all, lang);
        let shown = all || !children.is_empty() || (entry.public && entry.leaf);
        let name = text(&entry.name);
        shown.then(|| CategoryNode {
            code: entry.code.clone(),
            label: name.get(lang).to_owned(),
            name,
            pack: pack.pack.id.clone(),
            keywords: entry.keywords.clone(),
            questions: pack.questions(&entry.code).map(QuestionView::from).collect(),
            children,
        })
    };
    list.iter().filter_map(node).collect()
}

/// A pack and its versions.
#[derive(Debug, Serialize, ToSchema)]
struct PackSummary {
    /// Its id.
    id: String,
    /// Its name.
    name: Text,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text>,
    /// The version in use; absent when the pack is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<String>,
    /// Oldest first.
    versions: Vec<VersionInfo>,
}

fn summary(shelf: &Shelf, id: &str) -> PackSummary {
    let about = shelf.about(id);
    PackSummary {
        id: id.to_owned(),
        name: about.as_ref().map_or_else(|| Text::new(id, id), |(name, _)| text(name)),
        description: about.and_then(|(_, description)| description.as_ref().map(text)),
        enabled: shelf.enabled(id).map(|pack| pack.pack.version.clone()),
        versions: shelf.versions(id).to_vec(),
    }
}

/// The packs there are.
#[derive(Debug, Serialize, ToSchema)]
struct PackList {
    /// By id.
    items: Vec<PackSummary>,
}

/// The packs there are, by id.
#[utoipa::path(get, path = "/packs", tag = "packs", responses((status = 200, body = PackList)))]
async fn list_packs(State(packs): State<Arc<Packs>>) -> Answer<Json<PackList>> {
    let shelf = packs.shelf();
    Ok(Json(PackList { items: shelf.ids().map(|id| summary(&shelf, id)).collect() }))
}

/// A pack with its content.
#[derive(Debug, Serialize, ToSchema)]
struct PackDetail {
    /// The pack and its versions.
    #[serde(flatten)]
    summary: PackSummary,
    /// The version whose content this is: the one asked for, else the one in use, else the newest.
    version: String,
    /// The pack as its author wrote it (see `docs/packs.schema.json`).
    content: Value,
}

/// Which version to show.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PackQuery {
    /// Number or hash.
    version: Option<String>,
}

/// One pack: its versions and the content of one.
#[utoipa::path(get, path = "/packs/{id}", tag = "packs", params(("id" = String, Path, description = "The pack"), PackQuery),
    responses((status = 200, body = PackDetail), (status = 404, body = Problem)))]
async fn get_pack(
    State(packs): State<Arc<Packs>>,
    Path(id): Path<String>,
    Query(q): Query<PackQuery>,
) -> Answer<Json<PackDetail>> {
    let shelf = packs.shelf();
    let newest = || shelf.pack(&id, &shelf.versions(&id).last()?.hash);
    let pack = match &q.version {
        Some(version) => shelf.pack(&id, version),
        None => shelf.enabled(&id).or_else(newest),
    };
    let pack = pack.ok_or_else(|| Refusal::not_found("pack"))?;
    let content = serde_json::from_str(pack.canonical()).map_err(kernel::Failure::from)?;
    Ok(Json(PackDetail { summary: summary(&shelf, &id), version: pack.pack.version.clone(), content }))
}

/// Which version to put into use.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Enable {
    /// Number or hash.
    version: String,
}

/// Puts a version of a pack into use. New cases follow it; running ones keep theirs.
#[utoipa::path(post, path = "/packs/{id}/enabled", tag = "packs", params(("id" = String, Path, description = "The pack")),
    request_body = Enable,
    responses((status = 200, body = PackSummary), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn enable_pack(
    State(packs): State<Arc<Packs>>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<Enable>,
) -> Answer<Json<PackSummary>> {
    packs.enable(&caller.ctx, &id, &body.version).await?;
    Ok(Json(summary(&packs.shelf(), &id)))
}

/// Switches a pack off. Nothing new is registered under it; its cases go on.
#[utoipa::path(delete, path = "/packs/{id}/enabled", tag = "packs", params(("id" = String, Path, description = "The pack")),
    responses((status = 204), (status = 404, body = Problem)))]
async fn disable_pack(
    State(packs): State<Arc<Packs>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    packs.disable(&caller.ctx, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
