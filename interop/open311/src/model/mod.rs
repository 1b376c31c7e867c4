//! What exists in GeoReport v2, and how each thing is written.

mod service;
mod update;

pub use service::{Attribute, Datatype, Definition, Service};
pub use update::{Update, UpdateStatus};

use crate::document::Node;
use crate::map;
use kernel::Timestamp;

/// The specification that an endpoint keeps; clients compare it literally.
pub const SPECIFICATION: &str = "http://wiki.open311.org/GeoReport_v2";

/// The answer to `discovery`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// When services or this document last changed.
    pub changeset: Timestamp,
    /// Whom to ask.
    pub contact: String,
    /// How to get a key.
    pub key_service: String,
    /// Absolute address of the production endpoint, without a slash at the end.
    pub production: String,
    /// Absolute address of the test endpoint, without a slash at the end.
    pub test: String,
}

impl Discovery {
    /// `discovery`.
    pub fn node(&self) -> Node {
        let endpoint = |(kind, url): (&str, &str)| {
            map! {
                "specification" => SPECIFICATION,
                "url" => url,
                "changeset" => self.changeset.seconds_text(),
                "type" => kind,
                "formats" => Node::list("format", ["text/xml", "application/json"], Node::from),
            }
        };
        let endpoints = [("production", self.production.as_str()), ("test", self.test.as_str())];
        map! {
            "changeset" => self.changeset.seconds_text(),
            "contact" => self.contact.as_str(),
            "key_service" => self.key_service.as_str(),
            "endpoints" => Node::list("endpoint", endpoints, endpoint),
        }
    }
}

/// `open` or `closed`: all that a request's status may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestStatus {
    /// Not at its end.
    Open,
    /// At its end, however it ended.
    Closed,
}

impl RequestStatus {
    /// The word of the specification.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
    /// Reads the word, whatever its case.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Closed].into_iter().find(|s| s.code().eq_ignore_ascii_case(word))
    }
}

/// A matter, as far as its reader may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The case number.
    pub id: String,
    /// Open or closed.
    pub status: RequestStatus,
    /// The present state or the last public answer.
    pub status_notes: Option<String>,
    /// The service.
    pub service_code: String,
    /// Its name.
    pub service_name: Option<String>,
    /// What was reported, where that may be read.
    pub description: Option<String>,
    /// The unit that owes it.
    pub agency_responsible: Option<String>,
    /// When it was reported.
    pub requested_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it is promised to be done.
    pub expected_at: Option<Timestamp>,
    /// Where, in words.
    pub address: Option<String>,
    /// Where, as the code of the lowest area known.
    pub address_id: Option<String>,
    /// Latitude, WGS-84 degrees.
    pub lat: Option<f64>,
    /// Longitude, WGS-84 degrees.
    pub lon: Option<f64>,
    /// Absolute addresses of its photos.
    pub media: Vec<String>,
    /// What `extensions=true` adds.
    pub more: Option<More>,
}

/// What `extensions=true` adds to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Detailed status of the update extension.
    pub status: Option<UpdateStatus>,
    /// How it came in.
    pub channel: Option<String>,
    /// What happened, oldest first.
    pub notes: Vec<Note>,
}

/// One step of a matter's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// The code of the step.
    pub kind: String,
    /// What was said, or the name of the step.
    pub description: String,
}

impl Request {
    /// `request`. Every field stands there, an unknown one empty; some clients fall over a missing one.
    pub fn node(&self) -> Node {
        let core = map! {
            "service_request_id" => self.id.as_str(),
            "status" => self.status.code(),
            "status_notes" => Node::text(self.status_notes.as_deref()),
            "service_name" => Node::text(self.service_name.as_deref()),
            "service_code" => self.service_code.as_str(),
            "description" => Node::text(self.description.as_deref()),
            "agency_responsible" => Node::text(self.agency_responsible.as_deref()),
            "service_notice" => Node::Null,
            "requested_datetime" => self.requested_at.seconds_text(),
            "updated_datetime" => self.updated_at.seconds_text(),
            "expected_datetime" => Node::text(self.expected_at.map(Timestamp::seconds_text)),
            "address" => Node::text(self.address.as_deref()),
            "address_id" => Node::text(self.address_id.as_deref()),
            "zipcode" => Node::Null,
            "lat" => Node::number(self.lat.map(rounded)),
            "long" => Node::number(self.lon.map(rounded)),
            "media_url" => Node::text(self.media.first().cloned()),
        };
        match (core, &self.more) {
            (Node::Map(mut fields), Some(more)) => {
                fields.push(("extended_attributes".into(), self.extended(more)));
                fields.push(("notes".into(), Node::list("note", &more.notes, Note::node)));
                Node::Map(fields)
            }
            (core, _) => core,
        }
    }

    fn extended(&self, more: &More) -> Node {
        let photo = |url: &String| map! { "media_url" => url.as_str() };
        map! {
            "status" => Node::text(more.status.map(UpdateStatus::code)),
            "channel" => Node::text(more.channel.as_deref()),
            "photos" => Node::list("photo", &self.media, photo),
        }
    }
}

impl Note {
    fn node(&self) -> Node {
        map! {
            "datetime" => self.at.seconds_text(),
            "type" => self.kind.as_str(),
            "description" => self.description.as_str(),
        }
    }
}

/// Six decimals, some 10 cm: nobody reports more precisely.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// What a client learns from posting a request, or from a token: the number, or a token to ask with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The number is known.
    Known {
        /// The case number.
        id: String,
        /// What will happen next.
        notice: Option<String>,
    },
    /// It is not known yet.
    Pending {
        /// To ask with.
        token: String,
    },
}

