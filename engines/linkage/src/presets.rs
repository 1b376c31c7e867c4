//! Schemas for what registers hold most.

use crate::model::{Field, Kind, Of, Part, Pass, Schema};

fn part((field, of): (&str, Of)) -> Part {
    Part { field: field.to_owned(), of }
}

fn pass<const N: usize, const M: usize>(keys: [(&str, Of); N], refine: [(&str, Of); M]) -> Pass {
    Pass { keys: keys.map(part).into(), refine: refine.map(part).into() }
}

fn field(name: &str, kind: Kind, shared: bool) -> Field {
    Field { name: name.to_owned(), kind, shared }
}

impl Schema {
    /// People: `name, sex, birth, id_no, phone, address`.
    pub fn persons() -> Self {
        let id = || Some("id_no".to_owned());
        let fields = vec![
            field("name", Kind::Name, false),
            field("sex", Kind::Sex { also: id() }, false),
            field("birth", Kind::Date { also: id() }, false),
            field("id_no", Kind::IdNumber, false),
            field("phone", Kind::Phone, true),
            field("address", Kind::Address, true),
        ];
        let passes = vec![
            pass([("id_no", Of::Value)], []),
            pass([("phone", Of::Value)], []),
            pass([("name", Of::Sound), ("birth", Of::Value)], []),
            pass([("name", Of::Sound), ("address", Of::Place)], [("address", Of::Door), ("birth", Of::Year)]),
            pass([("name", Of::Sound)], [("birth", Of::Year), ("birth", Of::MonthDay)]),
            pass([("name", Of::FamilySound), ("birth", Of::Value)], []),
            pass([("name", Of::FamilySound), ("address", Of::Door)], [("birth", Of::Year)]),
            pass([("id_no", Of::Ends), ("name", Of::FamilySound)], []),
            pass([("birth", Of::Value), ("address", Of::Place)], []),
        ];
        Self { fields, passes, kin: true }
    }
}
