//! What went wrong, as a document in the format that was asked for.
//!
//! GeoReport knows three statuses: 404 for what is not there, 403 for a missing or wrong key, 400 for the rest. Beyond
//! them 405, 429, 500 and 503 stay what they are, so that a client knows what to change and when to try again.

use crate::document::Node;
use crate::map;
use kernel::{Failure, Lang, Refusal, RefusalKind};
use web::Messages;

/// One or several reasons; the first decides the status.
#[derive(Debug)]
pub struct Fault(pub Vec<Failure>);

impl<E: Into<Failure>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(vec![error.into()])
    }
}

impl Fault {
    /// From the refusals of a form.
    pub fn of(refusals: Vec<Refusal>) -> Self {
        Self(refusals.into_iter().map(Failure::from).collect())
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.0.first().map_or(500, status)
    }

    /// Writes into the log what the client is not told.
    pub fn log(&self) {
        for failure in &self.0 {
            match failure {
                Failure::Internal(error) => tracing::error!(error, "internal failure"),
                Failure::Unavailable(error) => tracing::warn!(error, "unavailable"),
                Failure::Refused(_) => {}
            }
        }
    }

    /// Seconds after which trying again makes sense.
    pub fn retry_after(&self) -> Option<u64> {
        match self.0.first() {
            Some(Failure::Unavailable(_)) => Some(2),
            Some(Failure::Refused(refusal)) => refusal.extra.get("retry_after")?.as_u64(),
            _ => None,
        }
    }

    /// `errors`. Internal causes are not told.
    pub fn node(&self, messages: &Messages, lang: Lang) -> Node {
        let error = |failure: &Failure| {
            map! {
                "code" => Node::Whole(status(failure).into()),
                "description" => describe(failure, messages, lang),
            }
        };
        Node::list("error", &self.0, error)
    }
}

fn status(failure: &Failure) -> u16 {
    match failure {
        Failure::Refused(refusal) if refusal.code == "method.not_allowed" => 405,
        Failure::Refused(refusal) => match refusal.kind {
            RefusalKind::NotFound => 404,
            RefusalKind::Unauthenticated | RefusalKind::Forbidden => 403,
            RefusalKind::TooMany => 429,
            _ => 400,
        },
        Failure::Unavailable(_) => 503,
        Failure::Internal(_) => 500,
    }
}

/// The words of the catalogue, then field, value and expectation unless the words have them already.
fn describe(failure: &Failure, messages: &Messages, lang: Lang) -> String {
    let refusal = match failure {
        Failure::Refused(refusal) => refusal.clone(),
        Failure::Unavailable(_) => Refusal::rule("service.unavailable"),
        Failure::Internal(_) => Refusal::rule("internal"),
    };
    let mut text = messages.say(&refusal, lang);
    let details = [("", &refusal.field), ("", &refusal.value), ("expected ", &refusal.expected)];
    let missing: Vec<String> = details
        .into_iter()
        .filter_map(|(word, detail)| {
            Some(format!("{word}{}", detail.as_deref().filter(|d| !text.contains(d))?))
        })
        .collect();
    if !missing.is_empty() {
        text = format!("{text} ({})", missing.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, write};

    fn messages() -> Messages {
        Messages::merge([("open311", crate::MESSAGES)]).unwrap()
    }

    #[test]
    fn three_statuses_and_the_servers_own() {
        let of = |kind| Fault::from(Refusal::new(kind, "x")).status();
        assert_eq!(of(RefusalKind::NotFound), 404);
        assert_eq!(of(RefusalKind::Unauthenticated), 403);
        assert_eq!(of(RefusalKind::Forbidden), 403);
        for kind in [
            RefusalKind::Invalid,
            RefusalKind::TooLarge,
            RefusalKind::Unsupported,
            RefusalKind::Rule,
            RefusalKind::Conflict,
        ] {
            assert_eq!(of(kind), 400);
        }
        assert_eq!(of(RefusalKind::TooMany), 429);
        let busy = Fault::from(Failure::Unavailable("disk".into()));
        assert_eq!((busy.status(), busy.retry_after()), (503, Some(2)));
    }

    #[test]
    fn every_reason_is_told_in_both_formats() {
        let fault = Fault::of(vec![
            Refusal::required("service_code"),
            Refusal::invalid("lat", "91", "a number from -90 to 90"),
        ]);
        let node = fault.node(&messages(), Lang::En);
        let json: serde_json::Value = serde_json::from_slice(&write(Format::Json, "errors", &node)).unwrap();
        assert_eq!(json[0]["code"], 400);
        assert!(json[0]["description"].as_str().unwrap().contains("service_code"));
        let second = json[1]["description"].as_str().unwrap();
        assert!(second.contains("lat") && second.contains("91") && second.contains("-90 to 90"), "{second}");
        let xml = String::from_utf8(write(Format::Xml, "errors", &node)).unwrap();
        assert!(xml.contains("<errors><error><code>400</code><description>"), "{xml}");
    }

    #[test]
    fn internal_causes_stay_inside() {
        let node = Fault::from(Failure::Internal("secret cause".into())).node(&messages(), Lang::En);
        assert!(!String::from_utf8(write(Format::Json, "errors", &node)).unwrap().contains("secret"));
    }
}
