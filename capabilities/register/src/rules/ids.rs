//! Numbers that carry their own check: citizens (GB 11643), organisations (GB 32100), telephones; and days.

use jiff::civil::Date;

/// What is wrong with a number, as a stable word of the catalogue.
pub type Wrong = &'static str;

const FACTORS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
/// First two digits of the divisions of the first level, with those that live abroad.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
];

/// Digits and letters alone, wide ones as narrow ones, small ones as large ones.
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match u32::from(c) {
        n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// A citizen's number as it is kept: 18 characters. One of the 15 digits of before 1999 is told the rest.
///
/// # Errors
/// `length`, `characters`, `region`, `birth` or `check`.
pub fn citizen(text: &str) -> Result<String, Wrong> {
    let plain = plain(text);
    if !text.trim().chars().all(|c| c.is_alphanumeric() || c == ' ') {
        return Err("characters");
    }
    let number = match plain.len() {
        18 => plain,
        15 if plain.bytes().all(|b| b.is_ascii_digit()) => {
            let long = format!("{}19{}", &plain[..6], &plain[6..]);
            let check = check_of(&long).ok_or("characters")?;
            format!("{long}{check}")
        }
        15 => return Err("characters"),
        _ => return Err("length"),
    };
    let (body, check) = number.split_at(17);
    if !body.bytes().all(|b| b.is_ascii_digit()) {
        return Err("characters");
    }
    let province: u8 = body[..2].parse().map_err(|_| "region")?;
    if !PROVINCES.contains(&province) || (&body[2..6] == "0000") {
        return Err("region");
    }
    birth_of(body).ok_or("birth")?;
    if check_of(body).map(String::from).as_deref() != Some(check) {
        return Err("check");
    }
    Ok(number)
}

fn check_of(body: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, factor) in body.bytes().zip(FACTORS) {
        sum += char::from(byte).to_digit(10)? * factor;
    }
    CHECKS.get(sum as usize % 11).map(|b| char::from(*b))
}

fn birth_of(body: &str) -> Option<Date> {
    let day = body.get(6..14).and_then(compact_day)?;
    (1850..=2100).contains(&day.year()).then_some(day)
}

fn compact_day(text: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let small = |n: i16| i8::try_from(n).ok();
    Date::new(part(0..4)?, small(part(4..6)?)?, small(part(6..8)?)?).ok()
}

/// The day of birth in a valid number, as `1990-01-31`.
pub fn birth(number: &str) -> Option<String> {
    birth_of(number).map(|day| day.to_string())
}

/// The sex in a valid number, by GB/T 2261.1: `1` or `2`.
pub fn sex(number: &str) -> Option<&'static str> {
    let order = number.as_bytes().get(16)?;
    Some(if order % 2 == 1 { "1" } else { "2" })
}

const CREDIT: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_FACTORS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A unified social credit code as it is kept.
///
/// # Errors
/// `length`, `characters`, `region` or `check`.
pub fn credit_code(text: &str) -> Result<String, Wrong> {
    let number = plain(text);
    if number.len() != 18 {
        return Err("length");
    }
    let mut sum = 0;
    for (byte, factor) in number.bytes().zip(CREDIT_FACTORS) {
        sum += CREDIT.iter().position(|c| *c == byte).ok_or("characters")? * factor;
    }
    if !CREDIT.contains(&number.as_bytes()[17]) {
        return Err("characters");
    }
    // six digits of the region stand behind who registered it and what it is
    if !number.as_bytes()[2..8].iter().all(u8::is_ascii_digit) {
        return Err("region");
    }
    let check = CREDIT[(31 - sum % 31) % 31];
    if check == number.as_bytes()[17] { Ok(number) } else { Err("check") }
}

/// A telephone number as it is kept: a mobile one of 11 digits, or one of the fixed net with its area.
///
/// # Errors
/// `phone`.
pub fn phone(text: &str) -> Result<String, Wrong> {
    let mut digits: String = plain(text);
    for abroad in ["0086", "86"] {
        match digits.strip_prefix(abroad) {
            Some(rest) if rest.len() >= 10 => {
                digits = rest.to_owned();
                break;
            }
            _ => {}
        }
    }
    let all = digits.bytes().all(|b| b.is_ascii_digit());
    let mobile = digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9');
    let fixed = digits.starts_with('0') && (10..=12).contains(&digits.len());
    let local = !digits.starts_with('0') && (7..=8).contains(&digits.len());
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    if all && (mobile || fixed || local || service) { Ok(digits) } else { Err("phone") }
}

