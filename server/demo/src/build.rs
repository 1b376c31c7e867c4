//! Building the demo city in an empty deployment: the map, the packs, the cast, and a year of matters.

use crate::DemoError;
use crate::cast::Cast;
use crate::desk::Ids;
use crate::lives::Lives;
use crate::map::{Layer, Level, Map};
use crate::pictures::paint;
use crate::story::{Pictures, Tally};
use crate::talk::Talk;
use crate::telling::{Telling, World};
use blobs::Blobs;
use cases::bulk::{Packed, Writer};
use cases::model::Attachment;
use grid::Grid;
use grid::model::{ImportKind, Report};
use grid::service::ImportRequest;
use identity::{Identity, NewPerson, NewUnit, Seed, SeedPost};
use kernel::{Actor, Ctx, Failure, FixedEnv, Timestamp};
use packs::{Loaded, Packs};
use protect::Vault;
use std::fmt::Write as _;
use std::sync::Arc;
use workflow::AttachmentKind;

/// What the city is built in. All tables are empty.
pub struct Services {
    /// The database.
    pub db: db::Db,
    /// Personal values.
    pub vault: Vault,
    /// The ground.
    pub grid: Arc<Grid>,
    /// Who works here.
    pub identity: Arc<Identity>,
    /// Packs.
    pub packs: Arc<Packs>,
    /// Files.
    pub blobs: Blobs,
}

/// Which city.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The same seed gives the same city.
    pub seed: u64,
    /// How many matters.
    pub cases: usize,
    /// Over how many days.
    pub days: i64,
    /// The moment up to which things have happened.
    pub now: Timestamp,
}

impl Plan {
    /// The city of the shipped seed with 20,000 matters of a year, until `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { seed: 2026, cases: 20_000, days: 365, now }
    }

    /// The same city with the books of a prefecture: 1.74 million matters of three years.
    pub fn city(now: Timestamp) -> Self {
        Self { cases: 1_740_000, days: 3 * 365, ..Self::new(now) }
    }
}

/// How far the building has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Areas and layers.
    Map,
    /// Units, people, posts.
    People,
    /// Matters.
    Cases,
}

/// What was built.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// Login and name of each demo account, in the order of the data file.
    pub accounts: Vec<(String, String)>,
    /// The password of all of them.
    pub password: String,
    /// Areas of the tree.
    pub areas: usize,
    /// People.
    pub people: usize,
    /// Matters.
    pub cases: usize,
    /// How their telling went.
    pub tally: Tally,
    /// Standard addresses, as a list to import.
    pub addresses: String,
}

/// Login and name of each demo account, and the password, without building anything.
///
/// # Errors
/// [`DemoError::Data`].
pub fn accounts() -> Result<(Vec<(String, String)>, String), DemoError> {
    crate::cast::accounts()
}

/// Builds the city. `packs` are added and enabled; `progress` is told the stage, how much is done and how much there is.
///
/// # Errors
/// [`DemoError`]; what was written until then stays, so a database that was not built to the end is of no use.
pub async fn build(
    services: &Services,
    packs: Vec<Loaded>,
    plan: Plan,
    progress: &(dyn Fn(Stage, usize, usize) + Send + Sync),
) -> Result<Built, DemoError> {
    let env = Arc::new(FixedEnv::new(plan.now, plan.seed));
    // everything was there before the first matter
    let ctx = Ctx::new(env, Actor::system("demo"), "demo");
    let early = ctx.clone().at(plan.now.plus(-(plan.days + 15) * Timestamp::DAY));
    progress(Stage::Map, 0, 4);
    let map = Map::new(plan.seed)?;
    import(services, &early, &map, progress).await?;
    let packs = enable(services, &early, packs).await?;
    progress(Stage::People, 0, 1);
    let cast = Cast::new(&map, plan.seed)?;
    let ids = seed(services, &early, &map, &cast).await?;
    let pictures = pictures(services, &early, plan.seed).await?;
    progress(Stage::People, 1, 1);
    let world = World { map, cast, ids, packs, pictures, talk: Talk::load()?, lives: Lives::load()? };
    let world = Arc::new(world);
    let tally = tell(services, &ctx, &world, plan, progress).await?;
    let (map, cast) = (&world.map, &world.cast);
    let login = |p: &crate::cast::Person| Some((p.login.clone()?, p.name.clone()));
    Ok(Built {
        accounts: cast.people.iter().filter_map(login).collect(),
        password: cast.password.clone(),
        areas: map.areas.len(),
        people: cast.people.len(),
        cases: plan.cases,
        tally,
        addresses: crate::addresses::list(map, plan.seed)?,
    })
}

