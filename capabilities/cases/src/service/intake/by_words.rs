//! A place that is told in words alone: the register of addresses says where it is, or a person will.

use super::super::Cases;
use super::PlaceInput;
use crate::model::{ByWords, Spot};
use kernel::Result;

impl Cases {
    /// Where a report is, and the standard address that its words were found to mean.
    pub(crate) fn locate_report(&self, place: &PlaceInput) -> Result<(Spot, Option<String>)> {
        let spot = self.locate(place)?;
        let words = place.address.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let Some(words) = words.filter(|_| spot.lon.is_none()) else { return Ok((spot, None)) };
        let Some(found) = self.parts.grid.by_words(words, place.area.as_deref()) else {
            return Ok((spot, None));
        };
        let located = match (found.point, &found.area) {
            (Some(point), _) => {
                let place = self.parts.grid.locate(point);
                Some(Spot { lon: Some(point.lon), lat: Some(point.lat), ..self.spot(&place) })
            }
            (None, Some(grid)) => self.parts.grid.place_of(grid).map(|place| self.spot(&place)),
            (None, None) => None,
        };
        // somebody said in which area it is: words that lead out of it are left to a person
        let fits = |at: &Spot| place.area.is_none() || at.path.starts_with(&spot.path);
        let (mut at, outcome, standard) = match located {
            Some(at) if fits(&at) => (at, found.outcome, Some(found.address)),
            Some(_) => (spot, "ambiguous", None),
            None => (spot, found.outcome, None),
        };
        let level = if standard.is_some() { found.level } else { String::new() };
        at.by_words = Some(ByWords { outcome: outcome.into(), level, address: None });
        Ok((at, standard))
    }
}
