//! A small city for the stories: two counties, one town each, three grids; units, people, packs.
#![allow(dead_code)]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use blobs::Blobs;
use cases::model::{Case, Channel};
use cases::service::{CategoryRef, Doing, PlaceInput, Report, Reported, ReporterInput, View};
use cases::{Cases, Parts};
use grid::Grid;
use grid::model::ImportKind;
use grid::service::ImportRequest;
use identity::{Identity, NewPerson, NewUnit, PersonId, Seed, SeedPost};
use kernel::{Actor, Ctx, Failure, Lang, Text};
use packs::Packs;
use protect::{Key, Vault};
use serde_json::{Value, json};
use testkit::TestDb;

const PROFILE: &str = "profile:\n  id: test\n  home: county\n  levels:\n    - { id: city, name: { zh: 市, en: City } }\n    - { id: county, name: { zh: 县, en: County } }\n    - { id: town, name: { zh: 镇, en: Town } }\n    - { id: village, name: { zh: 村, en: Village } }\n    - { id: grid, name: { zh: 网格, en: Grid }, grid: true }\n";
const FIELDS: &str =
    "code: code\nname: { zh: name, en: name_en }\nlevel: level\nparent: parent\nkind: kind\n";

/// The city and everything in it.
pub struct Story {
    pub test: TestDb,
    pub grid: Arc<Grid>,
    pub packs: Arc<Packs>,
    pub identity: Arc<Identity>,
    pub blobs: Blobs,
    pub vault: Vault,
    pub cases: Cases,
    pub people: HashMap<String, PersonId>,
}

struct Areas(Arc<Grid>);
impl identity::Areas for Areas {
    fn area(&self, code: &str) -> Option<identity::Area> {
        let a = self.0.area(code)?;
        let (code, level) = (a.code.clone(), a.level.clone());
        Some(identity::Area { code, level, path: a.path.clone(), name: a.name.clone() })
    }
}

struct Kinds(Arc<Packs>);
impl identity::PostKinds for Kinds {
    fn role(&self, kind: &str) -> Option<String> {
        self.0.post_kinds().into_iter().find(|k| k.code == kind).map(|k| k.role)
    }
    fn name(&self, kind: &str) -> Option<Text> {
        self.0.post_kinds().into_iter().find(|k| k.code == kind).map(|k| Text::new(k.name.zh, k.name.en))
    }
    fn kinds(&self) -> Vec<String> {
        self.0.post_kinds().into_iter().map(|k| k.code).collect()
    }
}