async fn import(
    services: &Services,
    ctx: &Ctx,
    map: &Map,
    progress: &(dyn Fn(Stage, usize, usize) + Send + Sync),
) -> Result<(), DemoError> {
    const MAP: &str = include_str!("../data/import-map.yaml");
    let whole = |kind, data: String, map: String| ImportRequest {
        kind,
        map: Some(map),
        data: data.into_bytes(),
        dry_run: false,
    };
    let divisions = features(map, |level| level != Level::Grid);
    imported(services.grid.import(ctx, whole(ImportKind::Divisions, divisions, MAP.into())).await?)?;
    progress(Stage::Map, 1, 4);
    let grids = features(map, |level| level == Level::Grid);
    imported(services.grid.import(ctx, whole(ImportKind::Grids, grids, MAP.into())).await?)?;
    for (n, layer) in map.layers.iter().enumerate() {
        progress(Stage::Map, 2 + n.min(1), 4);
        let name = serde_json::json!({ "code": layer.code, "name": layer.name });
        let text = format!("layer: {name}\ncode: code\nname: {{ zh: name, en: name_en }}\n");
        imported(services.grid.import(ctx, whole(ImportKind::Layer, layer_features(layer), text)).await?)?;
    }
    progress(Stage::Map, 4, 4);
    Ok(())
}

fn imported(report: Report) -> Result<(), DemoError> {
    if report.imported {
        return Ok(());
    }
    let first: Vec<String> = report.problems.iter().take(5).map(|p| format!("{p:?}")).collect();
    Err(DemoError::Map(first.join("; ")))
}

fn features(map: &Map, wanted: impl Fn(Level) -> bool) -> String {
    let parts = map.areas.iter().filter(|a| wanted(a.level)).map(|a| {
        let mut properties = serde_json::json!({
            "code": a.code, "name": a.name.zh, "name_en": a.name.en, "level": a.level.id(),
            "kind": if a.exclusive.is_some() { "exclusive" } else { "ordinary" },
        });
        if let (Some(parent), Some(all)) = (a.parent, properties.as_object_mut()) {
            all.insert("parent_code".into(), map.areas[parent].code.clone().into());
        }
        (properties, &a.shape)
    });
    collection(parts)
}

fn layer_features(layer: &Layer) -> String {
    collection(layer.areas.iter().map(|(code, name, shape)| {
        (serde_json::json!({ "code": code, "name": name.zh, "name_en": name.en }), shape)
    }))
}

