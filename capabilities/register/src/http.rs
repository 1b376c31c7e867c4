//! Registers over HTTP: extract, call the service, respond.

mod address;
mod linkage;

use crate::model::kind::CodeTable;
use crate::reveals::{RevealCounts, RevealQuery};
use crate::service::{
    Correcting, Counts, Found, ImportReport, KindView, ListQuery, ListView, PastView, RecordRow, RecordView,
    Register, Relating, Relations, Request, Revealing, SearchQuery,
};
use crate::{audit, store};
use authz::action;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cases::import::read::Table;
use kernel::{Failure, Refusal, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};
use web::{
    API, Answer, Caller, Capability, Json, Keyed, Limits, Page, Path, Problem, Query, Raw, Routes, routes,
};

/// The largest file that is taken over the web; larger ones come by the command.
const FILE: usize = 32 << 20;

/// Everything the server needs of registers.
pub fn capability(register: Register) -> Capability {
    let files = Limits { body: FILE, time: Duration::from_secs(300) };
    Capability {
        name: "register",
        mount: API,
        statements: &[
            store::STATEMENTS,
            store::address::STATEMENTS,
            store::things::STATEMENTS,
            audit::STATEMENTS,
            audit::things::STATEMENTS,
            crate::reveals::STATEMENTS,
        ],
        messages: crate::MESSAGES,
        routes: crate::map::routes(Routes::new())
            .on(action::REGISTER_KINDS, routes!(kinds))
            .on(action::REGISTER_KINDS, routes!(tables))
            .on(action::PUBLIC_READ, routes!(address::locate))
            .on(action::PUBLIC_READ, routes!(address::locate_many))
            .on(action::AREA_READ, routes!(address::browse))
            .on(action::REGISTER_READ, routes!(search))
            .on(action::REGISTER_READ, routes!(list))
            .on(action::REGISTER_READ, routes!(counts))
            .on(action::REGISTER_READ, routes!(get))
            .on(action::REGISTER_READ, routes!(history))
            .on(action::REGISTER_READ, routes!(relations))
            .on(action::REGISTER_CORRECT, routes!(correct))
            .on(action::REGISTER_CORRECT, routes!(relate))
            .on(action::REGISTER_REVEAL, routes!(reveal))
            .on(action::AUDIT_READ, routes!(reveals))
            .on_with(
                action::REGISTER_EXPORT,
                Limits { time: files.time, ..Limits::default() },
                routes!(export),
            )
            .on(action::REGISTER_IMPORT, routes!(lists))
            .on(action::REGISTER_IMPORT, routes!(put_mapping))
            .on_with(action::REGISTER_IMPORT, files, routes!(columns))
            .on_with(action::REGISTER_IMPORT, files, routes!(import))
            .merge(linkage::linkage_routes())
            .with_state(register),
    }
}

/// The kinds of records: fields with their class, their owner and their purpose, who controls them.
#[utoipa::path(get, path = "/register/kinds", operation_id = "kinds", responses((status = 200, body = [KindView])))]
async fn kinds(State(register): State<Register>, caller: Caller) -> Answer<Json<Vec<KindView>>> {
    Ok(Json(register.kinds(&caller.ctx)?))
}

/// The code tables that fields use.
#[utoipa::path(get, path = "/register/code-tables", operation_id = "tables", responses((status = 200, body = [CodeTable])))]
async fn tables(State(register): State<Register>, caller: Caller) -> Answer<Json<Vec<CodeTable>>> {
    Ok(Json(register.tables(&caller.ctx)?))
}

/// Records by name, number or address, within the reader's areas.
#[utoipa::path(get, path = "/register/search", operation_id = "search", params(SearchQuery),
    responses((status = 200, body = Found), (status = 400, body = Problem)))]
async fn search(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<SearchQuery>,
) -> Answer<Json<Found>> {
    Ok(Json(register.search(&caller.ctx, &q).await?))
}

/// The records of a kind, within the reader's areas.
#[utoipa::path(get, path = "/register/records", operation_id = "list", params(ListQuery),
    responses((status = 200, body = Page<RecordRow>), (status = 400, body = Problem)))]
async fn list(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<ListQuery>,
) -> Answer<Json<Page<RecordRow>>> {
    Ok(Json(register.list(&caller.ctx, &q).await?))
}

