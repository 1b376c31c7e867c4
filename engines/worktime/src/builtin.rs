//! The calendars that ship with the program, as data. Sources and licence: `NOTICE`.

use crate::{CalendarSpec, Error};

const SHIPPED: [(&str, &str); 1] = [("cn", include_str!("../data/cn.json"))];

pub(crate) fn names() -> String {
    SHIPPED.map(|(name, _)| name).join(", ")
}

pub(crate) fn spec(name: &str) -> Result<CalendarSpec, Error> {
    SHIPPED
        .iter()
        .find(|(known, _)| *known == name)
        .and_then(|(_, json)| serde_json::from_str(json).ok())
        .ok_or_else(|| Error::UnknownBase(name.to_owned()))
}