fn collection<'s>(parts: impl Iterator<Item = (serde_json::Value, &'s geometry::MultiPolygon)>) -> String {
    let mut text = String::from(r#"{"type":"FeatureCollection","features":["#);
    for (n, (properties, shape)) in parts.enumerate() {
        let geometry = geometry::to_geojson(shape, 7);
        let comma = if n > 0 { "," } else { "" };
        // writing to a string cannot fail
        let _ =
            write!(text, r#"{comma}{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#);
    }
    text.push_str("]}");
    text
}

async fn enable(services: &Services, ctx: &Ctx, packs: Vec<Loaded>) -> Result<Vec<Arc<Loaded>>, DemoError> {
    let mut enabled = Vec::new();
    for pack in packs {
        let (id, version) = (pack.pack.id.clone(), pack.pack.version.clone());
        let in_use = |p: &Arc<Loaded>| p.pack.id == id && p.pack.version == version;
        if !services.packs.enabled().iter().any(in_use) {
            services.packs.add(ctx, pack).await?;
            services.packs.enable(ctx, &id, &version).await?;
        }
        let missing = || Failure::Internal(format!("pack {id} is not there"));
        enabled.push(services.packs.pack(&id, &version).ok_or_else(missing)?);
    }
    Ok(enabled)
}

/// Logins of those who have no demo account: they have no password either.
fn login(cast: &Cast, person: usize) -> String {
    cast.people[person].login.clone().unwrap_or_else(|| format!("p{person:05}"))
}

async fn seed(services: &Services, ctx: &Ctx, map: &Map, cast: &Cast) -> Result<Ids, DemoError> {
    let hash = services.identity.hash_password(ctx, &cast.password).await?;
    let units = cast.units.iter().enumerate().map(|(n, u)| NewUnit {
        code: u.code.clone(),
        name: u.name.clone(),
        area: map.areas[u.area].code.clone(),
        parent: u.parent.clone(),
        functions: u.functions.clone(),
        // a line of the range that is given to nobody
        contact: Some(format!("1990009{:04}", n % 10_000)),
    });
    let people = cast.people.iter().enumerate().map(|(n, p)| NewPerson {
        login: Some(login(cast, n)),
        name: p.name.clone(),
        phone: Some(p.phone.clone()),
        password: None,
        password_hash: p.login.is_some().then(|| hash.clone()),
    });
    let posts = cast.posts.iter().map(|p| SeedPost {
        kind: p.kind.clone(),
        person: login(cast, p.holder),
        deputy: p.deputy.map(|d| login(cast, d)),
        unit: cast.units[p.unit].code.clone(),
        area: Some(map.areas[p.area].code.clone()),
    });
    let seed = Seed { units: units.collect(), people: people.collect(), posts: posts.collect() };
    let seeded = services.identity.seed(ctx, seed).await?;
    let person =
        |n: usize| seeded.people.get(&login(cast, n)).map(|id| id.as_str().to_owned()).unwrap_or_default();
    Ok(Ids {
        people: (0..cast.people.len()).map(person).collect(),
        posts: seeded.posts.iter().map(|id| id.as_str().to_owned()).collect(),
    })
}

async fn pictures(services: &Services, ctx: &Ctx, seed: u64) -> Result<Pictures, DemoError> {
    let mut pictures = Pictures::default();
    for (before, after) in paint(seed)? {
        pictures.before.push(picture(services, ctx, before, AttachmentKind::Before).await?);
        pictures.after.push(picture(services, ctx, after, AttachmentKind::After).await?);
    }
    Ok(pictures)
}

/// Stores one picture. It belongs to the demo, and many matters show it.
async fn picture(
    services: &Services,
    ctx: &Ctx,
    bytes: Vec<u8>,
    kind: AttachmentKind,
) -> Result<Attachment, DemoError> {
    let piece = futures::stream::iter([Ok::<_, std::convert::Infallible>(bytes::Bytes::from(bytes))]);
    let upload = services.blobs.store(ctx, piece).await?;
    let (inner, id) = (ctx.clone(), upload.id.clone());
    let blob = services
        .db
        .write(ctx, move |tx| {
            let (ctx, id) = (inner.clone(), id.clone());
            Box::pin(async move { blobs::attach(tx, &ctx, &id, "demo/pictures").await })
        })
        .await?;
    Ok(Attachment {
        id: blob.id.to_string(),
        kind,
        mime: blob.mime,
        hash: blob.hash,
        public: true,
        at: ctx.now,
    })
}

async fn tell(
    services: &Services,
    ctx: &Ctx,
    world: &Arc<World>,
    plan: Plan,
    progress: &(dyn Fn(Stage, usize, usize) + Send + Sync),
) -> Result<Tally, DemoError> {
    let mut telling = Telling::begin(world, plan, &services.vault)?;
    let writer = Writer::new(services.vault.clone());
    let mut done = 0;
    while let Some(batch) = telling.next().await? {
        if batch.is_empty() {
            continue;
        }
        done += batch.len();
        let (batch, writer) = (Arc::new(batch), writer.clone());
        let write = services.db.write(ctx, move |tx| {
            let (batch, writer) = (batch.clone(), writer.clone());
            Box::pin(async move { writer.write(tx, Packed::clone(&batch)).await })
        });
        write.await?;
        progress(Stage::Cases, done.min(plan.cases.saturating_sub(1)), plan.cases);
    }
    let (numbers, tally) = telling.end()?;
    let numbers = Arc::new(numbers);
    services
        .db
        .write(ctx, move |tx| {
            let (numbers, writer) = (numbers.clone(), writer.clone());
            Box::pin(async move { writer.numbers(tx, &numbers).await })
        })
        .await?;
    progress(Stage::Cases, plan.cases, plan.cases);
    Ok(tally)
}
