//! Forms of departments: published from workbooks, listed, closed.

use crate::model::answers::Readable;
use crate::model::published::{FormRow, FormState, MediaFile, PublishedKind};
use crate::service::{Forms, OwnForm};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use kernel::{Refusal, RefusalKind, Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::multipart::{form, malformed, whole};
use web::{Answer, Caller, Json, Page, Path, Problem, Query};

/// The largest workbook or file of a form, in bytes.
const MOST_FILE: usize = 16_000_000;
/// The most files of a form.
const MOST_FILES: usize = 200;

/// A form as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublishedFormView)]
pub(super) struct FormView {
    /// The id.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// Whose it is.
    pub kind: PublishedKind,
    /// What may be done with it.
    pub state: FormState,
    /// The version that clients get.
    pub version: String,
    /// The area where it is filled, codes from the top joined by `/`; empty: everywhere.
    pub area: String,
    /// The unit whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// When it was first published.
    pub published_at: Timestamp,
}

impl From<FormRow> for FormView {
    fn from(form: FormRow) -> Self {
        Self {
            version: form.latest.unwrap_or_default(),
            id: form.id,
            title: form.title,
            kind: form.kind,
            state: form.state,
            area: form.area_path,
            unit: form.unit,
            published_at: form.published_at,
        }
    }
}

/// Which forms.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FormQuery {
    /// Where the page before ended.
    pub after: Option<String>,
    /// At most so many, 1 to 500; 50 when not given.
    pub limit: Option<usize>,
}

/// What was published.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FormPublished)]
pub(super) struct Published {
    /// The id.
    form_id: String,
    /// The version.
    version: String,
    /// False when just this was there already.
    new: bool,
    /// What is allowed but looks like a mistake, in words.
    warnings: Vec<Text>,
}

/// A workbook.
#[derive(ToSchema)]
#[allow(dead_code)] // read part by part
#[schema(as = FormWorkbook)]
pub(super) struct Workbook {
    /// The XLSForm workbook (XLSX, XLS, CSV, markdown).
    #[schema(value_type = String, format = Binary)]
    workbook: Vec<u8>,
    /// Code of the area where it is filled; that of the sender's post when not given.
    area: Option<String>,
    /// Files that the form names (lists, pictures), any number.
    #[schema(value_type = Option<String>, format = Binary)]
    media: Option<Vec<u8>>,
}

/// Publish a department's own form from an XLSForm workbook.
///
/// A workbook that is not sound is refused as `form.workbook` (422) with every mistake in `mistakes`: sheet, row, column, code, and what
/// is expected, in both languages.
#[utoipa::path(post, path = "/forms", request_body(content = Workbook, content_type = "multipart/form-data"),
    responses((status = 201, body = Published)))]
pub(super) async fn publish(
    State(forms): State<Forms>,
    caller: Caller,
    request: Request,
) -> Answer<(StatusCode, Json<Published>)> {
    let own = workbook(request).await?;
    let (done, warnings) = forms.publish_own(&caller.ctx, own).await?;
    let warnings = warnings.iter().map(|w| Text::new(w.zh(), w.to_string())).collect();
    let view = Published { form_id: done.form_id, version: done.version, new: done.new, warnings };
    Ok((StatusCode::CREATED, Json(view)))
}

async fn workbook(request: Request) -> kernel::Result<OwnForm> {
    let mut form = form(request).await?;
    let (mut workbook, mut area, mut media) = (None, None, vec![]);
    while let Some(part) = form.next_field().await.map_err(|e| malformed(&e))? {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
        match (name.as_str(), file) {
            ("workbook", file) => {
                let file = file.unwrap_or_else(|| "form.xlsx".into());
                workbook = Some((file, whole(part, MOST_FILE).await?.to_vec()));
            }
            ("area", _) => {
                let code = whole(part, 200).await?;
                area = Some(String::from_utf8_lossy(&code).into_owned()).filter(|code| !code.is_empty());
            }
            ("media", Some(name)) if media.len() < MOST_FILES => {
                media.push(MediaFile { name, mime, bytes: whole(part, MOST_FILE).await?.to_vec() });
            }
            _ => return Err(Refusal::new(RefusalKind::Invalid, "field.unknown").at(name).into()),
        }
    }
    let (file, bytes) = workbook.ok_or_else(|| Refusal::required("workbook"))?;
    Ok(OwnForm { file, bytes, area, media })
}

/// Forms that clients can get, by id.
#[utoipa::path(get, path = "/forms", params(FormQuery), responses((status = 200, body = Page<FormView>)))]
pub(super) async fn list(
    State(forms): State<Forms>,
    caller: Caller,
    Query(q): Query<FormQuery>,
) -> Answer<Json<Page<FormView>>> {
    let limit = Page::<FormView>::limit(q.limit);
    let page = forms.forms(&caller.ctx, q.after.as_deref().unwrap_or_default(), limit).await?;
    Ok(Json(page.map(FormView::from)))
}

/// A form with what the caller may do with what comes back.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublishedFormDetail)]
pub(super) struct FormDetail {
    /// As in the list.
    #[serde(flatten)]
    form: FormView,
    /// Whether and what for the caller may read answers.
    #[serde(flatten)]
    readable: Readable,
}

/// A form.
#[utoipa::path(get, path = "/forms/{id}", operation_id = "get_form", params(("id" = String, Path)),
    responses((status = 200, body = FormDetail), (status = 404, body = Problem)))]
pub(super) async fn one(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<FormDetail>> {
    let (form, readable) = forms.own_form(&caller.ctx, &id).await?;
    Ok(Json(FormDetail { form: form.into(), readable }))
}

/// What may be done with a form from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormStating)]
pub(super) struct Stating {
    /// `open`; `closing` (in no list any more, what phones hold is taken); `closed`.
    state: FormState,
}

/// Open, wind up or close a form.
#[utoipa::path(post, path = "/forms/{id}/state", params(("id" = String, Path)), request_body = Stating, responses((status = 204)))]
pub(super) async fn set_state(
    State(forms): State<Forms>,
    caller: Caller,
    Path(id): Path<String>,
    Json(stating): Json<Stating>,
) -> Answer<StatusCode> {
    forms.set_state(&caller.ctx, &id, stating.state).await?;
    Ok(StatusCode::NO_CONTENT)
}
