//! Campaigns: in which order subjects are visited, on which days, and what a new one must say. Nothing of it is kept as truth: a plan is
//! computed anew from what is open, whoever is there and the days that are left.

use crate::model::campaign::{Folded, ItemState, NewCampaign};
use jiff::civil::Date;
use kernel::{Refusal, Text};
use sha2::Digest as _;
use std::collections::{BTreeMap, BTreeSet};

/// Lines of a list at most, and subjects of a campaign.
pub const MOST: usize = 20_000;
/// Characters of a line at most.
pub const LINE: usize = 300;
/// Modules of a campaign at most.
const MODULES: usize = 20;
/// Visits of a campaign in one grid on one day, where nothing else is said, and at most.
const A_DAY: (usize, usize) = (40, 500);
/// Days of a campaign at most.
const DAYS: i32 = 366;

/// What is checked of a new campaign, by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// Visits in one grid on one day at most.
    pub a_day: usize,
}

/// A day as our clients write it.
///
/// # Errors
/// Anything else, by the field.
pub fn day(field: &str, text: &str) -> Result<Date, Refusal> {
    let read = text.parse().ok().filter(|day: &Date| day.to_string() == text);
    read.ok_or_else(|| Refusal::invalid(field, text, "a day such as 2026-11-23"))
}

/// Whether a campaign says all that it must.
///
/// # Errors
/// The first field that is wrong.
pub fn check(new: &NewCampaign, today: Date) -> Result<Sound, Refusal> {
    let said = |field: &str, text: &Text| {
        let long = |t: &str| t.trim().is_empty() || t.chars().count() > 500;
        match long(&text.zh) || text.en.as_deref().is_some_and(long) {
            true => Err(Refusal::required(field).want("1 to 500 characters")),
            false => Ok(()),
        }
    };
    said("/name", &new.name)?;
    // no list of anybody without a law and a purpose
    said("/basis", &new.basis)?;
    said("/purpose", &new.purpose)?;
    if new.modules.is_empty() || new.modules.len() > MODULES {
        return Err(Refusal::invalid("/modules", new.modules.len(), format!("1 to {MODULES} modules")));
    }
    let first = new.first_day.as_deref().map_or(Ok(today), |text| day("/first_day", text))?;
    let last = day("/last_day", &new.last_day)?;
    let days = last.since(first).map_or(i32::MAX, |span| span.get_days());
    if first < today {
        return Err(Refusal::invalid("/first_day", first, "today or later"));
    }
    if !(0..=DAYS).contains(&days) {
        let expected = format!("a day from the first on, at most {DAYS} days later");
        return Err(Refusal::invalid("/last_day", &new.last_day, expected));
    }
    let a_day = new.per_day.unwrap_or(A_DAY.0);
    if !(1..=A_DAY.1).contains(&a_day) {
        return Err(Refusal::invalid("/per_day", a_day, format!("1 to {}", A_DAY.1)));
    }
    if new.lines.len() > MOST {
        return Err(Refusal::invalid("/lines", new.lines.len(), format!("at most {MOST} lines")));
    }
    if let Some(at) = new.lines.iter().position(|l| l.chars().count() > LINE) {
        // what stands there may be somebody's address: it is not repeated
        return Err(Refusal::required(format!("/lines/{at}")).want(format!("at most {LINE} characters")));
    }
    if new.when.is_some() && !new.lines.is_empty() {
        return Err(Refusal::invalid("/when", "", "a condition or a list, not both"));
    }
    Ok(Sound { first, last, a_day })
}

/// The hash of a text.
pub fn hash(text: &str) -> String {
    hex::encode(sha2::Sha256::digest(text.as_bytes()))
}

/// Hashes of the items of a campaign: of their ids, and of these with the modules that are wanted there; sorted, a line each.
pub fn hashes<'a>(items: impl Iterator<Item = (&'a str, i64, i64)>) -> (String, String) {
    let lines: BTreeMap<String, i64> =
        items.map(|(county, n, asked)| (format!("{county}-{n}"), asked)).collect();
    let ids: String = lines.keys().map(|id| format!("{id}\n")).collect();
    let asked: String = lines.iter().map(|(id, asked)| format!("{id} {asked}\n")).collect();
    (hash(&ids), hash(&asked))
}

/// In which order subjects are visited: along a Hilbert curve, so that near ones follow each other; in one house, and where no place is
/// known, by their addresses as people count (2号 before 10号).
pub fn order(subjects: &[(Option<[f64; 2]>, &str)]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..subjects.len()).collect();
    let key = |at: &usize| {
        let (point, label) = &subjects[*at];
        (point.map_or(u64::MAX, hilbert), natural(label), *at)
    };
    all.sort_by_cached_key(key);
    all
}

/// A text in which numbers compare as numbers.
fn natural(text: &str) -> String {
    let (mut out, mut digits) = (String::new(), String::new());
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            out.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        out.push(c);
    }
    out
}

/// Bits of a place along one axis: some metres.
const BITS: u32 = 24;

