//! A city's message gateway (SMS, WeChat): one POST of JSON for each message. What the JSON looks like is the operator's
//! template; the secret goes along as a bearer token.

use crate::{
    Fault, Letter,
    http::{self, Sender},
    net::Networks,
};
use kernel::fill;
use serde_json::Value;
use url::Url;

/// What is posted when the operator says nothing else.
pub const TEMPLATE: &str = r#"{"id":"{id}","to":"{to}","text":"{text}"}"#;

/// A gateway that takes our messages.
#[derive(Clone)]
pub struct Gateway {
    url: Url,
    secret: String,
    template: Value,
    sender: Sender,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}

impl Gateway {
    /// `template` is JSON in whose texts `{to}`, `{text}` and `{id}` stand; empty: [`TEMPLATE`].
    ///
    /// # Errors
    /// What is wrong with one of them, by its key.
    pub fn new(url: &str, secret: &str, template: &str) -> Result<Self, String> {
        let parsed = Url::parse(url).ok().filter(|u| matches!(u.scheme(), "https" | "http") && u.has_host());
        let parsed = parsed.ok_or_else(|| format!("gateway.url: {url:?}; expected https://…"))?;
        let template = if template.is_empty() { TEMPLATE } else { template };
        let template: Value =
            serde_json::from_str(template).map_err(|e| format!("gateway.template: not JSON: {e}"))?;
        for needed in ["{to}", "{text}"] {
            if !template.to_string().contains(needed) {
                return Err(format!("gateway.template: {needed} is missing"));
            }
        }
        // the operator names this one host in the configuration itself: it may stand anywhere
        let networks = Networks::parse("0.0.0.0/0, ::/0").map_err(|e| format!("gateway.url: {e}"))?;
        Ok(Self { url: parsed, secret: secret.into(), template, sender: Sender::new(networks) })
    }

    /// Where messages are posted to: for administrators.
    pub fn shown(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn send(&self, letter: &Letter) -> Result<(), Fault> {
        let mut headers = vec![("content-type", "application/json; charset=utf-8".to_owned())];
        if !self.secret.is_empty() {
            headers.push(("authorization", format!("Bearer {}", self.secret)));
        }
        let body = filled(&self.template, letter).to_string();
        match self.sender.post(&self.url, &headers, body).await {
            Ok(_) => Ok(()),
            // the gateway understood, and will not: anything else may be another time
            Err(http::Fault::Status(status @ (400 | 404 | 410 | 422))) => {
                Err(Fault::Refused(format!("the gateway answered {status}")))
            }
            Err(fault) => Err(Fault::Later(fault.to_string())),
        }
    }
}

/// The template with the message in its texts.
fn filled(template: &Value, letter: &Letter) -> Value {
    match template {
        Value::String(text) => Value::String(fill(text, |key| match key {
            "to" => letter.to.clone(),
            "text" => letter.text.clone(),
            "id" => letter.id.clone(),
            other => format!("{{{other}}}"),
        })),
        Value::Array(items) => items.iter().map(|item| filled(item, letter)).collect(),
        Value::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), filled(v, letter))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_stay_words_in_the_template() {
        let template =
            r#"{"phones":["{to}"],"sign":"经纬","params":{"content":"{text}","n":1,"other":"{x}"}}"#;
        let gateway = Gateway::new("https://sms.example.cn/send", "s", template).unwrap();
        let letter =
            Letter { to: "13800000000".into(), text: "\"},{\"a\":\"{to}".into(), ..Letter::default() };
        assert_eq!(
            filled(&gateway.template, &letter),
            json!({"phones": ["13800000000"], "sign": "经纬", "params": {"content": "\"},{\"a\":\"{to}", "n": 1, "other": "{x}"}})
        );
        assert!(Gateway::new("ftp://a.b", "", "").unwrap_err().starts_with("gateway.url"));
        assert!(Gateway::new("https://a.b", "", r#"{"to":"{to}"}"#).unwrap_err().contains("{text}"));
        assert!(Gateway::new("https://a.b", "", "{").unwrap_err().starts_with("gateway.template"));
    }
}
