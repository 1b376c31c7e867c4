//! Commands and queries of identity.

mod access;
mod board;
mod clients;
mod hand_over;
mod leave;
mod load;
mod people;
mod posts;
mod seed;
mod sessions;
mod told;
mod trail;
mod units;
mod vacancies;

pub use board::Board;
pub use clients::{ClientView, NewClient};
pub use hand_over::{HAND_OVER, HandOverView};
pub use people::PersonView;
pub use posts::PostView;
pub use told::{ToldPage, ToldView};
pub use trail::{Trail, TrailFilter};
pub use vacancies::{Team, TeamSeat, Vacancy, VacancyFilter, Why};

pub(crate) use load::Load;
pub(crate) use people::{PersonWork, login_hash, put_person};
pub(crate) use posts::{PostWork, check_unit, post_of, put_post, same_post, unit_ref};
pub(crate) use units::{check_parents, put_unit};

use crate::{
    Areas, CaseNumbers, PostKinds, Zones,
    memo::Memo,
    model::{Area, AreaRef, Change, PersonId, Unit},
    password::Passwords,
};
use access::Cache;
use authz::{Action, Thing};
use db::{Db, Tx};
use kernel::{Ctx, Failure, Refusal, Text, Timestamp};
use ledger::{Head, NewFact};
use protect::Vault;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};
use utoipa::ToSchema;

/// What identity is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Where names and phones stand.
    pub vault: Vault,
    /// The tree of areas.
    pub areas: Arc<dyn Areas>,
    /// The vocabulary of posts.
    pub kinds: Arc<dyn PostKinds>,
    /// The operator's settings.
    pub settings: Settings,
}

/// What an operator may set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A session ends after so many milliseconds without a request.
    pub idle: i64,
    /// A session ends after so many milliseconds in any case.
    pub lifetime: i64,
    /// Attempts to log in with one login in a window of 15 minutes.
    pub attempts_per_login: i64,
    /// Failed attempts from one address in a window of 15 minutes.
    pub attempts_per_address: i64,
    /// The session cookie is sent over HTTPS only.
    pub secure_cookie: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle: 12 * Timestamp::HOUR,
            lifetime: 7 * Timestamp::DAY,
            attempts_per_login: 10,
            attempts_per_address: 100,
            secure_cookie: false,
        }
    }
}

/// The service.
pub struct Identity {
    pub(crate) db: Db,
    pub(crate) vault: Vault,
    pub(crate) areas: Arc<dyn Areas>,
    pub(crate) kinds: Arc<dyn PostKinds>,
    pub(crate) settings: Settings,
    passwords: Passwords,
    cache: Cache,
    /// Function, place and level: the unit.
    functions: Memo<(String, String, String), Option<Unit>>,
    /// Units by code.
    known: Memo<String, Option<Unit>>,
    /// The numbers of cases, told by whoever keeps them.
    numbers: OnceLock<Arc<dyn CaseNumbers>>,
    /// What time it is where, told by whoever keeps calendars.
    pub(crate) zones: OnceLock<Arc<dyn Zones>>,
}

/// Which units to list.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// At this level.
    pub level: Option<String>,
    /// With this function.
    pub function: Option<String>,
    /// With this in code or name.
    pub q: Option<String>,
    /// Belonging to this unit.
    pub parent: Option<String>,
    /// At this area or under it.
    pub area_path: Option<String>,
    /// After this code.
    pub after: Option<String>,
}

/// Which posts to list.
#[derive(Clone, Debug, Default)]
pub struct PostFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// In this unit.
    pub unit: Option<String>,
    /// Held by this person, also as deputy.
    pub person: Option<PersonId>,
    /// For this area or one under it.
    pub area_path: Option<String>,
    /// After this id.
    pub after: Option<String>,
}

/// A login that succeeded.
#[derive(Debug)]
pub struct Login {
    /// The token for the cookie; stored only as a hash.
    pub token: String,
    /// What the front end needs.
    pub view: SessionView,
}

/// Who is logged in, and what that allows.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The person.
    pub person: SessionPerson,
    /// The posts held now, also as deputy.
    pub posts: Vec<SessionPost>,
    /// The actions allowed on some thing.
    pub actions: Vec<String>,
    /// To be repeated in `x-csrf-token` on every write.
    pub csrf: String,
    /// The language of this answer.
    pub language: kernel::Lang,
}

/// The person of a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionPerson {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Login.
    pub login: String,
}

