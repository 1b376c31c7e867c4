//! A document that can be written as XML or as JSON: the tree that both formats share.
//!
//! GeoReport defines XML; its JSON is a mechanical mapping (the "Spark convention"): the root element is dropped, a list
//! is always an array, whatever its length.

mod json;
mod xml;

use std::borrow::Cow;

/// The formats a client can ask for with the suffix of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.xml`, the required one.
    Xml,
    /// `.json`.
    Json,
}

impl Format {
    /// The format of a suffix, whatever its case.
    pub fn parse(suffix: &str) -> Option<Self> {
        match suffix.to_ascii_lowercase().as_str() {
            "xml" => Some(Self::Xml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
    /// The value of the `Content-Type` header.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing: an empty element, `null`.
    Null,
    /// Text, also identifiers and dates.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number; one that is not finite counts as nothing.
    Number(f64),
    /// Named parts in a stated order.
    Map(Vec<(Cow<'static, str>, Node)>),
    /// A list: one element of this name per item, `[…]`.
    List(&'static str, Vec<Node>),
    /// An element that may stand several times side by side (`media_url`). In JSON: one value, or an array of several.
    Repeat(Vec<Node>),
}

impl Node {
    /// Text, or nothing.
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }
    /// A number, or nothing.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
    /// A list of mapped items.
    pub fn list<T>(item: &'static str, items: impl IntoIterator<Item = T>, node: impl Fn(T) -> Self) -> Self {
        Self::List(item, items.into_iter().map(node).collect())
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A map from `name => node` pairs, in that order.
#[macro_export]
#[doc(hidden)]
macro_rules! map {
    ($($name:literal => $node:expr),* $(,)?) => {
        $crate::document::Node::Map(vec![$((::std::borrow::Cow::Borrowed($name), $crate::document::Node::from($node))),*])
    };
}

/// Writes a document whose root element is `root`.
pub fn write(format: Format, root: &str, node: &Node) -> Vec<u8> {
    match format {
        Format::Xml => xml::write(root, node),
        Format::Json => json::write(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Node {
        Node::list("request", [1, 2], |n| {
            map! {
                "id" => format!("A-{n}"),
                "metadata" => true,
                "lat" => Node::Number(39.5),
                "zip" => Node::Null,
                "media_url" => Node::Repeat(vec![Node::from("u"); n]),
                "formats" => Node::list("format", ["text/xml"], Node::from),
            }
        })
    }

    #[test]
    fn xml_names_every_item() {
        let text = String::from_utf8(write(Format::Xml, "requests", &sample())).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<requests><request><id>A-1</id><metadata>true</metadata>\
             <lat>39.5</lat><zip/><media_url>u</media_url><formats><format>text/xml</format></formats></request>\
             <request><id>A-2</id><metadata>true</metadata><lat>39.5</lat><zip/><media_url>u</media_url>\
             <media_url>u</media_url><formats><format>text/xml</format></formats></request></requests>"
        );
    }

    #[test]
    fn json_drops_the_root_and_keeps_the_order() {
        let text = String::from_utf8(write(Format::Json, "requests", &sample())).unwrap();
        assert_eq!(
            text,
            r#"[{"id":"A-1","metadata":true,"lat":39.5,"zip":null,"media_url":"u","formats":["text/xml"]},{"id":"A-2","metadata":true,"lat":39.5,"zip":null,"media_url":["u","u"],"formats":["text/xml"]}]"#
        );
    }

    #[test]
    fn an_empty_list_is_still_a_list() {
        let none = Node::List("service", vec![]);
        assert!(write(Format::Xml, "services", &none).ends_with(b"<services></services>"));
        assert_eq!(write(Format::Json, "services", &none), b"[]");
    }

    #[test]
    fn formats() {
        assert_eq!(Format::parse("XML"), Some(Format::Xml));
        assert_eq!(Format::parse("Json"), Some(Format::Json));
        assert_eq!(Format::parse("html"), None);
        assert_eq!(Format::Xml.content_type(), "text/xml; charset=utf-8");
    }
}
