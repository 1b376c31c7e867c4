//! What a reader asks for: filters, windows and pages of requests and updates.
//!
//! GeoReport lets a list span 90 days at most and answer 1,000 requests. `page`, `page_size`, `updated_after`,
//! `updated_before` and `bbox` are extensions; they do nothing unless they are sent.

use crate::form::{Edge, Fields};
use crate::model::RequestStatus;
use kernel::{Refusal, Timestamp};

/// The longest window, in milliseconds.
pub const LONGEST: i64 = 90 * Timestamp::DAY;
/// The most requests of one answer.
pub const MOST_REQUESTS: u32 = 1000;
/// The most updates of one answer. A client asks for an hour or a day, and what it is not told it never learns.
pub const MOST_UPDATES: u32 = 10_000;
/// The last page that can be asked for.
const LAST_PAGE: u32 = 100_000;

/// From a moment to another, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First moment.
    pub from: Timestamp,
    /// Last moment.
    pub to: Timestamp,
}

impl Window {
    /// `start_date` and `end_date`: both, one (then 90 days from there), or none (the last 90 days).
    fn parse(fields: &Fields, now: Timestamp) -> Result<Self, Refusal> {
        let start = fields.moment("start_date", Edge::Start)?;
        let end = fields.moment("end_date", Edge::End)?.map(whole_second);
        let window = match (start, end) {
            (Some(from), Some(to)) => Self { from, to },
            (Some(from), None) => Self { from, to: from.plus(LONGEST) },
            (None, Some(to)) => Self { from: to.plus(-LONGEST), to },
            (None, None) => Self { from: now.plus(-LONGEST), to: now },
        };
        if window.to < window.from {
            let given = fields.one("end_date").unwrap_or_default();
            return Err(Refusal::invalid("end_date", given, "a moment not before start_date"));
        }
        // the last second counts as a whole, and a date alone ends with its last second
        if window.to.since(window.from) >= LONGEST + Timestamp::DAY {
            let given = fields.one("end_date").unwrap_or_default();
            return Err(Refusal::invalid("end_date", given, "at most 90 days after start_date"));
        }
        Ok(window)
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.to
    }
}

/// Dates are told to the second, so what happened within the last second of a window is in it.
fn whole_second(at: Timestamp) -> Timestamp {
    at.plus(999 - at.0.rem_euclid(1000))
}

/// Which part of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many to leave out.
    pub skip: u32,
    /// How many to give.
    pub take: u32,
}

impl Page {
    fn parse(fields: &Fields, most: u32) -> Result<Self, Refusal> {
        let take = fields.whole("page_size", 1, most)?.unwrap_or(most);
        let page = fields.whole("page", 1, LAST_PAGE)?.unwrap_or(1);
        Ok(Self { skip: (page - 1).saturating_mul(take), take })
    }
}

/// A part of the earth: west, south, east, north in WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// `bbox=west,south,east,north`.
    fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<f64> = text.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
        let [west, south, east, north] = numbers[..] else { return None };
        let sound = (-180.0..=180.0).contains(&west)
            && (-180.0..=180.0).contains(&east)
            && (-90.0..=90.0).contains(&south)
            && (-90.0..=90.0).contains(&north)
            && west <= east
            && south <= north;
        sound.then_some(Self { west, south, east, north })
    }
}

/// What `requests` is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// These numbers; nothing else counts.
    Numbers(Vec<String>),
    /// Those that fit.
    Filter(Filter),
}

/// The filters of a list of requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Service codes; empty: all.
    pub services: Vec<String>,
    /// One status, or both.
    pub status: Option<RequestStatus>,
    /// When reported. None when the client asks by time of change alone.
    pub requested: Option<Window>,
    /// Changed not before.
    pub updated_after: Option<Timestamp>,
    /// Changed not after.
    pub updated_before: Option<Timestamp>,
    /// Where.
    pub bounds: Option<Bounds>,
    /// Which part.
    pub page: Page,
}

/// Reads what `requests` is asked for.
pub fn requests(fields: &Fields, now: Timestamp) -> Result<Asked, Refusal> {
    let numbers = fields.comma_list("service_request_id");
    if !numbers.is_empty() {
        return Ok(Asked::Numbers(numbers));
    }
    let updated_after = fields.moment("updated_after", Edge::Start)?;
    let updated_before = fields.moment("updated_before", Edge::End)?.map(whole_second);
    let dated = fields.one("start_date").or(fields.one("end_date")).is_some();
    let by_change = updated_after.or(updated_before).is_some();
    let bounds = match fields.one("bbox") {
        Some(text) => {
            let wrong = || Refusal::invalid("bbox", text, "west,south,east,north in degrees");
            Some(Bounds::parse(text).ok_or_else(wrong)?)
        }
        None => None,
    };
    Ok(Asked::Filter(Filter {
        services: fields.comma_list("service_code"),
        status: status(fields)?,
        requested: if by_change && !dated { None } else { Some(Window::parse(fields, now)?) },
        updated_after,
        updated_before,
        bounds,
        page: Page::parse(fields, MOST_REQUESTS)?,
    }))
}

/// `status=open`, `status=closed`, or both.
fn status(fields: &Fields) -> Result<Option<RequestStatus>, Refusal> {
    let words = fields.comma_list("status");
    let read = |word: &String| {
        RequestStatus::parse(word).ok_or_else(|| Refusal::invalid("status", word, "one of: open, closed"))
    };
    let mut statuses = words.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    statuses.sort();
    statuses.dedup();
    Ok(match statuses[..] {
        [one] => Some(one),
        _ => None,
    })
}