impl Receipt {
    /// `request` in the answer to a post: a number or a token, never both.
    pub fn node(&self) -> Node {
        match self {
            Self::Known { id, notice } => map! {
                "service_request_id" => id.as_str(),
                "service_notice" => Node::text(notice.as_deref()),
                "account_id" => Node::Null,
            },
            Self::Pending { token } => map! {
                "token" => token.as_str(),
                "service_notice" => Node::Null,
                "account_id" => Node::Null,
            },
        }
    }
}

/// `request` in the answer to `tokens/{token}`; a number that is not known yet is an empty element.
pub fn token_node(token: &str, id: Option<&str>) -> Node {
    map! { "service_request_id" => Node::text(id), "token" => token }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, write};

    fn json(node: &Node) -> serde_json::Value {
        serde_json::from_slice(&write(Format::Json, "x", node)).unwrap()
    }

    fn request() -> Request {
        Request {
            id: "350304-20261121-000123".into(),
            status: RequestStatus::Open,
            status_notes: None,
            service_code: "0103".into(),
            service_name: Some("路灯".into()),
            description: None,
            agency_responsible: None,
            requested_at: Timestamp(1_795_000_000_123),
            updated_at: Timestamp(1_795_000_100_999),
            expected_at: None,
            address: None,
            address_id: None,
            lat: Some(25.1234567891),
            lon: Some(119.0),
            media: vec!["http://h/1".into(), "http://h/2".into()],
            more: None,
        }
    }

    #[test]
    fn a_request_has_every_field_and_strict_types() {
        let value = json(&request().node());
        let fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        for field in [
            "service_request_id",
            "status",
            "status_notes",
            "service_name",
            "service_code",
            "description",
            "agency_responsible",
            "service_notice",
            "requested_datetime",
            "updated_datetime",
            "expected_datetime",
            "address",
            "address_id",
            "zipcode",
            "lat",
            "long",
            "media_url",
        ] {
            assert!(fields.contains(&field), "{field}");
        }
        assert_eq!(fields.len(), 17, "the default stays strict");
        assert_eq!(value["service_request_id"], "350304-20261121-000123");
        assert_eq!(value["service_code"], "0103");
        assert_eq!(value["requested_datetime"], "2026-11-18T11:06:40Z");
        assert_eq!(value["lat"], serde_json::json!(25.123457));
        assert_eq!(value["long"], serde_json::json!(119.0));
        assert_eq!(value["media_url"], "http://h/1");
        assert!(value["expected_datetime"].is_null());
    }

    #[test]
    fn extensions_add_and_change_nothing() {
        let note = Note { at: Timestamp(0), kind: "report".into(), description: "上报".into() };
        let more =
            More { status: Some(UpdateStatus::InProgress), channel: Some("web".into()), notes: vec![note] };
        let value = json(&Request { more: Some(more), ..request() }.node());
        assert_eq!(value["status"], "open");
        assert_eq!(value["extended_attributes"]["status"], "in_progress");
        assert_eq!(value["extended_attributes"]["photos"][1]["media_url"], "http://h/2");
        assert_eq!(value["notes"][0]["datetime"], "1970-01-01T00:00:00Z");
        assert_eq!(value["notes"][0]["type"], "report");
    }

    #[test]
    fn discovery_lists_two_endpoints() {
        let discovery = Discovery {
            changeset: Timestamp(1_795_000_000_000),
            contact: "c".into(),
            key_service: "k".into(),
            production: "http://h/open311/v2".into(),
            test: "http://h/open311/test/v2".into(),
        };
        let value = json(&discovery.node());
        assert_eq!(value["endpoints"].as_array().unwrap().len(), 2);
        assert_eq!(value["endpoints"][0]["type"], "production");
        assert_eq!(value["endpoints"][0]["specification"], "http://wiki.open311.org/GeoReport_v2");
        assert_eq!(value["endpoints"][1]["formats"], serde_json::json!(["text/xml", "application/json"]));
    }

    #[test]
    fn a_receipt_has_a_number_or_a_token() {
        let known = json(&Receipt::Known { id: "A-1".into(), notice: None }.node());
        assert_eq!((known["service_request_id"].as_str(), known.get("token")), (Some("A-1"), None));
        let pending = json(&Receipt::Pending { token: "t".into() }.node());
        assert_eq!((pending["token"].as_str(), pending.get("service_request_id")), (Some("t"), None));
        let xml = String::from_utf8(write(Format::Xml, "request", &token_node("t", None))).unwrap();
        assert!(xml.ends_with("<request><service_request_id/><token>t</token></request>"));
    }

    #[test]
    fn a_definition_counts_from_one() {
        let attribute = Attribute {
            code: "lamp".into(),
            variable: true,
            datatype: Datatype::SingleValueList,
            required: false,
            hint: None,
            description: "?".into(),
            values: vec![("1".into(), "一".into())],
        };
        let definition = Definition { code: "0103".into(), attributes: vec![attribute.clone(), attribute] };
        let value = json(&definition.node());
        assert_eq!(value["attributes"][1]["order"], 2);
        assert_eq!(value["attributes"][0]["values"][0]["key"], "1");
        assert_eq!(value["attributes"][0]["datatype"], "singlevaluelist");
        assert!(value["attributes"][0]["datatype_description"].is_null());
    }

    #[test]
    fn statuses_are_read_in_any_case() {
        for status in UpdateStatus::ALL {
            assert_eq!(UpdateStatus::parse(&status.code().to_uppercase()), Some(status));
        }
        assert_eq!(UpdateStatus::parse("DONE"), None);
        assert_eq!(RequestStatus::parse("Open"), Some(RequestStatus::Open));
        assert_eq!(RequestStatus::parse("fixed"), None);
    }
}
