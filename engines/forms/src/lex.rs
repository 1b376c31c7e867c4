//! As much of XPath as a converter has to see. Expressions go into the XForm as they are; only references change.

/// A piece of an expression or of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// `${name}` or `${last-saved#name}`.
    Reference {
        name: &'a str,
        last_saved: bool,
    },
    /// Begins like a reference and is none.
    Broken(&'a str),
}

/// The quotation mark that is open behind a text, when `quote` was open before it.
pub fn quote_behind(quote: Option<char>, text: &str) -> Option<char> {
    text.chars().fold(quote, |quote, c| match (quote, c) {
        (Some(q), c) if c == q => None,
        (None, '\'' | '"') => Some(c),
        _ => quote,
    })
}

/// Splits at references.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        let tail = &rest[at..];
        match tail.find('}') {
            Some(end) => {
                let inner = &tail[2..end];
                let (name, last_saved) = match inner.strip_prefix("last-saved#") {
                    Some(name) => (name, true),
                    None => (inner, false),
                };
                pieces.push(if is_name(name) {
                    Piece::Reference { name, last_saved }
                } else {
                    Piece::Broken(&tail[..=end])
                });
                rest = &tail[end + 1..];
            }
            None => {
                pieces.push(Piece::Broken(tail));
                rest = "";
            }
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The name, where the text is one reference and nothing else.
pub fn only_reference(text: &str) -> Option<&str> {
    match pieces(text.trim()).as_slice() {
        [Piece::Reference { name, last_saved: false }] => Some(name),
        _ => None,
    }
}

pub fn has_reference(text: &str) -> bool {
    text.contains("${")
}

/// A name without a prefix. XML knows more, but JavaRosa reads none beyond ASCII in an expression.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(in_name)
}

/// The same with one prefix: `ex:name`.
pub fn is_qualified(text: &str) -> bool {
    match text.split_once(':') {
        Some((prefix, name)) => is_name(prefix) && is_name(name),
        None => is_name(text),
    }
}

pub fn starts_name(c: char) -> bool {
    c == '_' || c.is_ascii_alphabetic()
}

pub fn in_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit() || c == '-' || c == '.'
}

/// Whether a default has to be computed rather than written down: it refers to a question, or it is an expression that calls a function or
/// calculates. A dash is no minus in dates and places.
pub fn is_dynamic(text: &str, kind: &str) -> bool {
    has_reference(text) || (calculates(text, kind) && crate::xpath::check(text).is_ok())
}

fn calculates(text: &str, kind: &str) -> bool {
    let dashes = kind.starts_with("geo") || kind.starts_with("date");
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '\'' | '"' => match rest[1..].find(c) {
                Some(end) => end + 2,
                None => 1,
            },
            '*' | '+' | '|' => return true,
            '0'..='9' | '-' => match literal(rest) {
                0 if dashes => 1,
                0 => return true,
                used => used,
            },
            ' ' if rest.starts_with(" div ") || rest.starts_with(" mod ") => return true,
            c if starts_name(c) => {
                let end = rest.find(|c: char| !in_name(c)).unwrap_or(rest.len());
                if rest[end..].starts_with('(') {
                    return true;
                }
                end
            }
            c => c.len_utf8(),
        };
        rest = &rest[used..];
    }
    false
}

/// The length of a date, time or number at the beginning; 0 is none.
fn literal(text: &str) -> usize {
    let shape = |pattern: &str, from: usize| -> Option<usize> {
        let bytes = text.as_bytes().get(from..from + pattern.len())?;
        let fits = bytes
            .iter()
            .zip(pattern.bytes())
            .all(|(b, p)| if p == b'9' { b.is_ascii_digit() } else { *b == p });
        fits.then_some(from + pattern.len())
    };
    let zone = |from: usize| {
        shape("+99:99", from).or_else(|| shape("-99:99", from)).or_else(|| shape("Z", from)).unwrap_or(from)
    };
    if let Some(day) = shape("9999-99-99", 0) {
        return match shape("T99:99:99", day) {
            Some(end) => zone(fraction(text, end)),
            None => day,
        };
    }
    if let Some(end) = shape("99:99:99", 0) {
        return zone(end);
    }
    let sign = usize::from(text.starts_with('-'));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { 0 } else { fraction(text, sign + digits) }
}

fn fraction(text: &str, from: usize) -> usize {
    match text.as_bytes().get(from) {
        Some(b'.') => from + 1 + text[from + 1..].bytes().take_while(u8::is_ascii_digit).count(),
        _ => from,
    }
}

/// The file names that `pulldata('file', …)` reads.
pub fn pulled(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(at) = rest.find("pulldata") {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + "pulldata".len()..];
        let Some(call) = rest.trim_start().strip_prefix('(').map(str::trim_start) else { continue };
        let Some(quote) = call.chars().next().filter(|c| *c == '\'' || *c == '"') else { continue };
        if before.is_some_and(in_name) {
            continue;
        }
        if let Some((name, _)) = call[1..].split_once(quote) {
            let name = name.trim();
            if is_name(name) {
                found.push(name.to_string());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_that_are_computed() {
        let computed =
            ["a div b", "x -y", "1 + 2", "a mod b", "3-a", "3- 3", "a|b", "a:b()", "now()", "${a}"];
        for text in computed {
            assert!(is_dynamic(text, "string"), "{text}");
        }
        let written = [
            "div b",
            "tel 555-1234",
            "x-y",
            "'now()'",
            "a, b",
            "/data/a",
            "a and b",
            "a >= 3",
            "2020-01-01T10:00:00-05:00",
            "a -3",
            "1-1",
            "what (is) this",
            "C++",
            "f(x",
            "-",
            "my name (x) is q()",
            "中文 - 中文",
            "10:00:00.000+01:00",
        ];
        for text in written {
            assert!(!is_dynamic(text, "string"), "{text}");
        }
        assert!(!is_dynamic("2020-01-01 - 1", "date") && !is_dynamic("1 -2; 3 - 4", "geotrace"));
    }

    #[test]
    fn references_in_text() {
        let found = pieces("a ${b} ${last-saved#c.d} ${ x } ${y");
        assert_eq!(found[1], Piece::Reference { name: "b", last_saved: false });
        assert_eq!(found[3], Piece::Reference { name: "c.d", last_saved: true });
        assert_eq!(found[5], Piece::Broken("${ x }"));
        assert_eq!(found[7], Piece::Broken("${y"));
    }

    #[test]
    fn what_pulldata_reads() {
        assert_eq!(pulled("pulldata('fruits', 'a') + pulldata( \"b\",1) + xpulldata('c')"), ["fruits", "b"]);
    }
}
