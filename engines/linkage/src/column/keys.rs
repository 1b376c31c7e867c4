//! What of a value is taken as key.

use super::{Column, hash};
use crate::clean::digits::{self, Digits};
use crate::compare::text;
use crate::model::Of;

impl Column {
    /// A key for blocking.
    pub fn key(&self, of: Of, row: usize) -> Option<u64> {
        match (self, of) {
            (Self::Name(n), _) => n.key(of, n.of[row]),
            (Self::Id { values, .. }, Of::Value) | (Self::Phone { values, .. }, Of::Value) => {
                Some(values[row]).filter(|v| !v.is_empty() && !v.masked()).map(|v| hash(v.raw()))
            }
            (Self::Id { values, .. }, Of::Ends) => {
                Some(values[row]).filter(|v| v.len() == 18).map(|v| hash(ends(v)))
            }
            (Self::Id { values, .. } | Self::Phone { values, .. }, Of::Head(n) | Of::Tail(n)) => {
                let (value, n) = (values[row], usize::from(n));
                let from = if matches!(of, Of::Tail(_)) { value.len().saturating_sub(n) } else { 0 };
                let part: Vec<u8> = value.iter().skip(from).take(n).collect();
                (part.len() == n && !part.contains(&digits::HIDDEN)).then(|| hash(part))
            }
            (Self::Date { values, .. }, _) => {
                let date = if values[row][1] == 0 { values[row][0] } else { values[row][1] };
                let part = match of {
                    Of::Year => date / 10_000,
                    Of::MonthDay => date % 10_000,
                    _ => date,
                };
                (date != 0).then(|| hash(part))
            }
            (Self::Sex(values), _) => Some(values[row]).filter(|&v| v != 0).map(hash),
            (Self::Address { spots, maker, .. }, _) => {
                let spot = &spots[row];
                let place =
                    if spot.place == 0 { maker.names.get(spot.road) } else { maker.names.get(spot.place) };
                // what was said before the name, as the town without its kind, is not part of it
                let tail = place.char_indices().rev().nth(1).map_or(place, |(at, _)| &place[at..]);
                let d = spot.door;
                let (wide, last) = (d.building.max(d.group), d.room.max(d.number));
                match of {
                    _ if tail.is_empty() => None,
                    Of::Door => (last != 0).then(|| hash((tail, wide, last))),
                    _ => Some(hash(tail)),
                }
            }
            (Self::Code { of: ids, texts, .. } | Self::Text { of: ids, texts, .. }, _) => {
                let text = texts.get(ids[row]);
                if text.is_empty() {
                    return None;
                }
                let chars = text.chars().count();
                Some(match of {
                    Of::Head(n) => hash(text.chars().take(usize::from(n)).collect::<String>()),
                    Of::Tail(n) => {
                        hash(text.chars().skip(chars.saturating_sub(usize::from(n))).collect::<String>())
                    }
                    Of::Sound if text.is_ascii() => hash(text::soundex(text)),
                    _ => hash(text),
                })
            }
            _ => None,
        }
    }
}

/// Region, sequence and check digit.
pub(super) fn ends(id: Digits) -> u64 {
    id.iter()
        .enumerate()
        .filter(|(at, _)| !(6..14).contains(at))
        .fold(0, |all, (_, d)| all << 4 | u64::from(d))
}
