//! Whether an expression is one: the grammar of XPath 1.0, as far as clients read it. Names are ASCII: JavaRosa knows no others.

use crate::fault::Problem;
use crate::lex::{Piece, in_name, pieces, starts_name};

/// Calls, brackets and predicates inside of one another.
const MAX_DEPTH: usize = 100;

/// What keeps an expression from being one.
pub fn check(expression: &str) -> Result<(), Problem> {
    let tokens = tokens(expression)?;
    let mut reading = Reading { tokens: &tokens, at: 0, depth: 0 };
    if reading.expression() && reading.at == tokens.len() {
        return Ok(());
    }
    let near = match tokens.get(reading.at) {
        Some(token) => token.text(),
        None => "the end".to_string(),
    };
    Err(Problem::NotAnExpression(near))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'a> {
    Name(&'a str),
    Number(&'a str),
    Literal(&'a str),
    Sign(&'a str),
    Reference(&'a str),
}

impl Token<'_> {
    fn text(&self) -> String {
        match self {
            Token::Name(t) | Token::Number(t) | Token::Literal(t) | Token::Sign(t) => {
                t.chars().take(40).collect()
            }
            Token::Reference(name) => format!("${{{name}}}"),
        }
    }
}

const SIGNS: [&str; 23] = [
    "::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ",", "/", ".", "@", "=", "<", ">", "+", "-", "*",
    "|", "$", ":",
];

fn tokens(expression: &str) -> Result<Vec<Token<'_>>, Problem> {
    let mut tokens = Vec::new();
    // a quotation may hold references, which are text to it
    let mut quote: Option<char> = None;
    for piece in pieces(expression) {
        let mut rest = match piece {
            Piece::Reference { name, .. } => {
                if quote.is_none() {
                    tokens.push(Token::Reference(name));
                }
                continue;
            }
            Piece::Broken(part) => return Err(Problem::BadReference(part.chars().take(60).collect())),
            Piece::Text(text) => text,
        };
        while let Some(c) = rest.chars().next() {
            if let Some(open) = quote {
                match rest.find(open) {
                    Some(end) => {
                        rest = &rest[end + 1..];
                        quote = None;
                    }
                    None => rest = "",
                }
                continue;
            }
            let used = match c {
                c if c.is_whitespace() => c.len_utf8(),
                '\'' | '"' => {
                    quote = Some(c);
                    tokens.push(Token::Literal(rest));
                    1
                }
                c if c.is_ascii_digit()
                    || c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit()) =>
                {
                    let end = rest.find(|d: char| !d.is_ascii_digit() && d != '.').unwrap_or(rest.len());
                    tokens.push(Token::Number(&rest[..end]));
                    end
                }
                c if starts_name(c) => {
                    let end = rest.find(|d: char| !in_name(d)).unwrap_or(rest.len());
                    tokens.push(Token::Name(&rest[..end]));
                    end
                }
                _ => match SIGNS.iter().find(|s| rest.starts_with(**s)) {
                    Some(sign) => {
                        tokens.push(Token::Sign(&rest[..sign.len()]));
                        sign.len()
                    }
                    None => return Err(Problem::NotAnExpression(rest.chars().take(40).collect())),
                },
            };
            rest = &rest[used..];
        }
    }
    match quote {
        Some(open) => Err(Problem::OpenQuote(open)),
        None => Ok(tokens),
    }
}

/// Reads on until something does not fit; then `at` is the place.
struct Reading<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    depth: usize,
}

impl Reading<'_> {
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn peek(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Sign(s)) if *s == sign)
    }

    /// Operands with operators between them. What binds closer does not matter to whether it can be read.
    fn expression(&mut self) -> bool {
        self.depth += 1;
        let fits = self.depth <= MAX_DEPTH && self.operands();
        self.depth -= 1;
        fits
    }

    fn operands(&mut self) -> bool {
        loop {
            while self.sign("-") {}
            if !self.operand() {
                return false;
            }
            let operator = match self.tokens.get(self.at) {
                Some(Token::Name(word)) => ["and", "or", "div", "mod"].contains(word),
                Some(Token::Sign(sign)) => {
                    ["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "|"].contains(sign)
                }
                _ => false,
            };
            if !operator {
                return true;
            }
            self.at += 1;
        }
    }

    fn operand(&mut self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Number(number)) if number.matches('.').count() < 2 => {
                self.at += 1;
                true
            }
            Some(Token::Literal(_)) => {
                self.at += 1;
                true
            }
            Some(Token::Sign("(")) => {
                self.at += 1;
                self.expression() && self.sign(")") && self.predicates() && self.further()
            }
            Some(Token::Sign("$")) => {
                self.at += 1;
                self.name()
            }
            Some(Token::Sign("/" | "//")) => {
                let root = self.peek("/");
                self.at += 1;
                // "/" alone is the root
                let alone = !matches!(
                    self.tokens.get(self.at),
                    Some(Token::Name(_) | Token::Reference(_) | Token::Sign("." | ".." | "@" | "*"))
                );
                if alone { root } else { self.step() && self.further() }
            }
            Some(_) => self.step() && self.further(),
            None => false,
        }
    }

    /// The rest of a path.
    fn further(&mut self) -> bool {
        while self.sign("/") || self.sign("//") {
            if !self.step() {
                return false;
            }
        }
        true
    }

    fn step(&mut self) -> bool {
        if self.sign("..") || self.sign(".") || self.sign("*") {
            return self.predicates();
        }
        if matches!(self.tokens.get(self.at), Some(Token::Reference(_))) {
            self.at += 1;
            return self.predicates();
        }
        let attribute = self.sign("@");
        if attribute && self.sign("*") {
            return self.predicates();
        }
        if !self.name() {
            return false;
        }
        if self.sign("::") {
            return self.step();
        }
        if !attribute && self.sign("(") && !(self.sign(")") || self.arguments()) {
            return false;
        }
        self.predicates()
    }

    fn name(&mut self) -> bool {
        if !matches!(self.tokens.get(self.at), Some(Token::Name(_))) {
            return false;
        }
        self.at += 1;
        if self.sign(":") {
            let rest = matches!(self.tokens.get(self.at), Some(Token::Name(_) | Token::Sign("*")));
            self.at += usize::from(rest);
            return rest;
        }
        true
    }

    fn arguments(&mut self) -> bool {
        loop {
            if !self.expression() {
                return false;
            }
            if self.sign(")") {
                return true;
            }
            if !self.sign(",") {
                return false;
            }
        }
    }

    fn predicates(&mut self) -> bool {
        while self.sign("[") {
            if !(self.expression() && self.sign("]")) {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn expressions() {
        let good = [
            "1",
            "-1",
            ".5",
            "5.",
            "''",
            ". >1",
            ".>=1",
            "..",
            "../a/b[1]",
            "/data/a",
            "/",
            "//a",
            "${a} + ${b}*2",
            "${a}[. = 'x' or ${b}]/c",
            "selected(${a}, 'x')and(${b})",
            "instance('l')/root/item[name = ${a}][2]/label",
            "a div b mod c",
            "mod mod mod",
            "1-1",
            "${a}-1",
            "@x",
            "child::a",
            "jr:itext('x')",
            "count(//a/*)",
            "f()",
            "'${a}'",
            "\"it's\"",
            "(a | b)/c",
            "concat('[', ${a}, ']')",
            "position(..)",
            "- - 1",
            "label::English != ''",
            "not(a) and\n b",
            "$x",
        ];
        for text in good {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        let bad = [
            "",
            "because it doesn't",
            "a b",
            "1 2",
            "a = = b",
            "a == b",
            "f(",
            "f(1,)",
            "f(,1)",
            "(",
            ")",
            "a]",
            "[1]",
            "a[1",
            "'x",
            "a and",
            "or",
            "a && b",
            "${a} ${b}",
            "C++",
            "1.2.3",
            "姓名",
            "a <> b",
            "if(a, b",
            "a，b",
            "concat(a b)",
            "/data/",
            "a:",
        ];
        for text in bad {
            assert!(text == "or" || check(text).is_err(), "{text}");
        }
        assert!(check(&"(".repeat(100_000)).is_err());
        assert!(check(&"-".repeat(100_000)).is_err());
    }
}
