//! Values of a record on their way into the store: split by class, sealed, hashed, with their blind words.

use super::Register;
use crate::model::{POINT, Record, SHELF, Types};
use crate::rules::leaf::{self, Leaf};
use crate::rules::relation;
use crate::rules::schema::ReadyKind;
use crate::rules::value::Values;
use crate::rules::words;
use kernel::{Ctx, Result};
use protect::{Blind, Bundle, SealedBundle, Spot};

/// Values by class.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Split {
    /// Public and internal ones.
    pub open: String,
    /// The others.
    pub bundle: Bundle,
}

/// Splits values by the class of their fields.
pub(crate) fn split(kind: &ReadyKind, values: &Values) -> Split {
    let (mut open, mut personal, mut sensitive) = (Values::new(), Values::new(), Values::new());
    for field in &kind.kind.fields {
        let Some(value) = values.get(&field.code) else { continue };
        let part = match field.class {
            class if class.is_open() => &mut open,
            crate::model::kind::FieldClass::Personal => &mut personal,
            _ => &mut sensitive,
        };
        part.insert(field.code.clone(), value.clone());
    }
    // on the map stands only what is no person
    open.extend(values.get(POINT).map(|point| (POINT.to_owned(), point.clone())));
    // who lives where is as personal as who it is
    let to = if kind.kind.holds_people() { &mut personal } else { &mut open };
    for key in kind.kind.relations.iter().map(|r| relation::key(&r.code)) {
        to.extend(values.get(&key).map(|links| (key.clone(), links.clone())));
    }
    let bundle = Bundle { personal: leaf::text(&personal), sensitive: leaf::text(&sensitive) };
    Split { open: leaf::text(&open), bundle }
}

/// All values of a record again.
pub(crate) fn join(open: &str, bundle: Option<&Bundle>) -> Values {
    let mut all = leaf::values(open);
    if let Some(bundle) = bundle {
        all.extend(leaf::values(&bundle.personal));
        all.extend(leaf::values(&bundle.sensitive));
    }
    all
}

/// The type of a record by its open values; empty when it has none.
pub(crate) fn type_of(kind: &ReadyKind, open: &str) -> String {
    let field = kind.kind.type_field();
    let code = field.and_then(|f| leaf::values(open).get(&f.code)?.as_str().map(str::to_owned));
    code.unwrap_or_default()
}

/// What the counts by type learn when a record comes, goes or is another one now.
pub(crate) fn types_of(kind: &ReadyKind, before: Option<&Record>, after: Option<&Record>) -> Types {
    if kind.kind.type_field().is_none() {
        return vec![];
    }
    let of = |r: &Record| (r.place.clone(), type_of(kind, &r.open));
    let (before, after) = (before.map(of), after.map(of));
    if before == after {
        return vec![];
    }
    let count = |of: Option<(String, String)>, n: i64| of.map(|(place, code)| (place, code, n));
    [count(before, -1), count(after, 1)].into_iter().flatten().collect()
}

/// What is looked up of a record: role and word.
fn looked_up(kind: &ReadyKind, values: &Values) -> Vec<(&'static str, String)> {
    let mut all = vec![];
    for field in kind.kind.fields.iter().filter(|f| f.role.is_some()) {
        let Some(text) = values.get(&field.code).and_then(|v| v.as_str()) else { continue };
        all.extend(words::of_field(field, text).into_iter().map(|(role, word)| (role.word(), word)));
    }
    all
}

/// The role of the blind words by which relations to a record are found.
pub(crate) const LINK: &str = "relation";

fn related(kind: &ReadyKind, values: &Values) -> Vec<(&'static str, String)> {
    relation::all(kind, values).into_iter().map(|(_, link)| (LINK, link.to)).collect()
}

/// The blind words of a record, and of what it is related to.
pub(crate) fn keys(blind: &Blind, kind: &ReadyKind, values: &Values) -> Vec<i64> {
    let all = looked_up(kind, values).into_iter().chain(related(kind, values));
    let mut keys: Vec<i64> = all.map(|(role, word)| blind.key(role, &word)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The blind words of a record that are not true any more when it changes, the oldest generation first. Those of relations stay while the
/// record is there: who was related is asked too.
pub(crate) fn unkeys(blind: &Blind, kind: &ReadyKind, values: &Values) -> Vec<i64> {
    looked_up(kind, values).iter().flat_map(|(role, word)| blind.all(role, word)).collect()
}

/// All that must go with some relations.
pub(crate) fn unlinks(blind: &Blind, kind: &ReadyKind, values: &Values) -> Vec<i64> {
    related(kind, values).iter().flat_map(|(role, word)| blind.all(role, word)).collect()
}

impl Register {
    /// Seals the protected values of a version and hashes all of it; None when there is nothing to protect.
    pub(crate) fn seal(
        &self,
        ctx: &Ctx,
        r: &Record,
        bundle: &Bundle,
    ) -> Result<(Option<SealedBundle>, String)> {
        let sealed = match bundle.is_empty() {
            true => None,
            false => {
                let at = Spot { county: &r.county, shelf: SHELF, n: r.n, version: r.version };
                Some(self.parts.vault.seal_bundle(ctx.env().as_ref(), &at, bundle)?)
            }
        };
        let commitment = sealed.as_ref().map_or("", |s| s.commitment.as_str());
        let leaf = leaf_of(r, commitment).hash(ledger::hash_fields);
        Ok((sealed, leaf))
    }
}

/// What the leaf of a version speaks for.
pub(crate) fn leaf_of<'a>(r: &'a Record, commitment: &'a str) -> Leaf<'a> {
    Leaf {
        n: r.n,
        version: r.version,
        kind: &r.kind,
        source: &r.source,
        place: &r.place,
        open: &r.open,
        as_of: r.as_of,
        commitment,
    }
}
