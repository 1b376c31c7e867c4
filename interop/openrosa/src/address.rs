//! What a path asks for. A secret may stand in front, and is kept in every link, since clients follow those word for word.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in a step of a path.
const STEP: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The list of forms.
    FormList,
    /// An XForm.
    Form { id: String, version: String },
    /// The list of the files of a form.
    Manifest { id: String, version: String },
    /// One of them.
    Media { id: String, version: String, name: String },
    /// Which entities of a list are no more.
    Integrity { id: String, version: String, name: String },
    /// Where submissions go.
    Submission,
    /// Where XForms are published (Briefcase).
    Upload,
    /// The same, posted.
    FormUpload,
    /// The submissions of a form (Briefcase).
    SubmissionList,
    /// One of them in clear (Briefcase).
    DownloadSubmission,
    /// A file of one of them (Briefcase).
    Attachment { form: String, instance: String, name: String },
}

/// A path under the mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The secret in front.
    pub token: Option<String>,
    /// What the caller reads answers for.
    pub purpose: Option<String>,
    /// What is asked for; None: nothing of ours.
    pub target: Option<Target>,
}

impl Address {
    /// Reads a path below the mount.
    pub fn parse(path: &str) -> Self {
        let steps: Option<Vec<String>> = path.trim_matches('/').split('/').map(decoded).collect();
        let Some(steps) = steps else { return Self { token: None, purpose: None, target: None } };
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let (token, rest) = after("key", &steps);
        let (purpose, rest) = after("for", rest);
        Self { token, purpose, target: target(rest) }
    }
}

/// What is said behind a word in front of the rest.
fn after<'a>(word: &str, steps: &'a [&'a str]) -> (Option<String>, &'a [&'a str]) {
    match steps {
        [first, said, rest @ ..] if *first == word => (Some((*said).to_owned()), rest),
        rest => (None, rest),
    }
}

fn decoded(step: &str) -> Option<String> {
    let text = percent_decode_str(step).decode_utf8().ok()?.into_owned();
    (!text.contains('\0')).then_some(text)
}

fn target(steps: &[&str]) -> Option<Target> {
    // an empty version still has a step of its own
    let version = |step: &str| step.strip_prefix('v').map(str::to_owned);
    Some(match *steps {
        ["formList"] => Target::FormList,
        ["submission"] => Target::Submission,
        ["upload"] => Target::Upload,
        ["formUpload"] => Target::FormUpload,
        ["view", "submissionList"] => Target::SubmissionList,
        ["view", "downloadSubmission"] => Target::DownloadSubmission,
        ["view", "file", form, instance, name] => {
            Target::Attachment { form: form.into(), instance: instance.into(), name: name.into() }
        }
        ["forms", id, v, "form.xml"] => Target::Form { id: id.into(), version: version(v)? },
        ["forms", id, v, "manifest"] => Target::Manifest { id: id.into(), version: version(v)? },
        ["forms", id, v, "media", name] => {
            Target::Media { id: id.into(), version: version(v)?, name: name.into() }
        }
        ["forms", id, v, "media", name, "integrity"] => {
            Target::Integrity { id: id.into(), version: version(v)?, name: name.into() }
        }
        _ => return None,
    })
}

/// The links that stand in answers, all below one base.
#[derive(Clone, Debug)]
pub struct Links(pub String);

impl Links {
    /// Links below the address under which the client reached us, with the secret it showed and the purpose it said.
    pub fn new(base: &str, mount: &str, token: Option<&str>, purpose: Option<&str>) -> Self {
        let step = |word: &str, said: Option<&str>| {
            said.map(|said| format!("/{word}/{}", utf8_percent_encode(said, STEP))).unwrap_or_default()
        };
        Self(format!("{base}{mount}{}{}", step("key", token), step("for", purpose)))
    }

    /// Where a file of a submission is.
    pub fn attachment(&self, form: &str, instance: &str, name: &str) -> String {
        let step = |text| utf8_percent_encode(text, STEP);
        format!("{}/view/file/{}/{}/{}", self.0, step(form), step(instance), step(name))
    }

    /// Where a form is.
    pub fn form(&self, id: &str, version: &str) -> String {
        format!("{}/form.xml", self.version(id, version))
    }

    /// Where the list of its files is.
    pub fn manifest(&self, id: &str, version: &str) -> String {
        format!("{}/manifest", self.version(id, version))
    }

    /// Where one of its files is.
    pub fn media(&self, id: &str, version: &str, name: &str) -> String {
        format!("{}/media/{}", self.version(id, version), utf8_percent_encode(name, STEP))
    }

    /// Where it is asked which entities of a list are no more.
    pub fn integrity(&self, id: &str, version: &str, name: &str) -> String {
        format!("{}/integrity", self.media(id, version, name))
    }

    fn version(&self, id: &str, version: &str) -> String {
        let step = |text| utf8_percent_encode(text, STEP);
        format!("{}/forms/{}/v{}", self.0, step(id), step(version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_secret_may_stand_in_front() {
        let plain = Address::parse("/formList");
        assert_eq!(plain, Address { token: None, purpose: None, target: Some(Target::FormList) });
        let keyed = Address::parse("/key/abc/submission");
        assert_eq!(
            keyed,
            Address { token: Some("abc".into()), purpose: None, target: Some(Target::Submission) }
        );
        let why = Address::parse("/key/abc/for/%E6%A0%B8%E6%9F%A5/view/submissionList");
        assert_eq!((why.purpose.as_deref(), why.target), (Some("核查"), Some(Target::SubmissionList)));
        assert_eq!(Address::parse("/key/abc").target, None);
        assert_eq!(Address::parse("/forms/a/1/form.xml").target, None);
    }

    proptest! {
        #[test]
        fn a_link_leads_back(id in "[^\u{0}]{1,12}", version in "[^\u{0}]{0,12}", name in "[^\u{0}]{1,12}") {
            let links = Links::new("", "", Some("t"), Some("为什么"));
            let back = |link: String| Address::parse(&link).target;
            let form = Target::Form { id: id.clone(), version: version.clone() };
            prop_assert_eq!(back(links.form(&id, &version)), Some(form));
            let media = Target::Media { id: id.clone(), version: version.clone(), name: name.clone() };
            prop_assert_eq!(back(links.media(&id, &version, &name)), Some(media));
            let list = Target::Integrity { id: id.clone(), version: version.clone(), name: name.clone() };
            prop_assert_eq!(back(links.integrity(&id, &version, &name)), Some(list));
            let file = Target::Attachment { form: id.clone(), instance: version.clone(), name: name.clone() };
            prop_assert!(version.is_empty() || back(links.attachment(&id, &version, &name)) == Some(file));
        }

        #[test]
        fn no_path_panics(path in ".{0,60}") {
            Address::parse(&path);
        }
    }
}
