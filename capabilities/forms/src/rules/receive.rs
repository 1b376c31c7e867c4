//! What becomes of a submission: taken, known already, or refused. Stock clients hold us to it (OpenRosa).

use super::nodes;
use crate::model::published::FormState;
use crate::model::submission::SubmissionRow;
use kernel::{Refusal, RefusalKind};

/// What a submission says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The form.
    pub form_id: String,
    /// The version; empty when it says none.
    pub version: String,
    /// The sender's name for this very submission.
    pub instance_id: Option<String>,
    /// The instance that it corrects.
    pub deprecated_id: Option<String>,
}

/// Reads what a submission says of itself.
///
/// # Errors
/// `submission.malformed`, `submission.no_form`, `submission.no_instance` (an encrypted one cannot go without)
pub fn envelope(xml: &[u8]) -> Result<Envelope, Refusal> {
    let nodes = nodes::read(xml)?;
    let root = nodes.first().ok_or_else(|| Refusal::new(RefusalKind::Invalid, "submission.no_form"))?;
    let form =
        root.attribute("id").ok_or_else(|| Refusal::new(RefusalKind::Invalid, "submission.no_form"))?;
    let encrypted = root.attribute("encrypted") == Some("yes");
    let meta = |name: &str| {
        let path = format!("{}/meta/{name}", root.path);
        let found = nodes.iter().find(|n| n.path == path);
        found.map(|n| n.text.trim()).filter(|text| !text.is_empty())
    };
    let instance = meta("instanceID").or(root.attribute("instanceID")).map(|id| name("instanceID", id));
    if encrypted && instance.is_none() {
        return Err(Refusal::new(RefusalKind::Invalid, "submission.no_instance"));
    }
    Ok(Envelope {
        form_id: form.into(),
        version: root.attribute("version").unwrap_or_default().into(),
        instance_id: instance.transpose()?,
        deprecated_id: meta("deprecatedID").map(|id| name("deprecatedID", id)).transpose()?,
    })
}

/// An instance is a name in streams and addresses.
fn name(field: &str, id: &str) -> Result<String, Refusal> {
    let plain = id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
    let wrong = || Refusal::invalid(field, id, "at most 128 visible ASCII characters without a slash");
    plain.then(|| id.to_owned()).ok_or_else(wrong)
}

/// The files that a submission names: in the questions that are answered with one, and in `meta/audit`. `files` are paths of the
/// published form; the root of a submission may be called otherwise.
///
/// # Errors
/// `submission.malformed`
pub fn named(xml: &[u8], files: &[String]) -> Result<Vec<String>, Refusal> {
    let below = |path: &str| path.trim_start_matches('/').split_once('/').map(|(_, rest)| rest.to_owned());
    let wanted: Vec<String> = files.iter().filter_map(|path| below(path)).collect();
    let mut names: Vec<String> = vec![];
    for node in nodes::read(xml)? {
        let Some(path) = below(&node.path) else { continue };
        let text = node.text.trim();
        let is_file = path == "meta/audit" || wanted.contains(&path);
        if is_file && !text.is_empty() && !names.iter().any(|n| n == text) {
            names.push(text.to_owned());
        }
    }
    Ok(names)
}

/// What stands there already, as far as it decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    /// The form's state; none when there is no such form, or none for this sender.
    pub form: Option<FormState>,
    /// Whether this version was once published.
    pub version: bool,
    /// What came under this instance.
    pub same: Option<&'a SubmissionRow>,
    /// What the corrected instance is; the inner none: there is no such instance.
    pub corrects: Option<Option<&'a SubmissionRow>>,
}

/// What becomes of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is new; the first edition of it, when it corrects one.
    New {
        /// The first edition.
        root: Option<String>,
    },
    /// The same came before.
    Again,
}

