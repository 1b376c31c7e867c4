//! Text inside XML.

use quick_xml::escape::escape;

/// Escaped, without the characters that XML does not know.
pub(super) fn text(text: &str) -> String {
    let known: String = text.chars().filter(|c| is_known(*c)).collect();
    escape(known.as_str()).into_owned()
}

fn is_known(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
        && !('\u{7f}'..='\u{9f}').contains(&c)
}

/// A run of letters; line breaks stay.
pub(super) fn run(words: &str, properties: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let lines: Vec<String> =
        words.split('\n').map(|l| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, text(l))).collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// A paragraph of a style.
pub(super) fn paragraph(style: &str, properties: &str, content: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>"#)
}
