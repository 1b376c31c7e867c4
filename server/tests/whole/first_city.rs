//! The first start of a city from nothing, exactly as `docs/operating.md` writes it: the commands of its marked block are
//! run through the binary, then a report comes in over HTTP and finds its unit.

#![allow(clippy::expect_used)] // a test says so by failing

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

const JINGWEI: &str = env!("CARGO_BIN_EXE_jingwei");
const MARK: &str = "<!-- first-city -->";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The shell block after the mark.
fn documented(page: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs").join(page)).unwrap();
    let (_, after) = text.split_once(MARK).expect("the mark");
    let (_, block) = after.split_once("```sh\n").expect("a shell block after the mark");
    block.split_once("```").expect("its end").0.to_string()
}

/// A folder from which the documented commands run as from a checkout, with `jingwei` on the path.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["docs", "packs"] {
            std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
        }
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(JINGWEI, folder.path().join("bin/jingwei")).unwrap();
        Self(folder)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("JINGWEI_")) {
            command.env_remove(name);
        }
        command
            .current_dir(self.0.path())
            .env("PATH", format!("{}:{path}", self.0.path().join("bin").display()))
            .env("LANG", "C.UTF-8")
            .env("RUST_LOG", "warn");
        command
    }

    fn shell(&self, script: &str) -> Output {
        self.command("sh").args(["-eu", "-c", script]).output().unwrap()
    }

    fn jingwei(&self, args: &[&str]) -> Output {
        self.command(JINGWEI).args(args).args(["--data", "city"]).output().unwrap()
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout))
}

/// A running server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(place: &Place) -> Self {
        let mut command = place.command(JINGWEI);
        command.args(["serve", "--data", "city", "--listen", "127.0.0.1:0"]).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let hello = lines.find_map(|line| line.unwrap().strip_prefix("jingwei: http://").map(str::to_string));
        std::thread::spawn(move || lines.for_each(drop));
        let address = hello.expect("an address").split('/').next().unwrap().to_string();
        Self { child, address }
    }

    /// One request; answers status, cookie and body.
    fn ask(&self, request: &str, headers: &[(&str, &str)], body: &Value) -> (u16, String, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut text = format!("{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.address);
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.unwrap_or_default().split(';').next().unwrap().to_string();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, cookie, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn both_languages_document_the_same_commands() {
    assert_eq!(documented("operating.md"), documented("operating.zh.md"));
}

#[test]
fn a_city_starts_from_nothing_by_the_documented_commands() {
    let place = Place::new();
    let script = documented("operating.md");
    let first = place.shell(&script);
    assert!(first.status.success(), "{}", said(&first));
    assert_eq!(said(&first).matches("imported=true").count(), 5, "{}", said(&first));
    assert!(said(&first).contains("ledger whole"), "{}", said(&first));

    // a second time adds nothing
    let again = place.shell(&script);
    assert!(again.status.success(), "{}", said(&again));
    assert!(!said(&again).contains("added=1") && said(&again).contains("unchanged=44"), "{}", said(&again));

    let server = Server::start(&place);
    // one process owns a SQLite folder
    let refused = place.jingwei(&["import", "units", "docs/examples/first-city/units.csv"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));

    let login = |login: &str, password: &str| {
        let body = json!({"login": login, "password": password});
        server.ask("POST /api/v1/session", &[], &body)
    };
    assert_eq!(login("sysadmin", "change-me-sysadmin").0, 401, "the password has been replaced");
    assert_eq!(login("sysadmin", "a-long-phrase-of-your-own").0, 200);

    let report = json!({
        "text": "望潮社区北门路面塌了一块", "category": {"pack": "city-upkeep", "code": "020110"},
        "place": {"lon": 122.105, "lat": 33.005}, "reporter": {"name": "居民", "phone": "13800000000"},
    });
    let (status, _, filed) =
        server.ask("POST /api/v1/reports", &[("idempotency-key", "first-report-1")], &report);
    assert_eq!(status, 201, "{filed}");
    let number = filed["number"].as_str().unwrap();
    assert!(number.starts_with("990901-"), "{number}");
    assert_eq!(filed["place"]["grid"]["code"], "990901001001001");

    let (_, cookie, session) = login("paiqian01", "change-me-paiqian01");
    let csrf = session["csrf"].as_str().unwrap();
    let keys = [("cookie", cookie.as_str()), ("x-csrf-token", csrf), ("idempotency-key", "first-dispatch-1")];
    let (_, _, case) = server.ask(&format!("GET /api/v1/cases/{number}"), &keys, &Value::Null);
    assert_eq!(case["proposal"]["unit"]["code"], "MUNI", "{case}");
    let act = json!({"version": case["version"], "input": {"unit": "MUNI", "category": "020110"}});
    let (status, _, case) = server.ask(&format!("POST /api/v1/cases/{number}/actions/dispatch"), &keys, &act);
    assert_eq!((status, case["state"]["code"].as_str()), (200, Some("to_sign")), "{case}");

    drop(server); // killed, not stopped: what was acknowledged is there
    let verified = place.jingwei(&["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn the_pack_of_the_chinese_guide_is_sound() {
    let text = std::fs::read_to_string(root().join("docs/packs.zh.md")).unwrap();
    let blocks = text.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap());
    let place = Place::new();
    let folder = place.0.path().join("street-trees");
    std::fs::create_dir_all(folder.join("examples")).unwrap();
    for block in blocks {
        let name = match block.split(':').next() {
            Some("id") => "pack.yaml",
            Some("examples") => "examples/tree.yaml",
            _ => continue, // a section alone
        };
        std::fs::write(folder.join(name), block).unwrap();
    }
    assert!(folder.join("examples/tree.yaml").exists(), "two blocks");
    let checked = place.jingwei(&["pack", "check", "street-trees"]);
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_password_is_refused_with_its_reason() {
    let place = Place::new();
    let started = place.shell(&documented("operating.md"));
    assert!(started.status.success(), "{}", said(&started));
    let set = |login: &str, password: &str| {
        place.shell(&format!("printf '%s\\n' '{password}' | jingwei password {login} --data city"))
    };
    let weak = set("sysadmin", "short");
    assert!(weak.status.code() == Some(1) && said(&weak).contains("password.weak"), "{}", said(&weak));
    let nobody = set("nobody", "a-long-phrase-of-your-own");
    assert!(nobody.status.code() == Some(1) && said(&nobody).contains("person.unknown"), "{}", said(&nobody));
}