/// Decides.
///
/// # Errors
/// `form.not_found`, `form.version_unknown`, `form.closed`, `submission.differs`, `submission.voided`, `submission.unknown`,
/// `submission.not_current`
pub fn decide(form: &str, mark: &str, standing: Standing<'_>) -> Result<Verdict, Refusal> {
    // a phone that did not hear the answer asks again, also after the form was closed
    if let Some(same) = standing.same {
        return match () {
            () if same.voided_at.is_some() => Err(Refusal::conflict("submission.voided")),
            () if same.mark != mark || same.form != form => Err(Refusal::conflict("submission.differs")),
            () => Ok(Verdict::Again),
        };
    }
    let state = standing.form.ok_or_else(|| Refusal::not_found("form"))?;
    if !standing.version {
        return Err(Refusal::new(RefusalKind::NotFound, "form.version_unknown"));
    }
    if state == FormState::Closed {
        return Err(Refusal::conflict("form.closed"));
    }
    let root = match standing.corrects {
        None => None,
        Some(None) => return Err(Refusal::not_found("submission")),
        Some(Some(old)) if old.form != form => return Err(Refusal::not_found("submission")),
        Some(Some(old)) if old.replaced_by.is_some() || old.voided_at.is_some() => {
            return Err(Refusal::conflict("submission.not_current"));
        }
        Some(Some(old)) => Some(old.root.clone()),
    };
    Ok(Verdict::New { root })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Timestamp;

    fn row() -> SubmissionRow {
        SubmissionRow {
            county: "K1".into(),
            instance: "uuid:1".into(),
            id: "1".into(),
            form: "f".into(),
            version: "1".into(),
            root: "uuid:0".into(),
            replaces: None,
            replaced_by: None,
            mark: "m".into(),
            xml: "x".into(),
            area_path: "K1".into(),
            actor: "person/1".into(),
            visit: None,
            missing: 0,
            received_at: Timestamp(0),
            voided_at: None,
        }
    }

    #[test]
    fn prefixes_do_not_matter() {
        let xml = |meta: &str| format!("<d id='f' version='2'><x/>{meta}</d>");
        for meta in [
            "<orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta>",
            "<meta xmlns='x'><instanceID> uuid:1\n</instanceID><deprecatedID>uuid:0</deprecatedID></meta>",
        ] {
            let said = envelope(xml(meta).as_bytes()).unwrap();
            assert_eq!((said.form_id.as_str(), said.version.as_str()), ("f", "2"));
            assert_eq!(
                (said.instance_id.as_deref(), said.deprecated_id.as_deref()),
                (Some("uuid:1"), Some("uuid:0"))
            );
        }
        let code = |xml: &str| envelope(xml.as_bytes()).unwrap_err().code;
        assert_eq!(code("<d version='2'/>"), "submission.no_form");
        assert_eq!(code("<d id='f' encrypted='yes'/>"), "submission.no_instance");
        assert_eq!(code("<d id='f'><meta><instanceID>a/b</instanceID></meta></d>"), "field.invalid");
        assert_eq!(envelope(b"<d id='f'/>").unwrap().instance_id, None);
    }

    #[test]
    fn files_are_named_by_their_questions() {
        let xml = "<other id='f'><g><front>1.jpg</front></g><r><p>2.jpg</p></r><r><p>2.jpg</p></r><r><p/></r><who>3.jpg</who><meta><audit>audit.csv</audit></meta></other>";
        let files = ["/data/g/front", "/data/r/p"].map(String::from);
        assert_eq!(named(xml.as_bytes(), &files).unwrap(), ["1.jpg", "2.jpg", "audit.csv"]);
    }

    #[test]
    fn the_same_again_is_welcome_and_another_is_not() {
        let (old, mut gone) = (row(), row());
        gone.voided_at = Some(Timestamp(1));
        let code = |mark: &str, form: &str, standing| decide(form, mark, standing).unwrap_err().code;
        let same =
            Standing { form: Some(FormState::Closed), version: true, same: Some(&old), corrects: None };
        assert_eq!(decide("f", "m", same), Ok(Verdict::Again));
        assert_eq!(code("n", "f", same), "submission.differs");
        assert_eq!(code("m", "g", same), "submission.differs");
        assert_eq!(code("m", "f", Standing { same: Some(&gone), ..same }), "submission.voided");
        let new = Standing { form: Some(FormState::Closing), version: true, same: None, corrects: None };
        assert_eq!(decide("f", "m", new), Ok(Verdict::New { root: None }));
        assert_eq!(code("m", "f", Standing { form: Some(FormState::Closed), ..new }), "form.closed");
        assert_eq!(code("m", "f", Standing { form: None, ..new }), "form.not_found");
        assert_eq!(code("m", "f", Standing { version: false, ..new }), "form.version_unknown");
    }

    #[test]
    fn only_the_present_edition_is_corrected() {
        let new = Standing { form: Some(FormState::Open), version: true, ..Standing::default() };
        let (old, mut replaced) = (row(), row());
        replaced.replaced_by = Some("uuid:2".into());
        let corrects = |row| decide("f", "n", Standing { corrects: Some(row), ..new });
        assert_eq!(corrects(Some(&old)), Ok(Verdict::New { root: Some("uuid:0".into()) }));
        assert_eq!(corrects(Some(&replaced)).unwrap_err().code, "submission.not_current");
        assert_eq!(corrects(None).unwrap_err().code, "submission.not_found");
    }
}
