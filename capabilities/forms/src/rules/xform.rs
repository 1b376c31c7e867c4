//! What a published XForm says of itself.

use super::nodes;
use kernel::{Refusal, RefusalKind};

/// The part of an XForm that a server has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The id of the form.
    pub form_id: String,
    /// Its version; empty when it says none.
    pub version: String,
    /// Its title; empty when it says none.
    pub title: String,
    /// The paths of the questions that are answered with a file, by local names.
    pub files: Vec<String>,
}

/// Reads an XForm.
///
/// # Errors
/// `form.malformed`
pub fn said(xform: &str) -> Result<Said, Refusal> {
    let wrong = |expected: &str| Refusal::new(RefusalKind::Invalid, "form.malformed").want(expected);
    let nodes = nodes::read(xform.as_bytes()).map_err(|_| wrong("a well-formed XForm"))?;
    let instance = nodes.iter().position(|n| n.path == "/html/head/model/instance");
    let primary =
        instance.and_then(|n| nodes.get(n + 1)).filter(|n| n.path.starts_with("/html/head/model/instance/"));
    let primary = primary.ok_or_else(|| wrong("a primary instance"))?;
    let form_id = primary.attribute("id").ok_or_else(|| wrong("an id at the primary instance"))?;
    let binds = nodes.iter().filter(|n| n.path == "/html/head/model/bind");
    let files =
        binds.filter(|n| n.attribute("type") == Some("binary")).filter_map(|n| n.attribute("nodeset"));
    let title = nodes.iter().find(|n| n.path == "/html/head/title").map(|n| n.text.trim().to_owned());
    Ok(Said {
        title: title.unwrap_or_default(),
        form_id: form_id.into(),
        version: primary.attribute("version").unwrap_or_default().into(),
        files: files.map(local).collect(),
    })
}

/// A path without prefixes.
fn local(path: &str) -> String {
    let steps = path.trim().split('/').map(|step| step.rsplit_once(':').map_or(step, |(_, name)| name));
    steps.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_our_own_is_understood() {
        let book = "| survey | | | |\n| | type | name | label |\n| | text | who | 谁 |\n| | begin_group | g | |\n| | image | front | 照片 |\n| | end_group | | |\n| | audit | audit | |\n| settings | | |\n| | form_id | version |\n| | household | 7 |\n";
        let done = form_engine::convert(book.as_bytes(), "x.md").unwrap();
        let said = said(&done.xform).unwrap();
        assert_eq!((said.form_id.as_str(), said.version.as_str()), ("household", "7"));
        assert!(said.files[0].ends_with("/g/front"), "{:?}", said.files);
        assert!(said.files[1].ends_with("/meta/audit"), "{:?}", said.files);
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for bad in ["", "<a/>", "<html><head><model><instance/></model></head></html>"] {
            assert_eq!(said(bad).unwrap_err().code, "form.malformed");
        }
    }
}
