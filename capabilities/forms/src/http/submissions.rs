//! What came back with a form: that it came, when and from where; never the answers.

use crate::model::submission::SubmissionRow;
use crate::model::visit::RefusedValue;
use crate::service::Forms;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Caller, Json, Page, Path, Query};

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
}

impl From<SubmissionRow> for SubmissionView {
    fn from(s: SubmissionRow) -> Self {
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
    let page = forms.submissions(&caller.ctx, &id, q.after.as_deref().unwrap_or_default(), limit).await?;
    let mut refused = forms.refused_of(&page.items).await?;
    let view = |row: SubmissionRow| {
        let refused = refused.remove(&row.instance).unwrap_or_default();
        SubmissionView { refused, ..SubmissionView::from(row) }
    };
    Ok(Json(page.map(view)))
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