/// A post of a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionPost {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// The kind's name.
    pub name: Text,
    /// The unit.
    pub unit: UnitRef,
    /// The area.
    pub area: AreaRef,
    /// True when the person stands in.
    pub deputy: bool,
}

/// A unit as answers name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRef {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// A person as answers name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRef {
    /// Id.
    pub id: String,
    /// Name; missing when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Identity {
    /// The service over its parts.
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self {
            db: parts.db,
            vault: parts.vault,
            areas: parts.areas,
            kinds: parts.kinds,
            settings: parts.settings,
            passwords: Passwords::new(),
            cache: Cache::default(),
            functions: Memo::default(),
            known: Memo::default(),
            numbers: OnceLock::new(),
            zones: OnceLock::new(),
        })
    }

    /// Who knows the numbers of cases: told once, at start-up; until then the record names cases by their ids.
    pub fn tell_numbers(&self, numbers: Arc<dyn CaseNumbers>) {
        let _ = self.numbers.set(numbers);
    }

    /// Who knows what time it is in an area: told once, at start-up; until then days are those of UTC.
    pub fn tell_zones(&self, zones: Arc<dyn Zones>) {
        let _ = self.zones.set(zones);
    }

    /// The PHC text of a password: for [`crate::NewPerson::password_hash`], to hash one password once for many.
    pub async fn hash_password(&self, ctx: &Ctx, password: &str) -> Result<String, Failure> {
        self.passwords.hash(ctx, password).await
    }

    /// A unit changed, which may concern any session of this process too.
    pub(crate) fn forget_units(&self) {
        self.functions.clear();
        self.known.clear();
        self.cache.clear();
    }

    /// The area with a code, or the refusal that names the field.
    fn area(&self, field: &str, code: &str) -> Result<Area, Refusal> {
        self.areas.area(code).ok_or_else(|| Refusal::rule("area.unknown").at(field).got(code))
    }

    /// An area as answers name it; an unknown one keeps its code.
    pub(crate) fn area_ref(&self, code: &str) -> AreaRef {
        match self.areas.area(code) {
            Some(area) => AreaRef { code: area.code, level: area.level, name: area.name },
            None => {
                AreaRef { code: code.into(), level: String::new(), name: Text { zh: code.into(), en: None } }
            }
        }
    }

    /// The path of the area with a code that a list is asked for.
    pub(crate) fn area_path(&self, code: Option<&str>) -> Result<Option<String>, Refusal> {
        code.map(|code| Ok(self.area("area", code)?.path)).transpose()
    }

    /// Names of units by code.
    pub(crate) async fn unit_refs(
        &self,
        tx: &mut Tx,
        codes: &[&str],
    ) -> Result<HashMap<String, UnitRef>, Failure> {
        let units = crate::store::unit::some(tx, codes).await?;
        Ok(units.into_iter().map(|u| (u.code.clone(), UnitRef { code: u.code, name: u.name })).collect())
    }

    /// The name of a kind of post.
    pub fn kind_name(&self, kind: &str) -> Text {
        crate::kinds::name(&*self.kinds, kind)
    }

    /// Every kind of post, sorted.
    pub fn all_kinds(&self) -> Vec<String> {
        crate::kinds::all(&*self.kinds)
    }

    /// The kinds of posts that map to a role of the policy (`worker`).
    pub fn kinds_with_role(&self, role: &str) -> Vec<String> {
        let mut kinds = self.all_kinds();
        kinds.retain(|kind| crate::kinds::role(&*self.kinds, kind).as_deref() == Some(role));
        kinds
    }
}

/// Requires an action on a thing; the context then bears the post that allows it.
pub(crate) fn authorised(ctx: &Ctx, action: Action, thing: &Thing<'_>) -> Result<Ctx, Refusal> {
    let grant = authz::require(&ctx.actor, action, thing)?;
    Ok(match grant {
        Some(grant) => ctx.clone().in_post(grant.post.clone()),
        None => ctx.clone(),
    })
}

/// Appends one fact behind a locked head.
pub(crate) async fn append(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &mut Head,
    action: &str,
    data: &impl Serialize,
) -> Result<(), Failure> {
    let fact = NewFact::new(action, 1, data)?;
    ledger::append(tx, ctx, head, &[fact]).await?;
    Ok(())
}

/// What became of `before` when it was set to `after`.
fn change<T: PartialEq>(before: Option<&T>, after: &T) -> Change {
    match before {
        None => Change::Added,
        Some(before) if before == after => Change::Unchanged,
        Some(_) => Change::Changed,
    }
}