fn square([w, s, e, n]: [f64; 4]) -> Value {
    json!({"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]})
}

fn feature(code: &str, level: &str, parent: &str, bounds: [f64; 4]) -> Value {
    json!({"type": "Feature", "properties": {"code": code, "name": format!("{code}区"), "name_en": code, "level": level, "parent": parent},
        "geometry": square(bounds)})
}

/// Units: code, function, area.
const UNITS: &[(&str, &str, &str)] = &[
    ("centre", "centre", "K1"),
    ("lights", "lighting", "K1"),
    ("roads", "municipal", "K1"),
    ("parks", "landscaping", "K1"),
    ("office", "town_office", "T1"),
];

/// Posts: login, kind, unit, area.
const POSTS: &[(&str, &str, &str, &str)] = &[
    ("rita", "receiver", "centre", "C"),
    ("dora", "dispatcher", "centre", "C"),
    ("hans", "handler", "lights", "K1"),
    ("hugo", "handler", "lights", "K1"),
    ("road", "handler", "roads", "K1"),
    ("park", "handler", "parks", "K1"),
    ("chen", "checker", "centre", "C"),
    ("arbi", "arbiter", "centre", "C"),
    ("supe", "supervisor", "centre", "C"),
    ("lead", "leader", "centre", "C"),
    ("gwen", "grid_worker", "office", "G1"),
    ("faro", "dispatcher", "centre", "K2"),
    ("tina", "town_leader", "office", "T1"),
    ("adam", "admin_system", "centre", "C"),
];

impl Story {
    pub async fn new(test: TestDb) -> Self {
        let mut story = Self::on(test, async |test, grid| import(test, grid).await).await;
        story.people = seed(&story.test, &story.identity).await;
        story
    }

    /// The same on another map, without people.
    pub async fn on(test: TestDb, map: impl AsyncFnOnce(&TestDb, &Grid)) -> Self {
        let grid = Grid::open(test.db.clone(), test.env.clone()).await.unwrap();
        map(&test, &grid).await;
        let packs = Packs::open(test.db.clone(), vec![]).await.unwrap();
        for pack in ["city-upkeep", "town-calls-county"] {
            let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs").join(pack);
            let (report, added) = packs.add_dir(&test.system(), &dir).await.unwrap();
            let added = added.unwrap_or_else(|| panic!("{pack}: {:?}", report.problems));
            packs.enable(&test.system(), &added.id, &added.version).await.unwrap();
        }
        let vault = Vault::new(Key::from_hex(&"7".repeat(64)).unwrap());
        let identity = Identity::new(identity::Parts {
            db: test.db.clone(),
            vault: vault.clone(),
            areas: Arc::new(Areas(grid.clone())),
            kinds: Arc::new(Kinds(packs.clone())),
            settings: Default::default(),
        });
        let blobs = Blobs::open(test.db.clone(), blobs::Options::new(test.path("blobs"))).unwrap();
        let cases = Cases::new(Parts {
            db: test.db.clone(),
            env: test.env.clone(),
            vault: vault.clone(),
            blobs: blobs.clone(),
            grid: grid.clone(),
            directory: identity.clone(),
            library: packs.clone(),
        });
        identity.tell_zones(Arc::new(cases::ports::Zones(test.db.clone())));
        Self { test, grid, packs, identity, blobs, vault, cases, people: HashMap::new() }
    }

    /// Somebody who works here.
    pub async fn who(&self, login: &str) -> Ctx {
        let id = self.people.get(login).unwrap_or_else(|| panic!("nobody is called {login}"));
        let ctx = self.test.system();
        let actor = self.identity.actor(&ctx, id).await.unwrap();
        self.test.ctx(actor)
    }

    /// Nobody in particular.
    pub fn nobody(&self) -> Ctx {
        self.test.ctx(Actor::anonymous())
    }

    /// A resident reports a broken lamp in the first grid.
    pub async fn lamp(&self, text: &str) -> Reported {
        self.cases.report(&self.nobody(), &lamp(text), None).await.unwrap()
    }

    /// Somebody acts; what they saw is the present version.
    pub async fn act(&self, login: &str, number: &str, action: &str, input: Value) -> Result<Case, Failure> {
        let case = self.cases.load(number).await?;
        self.act_on(login, number, Some(case.seq), action, input).await
    }

    pub async fn act_on(
        &self,
        login: &str,
        number: &str,
        version: Option<i64>,
        action: &str,
        input: Value,
    ) -> Result<Case, Failure> {
        let doing =
            Doing { number: number.into(), version, action: action.into(), input, token: false, key: None };
        self.cases.act(&self.who(login).await, doing).await.map(|d| d.case)
    }

    /// The same, which has to be right.
    pub async fn does(&self, login: &str, number: &str, action: &str, input: Value) -> Case {
        let done = self.act(login, number, action, input).await;
        done.unwrap_or_else(|e| panic!("{login} {action}: {}", told(&e)))
    }

    /// The code of the refusal.
    pub async fn refused(&self, login: &str, number: &str, action: &str, input: Value) -> String {
        match self.act(login, number, action, input).await {
            Err(Failure::Refused(refusal)) => refusal.code,
            other => panic!("{login} {action}: {other:?}"),
        }
    }

    pub async fn view(&self, login: &str, number: &str) -> View {
        self.cases.view(&self.who(login).await, number, Lang::En).await.unwrap()
    }

    /// A small photo, taken in.
    pub async fn photo(&self) -> String {
        let mut bytes = std::io::Cursor::new(vec![]);
        let picture = image::RgbImage::from_pixel(32, 24, image::Rgb([20, 120, 200]));
        image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        let piece = futures::stream::iter([Ok::<_, std::io::Error>(bytes.into_inner().into())]);
        self.blobs.store(&self.nobody(), piece).await.unwrap().id
    }

    /// Everything holds: chains, commitments, rows.
    pub async fn verify(&self) -> ledger::verify::Report {
        if !self.test.db.is_sqlite() {
            ledger::sequencer::drain(&self.test.db, &(self.test.env.clone() as Arc<dyn kernel::Env>))
                .await
                .unwrap();
        }
        let commitments = protect::CommitmentAudit(self.vault.clone());
        let audits: [&dyn ledger::verify::Audit; 2] = [&commitments, &cases::verify::CaseAudit];
        let mut tx = self.test.db.read().await.unwrap();
        ledger::verify::verify(&mut tx, &audits, |_| {}).await.unwrap()
    }
}

pub fn told(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusal) => format!("{refusal} {:?}", refusal.extra),
        other => other.to_string(),
    }
}

