//! What forms come back with.

use blobs::Upload;
use bytes::Bytes;
use kernel::{Refusal, Timestamp};

/// A submission on its way in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The form, as the submission names it.
    pub form_id: String,
    /// Its version.
    pub version: String,
    /// The instance: the sender's name for this very submission.
    pub instance_id: String,
    /// The instance that it corrects.
    pub deprecated_id: Option<String>,
    /// The submission, byte for byte.
    pub xml: Bytes,
    /// Files that came along, by name.
    pub files: Vec<(String, Upload)>,
    /// The sender says that more will come.
    pub incomplete: bool,
    /// The visit that it answers.
    pub visit: Option<String>,
    /// Where it was filled, when that is known better than by the sender's post.
    pub area_path: Option<String>,
}

impl Incoming {
    /// A submission as clients post it: form, version and instance are what it says of itself. `instance` names one that says none.
    ///
    /// # Errors
    /// `submission.malformed`, `submission.no_form`, `submission.no_instance`
    pub fn read(xml: Bytes, instance: impl FnOnce() -> String) -> Result<Self, Refusal> {
        let envelope = crate::rules::receive::envelope(&xml)?;
        Ok(Self {
            form_id: envelope.form_id,
            version: envelope.version,
            instance_id: envelope.instance_id.unwrap_or_else(instance),
            deprecated_id: envelope.deprecated_id,
            xml,
            files: vec![],
            incomplete: false,
            visit: None,
            area_path: None,
        })
    }
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The instance.
    pub instance_id: String,
    /// Its home.
    pub county: String,
    /// It had come before.
    pub again: bool,
    /// Files that it names and that did not come yet.
    pub missing: Vec<String>,
}

/// A submission as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionRow {
    /// Its home.
    pub county: String,
    /// The instance.
    pub instance: String,
    /// In the order of arrival.
    pub id: String,
    /// The form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// The first edition of it.
    pub root: String,
    /// The edition that it corrects.
    pub replaces: Option<String>,
    /// The edition that corrects it.
    pub replaced_by: Option<String>,
    /// Keyed hash of the bytes.
    pub mark: String,
    /// The answers, in the vault.
    pub xml: String,
    /// Where it was filled.
    pub area_path: String,
    /// Who sent it.
    pub actor: String,
    /// The visit that it answers.
    pub visit: Option<String>,
    /// Files that it names and that did not come yet.
    pub missing: i64,
    /// When it came.
    pub received_at: Timestamp,
    /// Since when it does not count.
    pub voided_at: Option<Timestamp>,
}
