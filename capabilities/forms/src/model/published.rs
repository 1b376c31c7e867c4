//! Forms that clients download.

use kernel::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose form it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormKind)]
pub enum PublishedKind {
    /// A department's own, from a workbook.
    Own,
    /// One module alone.
    Module,
    /// Modules put together for stock clients.
    Composed,
    /// Modules put together for one visit.
    Visit,
}

/// What may be done with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormState)]
pub enum FormState {
    /// It is listed and filled.
    Open,
    /// It is not listed any more; what phones still hold is taken.
    Closing,
    /// Nothing is taken.
    Closed,
}

/// A file that belongs to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name, as the form says it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its type.
    pub mime: String,
}

/// What is to be published.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// The id, as it stands in the XForm.
    pub form_id: String,
    /// The version, as it stands in the XForm; empty when it has none.
    pub version: String,
    /// What people call it.
    pub title: Text,
    /// The XForm. It is the same for everybody: no known value of a person stands in it.
    pub xform: String,
    /// Whose it is.
    pub kind: PublishedKind,
    /// Where it is filled; everywhere when not given.
    pub area_path: Option<String>,
    /// The unit whose it is.
    pub unit: Option<String>,
    /// The files that belong to it.
    pub media: Vec<MediaFile>,
    /// Whether clients see it in their lists.
    pub listed: bool,
}

/// A form that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedForm {
    /// The id.
    pub form_id: String,
    /// The version.
    pub version: String,
    /// MD5 of the XForm, hexadecimal.
    pub md5: String,
    /// False when it was there already.
    pub new: bool,
}

/// A form as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// The id.
    pub id: String,
    /// Whose it is.
    pub kind: PublishedKind,
    /// What may be done with it.
    pub state: FormState,
    /// The version that lists show.
    pub latest: Option<String>,
    /// What people call it.
    pub title: Text,
    /// Where it is filled; empty: everywhere.
    pub area_path: String,
    /// The unit whose it is.
    pub unit: Option<String>,
    /// When it was first published.
    pub published_at: kernel::Timestamp,
}

/// One version, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// MD5 of the XForm, hexadecimal.
    pub md5: String,
    /// The paths of the questions that are answered with a file.
    pub files: Vec<String>,
}

/// A file of a version, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRow {
    /// Its name.
    pub name: String,
    /// Its type.
    pub mime: String,
    /// MD5 of its bytes, hexadecimal.
    pub md5: String,
    /// It is a list of entities, which clients keep and bring up to date.
    pub entities: bool,
}
