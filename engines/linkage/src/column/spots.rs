//! Addresses as they are compared.

use crate::clean::address::{Address, Parser};
use crate::compare::address::Spot;
use crate::intern::Interner;

/// Makes spots out of words.
#[derive(Clone, Default)]
pub(crate) struct SpotMaker {
    pub names: Interner,
    parser: Parser,
    address: Address,
}

impl SpotMaker {
    pub fn spot(&mut self, raw: &str) -> Spot {
        if raw.is_empty() {
            return Spot::default();
        }
        self.parser.parse_into(raw, &mut self.address);
        let a = &self.address;
        let names = &mut self.names;
        Spot {
            town: names.id(&a.town),
            community: names.id(&a.community),
            road: names.id(&a.road),
            place: names.id(&a.place),
            road_number: a.road_number,
            door: a.door,
        }
    }
}