/// Which area is counted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CountQuery {
    /// The area; the reader's own when not given.
    #[serde(default)]
    area: Option<String>,
}

/// How many records of each kind an area and those right under it have.
#[utoipa::path(get, path = "/register/counts", operation_id = "counts", params(CountQuery),
    responses((status = 200, body = Counts), (status = 400, body = Problem)))]
async fn counts(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<CountQuery>,
) -> Answer<Json<Counts>> {
    Ok(Json(register.counts(&caller.ctx, q.area.as_deref()).await?))
}

/// As it was known when.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct KnownQuery {
    /// How the record was known at this moment, RFC 3339; now when not given.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    known_at: Option<String>,
}

/// A record: its values masked, where each comes from, or how it was known at a moment.
#[utoipa::path(get, path = "/register/records/{id}", operation_id = "get", params(("id" = String, Path), KnownQuery),
    responses((status = 200, body = RecordView), (status = 404, body = Problem)))]
async fn get(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<KnownQuery>,
) -> Answer<Json<RecordView>> {
    let at = q.known_at.as_deref().map(Timestamp::parse).transpose().map_err(|r| r.at("known_at"))?;
    Ok(Json(register.view(&caller.ctx, &id, at).await?))
}

/// What happened to a record, the latest first.
#[utoipa::path(get, path = "/register/records/{id}/history", operation_id = "history", params(("id" = String, Path)),
    responses((status = 200, body = [PastView]), (status = 404, body = Problem)))]
async fn history(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Vec<PastView>>> {
    Ok(Json(register.history(&caller.ctx, &id).await?))
}

/// Corrects values of a record; who does not own their truth says why.
#[utoipa::path(post, path = "/register/records/{id}/correct", operation_id = "correct", request_body = Correcting,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = RecordView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn correct(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Correcting>,
) -> Answer<Json<RecordView>> {
    register.correct(&caller.ctx, &id, &body, key).await?;
    Ok(Json(register.view(&caller.ctx, &id, None).await?))
}

/// What a record is related to, and what is related to it, now or as it was known at a moment.
#[utoipa::path(get, path = "/register/records/{id}/relations", operation_id = "relations",
    params(("id" = String, Path), KnownQuery),
    responses((status = 200, body = Relations), (status = 404, body = Problem)))]
async fn relations(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<KnownQuery>,
) -> Answer<Json<Relations>> {
    let at = q.known_at.as_deref().map(Timestamp::parse).transpose().map_err(|r| r.at("known_at"))?;
    Ok(Json(register.relations(&caller.ctx, &id, at).await?))
}

/// Relates a record to another, gives the relation other days, ends it or takes it away: a correction, with the reason.
#[utoipa::path(post, path = "/register/records/{id}/relations", operation_id = "relate", request_body = Relating,
    params(("id" = String, Path), ("idempotency-key" = Option<String>, Header, description = "8 to 200 characters, such as a UUID")),
    responses((status = 200, body = Relations), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn relate(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Keyed { body, key }: Keyed<Relating>,
) -> Answer<Json<Relations>> {
    register.relate(&caller.ctx, &id, &body, key).await?;
    Ok(Json(register.relations(&caller.ctx, &id, None).await?))
}

/// A value in clear.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterClear)]
struct Clear {
    /// The value.
    value: String,
}

/// Reads one value in clear: with a purpose, at most so many within an hour, on the record.
#[utoipa::path(post, path = "/register/records/{id}/reveal", operation_id = "reveal", request_body = Revealing,
    params(("id" = String, Path)),
    responses((status = 200, body = Clear), (status = 404, body = Problem), (status = 429, body = Problem)))]
async fn reveal(
    State(register): State<Register>,
    caller: Caller,
    Path(id): Path<String>,
    Json(body): Json<Revealing>,
) -> Answer<Response> {
    let value = register.reveal(&caller.ctx, &id, &body).await?;
    let mut response = Json(Clear { value }).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// Who read what in clear on some days, for what: counts, for whoever audits; the facts stand in the record.
#[utoipa::path(get, path = "/register/reveals", operation_id = "reveals", params(RevealQuery),
    responses((status = 200, body = RevealCounts), (status = 400, body = Problem)))]
