//! References of a part's expressions, in a form that holds other parts too.

use crate::lex::{Piece, pieces, quote_behind};

/// Where a question of a part stands in the composed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name there.
    pub name: String,
    /// The question that tells whether the part would have asked it; none where it is asked just when the part asks.
    pub flag: Option<String>,
    /// The repeat that it stands in.
    pub within: Option<String>,
    /// It is a repeat itself.
    pub repeat: bool,
}

/// Whether an expression reaches questions by a path rather than by name. Lists of choices are reached by paths of their own, and the place in
/// a repeat is `position(..)`.
pub fn walks(expression: &str) -> bool {
    let mut bare = String::with_capacity(expression.len());
    let mut quote = None;
    for c in expression.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_whitespace() => {}
            (None, c) => bare.push(c),
        }
    }
    let bare = bare.replace("position(..)", "");
    bare.contains("..") || bare.contains("last-saved#") || bare.contains('/') && !bare.contains("instance(")
}

/// An expression of a part with its references turned to the composed form. `within` is the repeat that it is evaluated in.
///
/// What the part would not have asked is empty to it, even where another part asks.
pub fn turn<'a>(text: &str, within: Option<&str>, find: impl Fn(&str) -> Option<&'a Target>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut quote: Option<char> = None;
    for piece in pieces(text) {
        let name = match piece {
            Piece::Text(part) | Piece::Broken(part) => {
                quote = quote_behind(quote, part);
                out.push_str(part);
                continue;
            }
            Piece::Reference { name, .. } => name,
        };
        let Some(to) = find(name) else {
            out.push_str(&format!("${{{name}}}"));
            continue;
        };
        let plain = format!("${{{}}}", to.name);
        let part = match &to.flag {
            Some(flag) if quote.is_none() => match () {
                () if to.repeat => format!("{plain}[${{{flag}}} = '1']"),
                // all of them, seen from outside: each has its flag beside it
                () if to.within.as_deref() != within => format!("{plain}[../{flag} = '1']"),
                () => format!("if(${{{flag}}} = '1', {plain}, '')"),
            },
            _ => plain,
        };
        out.push_str(&part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen() {
        for walk in ["../a", "/data/a", "${a} + ../b", "count(../../r)", "${last-saved#a}"] {
            assert!(walks(walk), "{walk}");
        }
        for none in [
            "${a}",
            "${a} = '../b'",
            "position(..) > 1",
            "instance('l')/root/item[name = ${a}]/label",
            ". > 1",
        ] {
            assert!(!walks(none), "{none}");
        }
    }

    #[test]
    fn what_another_part_asks_is_empty_to_this_one() {
        let to = |within: Option<&str>, repeat| Target {
            name: "k".into(),
            flag: Some("m__k__on".into()),
            within: within.map(str::to_owned),
            repeat,
        };
        let root = to(None, false);
        assert_eq!(turn("${q} > 1", None, |_| Some(&root)), "if(${m__k__on} = '1', ${k}, '') > 1");
        assert_eq!(
            turn("jr:choice-name(${q}, '${q}')", None, |_| Some(&root)),
            "jr:choice-name(if(${m__k__on} = '1', ${k}, ''), '${k}')"
        );
        let inside = to(Some("r"), false);
        assert_eq!(turn("${q}", Some("r"), |_| Some(&inside)), "if(${m__k__on} = '1', ${k}, '')");
        assert_eq!(turn("sum(${q})", None, |_| Some(&inside)), "sum(${k}[../m__k__on = '1'])");
        let repeat = to(None, true);
        assert_eq!(turn("count(${q})", None, |_| Some(&repeat)), "count(${k}[${m__k__on} = '1'])");
    }
}
