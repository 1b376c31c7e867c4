//! Text inside XML 1.0.

/// Escapes what XML reserves. A carriage return is written as a reference, since a reader would otherwise take it for a
/// line feed; a character that XML 1.0 cannot hold at all becomes U+FFFD.
pub fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_marked() {
        assert_eq!(xml_text("a\u{0}b\u{b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(xml_text("<a> & \"b\"\r\n"), "&lt;a&gt; &amp; &quot;b&quot;&#13;\n");
    }
}
