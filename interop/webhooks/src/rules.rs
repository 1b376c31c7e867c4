//! What is right, what concerns whom, and what an event looks like: pure.

use crate::model::{NewWebhook, Webhook};
use cases::live::Happened;
use kernel::{Refusal, RefusalKind};
use serde_json::{Value, json};
use url::{Host, Url};

/// What the type of every event about a case begins with.
pub const TYPE: &str = "jingwei.case.";
/// Types of events in one subscription at most.
const EVENTS: usize = 50;

/// The type of an event.
pub fn event_type(action: &str) -> String {
    format!("{TYPE}{action}")
}

/// The id of an event: the same in every attempt, to every subscription and after a rebuild.
pub fn event_id(case: &str, seq: i64) -> String {
    format!("evt_{case}_{seq}")
}

/// The case and the number of the fact in an event's id.
pub fn parse_event_id(id: &str) -> Option<(String, i64)> {
    let (case, seq) = id.strip_prefix("evt_")?.rsplit_once('_')?;
    Some((case.to_owned(), seq.parse().ok()?))
}

/// What is wrong with a subscription, if anything.
///
/// # Errors
/// The field, the value and what is expected.
pub fn check(new: &NewWebhook) -> Result<Url, Refusal> {
    let length = new.name.trim().chars().count();
    if length == 0 || length > 100 || new.name.chars().any(char::is_control) {
        return Err(Refusal::invalid("/name", &new.name, "1 to 100 characters"));
    }
    if new.events.len() > EVENTS {
        return Err(Refusal::new(RefusalKind::Invalid, "field.too_long")
            .at("/events")
            .want(format!("at most {EVENTS}")));
    }
    for (i, pattern) in new.events.iter().enumerate() {
        let plain = pattern.strip_suffix('*').unwrap_or(pattern);
        let fits = plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
        if pattern.is_empty() || pattern.len() > 100 || !fits {
            let expected = "a type such as jingwei.case.dispatch, or the beginning of one and *";
            return Err(Refusal::invalid(format!("/events/{i}"), pattern, expected));
        }
    }
    check_url(&new.url)
}

fn check_url(text: &str) -> Result<Url, Refusal> {
    // the value may hold a secret of the receiver's: it is not quoted
    let wrong = || {
        Refusal::new(RefusalKind::Invalid, "field.invalid")
            .at("/url")
            .want("https://host/path of at most 500 characters, without user, password and fragment")
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let host = match url.host() {
        Some(Host::Domain(name)) => !name.is_empty(),
        Some(_) => true,
        None => false,
    };
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if text.len() > 500 || !matches!(url.scheme(), "https" | "http") || !host || !bare {
        return Err(wrong());
    }
    Ok(url)
}

/// Scheme, host and port of an address, for the fact: the path may hold a secret.
pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether a subscription is told of an event.
pub fn concerns(webhook: &Webhook, happened: &Happened) -> bool {
    let event = &happened.event;
    let kind = event_type(&event.action);
    let fits = |pattern: &String| match pattern.strip_suffix('*') {
        Some(beginning) => kind.starts_with(beginning),
        None => kind == *pattern,
    };
    webhook.ended_at.is_none()
        && event.at >= webhook.created_at
        && authz::covers(&webhook.area_path, &event.area_path)
        && (webhook.events.is_empty() || webhook.events.iter().any(fits))
}

/// The event as CloudEvents 1.0, structured, JSON. `source` names this deployment.
pub fn cloud_event(source: &str, happened: &Happened) -> Value {
    let event = &happened.event;
    json!({
        "specversion": "1.0",
        "id": event_id(&happened.case, event.seq),
        "source": source,
        "type": event_type(&event.action),
        "subject": event.number,
        "time": event.at,
        "datacontenttype": "application/json",
        "data": event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WebhookId;
    use cases::live::Event;
    use kernel::Timestamp;

    fn new(url: &str, events: &[&str]) -> NewWebhook {
        let events = events.iter().map(|e| (*e).to_owned()).collect();
        NewWebhook { name: "hotline".into(), url: url.into(), events, area: String::new(), enabled: true }
    }

    fn happened(action: &str, area_path: &str) -> Happened {
        let event = Event {
            county: "350304".into(),
            number: "350304-20260302-000001".into(),
            action: action.into(),
            phase: "work".into(),
            unit: None,
            area_path: area_path.into(),
            seq: 2,
            at: Timestamp(1_000),
        };
        Happened { event, case: "018f".into(), pos: 9, units: vec![], public: false }
    }

    #[test]
    fn what_is_wrong_is_named_and_a_url_is_not_quoted() {
        for good in ["https://a.example/x", "http://10.0.0.1:8080/hook?token=1", "https://[2001:db8::1]/"] {
            assert!(
                check(&new(good, &["jingwei.case.report", "jingwei.case.system.*", "*"])).is_ok(),
                "{good}"
            );
        }
        let long = format!("https://a.example/{}", "x".repeat(500));
        for bad in
            ["", "ftp://a/x", "https://u:p@a/x", "https://a/x#y", "file:///etc/passwd", "a.example", &long]
        {
            let refusal = check(&new(bad, &[])).unwrap_err();
            assert_eq!((refusal.field.as_deref(), refusal.value), (Some("/url"), None), "{bad}");
        }
        for bad in ["", "A", "a b", "a*b", "中"] {
            let refusal = check(&new("https://a/", &["ok", bad])).unwrap_err();
            assert_eq!(refusal.field.as_deref(), Some("/events/1"), "{bad}");
        }
    }

    #[test]
    fn who_is_told_of_what() {
        let hook = |events: &[&str], area: &str| Webhook {
            id: WebhookId::trusted("h"),
            name: String::new(),
            url: String::new(),
            events: events.iter().map(|e| (*e).to_owned()).collect(),
            area: String::new(),
            area_path: area.into(),
            enabled: true,
            generation: 1,
            rotated_at: None,
            created_at: Timestamp(1_000),
            changed_at: Timestamp(1_000),
            ended_at: None,
        };
        let told = |hook: &Webhook, action| concerns(hook, &happened(action, "c/k/t"));
        assert!(told(&hook(&[], ""), "sign") && told(&hook(&[], "c/k"), "sign"));
        assert!(!told(&hook(&[], "c/kk"), "sign"));
        let system = hook(&["jingwei.case.system.*", "jingwei.case.report"], "c");
        assert!(told(&system, "system.late") && told(&system, "report") && !told(&system, "sign"));
        assert!(!told(&Webhook { ended_at: Some(Timestamp(2)), ..hook(&[], "") }, "sign"));
        assert!(!told(&Webhook { created_at: Timestamp(1_001), ..hook(&[], "") }, "sign"), "before its time");
    }

    #[test]
    fn an_event_has_the_attributes_of_its_specification() {
        let event = cloud_event("https://grid.example", &happened("sign", "c/k"));
        assert_eq!((&event["specversion"], &event["id"]), (&json!("1.0"), &json!("evt_018f_2")));
        assert_eq!(
            (&event["type"], &event["time"]),
            (&json!("jingwei.case.sign"), &json!("1970-01-01T00:00:01Z"))
        );
        assert_eq!(event["data"]["seq"], 2);
        assert_eq!(parse_event_id("evt_018f_2"), Some(("018f".into(), 2)));
        assert_eq!(parse_event_id("018f_2"), None);
    }
}
