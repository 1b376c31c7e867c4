//! Files that are taken in: all of one, or nothing.

use super::{no_fault_of_ours, problem};
use crate::support::{Whole, desk::Desk, text, town};
use serde_json::{Value, json};
use std::{fs, process::Command};

fn feature(code: &str, ring: Value) -> Value {
    json!({
        "type": "Feature",
        "properties": {"code": code, "name": code, "level": "grid", "parent": "990102001001"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    })
}

fn square() -> Value {
    json!([[110.02, 30.0], [110.03, 30.0], [110.03, 30.02], [110.02, 30.02], [110.02, 30.0]])
}

fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

async fn untouched(whole: &Whole, before: &[(&'static str, i64)], version: i64, what: &str) {
    let after = whole.counts().await;
    assert!(
        before.iter().zip(&after).all(|(b, a)| b == a || b.0 == "session"),
        "{what}: {before:?} {after:?}"
    );
    assert_eq!(whole.app.grid.map().version(), version, "{what}");
}

whole!(no_map_is_half_taken, |whole| async move {
    let mut desk = Desk::open(whole).await;
    let admin = desk.person("admin_system").await;
    let (before, version) = (desk.whole.counts().await, desk.whole.app.grid.map().version());
    let bow = json!([[110.03, 30.0], [110.04, 30.02], [110.04, 30.0], [110.03, 30.02], [110.03, 30.0]]);
    let open = json!([[110.03, 30.0], [110.04, 30.0], [110.04, 30.02], [110.03, 30.02]]);
    let far = json!([[1103.0, 30.0], [1104.0, 30.0], [1104.0, 31.0], [1103.0, 30.0]]);
    let new = |code: &str, ring: &Value| {
        collection(&[feature("990102001001-7", square()), feature(code, ring.clone())])
    };
    let fields = town::MAP;
    let cases: Vec<(&str, String, Option<String>, Option<&str>)> = vec![
        ("a ring that crosses itself", new("a", &bow), Some(fields.into()), Some("ring_crosses")),
        ("a ring that is open", new("a", &open), Some(fields.into()), Some("ring_open")),
        ("a ring off the earth", new("a", &far), Some(fields.into()), None),
        (
            "a ring of two points",
            new("a", &json!([[110.03, 30.0], [110.04, 30.0]])),
            Some(fields.into()),
            None,
        ),
        ("a ring of words", new("a", &json!([["a", "b"]])), Some(fields.into()), None),
        ("no ring", new("a", &json!(null)), Some(fields.into()), None),
        ("twice the same code", new("990102001001-7", &square()), Some(fields.into()), None),
        ("no code", new("", &square()), Some(fields.into()), None),
        ("NUL in a code", new("a\u{0}b", &square()), Some(fields.into()), None),
        ("no JSON", "{".into(), Some(fields.into()), None),
        ("another JSON", "[1, 2]".into(), Some(fields.into()), None),
        ("depth", "[".repeat(100_000), Some(fields.into()), None),
        ("nothing", String::new(), Some(fields.into()), None),
        (
            "broken quotes",
            "code,name,level,parent,shape\n\"a,b\nc\"d,e\n".into(),
            Some(format!("{fields}geometry: shape\n")),
            None,
        ),
        (
            "rows of different lengths",
            "code,name,level,parent,shape\na\nb,c,d,e,f,g,h\n".into(),
            Some(format!("{fields}geometry: shape\n")),
            None,
        ),
        ("not the columns", "x,y\n1,2\n".into(), Some(fields.into()), None),
        ("a map file that is none", new("a", &square()), Some("code: [".into()), None),
        ("an unknown key in the map file", new("a", &square()), Some(format!("{fields}colour: red\n")), None),
        ("another profile", new("a", &square()), Some(fields.replace("id: small", "id: other")), None),
        (
            "a map file with a bomb",
            new("a", &square()),
            Some("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n".into()),
            None,
        ),
    ];
    for (what, data, map, told) in cases {
        let body = json!({"kind": "grids", "map": map, "data": data});
        let reply = admin.post("/api/v1/areas/import", body).await;
        problem(&reply, what);
        if let Some(told) = told {
            let report = reply.json()["report"].clone();
            let named = report["problems"].as_array().unwrap().iter().any(|p| p["kind"] == told);
            assert!(named, "{what}: {report}");
        }
        untouched(&desk.whole, &before, version, what).await;
    }
    for (what, data) in
        [("no base64", "***"), ("no gzip", "H4sIAAAAAAAAA/////////8="), ("random", "AAECAwQFBgc=")]
    {
        let body = json!({"kind": "grids", "map": fields, "data": data, "encoding": "base64"});
        problem(&admin.post("/api/v1/areas/import", body).await, what);
        untouched(&desk.whole, &before, version, what).await;
    }
    let body = json!({"kind": "planets", "data": "x"});
    assert_eq!(admin.post("/api/v1/areas/import", body).await.json()["field"], "/kind");

    // workbooks of the catalogue
    let dispatcher = desk.person("dispatcher").await;
    for bytes in [vec![], b"no workbook".to_vec(), b"PK\x03\x04broken".to_vec(), vec![0xff; 5_000]] {
        let request = axum::http::Request::post("/api/v1/catalogue/import");
        let reply = dispatcher.ask(request, bytes.into()).await;
        problem(&reply, "a workbook");
        assert_eq!(reply.code(), "catalogue.workbook", "{}", text(&reply));
    }
    untouched(&desk.whole, &before, version, "a workbook").await;
    no_fault_of_ours(&admin.get("/api/v1/areas").await, "after all that");
});

whole!(no_roster_is_half_taken, |whole| async move {
    let whole = whole.town().await;
    let (before, version) = (whole.counts().await, whole.app.grid.map().version());
    for (what, data) in [
        ("broken quotes", &b"code,name,area,functions\nw-1,\"x,990101\nw-2,y\"z,990101\n"[..]),
        ("a short row", b"code,name,area,functions\nw-1,x,990101,gas\nw-2\n"),
        ("an unknown area", b"code,name,area,functions\nw-1,x,990101,gas\nw-2,y,nowhere,gas\n"),
        ("not UTF-8", b"code,name,area,functions\nw-1,\xff\xfe,990101,gas\n"),
        ("NUL", b"code,name,area,functions\nw-1,a\0b,990101,gas\n"),
        ("nothing", b""),
        ("other columns", b"a,b\n1,2\n"),
    ] {
        let map = identity::import::Map::default();
        let done =
            whole.app.identity.import_units(&whole.system(), std::io::Cursor::new(data), &map, false).await;
        match done {
            Ok(report) => assert!(!report.imported || report.records == 0, "{what}: {report:?}"),
            Err(error) => assert!(matches!(error, kernel::Failure::Refused(_)), "{what}: {error:?}"),
        }
        untouched(&whole, &before, version, what).await;
    }
});

#[test]
fn the_command_says_what_is_wrong_and_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, map) = (folder.path().join("grids.geojson"), folder.path().join("map.yaml"));
    fs::write(&map, town::MAP).unwrap();
    let run = |data: &str| {
        fs::write(&file, data).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_jingwei"))
            .args(["import", "divisions"])
            .arg(&file)
            .arg("--map")
            .arg(&map)
            .arg("--data")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).to_string())
    };
    let city = |ring: Value| {
        let mut city = feature("9901", ring);
        city["properties"]["level"] = "city".into();
        city["properties"]["parent"] = "".into();
        collection(&[city])
    };
    let bow = json!([[110.03, 30.0], [110.04, 30.02], [110.04, 30.0], [110.03, 30.02], [110.03, 30.0]]);
    let (code, words) = run(&city(bow));
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("ring_crosses") && words.contains("at=110.035"), "{words}");
    assert!(words.contains("imported=false"), "{words}");
    for broken in ["", "{", "code,name\n\"a\n"] {
        let (code, words) = run(broken);
        assert_eq!(code, Some(1), "{words}");
        assert!(!words.contains("panicked"), "{words}");
    }
    let (code, words) = run(&city(square()));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("imported=true"), "{words}");
}
