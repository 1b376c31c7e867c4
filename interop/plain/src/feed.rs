//! Atom (RFC 4287): an entry for each public matter, with where it is (GeoRSS) and what became of it.

use crate::Plain;
use cases::public::PublicCase;
use kernel::{Lang, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event, attributes::Attr},
};
use std::io;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const GEORSS: &str = "http://www.georss.org/georss";
/// Everything but what RFC 3986 calls unreserved.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The feed's own address, with the filters that were given.
pub(crate) fn address(base: &str, filters: &[(&str, &Option<String>)]) -> String {
    let given = filters.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let query: Vec<String> =
        given.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, QUERY))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{base}/feeds/cases.atom{mark}{}", query.join("&"))
}

/// RFC 3339 in UTC.
fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_string()
}

struct Feed<'a> {
    plain: &'a Plain,
    lang: Lang,
    base: &'a str,
    out: Writer<Vec<u8>>,
}

impl Feed<'_> {
    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.out.create_element(name).write_text_content(BytesText::from_escaped(web::xml_text(text)))?;
        Ok(())
    }

    fn link(&mut self, kind: &str, href: &str) -> io::Result<()> {
        self.out.create_element("link").with_attributes([("rel", kind), ("href", href)]).write_empty()?;
        Ok(())
    }

    fn entry(&mut self, case: &PublicCase) -> io::Result<()> {
        let page = format!("{}/cases/{}", self.base, utf8_percent_encode(&case.number, QUERY));
        self.text("id", &format!("{}/api/v1/public/cases/{}", self.base, case.number))?;
        self.text("title", &self.title(case))?;
        self.text("published", &moment(case.registered_at))?;
        self.text("updated", &moment(case.updated_at))?;
        self.link("alternate", &page)?;
        if let Some(category) = &case.category {
            let label = web::xml_text(category.name.get(self.lang));
            let mut of = BytesStart::new("category");
            of.push_attribute(("term", category.code.as_str()));
            // taken as it is: escaped already
            of.push_attribute(Attr::DoubleQ("label", label.as_str()));
            self.out.write_event(Event::Empty(of))?;
        }
        if let (Some(lon), Some(lat)) = (case.lon, case.lat) {
            self.text("georss:point", &format!("{lat} {lon}"))?;
        }
        self.text("summary", &self.summary(case))
    }

    /// What it is, where, and how it stands.
    fn title(&self, case: &PublicCase) -> String {
        let what = case.category.as_ref().map_or_else(
            || self.plain.say("plain.matter", self.lang).to_owned(),
            |category| category.name.get(self.lang).to_owned(),
        );
        let state = case.state.name.get(self.lang);
        [what.as_str(), case.area_names.as_deref().unwrap_or_default(), state]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn summary(&self, case: &PublicCase) -> String {
        let answer =
            case.reply.as_ref().map(|r| format!("{}: {r}", self.plain.say("plain.answer", self.lang)));
        let parts = [case.text.clone(), case.address.clone(), answer];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }
}

/// The document. `base` is the address of the server, `address` that of the feed.
pub(crate) fn atom(
    plain: &Plain,
    lang: Lang,
    (base, address): (&str, &str),
    items: &[PublicCase],
) -> io::Result<Vec<u8>> {
    let mut feed = Feed { plain, lang, base, out: Writer::new(Vec::with_capacity(items.len() * 900)) };
    feed.out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let tongue = if lang == Lang::En { "en" } else { "zh-CN" };
    let own = [("xmlns", ATOM), ("xmlns:georss", GEORSS), ("xml:lang", tongue)];
    let head = BytesStart::new("feed").with_attributes(own);
    feed.out.write_event(Event::Start(head))?;
    feed.text("id", address)?;
    feed.text("title", &format!("{} · {}", plain.name(lang), plain.say("plain.feed", lang)))?;
    feed.link("self", address)?;
    feed.link("alternate", &format!("{base}/map"))?;
    // a feed that never had an entry was updated at the epoch
    let latest = items.iter().map(|case| case.updated_at).max_by_key(|at| at.0).unwrap_or(Timestamp(0));
    feed.text("updated", &moment(latest))?;
    feed.out.write_event(Event::Start(BytesStart::new("author")))?;
    feed.text("name", plain.name(lang))?;
    feed.out.write_event(Event::End(BytesEnd::new("author")))?;
    for case in items {
        feed.out.write_event(Event::Start(BytesStart::new("entry")))?;
        feed.entry(case)?;
        feed.out.write_event(Event::End(BytesEnd::new("entry")))?;
    }
    feed.out.write_event(Event::End(BytesEnd::new("feed")))?;
    Ok(feed.out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_bears_what_was_asked() {
        let area = Some("3503 & 路".to_string());
        assert_eq!(
            address("https://a.b", &[("area", &area), ("bbox", &None)]),
            "https://a.b/feeds/cases.atom?area=3503%20%26%20%E8%B7%AF"
        );
        assert_eq!(address("https://a.b", &[("area", &None)]), "https://a.b/feeds/cases.atom");
    }

    proptest! {
        #[test]
        fn whatever_somebody_wrote_can_stand_in_xml(text in ".*") {
            let mut out = Writer::new(Vec::new());
            out.create_element("a").write_text_content(BytesText::from_escaped(web::xml_text(&text))).unwrap();
            let xml = String::from_utf8(out.into_inner()).unwrap();
            let mut reader = quick_xml::Reader::from_str(&xml);
            loop {
                match reader.read_event().unwrap() {
                    Event::Eof => break,
                    Event::Text(t) => prop_assert!(!t.chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n'))),
                    _ => {}
                }
            }
        }
    }
}
