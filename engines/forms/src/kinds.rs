//! The types of questions.

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// It is not: metadata, calculations.
    None,
    Input,
    /// A file; the media type.
    Upload(&'static str),
    SelectOne,
    SelectMultiple,
    Rank,
    Trigger,
    Range,
}

/// What happens by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The place where the form is opened, or where the trigger is answered.
    SetGeopoint,
    RecordAudio,
}

/// What a type means for bind and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The word of XLSForm.
    pub name: &'static str,
    pub control: Control,
    /// The data type; none makes no bind.
    pub data: Option<&'static str>,
    /// `jr:preload` and `jr:preloadParams`.
    pub preload: Option<(&'static str, &'static str)>,
    pub readonly: bool,
    pub constraint: Option<&'static str>,
    pub hint: Option<&'static str>,
    pub action: Option<Action>,
}

const fn kind(name: &'static str, control: Control, data: &'static str) -> Kind {
    Kind {
        name,
        control,
        data: Some(data),
        preload: None,
        readonly: false,
        constraint: None,
        hint: None,
        action: None,
    }
}

const fn preloaded(name: &'static str, data: &'static str, how: &'static str, what: &'static str) -> Kind {
    Kind { preload: Some((how, what)), ..kind(name, Control::None, data) }
}

const fn limited(
    name: &'static str,
    data: &'static str,
    constraint: &'static str,
    hint: Option<&'static str>,
) -> Kind {
    Kind { constraint: Some(constraint), hint, ..kind(name, Control::Input, data) }
}

static KINDS: [Kind; 51] = [
    kind("text", Control::Input, "string"),
    kind("integer", Control::Input, "int"),
    kind("decimal", Control::Input, "decimal"),
    kind("date", Control::Input, "date"),
    kind("time", Control::Input, "time"),
    kind("dateTime", Control::Input, "dateTime"),
    kind("geopoint", Control::Input, "geopoint"),
    kind("geotrace", Control::Input, "geotrace"),
    kind("geoshape", Control::Input, "geoshape"),
    kind("barcode", Control::Input, "barcode"),
    Kind { readonly: true, ..kind("note", Control::Input, "string") },
    kind("select_one", Control::SelectOne, "string"),
    kind("select_multiple", Control::SelectMultiple, "string"),
    kind("select_one_external", Control::Input, "string"),
    kind("rank", Control::Rank, "odk:rank"),
    kind("range", Control::Range, "int"),
    kind("image", Control::Upload("image/*"), "binary"),
    kind("audio", Control::Upload("audio/*"), "binary"),
    kind("video", Control::Upload("video/*"), "binary"),
    kind("file", Control::Upload("application/*"), "binary"),
    kind("osm", Control::Upload("osm/*"), "binary"),
    kind("acknowledge", Control::Trigger, "string"),
    Kind { data: None, ..kind("trigger", Control::Trigger, "") },
    kind("calculate", Control::None, "string"),
    kind("hidden", Control::None, "string"),
    kind("audit", Control::None, "binary"),
    Kind { data: None, ..kind("xml-external", Control::None, "") },
    Kind { data: None, ..kind("csv-external", Control::None, "") },
    Kind { action: Some(Action::SetGeopoint), ..kind("start-geopoint", Control::None, "geopoint") },
    Kind { action: Some(Action::SetGeopoint), ..kind("background-geopoint", Control::None, "geopoint") },
    Kind { action: Some(Action::RecordAudio), ..kind("background-audio", Control::None, "binary") },
    preloaded("start", "dateTime", "timestamp", "start"),
    preloaded("end", "dateTime", "timestamp", "end"),
    preloaded("today", "date", "date", "today"),
    preloaded("deviceid", "string", "property", "deviceid"),
    preloaded("username", "string", "property", "username"),
    preloaded("email", "string", "property", "email"),
    preloaded("phonenumber", "string", "property", "phonenumber"),
    preloaded("simserial", "string", "property", "simserial"),
    preloaded("subscriberid", "string", "property", "subscriberid"),
    preloaded("uri:deviceid", "string", "property", "uri:deviceid"),
    preloaded("uri:username", "string", "property", "uri:username"),
    preloaded("uri:email", "string", "property", "uri:email"),
    preloaded("uri:phonenumber", "string", "property", "uri:phonenumber"),
    preloaded("uri:simserial", "string", "property", "uri:simserial"),
    preloaded("uri:subscriberid", "string", "property", "uri:subscriberid"),
    // of the first years of XLSForm, still met
    limited("phone number", "string", r"regex(., '^\d*$')", Some("Enter numbers only.")),
    limited("percentage", "int", "0 <= . and . <= 100", None),
    limited("number of days in last month", "int", "0 <= . and . <= 31", Some("Enter a number 0-31.")),
    limited("number of days in last six months", "int", "0 <= . and . <= 183", Some("Enter a number 0-183.")),
    limited("number of days in last year", "int", "0 <= . and . <= 365", Some("Enter a number 0-365.")),
];

impl Kind {
    /// The kind of this name, old spellings among them.
    pub fn named(text: &str) -> Option<&'static Kind> {
        let plain = text.to_lowercase();
        let plain = plain.strip_prefix("q ").unwrap_or(&plain);
        let plain = match plain.strip_prefix("add ").and_then(|p| p.strip_suffix(" prompt")) {
            Some(inner) => inner,
            None => plain.strip_prefix("get ").unwrap_or(plain),
        };
        let name = match plain {
            "string" => "text",
            "int" => "integer",
            "datetime" | "date time" => "dateTime",
            "gps" | "location" => "geopoint",
            "photo" | "picture" => "image",
            "imei" | "device id" => "deviceid",
            "start time" => "start",
            "end time" => "end",
            "sim id" => "simserial",
            "subscriber id" => "subscriberid",
            "phone number" if text.to_lowercase().starts_with("get ") => "phonenumber",
            other => other,
        };
        KINDS.iter().find(|k| k.name.eq_ignore_ascii_case(name))
    }

    /// The kind of this name, as it is listed here.
    pub fn named_exactly(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|k| k.name == name)
    }

    /// Whether somebody answers it.
    pub fn asked(&self) -> bool {
        self.control != Control::None
    }
}
