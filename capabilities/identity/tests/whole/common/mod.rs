//! A small county for the stories: areas, kinds of posts, a service and an application over it.
#![allow(dead_code)] // each story uses its own part

use identity::{
    Area, Areas, Identity, NewPerson, NewPost, NewUnit, Parts, PersonId, PostKinds, Seed, SeedPost, Seeded,
    Settings, TeamPlace,
};
use kernel::{Ctx, Text, Timestamp};
use protect::{Key, Vault};
use std::sync::Arc;
use testkit::TestDb;
use web::testing::Client;

pub const PASSWORD: &str = "correct horse battery";

/// A county `c1` with towns `t1`, `t2` and in the first the grids `g1`, `g2`.
pub struct Tree;

impl Areas for Tree {
    fn area(&self, code: &str) -> Option<Area> {
        let (level, path) = match code {
            "c1" => ("county", "c1"),
            "t1" => ("town", "c1/t1"),
            "t2" => ("town", "c1/t2"),
            "g1" => ("grid", "c1/t1/g1"),
            "g2" => ("grid", "c1/t1/g2"),
            _ => return None,
        };
        let name = Text::new(format!("区域{code}"), format!("Area {code}"));
        Some(Area { code: code.into(), level: level.into(), path: path.into(), name })
    }

    fn under(&self, code: Option<&str>, levels: &[&str], _: Timestamp) -> Vec<Area> {
        let top = code.and_then(|code| self.area(code)).map_or_else(String::new, |area| area.path);
        let all = ["c1", "t1", "g1", "g2", "t2"].into_iter().filter_map(|code| self.area(code));
        let wanted = |area: &Area| levels.contains(&area.level.as_str()) && authz::covers(&top, &area.path);
        all.filter(wanted).collect()
    }
}

/// Each role of the policy is a kind, and `grid_worker` is a worker.
pub struct Kinds;

impl PostKinds for Kinds {
    fn role(&self, kind: &str) -> Option<String> {
        match kind {
            "grid_worker" => Some("worker".into()),
            "grid_leader" => Some("worker".into()),
            "dispatcher" | "handler" | "checker" | "receiver" | "leader" => Some(kind.into()),
            _ => None,
        }
    }
    fn name(&self, kind: &str) -> Option<Text> {
        (kind == "grid_worker").then(|| Text::new("网格员", "Grid worker"))
    }
    fn kinds(&self) -> Vec<String> {
        ["grid_worker", "grid_leader", "dispatcher", "handler", "checker", "receiver", "leader"]
            .map(String::from)
            .to_vec()
    }
    fn teams(&self) -> Vec<TeamPlace> {
        let place = |kind: &str| TeamPlace { kind: kind.into(), level: "grid".into(), count: 1 };
        vec![place("grid_leader"), place("grid_worker")]
    }
}

pub fn vault() -> Vault {
    Vault::new(Key::from_hex(&"7".repeat(64)).unwrap())
}

/// A node of the deployment; several may share one database.
pub fn node(test: &TestDb) -> Arc<Identity> {
    node_with(test, Settings::default())
}

pub fn node_with(test: &TestDb, settings: Settings) -> Arc<Identity> {
    let (areas, kinds) = (Arc::new(Tree), Arc::new(Kinds));
    Identity::new(Parts { db: test.db.clone(), vault: vault(), areas, kinds, settings })
}

pub fn unit(code: &str, area: &str, functions: &[&str]) -> NewUnit {
    NewUnit {
        code: code.into(),
        name: Text::new(format!("单位{code}"), format!("Unit {code}")),
        area: area.into(),
        parent: None,
        functions: functions.iter().map(ToString::to_string).collect(),
        contact: None,
    }
}

pub fn post(kind: &str, person: &PersonId, unit: &str, area: &str) -> NewPost {
    NewPost {
        kind: kind.into(),
        person: person.clone(),
        deputy: None,
        unit: unit.into(),
        area: Some(area.into()),
        valid_from: None,
        valid_to: None,
        work_phone: None,
    }
}

/// Two units and a few people, all with one password: `zhang` works grid g1 with deputy `li`, `wang` dispatches in c1,
/// `zhao` handles for unit u1, `qian`, `sun` and `zhou` administer system, security and audit.
pub async fn city(identity: &Identity, ctx: &Ctx) -> Seeded {
    let hash = identity.hash_password(ctx, PASSWORD).await.unwrap();
    let person = |login: &str, name: &str| NewPerson {
        login: Some(login.into()),
        name: name.into(),
        phone: Some("13812345678".into()),
        password: None,
        password_hash: Some(hash.clone()),
    };
    let post = |kind: &str, person: &str, deputy: Option<&str>, unit: &str, area: &str| SeedPost {
        kind: kind.into(),
        person: person.into(),
        deputy: deputy.map(Into::into),
        unit: unit.into(),
        area: Some(area.into()),
    };
    let names = [
        ("zhang", "张三"),
        ("li", "李四"),
        ("wang", "王五"),
        ("zhao", "赵六"),
        ("qian", "钱七"),
        ("sun", "孙八"),
        ("zhou", "周九"),
    ];
    let seed = Seed {
        units: vec![unit("u1", "t1", &["sanitation"]), unit("u0", "c1", &["centre", "sanitation"])],
        people: names.iter().map(|(login, name)| person(login, name)).collect(),
        posts: vec![
            post("grid_worker", "zhang", Some("li"), "u1", "g1"),
            post("dispatcher", "wang", None, "u0", "c1"),
            post("handler", "zhao", None, "u1", "t1"),
            post("admin_system", "qian", None, "u0", "c1"),
            post("admin_security", "sun", None, "u0", "c1"),
            post("admin_audit", "zhou", None, "u0", ""),
        ],
    };
    identity.seed(ctx, seed).await.unwrap()
}

/// The application over a node.
pub fn app(test: &TestDb, identity: &Arc<Identity>) -> web::App {
    let setup = web::Setup {
        env: test.env.clone(),
        authenticator: identity.clone(),
        config: web::Config { behind_proxy: true, ..web::Config::default() },
        ready: Arc::new(|| Box::pin(async { Ok(()) })),
        metrics: Arc::default(),
        version: "0",
        foreign: vec![],
    };
    web::assemble(setup, vec![identity::capability(identity.clone())], axum::Router::new()).unwrap()
}

pub fn client(test: &TestDb, identity: &Arc<Identity>) -> Client {
    Client::new(app(test, identity).router)
}