/// What `servicerequestupdates` is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdatesAsked {
    /// When they were written.
    pub window: Window,
    /// Of these requests; empty: all.
    pub numbers: Vec<String>,
    /// Which part.
    pub page: Page,
}

/// Reads what `servicerequestupdates` is asked for.
pub fn updates(fields: &Fields, now: Timestamp) -> Result<UpdatesAsked, Refusal> {
    Ok(UpdatesAsked {
        window: Window::parse(fields, now)?,
        numbers: fields.comma_list("service_request_id"),
        page: Page::parse(fields, MOST_UPDATES)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        Timestamp::parse("2026-11-21T08:00:00Z").unwrap()
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())))
    }

    fn filter(pairs: &[(&str, &str)]) -> Filter {
        match requests(&fields(pairs), now()).unwrap() {
            Asked::Filter(filter) => filter,
            numbers => panic!("{numbers:?}"),
        }
    }

    fn refused(pairs: &[(&str, &str)]) -> String {
        requests(&fields(pairs), now()).unwrap_err().field.unwrap()
    }

    #[test]
    fn numbers_override_all_else() {
        let asked = requests(
            &fields(&[("service_request_id", "a, b"), ("status", "nonsense"), ("bbox", "x")]),
            now(),
        );
        assert_eq!(asked.unwrap(), Asked::Numbers(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn by_default_the_last_90_days_and_a_thousand() {
        let all = filter(&[("status", ""), ("start_date", " ")]);
        let window = all.requested.unwrap();
        assert_eq!((window.from, window.to), (now().plus(-LONGEST), now()));
        assert_eq!(all.page, Page { skip: 0, take: 1000 });
        assert_eq!((all.status, all.bounds, all.updated_after), (None, None, None));
    }

    #[test]
    fn windows() {
        let window = |pairs: &[(&str, &str)]| filter(pairs).requested.unwrap();
        let start = ("start_date", "2026-01-01T00:00:00Z");
        assert_eq!(window(&[start]).to.since(window(&[start]).from), LONGEST);
        assert!(
            window(&[("end_date", "2026-01-01T00:00:00Z")])
                .holds(Timestamp::parse("2026-01-01T00:00:00.5Z").unwrap())
        );
        assert!(!window(&[start]).holds(Timestamp::parse("2025-12-31T23:59:59.999Z").unwrap()));
        window(&[start, ("end_date", "2026-04-01T00:00:00Z")]);
        window(&[("start_date", "2026-01-01"), ("end_date", "2026-04-01")]);
        assert_eq!(refused(&[start, ("end_date", "2026-05-01T00:00:00Z")]), "end_date");
        assert_eq!(refused(&[start, ("end_date", "2025-05-01T00:00:00Z")]), "end_date");
        assert_eq!(refused(&[("start_date", "01-01-2026")]), "start_date");
    }

    #[test]
    fn asking_by_change_lifts_the_window() {
        let all = filter(&[("updated_after", "2026-11-21T07:00:00Z")]);
        assert_eq!((all.requested, all.updated_after), (None, Some(now().plus(-Timestamp::HOUR))));
        assert!(filter(&[("updated_after", "2026-11-21"), ("start_date", "2026-11-01")]).requested.is_some());
        assert_eq!(refused(&[("updated_before", "soon")]), "updated_before");
    }

    #[test]
    fn statuses_services_pages_and_bounds() {
        let all = filter(&[
            ("status", "OPEN"),
            ("service_code", "a,b"),
            ("service_code", "c"),
            ("page", "3"),
            ("page_size", "50"),
            ("bbox", "119.0, 25.0,119.5,25.5"),
        ]);
        assert_eq!(all.status, Some(RequestStatus::Open));
        assert_eq!(all.services, ["a", "b", "c"]);
        assert_eq!(all.page, Page { skip: 100, take: 50 });
        assert_eq!(all.bounds, Some(Bounds { west: 119.0, south: 25.0, east: 119.5, north: 25.5 }));
        assert_eq!(filter(&[("status", "closed,open")]).status, None);
        for (name, value) in [
            ("status", "fixed"),
            ("page", "0"),
            ("page", "-1"),
            ("page_size", "1001"),
            ("page_size", "many"),
            ("bbox", "1,2,3"),
            ("bbox", "5,2,3,4"),
            ("bbox", "0,0,181,1"),
            ("bbox", "a,b,c,d"),
            ("bbox", "0,0,NaN,1"),
        ] {
            assert_eq!(refused(&[(name, value)]), name, "{value}");
        }
    }

    #[test]
    fn updates_have_a_window_too() {
        let asked = updates(
            &fields(&[("start_date", "2026-11-21T07:00:00Z"), ("end_date", "2026-11-21T08:00:00Z")]),
            now(),
        );
        let asked = asked.unwrap();
        assert!(asked.window.holds(now().plus(999)) && !asked.window.holds(now().plus(1000)));
        assert_eq!(asked.page.take, MOST_UPDATES);
    }

    proptest! {
        #[test]
        fn no_query_panics(pairs in proptest::collection::vec(
            (proptest::sample::select(vec!["service_request_id", "status", "start_date", "end_date", "bbox", "page",
             "page_size", "updated_after", "updated_before"]), "[-0-9TZ:.,a-z ]{0,24}"), 0..6)
        ) {
            let all = Fields::new(pairs.into_iter().map(|(n, v)| (n.to_string(), v)));
            let _ = requests(&all, now());
            if let Ok(asked) = updates(&all, now()) {
                prop_assert!(asked.window.from <= asked.window.to);
            }
        }
    }
}
