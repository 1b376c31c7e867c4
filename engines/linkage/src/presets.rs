//! Schemas for what registers hold most. A city that keeps other fields declares its own.

use crate::model::{Field, Kind, Measure, Of, Part, Pass, Schema};

impl Field {
    /// A field that is each thing's own.
    pub fn own(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind, shared: false }
    }
    /// A field that a household has in common.
    pub fn shared(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind, shared: true }
    }
}

impl Pass {
    /// Records that agree on all of these.
    pub fn on<const N: usize>(keys: [(&str, Of); N]) -> Self {
        Self { keys: keys.map(part).into(), refine: vec![] }
    }
    /// Divides large blocks.
    pub fn then<const N: usize>(mut self, refine: [(&str, Of); N]) -> Self {
        self.refine = refine.map(part).into();
        self
    }
}

fn part((field, of): (&str, Of)) -> Part {
    Part { field: field.to_owned(), of }
}

impl Schema {
    /// People: `name, sex, birth, id_no, phone, address`.
    pub fn persons() -> Self {
        let id = || Some("id_no".to_owned());
        Self {
            fields: vec![
                Field::own("name", Kind::Name),
                Field::own("sex", Kind::Sex { also: id() }),
                Field::own("birth", Kind::Date { also: id() }),
                Field::own("id_no", Kind::IdNumber),
                Field::shared("phone", Kind::Phone),
                Field::shared("address", Kind::Address),
            ],
            passes: vec![
                Pass::on([("id_no", Of::Value)]),
                Pass::on([("phone", Of::Value)]),
                Pass::on([("name", Of::Sound), ("birth", Of::Value)]),
                Pass::on([("name", Of::Sound), ("address", Of::Place)])
                    .then([("address", Of::Door), ("birth", Of::Year)]),
                Pass::on([("name", Of::Sound)]).then([("birth", Of::Year), ("birth", Of::MonthDay)]),
                Pass::on([("name", Of::FamilySound), ("birth", Of::Value)]),
                Pass::on([("name", Of::FamilySound), ("address", Of::Door)]).then([("birth", Of::Year)]),
                Pass::on([("id_no", Of::Ends), ("name", Of::FamilySound)]),
                Pass::on([("birth", Of::Value), ("address", Of::Place)]),
            ],
            kin: true,
        }
    }

    /// Organisations: `name, code, legal_person, phone, address`. `code` is the unified social credit code.
    pub fn organisations() -> Self {
        Self {
            fields: vec![
                Field::own("name", Kind::Text { measure: Measure::Bigrams, levels: vec![0.85, 0.6] }),
                Field::own("code", Kind::Code),
                Field::own("legal_person", Kind::Name),
                Field::shared("phone", Kind::Phone),
                Field::shared("address", Kind::Address),
            ],
            passes: vec![
                Pass::on([("code", Of::Value)]),
                Pass::on([("phone", Of::Value)]),
                Pass::on([("name", Of::Value)]).then([("address", Of::Place)]),
                Pass::on([("legal_person", Of::Sound), ("address", Of::Place)]),
                Pass::on([("name", Of::Head(4)), ("address", Of::Place)]),
                Pass::on([("address", Of::Door)]),
            ],
            kin: true,
        }
    }

    /// Dwellings: `address, code, owner, phone`. `code` is the number of the house in a register.
    pub fn dwellings() -> Self {
        Self {
            fields: vec![
                Field::own("address", Kind::Address),
                Field::own("code", Kind::Code),
                Field::own("owner", Kind::Name),
                Field::own("phone", Kind::Phone),
            ],
            passes: vec![
                Pass::on([("code", Of::Value)]),
                Pass::on([("address", Of::Door)]),
                Pass::on([("owner", Of::Sound), ("address", Of::Place)]),
                Pass::on([("phone", Of::Value), ("address", Of::Place)]),
            ],
            kin: false,
        }
    }
}
