//! The description from which the web's client is generated is the server's own: `make openapi` writes it again.

use jingwei::{app::App, config::Config};

#[test]
fn the_committed_description_is_the_servers() {
    testkit::block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().display().to_string(), ..Config::default() };
        let app = App::open(config, true).await.unwrap();
        let ours: serde_json::Value = serde_json::to_value(&app.web().unwrap().openapi).unwrap();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/packages/api/openapi.json");
        let committed: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let paths = |document: &serde_json::Value| -> Vec<String> {
            document["paths"].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(paths(&committed), paths(&ours), "run `make openapi`");
        assert!(committed == ours, "run `make openapi`");
    });
}
