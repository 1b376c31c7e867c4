//! The city is built on both databases, and every chain, commitment and row of it holds.

use demo::{Plan, Services, build};
use identity::{Identity, PostKinds};
use kernel::{Text, Timestamp};
use packs::Packs;
use protect::{Key, Vault};
use std::path::Path;
use std::sync::Arc;
use testkit::TestDb;

struct Kinds(Arc<Packs>);

impl PostKinds for Kinds {
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

async fn services(test: &TestDb) -> Services {
    let (db, vault) = (test.db.clone(), Vault::new(Key::from_hex(&"2a".repeat(32)).unwrap()));
    let grid = grid::Grid::open(db.clone(), test.env.clone()).await.unwrap();
    let packs = Packs::open(db.clone(), foreign()).await.unwrap();
    let identity = Identity::new(identity::Parts {
        db: db.clone(),
        vault: vault.clone(),
        areas: grid.clone(),
        kinds: Arc::new(Kinds(packs.clone())),
        settings: identity::Settings::default(),
    });
    let blobs = blobs::Blobs::open(db.clone(), blobs::Options::new(test.path("blobs"))).unwrap();
    Services { db, vault, grid, identity, packs, blobs }
}

/// Sections of other capabilities: judged in theirs, only there in these tests.
fn foreign() -> Vec<packs::Section> {
    let there = |key| packs::Section { key, schema: serde_json::json!({}), check: |_, _| vec![] };
    ["code_tables", "data_elements", "form_modules"].map(there).to_vec()
}

fn shipped() -> Vec<packs::Loaded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let load = |id: &str| {
        let report = packs::check_dir(&folder.join(id), &foreign());
        report.pack.unwrap_or_else(|| panic!("{:?}", report.problems))
    };
    vec![load("city-upkeep"), load("one-form-demo"), load("town-calls-county")]
}

async fn count(test: &TestDb, table: &'static str) -> i64 {
    let sql = db::Sql::composed("count", format!("SELECT count(*) AS n FROM {table}"));
    test.db.read().await.unwrap().fetch_one(&sql, vec![]).await.unwrap().get("n").unwrap()
}

testkit::both!(a_whole_city, |test| async move {
    let services = services(&test).await;
    let plan = Plan { cases: 160, ..Plan::new(Timestamp(1_795_273_200_000)) };
    let built = build(&services, shipped(), plan, &|_, _, _| {}).await.unwrap();
    assert_eq!(built.cases, 160);
    assert_eq!(count(&test, "cases").await, 160);
    let map = services.grid.map();
    assert_eq!(map.areas().values().filter(|a| a.is_grid).count(), 2408);
    assert_eq!(map.layers().len(), 2);

    let commitments = protect::CommitmentAudit(services.vault.clone());
    let packs = packs::PackAudit::default();
    let mut audits: Vec<&dyn ledger::verify::Audit> =
        vec![&commitments, &grid::audit::MapAudit, &packs, &cases::verify::CaseAudit];
    audits.extend(identity::IdentityAudit::ALL.iter().map(|a| a as &dyn ledger::verify::Audit));
    let report = ledger::verify::verify(&mut test.db.read().await.unwrap(), &audits, |_| {}).await.unwrap();
    assert!(report.holds(), "{:#?}", report.breaks);
    assert!(report.facts > 6_000);

    let (logins, password) = demo::accounts().unwrap();
    assert_eq!(logins, built.accounts);
    assert_eq!(password, built.password);
    let login = services.identity.person_by_login("dispatcher").await.unwrap();
    assert!(login.is_some());
});