/// The category of a street lamp.
pub const LAMP: &str = "010115";

pub fn lamp(text: &str) -> Report {
    Report {
        channel: Channel::Web,
        text: Some(text.into()),
        category: Some(CategoryRef { pack: "city-upkeep".into(), code: LAMP.into() }),
        place: PlaceInput {
            lon: Some(119.005),
            lat: Some(25.01),
            address: Some("石桥头3号".into()),
            ..PlaceInput::default()
        },
        reporter: ReporterInput {
            name: Some("王小明".into()),
            phone: Some("13812345678".into()),
            ..ReporterInput::default()
        },
        ..Report::default()
    }
}

async fn import(test: &TestDb, grid: &Grid) {
    let divisions = [
        feature("C", "city", "", [119.0, 25.0, 119.04, 25.02]),
        feature("K1", "county", "C", [119.0, 25.0, 119.02, 25.02]),
        feature("K2", "county", "C", [119.02, 25.0, 119.04, 25.02]),
        feature("T1", "town", "K1", [119.0, 25.0, 119.02, 25.02]),
        feature("V1", "village", "T1", [119.0, 25.0, 119.02, 25.02]),
    ];
    let grids = [
        feature("G1", "grid", "V1", [119.0, 25.0, 119.01, 25.02]),
        feature("G2", "grid", "V1", [119.01, 25.0, 119.02, 25.02]),
    ];
    for (kind, features) in [(ImportKind::Divisions, &divisions[..]), (ImportKind::Grids, &grids[..])] {
        let data = json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes();
        import_areas(test, grid, kind, format!("{PROFILE}{FIELDS}"), data).await;
    }
}

pub async fn import_areas(test: &TestDb, grid: &Grid, kind: ImportKind, map: String, data: Vec<u8>) {
    let request = ImportRequest { kind, map: Some(map), data, dry_run: false };
    let report = grid.import(&test.system(), request).await.unwrap();
    assert!(report.imported, "{:?}", report.problems);
}

async fn seed(test: &TestDb, identity: &Identity) -> HashMap<String, PersonId> {
    let unit = |(code, function, area): &(&str, &str, &str)| NewUnit {
        code: (*code).into(),
        name: Text::new(format!("{code}单位"), *code),
        area: (*area).into(),
        parent: (*code != "centre").then(|| "centre".into()),
        functions: vec![(*function).into()],
        contact: None,
    };
    let person = |(login, ..): &(&str, &str, &str, &str)| NewPerson {
        login: Some((*login).into()),
        name: format!("{login}同志"),
        phone: None,
        password: None,
        password_hash: None,
    };
    let post = |(login, kind, unit, area): &(&str, &str, &str, &str)| SeedPost {
        kind: (*kind).into(),
        person: (*login).into(),
        deputy: None,
        unit: (*unit).into(),
        area: Some((*area).into()),
    };
    let seed = Seed {
        units: UNITS.iter().map(unit).collect(),
        people: POSTS.iter().map(person).collect(),
        posts: POSTS.iter().map(post).collect(),
    };
    identity.seed(&test.system(), seed).await.unwrap().people
}