async fn reveals(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<RevealQuery>,
) -> Answer<Json<RevealCounts>> {
    Ok(Json(register.reveals(&caller.ctx, &q).await?))
}

/// A kind's records within the reader's areas as CSV, masked as everywhere; at most 100,000.
#[utoipa::path(get, path = "/register/export.csv", operation_id = "export", params(ListQuery),
    responses((status = 200, content_type = "text/csv", body = String), (status = 422, body = Problem)))]
async fn export(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<ListQuery>,
) -> Answer<Response> {
    let bytes = register.export(&caller.ctx, &q, caller.lang).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"register.csv\""),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The lists that came in, or will, with how their columns become fields.
#[utoipa::path(get, path = "/register/lists", operation_id = "lists", responses((status = 200, body = [ListView])))]
async fn lists(State(register): State<Register>, caller: Caller) -> Answer<Json<Vec<ListView>>> {
    Ok(Json(register.lists(&caller.ctx).await?))
}

/// Remembers how the columns of a source become fields.
#[utoipa::path(put, path = "/register/lists/{kind}/{source}", operation_id = "put_mapping",
    params(("kind" = String, Path), ("source" = String, Path)), request_body = Object,
    responses((status = 200, body = ListView), (status = 400, body = Problem)))]
async fn put_mapping(
    State(register): State<Register>,
    caller: Caller,
    Path((kind, source)): Path<(String, String)>,
    Json(mapping): Json<Value>,
) -> Answer<Json<ListView>> {
    Ok(Json(register.set_mapping(&caller.ctx, &kind, &source, &mapping).await?))
}

/// The file that comes as the body.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FileQuery {
    /// The file's name: its ending says what it is (`.csv`, `.xlsx`, `.jsonl`, all but `.xlsx` also with `.gz`).
    name: String,
    /// Check only.
    #[serde(default)]
    dry_run: bool,
    /// Compare what is new with the other lists afterwards: the purpose.
    #[serde(default)]
    link: Option<String>,
}

/// The columns of a file.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterColumns)]
struct Columns {
    /// In their order.
    columns: Vec<String>,
}

fn table(
    name: &str,
    bytes: &axum::body::Bytes,
    delimiter: char,
    sheet: Option<&str>,
) -> Result<Table, String> {
    Table::of_bytes(name, bytes.clone(), delimiter, sheet)
}

/// The columns of a file, to map them; nothing is kept.
#[utoipa::path(post, path = "/register/columns", operation_id = "columns", params(FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Columns), (status = 400, body = Problem)))]
async fn columns(
    State(register): State<Register>,
    caller: Caller,
    Query(q): Query<FileQuery>,
    Raw(bytes): Raw,
) -> Answer<Json<Columns>> {
    register.lists(&caller.ctx).await?;
    let table = table(&q.name, &bytes, ',', None).map_err(|e| Refusal::invalid("file", "", e))?;
    Ok(Json(Columns { columns: table.columns }))
}

/// Imports a file into a list by its remembered mapping, or tries it; the same file again changes nothing.
#[utoipa::path(post, path = "/register/lists/{kind}/{source}/rows", operation_id = "import",
    params(("kind" = String, Path), ("source" = String, Path), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ImportReport), (status = 400, body = Problem), (status = 409, body = Problem)))]
async fn import(
    State(register): State<Register>,
    caller: Caller,
    Path((kind, source)): Path<(String, String)>,
    Query(q): Query<FileQuery>,
    Raw(bytes): Raw,
) -> Answer<Json<ImportReport>> {
    // whoever goes away does not cut an import off
    let run = async move {
        let open = |delimiter: char, sheet: Option<&str>| table(&q.name, &bytes, delimiter, sheet);
        let request = Request {
            kind: &kind,
            source: &source,
            mapping: None,
            dry_run: q.dry_run,
            rejects: None,
            progress: &|_| {},
        };
        match q.link.as_deref().filter(|p| !p.is_empty() && !q.dry_run) {
            None => register.import(&caller.ctx, &open, request).await,
            Some(purpose) => register.import_and_compare(&caller.ctx, &open, request, purpose).await,
        }
    };
    let report = tokio::spawn(run).await.map_err(Failure::internal)??;
    Ok(Json(report))
}