/// A day as it is kept, `2026-01-31`, from the ways in which lists write it.
///
/// # Errors
/// `date`.
pub fn day(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return compact_day(text).map(|d| d.to_string()).ok_or("date");
    }
    let head = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = head.split(['-', '/', '.', '年', '月', '日']).filter(|p| !p.is_empty()).collect();
    let [year, month, day] = parts.as_slice() else { return Err("date") };
    if year.len() != 4 {
        return Err("date");
    }
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date().map(|d| d.to_string()).ok_or("date")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn citizens() {
        assert_eq!(citizen("360426199101010071").as_deref(), Ok("360426199101010071"));
        assert_eq!(citizen("44011320141005001x").as_deref(), Ok("44011320141005001X"));
        assert_eq!(citizen("３６０４２６ １９９１０１０１ ００７１").as_deref(), Ok("360426199101010071"));
        assert_eq!(citizen("360426910101007").as_deref(), Ok("360426199101010071"));
        assert_eq!(citizen("360426199101010072"), Err("check"));
        assert_eq!(citizen("360426199113010079"), Err("birth"));
        assert_eq!(citizen("990426199101010071"), Err("region"));
        assert_eq!(citizen("36042619910101007"), Err("length"));
        assert_eq!(citizen("36042619910101O071"), Err("characters"));
        assert_eq!(sex("360426199101010071"), Some("1"));
        assert_eq!(birth("360426199101010071").as_deref(), Some("1991-01-01"));
    }

    #[test]
    fn organisations() {
        assert_eq!(credit_code("91 110000 600037341L").as_deref(), Ok("91110000600037341L"));
        assert_eq!(credit_code("12345"), Err("length"));
        assert_eq!(credit_code("9111000060003IOZSV"), Err("characters"));
        assert_eq!(credit_code("911100006000373410"), Err("check"));
    }

    #[test]
    fn organisations_that_there_are() {
        let Some(path) = testkit::shared_data("ids/uscc_valid.txt") else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let mut seen = 0;
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            assert_eq!(credit_code(line).as_deref(), Ok(line));
            seen += 1;
        }
        assert!(seen > 50, "{seen}");
    }

    #[test]
    fn numbers_of_the_documents_of_others() {
        for (file, check) in [
            ("ids/test_cn_ric.doctest", citizen as fn(&str) -> Result<String, Wrong>),
            ("ids/test_cn_uscc.doctest", credit_code),
        ] {
            let Some(path) = testkit::shared_data(file) else { return };
            let text = std::fs::read_to_string(path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let mut seen = 0;
            for pair in lines.windows(2) {
                let Some((_, rest)) = pair[0].split_once(".validate('") else { continue };
                let Some((number, _)) = rest.split_once('\'') else { continue };
                let valid = pair[1].starts_with('\'');
                // what depends on a table of all divisions is judged by its shape here
                if pair[1].contains("InvalidComponent") || !valid && !pair[1].starts_with("Traceback") {
                    continue;
                }
                let expected = pair[1].trim_matches('\'');
                if valid {
                    assert_eq!(check(number).as_deref(), Ok(expected), "{file}");
                    seen += 1;
                }
            }
            assert!(seen >= 1, "{file}: {seen}");
        }
    }

    #[test]
    fn telephones_and_days() {
        assert_eq!(phone("+86 138-1234-5678").as_deref(), Ok("13812345678"));
        assert_eq!(phone("0594-2345678").as_deref(), Ok("05942345678"));
        assert_eq!(phone("12812345678"), Err("phone"));
        assert_eq!(phone("none"), Err("phone"));
        for text in ["2026-01-31", "2026/1/31", "20260131", "2026年1月31日", "2026-01-31 00:00:00"] {
            assert_eq!(day(text).as_deref(), Ok("2026-01-31"), "{text}");
        }
        assert_eq!(day("2026-02-30"), Err("date"));
        assert_eq!(day("31.1.26"), Err("date"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,24}") {
            let _ = (citizen(&text), credit_code(&text), phone(&text), day(&text));
        }

        #[test]
        fn one_wrong_digit_is_seen(at in 0usize..17, by in 1u8..10) {
            let number = citizen("360426199101010071").unwrap();
            let mut bytes = number.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            prop_assert!(citizen(std::str::from_utf8(&bytes).unwrap()).is_err());
        }
    }
}
