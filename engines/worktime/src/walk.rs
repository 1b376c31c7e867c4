//! Walking along the stretches of time in which a clock runs.

use crate::calendar::{RANGE, next, timestamp};
use crate::{Calendar, Error, Rest, Unit};
use std::ops::ControlFlow;

type Flow = ControlFlow<i64>;

/// Calls `visit` with each stretch `[open, close)` in which `unit` runs between `from` and `until`, in order, until it
/// breaks. `rests` are tidy.
fn walk(
    calendar: &Calendar,
    unit: Unit,
    (from, until): (i64, i64),
    rests: &[Rest],
    mut visit: impl FnMut(i64, i64) -> Flow,
) -> Result<Option<i64>, Error> {
    let mut between_rests = |open: i64, close: i64| -> Flow {
        let (mut open, close) = (open.max(from), close.min(until));
        let first = rests.partition_point(|rest| rest.end() <= open);
        for rest in &rests[first..] {
            if rest.from >= close {
                break;
            }
            if open < rest.from {
                visit(open, rest.from)?;
            }
            open = rest.end();
        }
        if open < close { visit(open, close) } else { Flow::Continue(()) }
    };
    if !unit.is_work() {
        return Ok(between_rests(from, until).break_value());
    }
    let mut date = calendar.date_of(from)?;
    while calendar.day(date)?.0 < until {
        if calendar.is_working_day(date) {
            for (open, close) in calendar.spans(date)? {
                if let Flow::Break(found) = between_rests(open, close) {
                    return Ok(Some(found));
                }
            }
        }
        date = next(date)?;
    }
    Ok(None)
}

/// The moment at which the clock has run `amount` milliseconds since `start`: the earliest, so a work clock ends at a
/// close, not at the next opening. `None` when it rests before that without an end.
pub(crate) fn advance(
    calendar: &Calendar,
    unit: Unit,
    start: i64,
    rests: &[Rest],
    amount: i64,
) -> Result<Option<i64>, Error> {
    timestamp(start)?;
    let forever = rests.last().filter(|rest| rest.to.is_none()).map(|rest| rest.from);
    let mut left = amount;
    let found = walk(calendar, unit, (start, forever.unwrap_or(RANGE.end)), rests, |open, close| {
        if close - open >= left {
            return Flow::Break(open + left);
        }
        left -= close - open;
        Flow::Continue(())
    })?;
    match (found, forever) {
        (None, None) => Err(Error::OutOfRange(RANGE.end)),
        (found, _) => Ok(found),
    }
}

/// The milliseconds the clock ran between two moments; 0 when they are out of order.
pub(crate) fn spent(
    calendar: &Calendar,
    unit: Unit,
    from: i64,
    to: i64,
    rests: &[Rest],
) -> Result<i64, Error> {
    timestamp(from)?;
    timestamp(to)?;
    let mut sum = 0;
    walk(calendar, unit, (from, to), rests, |open, close| {
        sum += close - open;
        Flow::Continue(())
    })?;
    Ok(sum)
}
