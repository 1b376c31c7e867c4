//! A small town: two counties, towns, villages and grids by an import, both packs in use, a unit for every function that
//! the packs know, and somebody in every post.

use super::Whole;
use grid::{model::ImportKind, service::ImportRequest};
use identity::{NewPerson, NewUnit, Seed, SeedPost};
use kernel::Text;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Everybody's password.
pub const PASSWORD: &str = "walks the grid at nine";

/// The counties; each has a town with a village of two grids, the first also a town of one.
pub const EAST: &str = "990102";
pub const WEST: &str = "990101";

/// Longitude and latitude inside a grid of the west and of the east.
pub const IN_WEST: [f64; 2] = [110.003, 30.006];
pub const IN_EAST: [f64; 2] = [110.033, 30.006];

pub const MAP: &str = "\
profile:
  id: small
  home: county
  levels:
    - { id: city, name: { zh: 市, en: City } }
    - { id: county, name: { zh: 县, en: County } }
    - { id: town, name: { zh: 镇, en: Town } }
    - { id: village, name: { zh: 村, en: Village } }
    - { id: grid, name: { zh: 网格, en: Grid }, grid: true }
code: code
name: { zh: name, en: name_en }
level: level
parent: parent
kind: kind
";

fn area(code: &str, level: &str, parent: &str, west: f64, east: f64) -> Value {
    let (south, north) = (30.0, 30.02);
    let ring = json!([[west, south], [east, south], [east, north], [west, north], [west, south]]);
    json!({
        "type": "Feature",
        "properties": {"code": code, "name": format!("区域{code}"), "name_en": code, "level": level, "parent": parent},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    })
}

/// The posts that somebody holds in the west: login, kind, function of the unit, area.
pub const POSTS: &[(&str, &str, &str, &str)] = &[
    ("receiver", "receiver", "centre", WEST),
    ("dispatcher", "dispatcher", "centre", WEST),
    ("handler", "handler", "municipal", WEST),
    ("lamplighter", "handler", "lighting", WEST),
    ("checker", "checker", "centre", WEST),
    ("both", "handler", "municipal", WEST),
    ("both", "checker", "centre", WEST),
    ("supervisor", "supervisor", "centre", WEST),
    ("arbiter", "arbiter", "centre", WEST),
    ("burden_officer", "burden_officer", "centre", "9901"),
    ("leader", "leader", "centre", WEST),
    ("worker", "grid_worker", "village_office", "990101001001-1"),
    ("town", "town_leader", "town_office", "990101001"),
    ("admin_system", "admin_system", "centre", "9901"),
    ("admin_security", "admin_security", "centre", "9901"),
    ("admin_audit", "admin_audit", "centre", "9901"),
];

/// The unit with a function in the west.
pub fn unit(function: &str) -> String {
    format!("w-{function}")
}

pub fn pack_folder(id: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../packs").join(id)
}

impl Whole {
    /// The town stands.
    pub async fn town(self) -> Self {
        self.ground().await;
        let posts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/whole/support/packs/forms");
        for folder in [pack_folder("city-upkeep"), pack_folder("town-calls-county"), posts] {
            let ctx = self.system();
            let (report, added) = self.app.packs.add_dir(&ctx, &folder).await.unwrap();
            assert!(report.is_sound(), "{:?}", report.problems);
            let added = added.unwrap();
            self.app.packs.enable(&ctx, &added.id, &added.version).await.unwrap();
        }
        self.people().await;
        self
    }

    async fn ground(&self) {
        let divisions = [
            area("9901", "city", "", 110.0, 110.04),
            area(WEST, "county", "9901", 110.0, 110.02),
            area(EAST, "county", "9901", 110.02, 110.04),
            area("990101001", "town", WEST, 110.0, 110.01),
            area("990101002", "town", WEST, 110.01, 110.02),
            area("990102001", "town", EAST, 110.02, 110.04),
            area("990101001001", "village", "990101001", 110.0, 110.01),
            area("990101002001", "village", "990101002", 110.01, 110.02),
            area("990102001001", "village", "990102001", 110.02, 110.04),
        ];
        let grids = [
            area("990101001001-1", "grid", "990101001001", 110.0, 110.005),
            area("990101001001-2", "grid", "990101001001", 110.005, 110.01),
            area("990101002001-1", "grid", "990101002001", 110.01, 110.02),
            area("990102001001-1", "grid", "990102001001", 110.02, 110.03),
            area("990102001001-2", "grid", "990102001001", 110.03, 110.04),
        ];
        for (kind, features) in [(ImportKind::Divisions, &divisions[..]), (ImportKind::Grids, &grids[..])] {
            let data = json!({"type": "FeatureCollection", "features": features}).to_string().into_bytes();
            let request = ImportRequest { kind, map: Some(MAP.into()), data, dry_run: false };
            let report = self.app.grid.import(&self.system(), request).await.unwrap();
            assert_eq!((report.errors(), report.added), (0, features.len() as u64), "{:?}", report.problems);
        }
    }

    async fn people(&self) {
        let ctx = self.system();
        let hash = self.app.identity.hash_password(&ctx, PASSWORD).await.unwrap();
        let unit = |code: String, area: &str, function: &str| NewUnit {
            name: Text::new(format!("单位{code}"), format!("Unit {code}")),
            code,
            area: area.into(),
            parent: None,
            functions: vec![function.into()],
            contact: None,
        };
        let mut seed = Seed::default();
        for function in self.app.packs.functions() {
            for (side, county) in [("w", WEST), ("e", EAST)] {
                let area = match function.code.as_str() {
                    "town_office" => format!("{county}001"),
                    "village_office" => format!("{county}001001"),
                    _ => county.to_string(),
                };
                seed.units.push(unit(format!("{side}-{}", function.code), &area, &function.code));
            }
        }
        let east = [("east", "dispatcher", "centre", EAST), ("east_handler", "handler", "municipal", EAST)];
        for (login, kind, function, area) in POSTS.iter().chain(&east) {
            if !seed.people.iter().any(|p| p.login.as_deref() == Some(login)) {
                seed.people.push(NewPerson {
                    login: Some((*login).into()),
                    name: format!("某人{login}"),
                    phone: Some("13900001111".into()),
                    password: None,
                    password_hash: Some(hash.clone()),
                });
            }
            let side = if *area == EAST { "e" } else { "w" };
            seed.posts.push(SeedPost {
                kind: (*kind).into(),
                person: (*login).into(),
                deputy: None,
                unit: format!("{side}-{function}"),
                area: Some((*area).into()),
            });
        }
        self.app.identity.seed(&ctx, seed).await.unwrap();
    }
}
