//! The resource tree (资源树): category, kind, type, each with how many there are in an area and everything under it. Out of what
//! readers keep: as fast at sixteen million records as at sixteen thousand.

use super::store::{self, Tally};
use crate::rules::schema::ReadyKind;
use crate::service::Register;
use authz::action;
use kernel::{Ctx, Result, Text};
use serde::Serialize;
use utoipa::ToSchema;

/// A type of a kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterTreeType)]
pub struct Leaf {
    /// Code of the type.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// How many.
    pub count: i64,
}

/// A kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterTreeKind)]
pub struct Branch {
    /// The kind.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The category that it stands under.
    pub category: Text,
    /// Its records are on the map.
    pub map: bool,
    /// How many, with those whose type is not told.
    pub count: i64,
    /// Its types that there are, in the order of their code table.
    pub types: Vec<Leaf>,
}

/// The tree, kinds in the order of their categories.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegisterTree)]
pub struct Resources {
    /// The kinds.
    pub kinds: Vec<Branch>,
}

impl Register {
    /// How many there are of each kind and type in an area, or wherever the reader may look.
    ///
    /// # Errors
    /// `action.forbidden`; an unknown area.
    pub async fn tree(&self, ctx: &Ctx, area: Option<&str>) -> Result<Resources> {
        authz::require_anywhere(&ctx.actor, action::REGISTER_READ)?;
        let reaches = self.reaches(ctx, action::REGISTER_READ, area).await?;
        let registers = self.registers();
        let codes: Vec<&str> = registers.kinds().iter().map(|k| k.kind.code.as_str()).collect();
        let mut tally = Tally::default();
        let mut tx = self.db().browse().await?;
        for reach in &reaches {
            store::tally(&mut tx, reach, &codes, &mut tally).await?;
        }
        let mut kinds: Vec<Branch> = vec![];
        for kind in registers.kinds() {
            let branch = branch(kind, &tally);
            let like = kinds.iter().rposition(|k| k.category == branch.category);
            kinds.insert(like.map_or(kinds.len(), |at| at + 1), branch);
        }
        Ok(Resources { kinds })
    }
}

fn branch(kind: &ReadyKind, tally: &Tally) -> Branch {
    let code = &kind.kind.code;
    let table = kind.kind.type_field().and_then(|f| kind.table(f));
    let count = |of: &str| tally.types.get(&(code.clone(), of.to_owned())).copied().unwrap_or_default();
    let leaf = |value: &crate::model::kind::CodeValue| {
        let n = count(&value.code);
        (n > 0).then(|| Leaf { code: value.code.clone(), name: value.name.clone(), count: n })
    };
    Branch {
        code: code.clone(),
        name: kind.kind.name.clone(),
        category: kind.kind.category.clone(),
        map: kind.kind.map,
        count: tally.kinds.get(code).copied().unwrap_or_default(),
        types: table.map(|t| t.table.values.iter().filter_map(leaf).collect()).unwrap_or_default(),
    }
}
