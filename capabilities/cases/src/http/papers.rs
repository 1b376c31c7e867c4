//! Papers of a case, and its full record, as files.

use super::citizen::TokenQuery;
use crate::service::{Cases, Form, PaperView};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use kernel::Refusal;
use papers::Paper;
use web::{Answer, Caller, Json, Page, Path, Problem, Query};

/// The numbered papers of a case, oldest first.
#[utoipa::path(get, path = "/cases/{number}/papers", params(("number" = String, Path)),
    operation_id = "case_papers",
    responses((status = 200, body = Page<PaperView>), (status = 404, body = Problem)))]
pub(super) async fn list(
    State(cases): State<Cases>,
    caller: Caller,
    Path(number): Path<String>,
) -> Answer<Json<Page<PaperView>>> {
    let items = cases.papers(&caller.ctx, &number).await?;
    Ok(Json(Page { items, next: None }))
}

/// A paper as it was issued.
#[utoipa::path(get, path = "/cases/{number}/papers/{file}", operation_id = "case_paper",
    params(("number" = String, Path), ("file" = String, Path, description = "Id and `.pdf` or `.docx`")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn one(
    State(cases): State<Cases>,
    caller: Caller,
    Path((number, file)): Path<(String, String)>,
) -> Answer<Response> {
    let (id, form) = named(&file)?;
    let paper = cases.paper(&caller.ctx, &number, id, caller.lang).await?;
    send(&cases, paper, form).await
}

/// A paper for its reporter.
#[utoipa::path(get, path = "/track/{number}/papers/{file}", operation_id = "track_paper",
    params(("number" = String, Path), ("file" = String, Path, description = "Id and `.pdf` or `.docx`"), TokenQuery),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn track_one(
    State(cases): State<Cases>,
    caller: Caller,
    Path((number, file)): Path<(String, String)>,
    Query(q): Query<TokenQuery>,
) -> Answer<Response> {
    let (id, form) = named(&file)?;
    let paper = cases.track_paper((&number, &q.token), id, caller.lang).await?;
    send(&cases, paper, form).await
}

/// The full record with its receipt, to read and print.
#[utoipa::path(get, path = "/cases/{number}/record.pdf", params(("number" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), (status = 404, body = Problem),
        (status = 503, body = Problem)))]
pub(super) async fn record_pdf(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer<Response> {
    let paper = cases.record(&caller.ctx, &number, caller.lang, &cases.base(&headers, &uri)).await?;
    send(&cases, paper, Form::Pdf).await
}

/// The full record with its receipt, to go on writing.
#[utoipa::path(get, path = "/cases/{number}/record.docx", params(("number" = String, Path)),
    responses((status = 200,
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>),
        (status = 404, body = Problem)))]
pub(super) async fn record_docx(
    State(cases): State<Cases>,
    caller: Caller,
    headers: HeaderMap,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer<Response> {
    let paper = cases.record(&caller.ctx, &number, caller.lang, &cases.base(&headers, &uri)).await?;
    send(&cases, paper, Form::Docx).await
}

/// `7-order.pdf`
fn named(file: &str) -> Result<(&str, Form), Refusal> {
    let id = |form: Form| Some((file.strip_suffix(form.ending())?.strip_suffix('.')?, form));
    id(Form::Pdf).or_else(|| id(Form::Docx)).ok_or_else(|| Refusal::not_found("paper"))
}

/// A PDF opens in the browser, a DOCX is saved. Neither is kept by anybody on the way.
async fn send(cases: &Cases, paper: Paper, form: Form) -> Answer<Response> {
    let number = paper.number.clone().unwrap_or_default();
    let name = format!("{} {number}.{}", paper.title, form.ending());
    let bytes = cases.print(paper, form).await?;
    let how = if form == Form::Pdf { "inline" } else { "attachment" };
    let disposition = format!("{how}; filename*=UTF-8''{}", encoded(&name));
    let mut response = bytes.into_response();
    let mut put = |key: HeaderName, value: &str| {
        // what we built ourselves is ASCII
        HeaderValue::from_str(value).map(|value| response.headers_mut().insert(key, value)).is_ok()
    };
    put(header::CONTENT_TYPE, form.mime());
    put(header::CACHE_CONTROL, "private, no-store");
    put(header::CONTENT_DISPOSITION, &disposition);
    Ok(response)
}

/// A file's name as RFC 8187 writes it.
fn encoded(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_an_id_and_a_form() {
        assert_eq!(named("7-order.pdf").ok(), Some(("7-order", Form::Pdf)));
        assert_eq!(named("7-order.docx").ok(), Some(("7-order", Form::Docx)));
        assert!(named("7-order").is_err() && named("pdf").is_err() && named("").is_err());
        assert_eq!(encoded("督 7.pdf"), "%E7%9D%A3%207.pdf");
    }
}
