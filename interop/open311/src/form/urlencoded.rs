//! `application/x-www-form-urlencoded`: query strings and simple bodies.

use super::{Fields, MOST_FIELDS};
use kernel::{Refusal, RefusalKind};

/// Reads `a=1&b=2`. Everything must be UTF-8; a stray `%` stands for itself.
pub fn parse(bytes: &[u8]) -> Result<Fields, Refusal> {
    let pairs: Vec<&[u8]> = bytes.split(|b| *b == b'&').filter(|pair| !pair.is_empty()).collect();
    if pairs.len() > MOST_FIELDS {
        let refusal = Refusal::new(RefusalKind::Invalid, "open311.too_many_fields");
        return Err(refusal.got(pairs.len()).want(format!("at most {MOST_FIELDS}")));
    }
    let decoded = pairs.into_iter().map(|pair| {
        let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
        let name = decode(&pair[..at]).ok_or_else(not_utf8)?;
        let value = decode(pair.get(at + 1..).unwrap_or_default());
        let value = value.ok_or_else(|| not_utf8().at(name.chars().take(100).collect::<String>()))?;
        Ok((name, value))
    });
    Ok(Fields::new(decoded.collect::<Result<Vec<_>, Refusal>>()?))
}

fn not_utf8() -> Refusal {
    Refusal::new(RefusalKind::Invalid, "open311.not_utf8").want("UTF-8 without NUL")
}

fn decode(bytes: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = bytes.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let text = String::from_utf8(percent_encoding::percent_decode(&spaced).collect()).ok()?;
    (!text.contains('\0')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_forms() {
        let all = parse(
            b"service_code=0103&lat=39.5&long=116.25&description=%E8%B7%AF%E7%81%AF+a%2Bb%0D%0Ac&api_key=&x",
        )
        .unwrap();
        assert_eq!(all.one("service_code"), Some("0103"));
        assert_eq!(all.one("description"), Some("路灯 a+b\r\nc"));
        assert_eq!((all.one("api_key"), all.one("x")), (None, None));
        assert_eq!(parse(b"attribute%5Bx%5D%5B%5D=1").unwrap().attributes()["x"], ["1"]);
        assert_eq!(parse(b"&&=&%=%&").unwrap().one("%"), Some("%"));
    }

    #[test]
    fn what_is_not_utf8_is_named() {
        let refusal = parse(b"a=1&description=%ff%fe").unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), refusal.field.as_deref()),
            ("open311.not_utf8", Some("description"))
        );
    }

    #[test]
    fn too_many_fields() {
        assert!(parse(&b"a=1&".repeat(MOST_FIELDS)).is_ok());
        assert_eq!(parse(&b"a=1&".repeat(MOST_FIELDS + 1)).unwrap_err().code, "open311.too_many_fields");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            let _ = parse(&bytes);
        }

        #[test]
        fn what_is_encoded_comes_back(name in "[a-z]{1,9}", value in "[^\\p{C}\\s][^\\p{C}]{0,30}[^\\p{C}\\s]") {
            let encoded = percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC).to_string();
            let all = parse(format!("{name}={}", encoded.replace("%20", "+")).as_bytes()).unwrap();
            prop_assert_eq!(all.one(&name), Some(value.as_str()));
        }
    }
}
