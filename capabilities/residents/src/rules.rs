//! Pure decisions: what an address is, which step is told, when the morning is.

use courier::Way;
use kernel::{Refusal, Timestamp};

use crate::model::{Pace, no_way};

/// The hour of the morning in which digests leave.
const MORNING: i8 = 8;

/// An address in the form in which equal ones are equal, and the way it is of. The refusal never repeats it.
///
/// # Errors
/// `account.address`
pub fn address(text: &str) -> Result<(Way, String), Refusal> {
    let text = text.trim();
    if text.contains('@') {
        let lower = text.to_lowercase();
        return if is_mail(&lower) { Ok((Way::Email, lower)) } else { Err(no_way()) };
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let digits = digits.strip_prefix("+86").map_or(digits.as_str(), |own| own);
    let plain = digits.strip_prefix('+').unwrap_or(digits);
    let number = (6..=15).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_digit());
    if number { Ok((Way::Mobile, digits.to_owned())) } else { Err(no_way()) }
}

/// As much of RFC 5321 as people have; the mail server knows the rest.
fn is_mail(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let word = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    (1..=64).contains(&local.len())
        && local.chars().all(word)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && host.len() <= 200
        && host.contains('.')
        && host.split('.').all(label)
}

/// What a step of a case is to those who follow an area; None: nothing that is told. The gravest thing counts.
pub fn stage(data: &cases::model::FactData) -> Option<&'static str> {
    use cases::model::Change;
    let has = |wanted: fn(&Change) -> bool| data.changes.iter().any(wanted);
    if has(|c| matches!(c, Change::State { outcome: Some(_), .. })) {
        Some("closed")
    } else if has(|c| matches!(c, Change::Accepted)) {
        Some("accepted")
    } else if has(|c| matches!(c, Change::Replied { .. })) {
        Some("answered")
    } else {
        None
    }
}

/// The next morning of a digest after a moment, in an IANA zone; an unknown zone counts as UTC. None: told at once.
pub fn next_morning(pace: Pace, zone: &str, after: Timestamp) -> Option<Timestamp> {
    if pace == Pace::Now {
        return None;
    }
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let now = jiff::Timestamp::from_millisecond(after.0).ok()?.to_zoned(zone.clone());
    let mut day = now.date();
    for _ in 0..9 {
        let fits = pace == Pace::Day || day.weekday() == jiff::civil::Weekday::Monday;
        let morning = day.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        if fits && morning.timestamp() > now.timestamp() {
            return Some(Timestamp(morning.timestamp().as_millisecond()));
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// Six digits from a derived secret.
pub fn six_digits(secret: &str) -> String {
    let number = u64::from_str_radix(secret.get(..15).unwrap_or("0"), 16).unwrap_or_default();
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn equal_addresses_are_equal_and_others_are_refused() {
        assert_eq!(address(" Li.Lei@Example.COM ").unwrap(), (Way::Email, "li.lei@example.com".into()));
        assert_eq!(address("138 0000-0000").unwrap(), (Way::Mobile, "13800000000".into()));
        assert_eq!(address("+86 13800000000").unwrap(), address("13800000000").unwrap());
        for bad in [
            "",
            "li",
            "li@",
            "@b.cn",
            "li@b",
            "a b@c.cn",
            "li@b.cn\r\nx",
            "li@-b.cn",
            "12345",
            "+86abc",
            "li@b..cn",
        ] {
            let refusal = address(bad).unwrap_err();
            assert_eq!((refusal.code.as_str(), refusal.value), ("account.address", None), "{bad}");
        }
    }

    #[test]
    fn the_morning_is_where_the_area_is() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let next = |pace, zone, now: &str| next_morning(pace, zone, at(now)).unwrap();
        // a Monday
        assert_eq!(
            next(Pace::Day, "Asia/Shanghai", "2026-03-02T07:59:00+08:00"),
            at("2026-03-02T08:00:00+08:00")
        );
        assert_eq!(
            next(Pace::Day, "Asia/Shanghai", "2026-03-02T08:00:00+08:00"),
            at("2026-03-03T08:00:00+08:00")
        );
        assert_eq!(
            next(Pace::Week, "Asia/Shanghai", "2026-03-02T08:00:00+08:00"),
            at("2026-03-09T08:00:00+08:00")
        );
        assert_eq!(
            next(Pace::Day, "Asia/Urumqi", "2026-03-02T08:00:00+08:00"),
            at("2026-03-02T10:00:00+08:00")
        );
        // the night in which the clock is put forward
        assert_eq!(
            next(Pace::Day, "Europe/Berlin", "2026-03-28T12:00:00+01:00"),
            at("2026-03-29T08:00:00+02:00")
        );
        assert_eq!(next_morning(Pace::Now, "Asia/Shanghai", at("2026-03-02T08:00:00+08:00")), None);
    }

    #[test]
    fn a_code_has_six_digits() {
        assert_eq!(six_digits("000000000000001ff"), "000001");
        assert_eq!(six_digits(""), "000000");
        assert_eq!(six_digits(&"f".repeat(64)).len(), 6);
    }
}
