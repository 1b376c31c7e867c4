//! How much is reported on which days: stretch by stretch, so that the whole never stands in memory.

use super::{Found, Matter, OFFSET, Planner, STRETCH, Span, YEAR, ZONE, draw, hot_spots, pools};
use crate::DemoError;
use crate::cast::Cast;
use crate::data::Names;
use crate::map::{Level, Map};
use crate::talk::{Talk, Topic};
use fastrand::Rng;
use geometry::Locator;
use jiff::civil::Date;
use kernel::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

impl<'a> Planner<'a> {
    /// A planner of a span of time.
    ///
    /// # Errors
    /// [`DemoError::Data`] when a word is missing.
    pub fn new(
        map: &'a Map,
        cast: &'a Cast,
        talk: &'a Talk,
        locator: Arc<Locator>,
        span: Span,
    ) -> Result<Self, DemoError> {
        let names = Names::load()?;
        let mut rng = Rng::with_seed(span.seed ^ 0x0A77);
        let pools = pools(map);
        let hot = hot_spots(map, &pools, &mut rng);
        let first_day = (span.now.0 + OFFSET).div_euclid(Timestamp::DAY) - span.days;
        let stretch = (STRETCH as i64 * span.days / (span.count.max(1) as i64)).clamp(1, span.days + 1);
        let mut planner = Self {
            map,
            cast,
            talk,
            names,
            rng,
            locator,
            codes: map.areas.iter().enumerate().map(|(i, a)| (a.code.as_str(), i)).collect(),
            pools,
            hot,
            days: vec![],
            span,
            first_day,
            stretch,
            next_day: 0,
            planned: 0,
            later: vec![],
            marks: 0,
            places: HashMap::new(),
            numbers: BTreeMap::new(),
            calls: BTreeMap::new(),
        };
        planner.days = talk.topics.iter().map(|t| planner.days(t)).collect();
        Ok(planner)
    }

    /// The next number of every home and day that was used.
    pub fn numbers(&self) -> &BTreeMap<(String, String), i64> {
        &self.numbers
    }

    /// The matters of the next days, in order of time; none when all are planned.
    pub fn stretch(&mut self) -> Option<Vec<Matter>> {
        if self.next_day > self.span.days {
            return None;
        }
        let (from, to) = (self.next_day as usize, (self.next_day + self.stretch) as usize);
        self.next_day += self.stretch;
        let last = self.next_day > self.span.days;
        let end = Timestamp((self.first_day + self.next_day) * Timestamp::DAY - OFFSET);
        let share = |days: &[(f64, usize)], day: usize| -> f64 {
            if day == 0 { 0.0 } else { days[day.min(days.len()) - 1].0 }
        };
        let (mut total, mut until, mut whole) = (0.0, 0.0, 0.0);
        let mut topics: Vec<(f64, usize)> = Vec::with_capacity(self.days.len());
        for (index, days) in self.days.iter().enumerate() {
            let weight = self.talk.topics[index].weight / share(days, days.len()).max(f64::MIN_POSITIVE);
            total += weight * (share(days, to) - share(days, from));
            until += weight * share(days, to);
            whole += weight * share(days, days.len());
            topics.push((total, index));
        }
        let due = if last { self.span.count } else { (self.span.count as f64 * until / whole) as usize };
        let (mut found, later): (Vec<Found>, Vec<Found>) =
            std::mem::take(&mut self.later).into_iter().partition(|f| last || f.matter.at < end);
        self.later = later;
        while self.planned + found.len() < due && total > 0.0 {
            let topic = draw(&topics, &mut self.rng);
            let (talk, days) = (self.talk, &self.days[topic]);
            let (low, high) = (share(days, from), share(days, to));
            let ticket = low + (high - low) * self.rng.f64();
            let day = days.partition_point(|(sum, _)| *sum <= ticket).clamp(from, to.min(days.len()) - 1);
            let at = self.moment(&talk.topics[topic], day as i64);
            let matter = self.matter(topic, at);
            let again = self.repetitions(&matter);
            let mark = (!again.is_empty()).then(|| {
                self.marks += 1;
                self.marks
            });
            found.push(Found { matter, mark, again: None });
            for matter in again {
                let goes = if last || matter.at < end { &mut found } else { &mut self.later };
                goes.push(Found { matter, mark: None, again: mark });
            }
        }
        found.truncate(self.span.count - self.planned.min(self.span.count));
        Some(self.in_order(found))
    }

    /// Sorts by time and gives each its place and number.
    fn in_order(&mut self, mut found: Vec<Found>) -> Vec<Matter> {
        found.sort_by_key(|f| f.matter.at);
        for (n, f) in found.iter_mut().enumerate() {
            f.matter.id = self.planned + n;
            f.matter.number = self.number(&f.matter);
            if let Some(mark) = f.mark {
                self.places.insert(mark, f.matter.id);
            }
        }
        self.planned += found.len();
        let place =
            |f: Found| Matter { repeats: f.again.and_then(|m| self.places.get(&m)).copied(), ..f.matter };
        found.into_iter().map(place).collect()
    }

    /// The next number of the county in which it lies.
    fn number(&mut self, matter: &Matter) -> String {
        let found = self.locator.locate(matter.point);
        let area = found.area.and_then(|a| self.codes.get(a.code).copied()).unwrap_or(0);
        let county = &self.map.areas[self.map.above(area, Level::County)].code;
        let day = matter.at.day_in(ZONE);
        let next = self.numbers.entry((county.clone(), day.clone())).or_insert(1);
        *next += 1;
        format!("{county}-{day}-{:06}", *next - 1)
    }

    /// Running sums over the days.
    fn days(&mut self, topic: &Topic) -> Vec<(f64, usize)> {
        let epoch = Date::constant(1970, 1, 1);
        let length = self.span.days;
        let dates: Vec<Date> = (0..length + 1)
            .map(|d| epoch.checked_add(jiff::Span::new().days(self.first_day + d)).unwrap_or(epoch))
            .collect();
        let month = |d: &Date| topic.months.get(d.month() as usize - 1).copied().unwrap_or(1.0);
        let mut shares: Vec<f64> = dates.iter().map(month).collect();
        if topic.burst > 0 {
            let mut sum = 0.0;
            let days: Vec<(f64, usize)> = shares
                .iter()
                .enumerate()
                .map(|(i, s)| {
                    sum += s * s;
                    (sum, i)
                })
                .collect();
            let bursts = f64::from(topic.burst) * (length as f64 / YEAR).max(1.0);
            for _ in 0..bursts as u32 {
                let day = draw(&days, &mut self.rng);
                shares[day] *= 22.0;
                if let Some(next) = shares.get_mut(day + 1) {
                    *next *= 7.0;
                }
            }
        }
        let mut sum = 0.0;
        shares
            .iter()
            .zip(&dates)
            .enumerate()
            .map(|(i, (share, date))| {
                let weekday = [1.16, 1.08, 1.04, 1.02, 1.02, 0.88, 0.8]
                    [date.weekday().to_monday_zero_offset() as usize];
                sum += share * weekday * (0.85 + 0.3 * i as f64 / length as f64);
                (sum, i)
            })
            .collect()
    }
}
