//! Digest (RFC 2617, MD5) as the server of it, since phones refuse Basic on plain HTTP. No state: a nonce says when it was given and
//! bears our seal, and is good for some minutes. A captured answer could be sent again within them, to the same address; what
//! that does is harmless by the instance.

use forms::service::md5_hex;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Timestamp;
use sha2::Sha256;
use std::collections::HashMap;
use subtle::ConstantTimeEq as _;

/// The realm.
pub const REALM: &str = "Jingwei";
/// How long a nonce is good, in milliseconds.
const GOOD: i64 = 10 * 60_000;

/// What is kept of a password.
pub fn ha1(login: &str, password: &str) -> String {
    md5_hex(format!("{login}:{REALM}:{password}").as_bytes())
}

/// A nonce given now.
pub fn nonce(key: &[u8; 32], now: Timestamp) -> String {
    let at = format!("{:x}", now.0);
    format!("{at}-{}", seal(key, &at))
}

fn seal(key: &[u8; 32], at: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mut mac| {
        mac.update(at.as_bytes());
        mac.finalize().into_bytes()
    });
    // HMAC takes a key of any length
    hex::encode(&mac.unwrap_or_default()[..16])
}

/// What a client answers to the challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who it says it is.
    pub login: String,
    fields: HashMap<String, String>,
}

/// What is to be thought of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is right.
    Right,
    /// It would be right, but its nonce is old.
    Stale,
    /// It is wrong.
    Wrong,
}

impl Given {
    /// Reads `Authorization: Digest …`.
    pub fn parse(header: &str) -> Option<Self> {
        let rest = strip_scheme(header, "digest")?;
        let mut fields = HashMap::new();
        for part in parts(rest) {
            let (name, value) = part.split_once('=')?;
            fields.insert(name.trim().to_ascii_lowercase(), unquoted(value.trim()));
        }
        let login = fields.get("username")?.clone();
        Some(Self { login, fields })
    }

    /// Judges it against what is kept of the password. `paths`: what the client may have asked for, with and without what a proxy
    /// takes away.
    pub fn judge(&self, key: &[u8; 32], now: Timestamp, method: &str, path: &str, ha1: &str) -> Judgement {
        let field = |name: &str| self.fields.get(name).map(String::as_str).unwrap_or_default();
        let (nonce, uri) = (field("nonce"), field("uri"));
        // some clients say the whole address
        let asked =
            uri.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or(uri);
        let md5 = field("algorithm").is_empty() || field("algorithm").eq_ignore_ascii_case("md5");
        let Some((at, sealed)) = nonce.split_once('-') else { return Judgement::Wrong };
        if !md5 || asked != path || !same(seal(key, at).as_bytes(), sealed.as_bytes()) {
            return Judgement::Wrong;
        }
        let ha2 = md5_hex(format!("{method}:{uri}").as_bytes());
        let expected = match field("qop") {
            "" => format!("{ha1}:{nonce}:{ha2}"),
            qop => format!("{ha1}:{nonce}:{}:{}:{qop}:{ha2}", field("nc"), field("cnonce")),
        };
        if !same(md5_hex(expected.as_bytes()).as_bytes(), field("response").to_ascii_lowercase().as_bytes()) {
            return Judgement::Wrong;
        }
        let given = i64::from_str_radix(at, 16).unwrap_or_default();
        if (0..GOOD).contains(&now.since(Timestamp(given))) { Judgement::Right } else { Judgement::Stale }
    }
}

/// Compares without telling by its time where the two part.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    bool::from(one.ct_eq(other))
}

/// What follows the name of a scheme, whatever its case.
pub fn strip_scheme<'a>(header: &'a str, scheme: &str) -> Option<&'a str> {
    let (name, rest) = header.trim_start().split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then_some(rest.trim())
}

/// Parts between commas that do not stand inside of quotes.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut quoted, mut escaped) = (vec![], 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ',' if !quoted => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn unquoted(value: &str) -> String {
    match value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        Some(inside) => inside.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: [u8; 32] = [7; 32];
    const NOW: Timestamp = Timestamp(1_772_413_200_000);

    fn header(nonce: &str, uri: &str, password: &str) -> String {
        let ha2 = md5_hex(format!("POST:{uri}").as_bytes());
        let response = md5_hex(format!("{}:{nonce}:00000001:abc:auth:{ha2}", ha1("w1", password)).as_bytes());
        format!(
            "Digest username=\"w1\", realm=\"{REALM}\", nonce=\"{nonce}\", uri=\"{uri}\", cnonce=\"abc\", nc=00000001, qop=auth, response=\"{response}\", algorithm=MD5"
        )
    }

    fn judged(header: &str, now: Timestamp) -> Judgement {
        let given = Given::parse(header).unwrap();
        given.judge(&KEY, now, "POST", "/openrosa/submission?deviceID=a%2Cb", &ha1("w1", "secret"))
    }

    #[test]
    fn right_stale_and_wrong() {
        let path = "/openrosa/submission?deviceID=a%2Cb";
        let given = nonce(&KEY, NOW);
        assert_eq!(judged(&header(&given, path, "secret"), NOW), Judgement::Right);
        assert_eq!(judged(&header(&given, &format!("http://a.b{path}"), "secret"), NOW), Judgement::Right);
        assert_eq!(judged(&header(&given, path, "secret"), NOW.plus(GOOD)), Judgement::Stale);
        assert_eq!(judged(&header(&given, path, "other"), NOW), Judgement::Wrong);
        assert_eq!(judged(&header(&given, "/openrosa/formList", "secret"), NOW), Judgement::Wrong);
        assert_eq!(judged(&header(&nonce(&[8; 32], NOW), path, "secret"), NOW), Judgement::Wrong);
        assert_eq!(judged(&header("x", path, "secret"), NOW), Judgement::Wrong);
    }

    #[test]
    fn the_example_of_the_rfc() {
        let ha1 = md5_hex(b"Mufasa:testrealm@host.com:Circle Of Life");
        let ha2 = md5_hex(b"GET:/dir/index.html");
        let all = format!("{ha1}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:{ha2}");
        assert_eq!(md5_hex(all.as_bytes()), "6629fae49393a05397450978507c4ef1");
    }

    #[test]
    fn quotes_are_read() {
        let given = Given::parse("digest username=\"a\\\"b,c\" ,nonce=x").unwrap();
        assert_eq!(given.login, "a\"b,c");
        assert_eq!(Given::parse("Basic abc"), None);
        assert_eq!(Given::parse("Digest nonce=x"), None);
    }

    proptest! {
        #[test]
        fn no_header_panics(text in "\\PC{0,80}") {
            if let Some(given) = Given::parse(&format!("Digest username=a,{text}")) {
                given.judge(&KEY, NOW, "GET", "/", "x");
            }
        }
    }
}