/// Where a place stands on a Hilbert curve around the earth.
fn hilbert([lon, lat]: [f64; 2]) -> u64 {
    let cells = f64::from(1_u32 << BITS);
    // the cast of a float ends at the bounds of the integer
    let cell = |share: f64| ((share * cells) as u64).min((1 << BITS) - 1);
    let (mut x, mut y) = (cell((lon + 180.0) / 360.0), cell((lat + 90.0) / 180.0));
    let mut along = 0;
    for bit in (0..BITS).rev() {
        let (rx, ry) = ((x >> bit) & 1, (y >> bit) & 1);
        along = (along << 2) | ((3 * rx) ^ ry);
        if ry == 0 {
            if rx == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

/// How many of an area are planned for which day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Day → how many, none left out.
    pub days: Vec<(Date, usize)>,
    /// What does not fit any more.
    pub unplanned: usize,
}

/// What there is of a campaign in one grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Items that are open.
    pub open: usize,
    /// Items at which somebody was today.
    pub handled: usize,
    /// Those of them that are still open, since nobody was met.
    pub tried: usize,
}

/// Spreads what is open evenly over the days that are left, at most so many on one. Where somebody was today counts as today's share, so
/// that the day's work ends.
pub fn shares(load: Load, days: &[Date], today: Date, a_day: usize) -> Shares {
    let even = |n: usize, days: &[Date]| -> Vec<(Date, usize)> {
        let (each, more) = (n / days.len().max(1), n % days.len().max(1));
        days.iter().enumerate().map(|(i, day)| (*day, (each + usize::from(i < more)).min(a_day))).collect()
    };
    let Load { open, handled, tried } = load;
    let mut planned = match days.split_first() {
        Some((first, rest)) if *first == today => {
            let share = even(open + handled - tried, days).first().map_or(0, |(_, n)| *n);
            // who was not met today waits for another day
            let now = share.saturating_sub(handled).min(open - tried);
            let mut planned = vec![(today, now)];
            planned.extend(even(open - now, rest));
            planned
        }
        _ => even(open, days),
    };
    let unplanned = open - planned.iter().map(|(_, n)| n).sum::<usize>();
    planned.retain(|(_, n)| *n > 0);
    Shares { days: planned, unplanned }
}

/// An item that is open, in the order of the visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The subject.
    pub n: i64,
    /// Somebody was there today in vain.
    pub tried: bool,
}

/// The day of each item that is open; those that do not fit are missing. `done` were accounted for today.
pub fn plan(items: &[Waiting], done: usize, days: &[Date], today: Date, a_day: usize) -> BTreeMap<i64, Date> {
    let tried = items.iter().filter(|i| i.tried).count();
    let shares = shares(Load { open: items.len(), handled: done + tried, tried }, days, today, a_day);
    let now = shares.days.first().filter(|(day, _)| *day == today).map_or(0, |(_, n)| *n);
    // the share of today goes to those that were not tried; all others keep their order
    let first: Vec<i64> = items.iter().filter(|i| !i.tried).take(now).map(|i| i.n).collect();
    let taken: BTreeSet<i64> = first.iter().copied().collect();
    let rest = items.iter().map(|i| i.n).filter(|n| !taken.contains(n));
    let slots = shares.days.iter().flat_map(|(day, n)| std::iter::repeat_n(*day, *n));
    first.iter().copied().chain(rest).zip(slots).collect()
}

/// What was said of an item: by visits that count, and by those on which nobody was met. In whichever order that is taken in, it is the same
/// item, but that the first reason given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    answered: i64,
    excuse: Option<ItemState>,
    tries: i64,
    day: Option<String>,
}

impl Course {
    /// A visit that counts answered these modules.
    pub fn answered(&mut self, bits: i64, day: &str) {
        self.answered |= bits;
        self.on(day);
    }

    /// Nobody was met: it was in vain, or it is accounted for by a reason.
    pub fn not_met(&mut self, reason: Option<ItemState>, day: &str) {
        match reason {
            Some(reason) => self.excuse = self.excuse.or(Some(reason)),
            None => self.tries += 1,
        }
        self.on(day);
    }

    fn on(&mut self, day: &str) {
        if self.day.as_deref() < Some(day) {
            self.day = Some(day.to_owned());
        }
    }

