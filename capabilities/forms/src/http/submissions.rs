//! What came back with a form: that it came, when and from where; the answers only to whoever says what for, on the record.

use crate::model::answers::{Answers, Reading};
use crate::model::submission::SubmissionRow;
use crate::model::visit::RefusedValue;
use crate::service::Forms;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use blobs::Opened;
use blobs::http::{Audience, send};
use kernel::{Failure, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Path, Problem, Query};

/// A submission as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormSubmissionView)]
pub(super) struct SubmissionView {
    /// The sender's name for it.
    instance: String,
    /// The version that was filled.
    version: String,
    /// The first edition of it.
    root: String,
    /// The edition that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// The edition that corrects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
    /// Where it was filled, codes from the top joined by `/`.
    area: String,
    /// Files that it names and that did not come yet.
    missing: i64,
    /// When it came.
    received_at: Timestamp,
    /// Since when it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    voided_at: Option<Timestamp>,
    /// What registers did not take of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<RefusedValue>,
    /// Whether the caller may read its answers.
    revealable: bool,
}

impl SubmissionView {
    fn of(s: SubmissionRow, revealable: bool) -> Self {
        Self {
            instance: s.instance,
            version: s.version,
            root: s.root,
            replaces: s.replaces,
            replaced_by: s.replaced_by,
            area: s.area_path,
            missing: s.missing,
            received_at: s.received_at,
            voided_at: s.voided_at,
            refused: vec![],
            revealable,
        }
    }
}

/// Which submissions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SubmissionQuery {
    /// Where the page before ended.
    after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    limit: Option<usize>,
}

/// What came back with a form, in the order of arrival, without the answers.
#[utoipa::path(get, path = "/forms/{id}/submissions", params(("id" = String, Path), SubmissionQuery),
    responses((status = 200, body = Page<SubmissionView>)))]
pub(super) async fn list(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Query(q): Query<SubmissionQuery>,
) -> Answer<Json<Page<SubmissionView>>> {
    let limit = Page::<SubmissionView>::limit(q.limit);
    let ctx = &caller.ctx;
    let page = forms.submissions(ctx, &id, q.after.as_deref().unwrap_or_default(), limit).await?;
    let form = forms.form(&id).await?;
    let readable = |row: &SubmissionRow| form.as_ref().is_some_and(|form| forms.readable(ctx, form, row));
    let mut refused = forms.refused_of(&page.items).await?;
    Ok(Json(page.map(|row| {
        let (revealable, refused) = (readable(&row), refused.remove(&row.instance).unwrap_or_default());
        SubmissionView { refused, ..SubmissionView::of(row, revealable) }
    })))
}

/// Make a submission count no more; sent again it is refused.
#[utoipa::path(post, path = "/forms/{id}/submissions/{instance}/void", params(("id" = String, Path), ("instance" = String, Path)),
    responses((status = 204)))]
pub(super) async fn void(
    State(forms): State<Forms>,
    caller: Caller,
    Path((id, instance)): Path<(String, String)>,
) -> Answer<StatusCode> {
    forms.void(&caller.ctx, &id, &instance).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read the answers of a submission of one's own unit's form: with a purpose, at most so many within an hour, on the record.
#[utoipa::path(post, path = "/forms/{id}/submissions/{instance}/reveal", operation_id = "reveal_submission", request_body = Reading,
    params(("id" = String, Path), ("instance" = String, Path)),
    responses((status = 200, body = Answers), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn reveal(
    State(forms): State<Forms>,
    caller: Caller,
    Path((id, instance)): Path<(String, String)>,
    Json(why): Json<Reading>,
) -> Answer<Response> {
    Ok(unkept(Json(forms.answers(&caller.ctx, (&id, &instance), &why).await?).into_response()))
}

/// Read a file of such a submission: a reveal of its own.
#[utoipa::path(post, path = "/forms/{id}/submissions/{instance}/files/{name}/reveal", operation_id = "reveal_submission_file",
    request_body = Reading, params(("id" = String, Path), ("instance" = String, Path), ("name" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 404, body = Problem),
        (status = 429, body = Problem)))]
pub(super) async fn reveal_file(
    State(forms): State<Forms>,
    caller: Caller,
    Path((id, instance, name)): Path<(String, String, String)>,
    Json(why): Json<Reading>,
) -> Answer<Response> {
    file(forms.answer_file(&caller.ctx, (&id, &instance), &name, &why).await?).await
}

/// What was read in clear is kept by nobody on the way.
pub(super) fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// A file that was read in clear.
pub(super) async fn file(opened: Opened) -> Answer<Response> {
    Ok(unkept(send(opened, &HeaderMap::new(), Audience::Caller).await.map_err(Failure::from)?))
}