    /// The item. `asked` are the modules that it began with, `left` is where it stands when it is not accounted for: open, or what the end of its
    /// campaign made of it.
    pub fn stands(&self, asked: i64, left: ItemState) -> Folded {
        let wanted = asked & !self.answered;
        let state = if wanted == 0 { ItemState::Done } else { self.excuse.unwrap_or(left) };
        Folded { wanted, state, tries: self.tries, day: self.day.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn days(n: i8) -> Vec<Date> {
        (0..n).map(|i| date(2026, 11, 2 + i)).collect()
    }

    #[test]
    fn near_ones_follow_each_other() {
        let at = |x: f64, y: f64| Some([119.0 + x * 0.001, 25.0 + y * 0.001]);
        let street = [
            (at(0.0, 0.0), "示范路1号"),
            (at(9.0, 9.0), "远路1号"),
            (at(0.1, 0.0), "示范路2号"),
            (at(9.0, 9.1), "远路2号"),
        ];
        let order_of = order(&street);
        let place = |n: usize| order_of.iter().position(|i| *i == n).unwrap_or_default();
        assert_eq!(place(0).abs_diff(place(2)), 1, "{order_of:?}");
        assert_eq!(place(1).abs_diff(place(3)), 1, "{order_of:?}");
        let house = [(None, "1栋10室"), (None, "1栋2室"), (None, "1栋9室")];
        assert_eq!(order(&house), [1, 2, 0]);
    }

    #[test]
    fn a_grid_has_as_much_on_each_day() {
        let days = days(5);
        let spread = |open, handled, tried, days: &[Date]| {
            shares(Load { open, handled, tried }, days, date(2026, 11, 2), 40)
        };
        let even = spread(52, 0, 0, &days);
        assert_eq!(even.days.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [11, 11, 10, 10, 10]);
        // during the day the share gets smaller, not the day longer
        assert_eq!(spread(48, 4, 0, &days).days[0].1, 7);
        assert_eq!(spread(50, 4, 2, &days).days[0].1, 7);
        assert_eq!(spread(41, 11, 0, &days).days[0], (days[1], 11));
        // a day without anybody carries nothing
        assert_eq!(spread(52, 0, 0, &days[3..]).days, [(days[3], 26), (days[4], 26)]);
        let full = spread(52, 0, 0, &days[4..]);
        assert_eq!((full.days.len(), full.unplanned), (1, 12));
        assert_eq!(spread(7, 0, 0, &[]), Shares { days: vec![], unplanned: 7 });
    }

    #[test]
    fn who_was_not_met_waits_for_another_day() {
        let days = days(2);
        let items: Vec<Waiting> = (1..=4).map(|n| Waiting { n, tried: n == 1 }).collect();
        let planned = plan(&items, 0, &days, days[0], 40);
        assert_eq!(planned, BTreeMap::from([(1, days[1]), (2, days[0]), (3, days[1]), (4, days[1])]));
        let last = plan(&items, 0, &days[..1], days[0], 40);
        assert_eq!(last.keys().copied().collect::<Vec<_>>(), [2, 3, 4], "for the first no day is left");
    }

    #[test]
    fn an_item_is_what_was_said_of_it() {
        let course = |said: &[&dyn Fn(&mut Course)]| {
            let mut course = Course::default();
            said.iter().for_each(|one| one(&mut course));
            course
        };
        let answered = |bits: i64, day: &'static str| move |c: &mut Course| c.answered(bits, day);
        let not_met = |why: Option<ItemState>| move |c: &mut Course| c.not_met(why, "2026-11-03");
        let half = course(&[&answered(1, "2026-11-02")]).stands(3, ItemState::Open);
        assert_eq!((half.wanted, half.state), (2, ItemState::Open));
        let tried = course(&[&not_met(None), &answered(1, "2026-11-02")]).stands(3, ItemState::Dropped);
        assert_eq!(
            (tried.state, tried.tries, tried.day.as_deref()),
            (ItemState::Dropped, 1, Some("2026-11-03"))
        );
        // the first reason stays; answers are better than a reason
        let refused = [Some(ItemState::Refused), Some(ItemState::Gone)].map(not_met);
        let said = course(&[&refused[0], &refused[1]]);
        assert_eq!(said.stands(1, ItemState::Open).state, ItemState::Refused);
        let both = course(&[&refused[0], &answered(3, "2026-11-02")]);
        assert_eq!(both.stands(3, ItemState::Open).state, ItemState::Done);
    }

    proptest! {
        #[test]
        fn every_item_has_one_day_or_is_told(
            open in 0_usize..400, tried in 0_usize..30, done in 0_usize..30, left in 0_i8..20, a_day in 1_usize..60, gap in 0_i8..2,
        ) {
            let (all, tried) = (days(left), tried.min(open));
            let today = date(2026, 11, 2 - gap);
            let load = Load { open, handled: done + tried, tried };
            let planned = shares(load, &all, today, a_day);
            prop_assert_eq!(planned.days.iter().map(|(_, n)| n).sum::<usize>() + planned.unplanned, open);
            prop_assert!(planned.days.iter().all(|(_, n)| *n <= a_day));
            let count = |d: &Date| planned.days.iter().find(|(day, _)| day == d).map_or(0, |(_, n)| *n);
            let later: Vec<usize> = all.iter().filter(|d| **d > today).map(count).collect();
            let (least, most) = (later.iter().min().copied().unwrap_or(0), later.iter().max().copied().unwrap_or(0));
            prop_assert!(most - least <= 1, "{:?}", later);
            let items: Vec<Waiting> = (0_i64..).take(open).enumerate().map(|(i, n)| Waiting { n, tried: i < tried }).collect();
            let days = plan(&items, done, &all, today, a_day);
            prop_assert_eq!(days.len() + planned.unplanned, open);
            prop_assert!(items.iter().filter(|i| i.tried).all(|i| days.get(&i.n) != Some(&today)));
            prop_assert_eq!(plan(&items, done, &all, today, a_day), days);
        }
    }
}
