//! People at work: they report, send, sign, finish, check and call back, each request under a key of its own, and repeat
//! it until it is answered. What was answered is kept, to be held against the books.

use crate::{
    city::{CHECKER, DISPATCHER, HANDLER, RECEIVER, log_in},
    http::{Client, Reply},
};
use fastrand::Rng;
use flate2::{Compression, Crc, write::ZlibEncoder};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How long somebody insists before the test fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// A request that was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asked; None for a resident.
    pub who: Option<&'static str>,
    /// Where.
    pub path: String,
    /// Its key.
    pub key: String,
    /// What was sent.
    pub body: Value,
    /// What was answered.
    pub answer: Value,
}

/// A case as its reporter and its handlers know it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its number.
    pub number: String,
    /// The report, then every act.
    pub asked: Vec<Asked>,
}

/// What happened to requests on their way.
#[derive(Default)]
pub struct Tally {
    /// Answered with 2xx.
    pub answered: AtomicU64,
    /// Refused for now (503).
    pub refused: AtomicU64,
    /// Lost on the way: connection refused, reset, cut off.
    pub lost: AtomicU64,
}

/// What all of them share.
pub struct Load {
    address: String,
    staff: BTreeMap<&'static str, Client>,
    stop: AtomicBool,
    /// Every case of which somebody was told the number.
    pub known: Mutex<Vec<Known>>,
    /// What happened on the way.
    pub tally: Tally,
}

/// People at work; they go on until [`Crowd::finish`].
pub struct Crowd {
    /// What they share.
    pub load: Arc<Load>,
    people: Vec<JoinHandle<()>>,
}

impl Load {
    /// Logs the staff in; nobody works yet.
    pub fn new(address: &str) -> Arc<Self> {
        Arc::new(Self {
            address: address.into(),
            staff: log_in(address),
            stop: AtomicBool::new(false),
            known: Mutex::default(),
            tally: Tally::default(),
        })
    }

    /// Sends so many people to work.
    pub fn work(self: &Arc<Self>, people: u64, rng: &mut Rng) -> Crowd {
        self.stop.store(false, Ordering::SeqCst);
        let one = |n: u64| {
            let (load, rng) = (self.clone(), rng.fork());
            std::thread::Builder::new()
                .name(format!("person {n}"))
                .spawn(move || Person::new(load, rng, n.is_multiple_of(2)).work())
                .unwrap()
        };
        let people = (0..people).map(one).collect();
        Crowd { load: self.clone(), people }
    }

    /// How many requests were answered so far.
    pub fn answered(&self) -> u64 {
        self.tally.answered.load(Ordering::SeqCst)
    }

    /// Asks some of what was answered again: the same key gives the same answer.
    pub fn repeat_some(&self, rng: &mut Rng, times: usize) {
        let known = self.known.lock().unwrap().clone();
        let mut clients = self.clients();
        for _ in 0..times.min(known.len()) {
            let case = rng.choice(&known).unwrap();
            let asked = rng.choice(&case.asked).unwrap();
            let client = clients.get_mut(asked.who.unwrap_or_default()).unwrap();
            let reply = client.post(&asked.path, Some(&asked.key), &asked.body).unwrap();
            assert!(matches!(reply.status, 200 | 201), "{asked:?}\n{} {}", reply.status, reply.text());
            for field in ["number", "token", "receipt"] {
                let (now, then) = (&reply.json()[field], &asked.answer[field]);
                assert!(asked.who.is_some() || now == then, "{field} of {}: {now}, was {then}", asked.key);
            }
            let version = reply.json()["version"].as_u64();
            assert!(version.is_none_or(|v| v == case.asked.len() as u64), "version {version:?} of {case:?}");
        }
    }

    /// Somebody of the staff, logged in.
    pub fn staff(&self, login: &str) -> Client {
        self.staff[login].clone()
    }

    fn clients(&self) -> BTreeMap<&'static str, Client> {
        let mut clients = self.staff.clone();
        clients.insert("", Client::new(&self.address));
        clients
    }
}

impl Crowd {
    /// Everybody finishes what they are doing, however long they must insist.
    pub fn finish(self) -> Arc<Load> {
        self.load.stop.store(true, Ordering::SeqCst);
        for person in self.people {
            person.join().expect("a person at work");
        }
        self.load
    }
}

struct Person {
    load: Arc<Load>,
    clients: BTreeMap<&'static str, Client>,
    rng: Rng,
    name: String,
    count: u64,
    /// Sees cases through to the end, with photos; the others leave them signed.
    thorough: bool,
}

impl Person {
    fn new(load: Arc<Load>, mut rng: Rng, thorough: bool) -> Self {
        let name = format!("{:012x}", rng.u64(..1 << 48));
        Self { clients: load.clients(), load, rng, name, count: 0, thorough }
    }

    fn work(mut self) {
        while !self.stopped() {
            let case = self.report();
            let mut plan = vec!["dispatch"];
            if self.rng.u8(..4) == 0 {
                plan.extend(["return", "dispatch"]);
            }
            plan.push("sign");
            if self.thorough {
                plan.extend(["finish", "check", "call_back"]);
            }
            for action in plan {
                if self.stopped() {
                    break;
                }
                self.act(case, action);
            }
        }
    }

    fn stopped(&self) -> bool {
        self.load.stop.load(Ordering::SeqCst)
    }

    fn key(&mut self) -> String {
        self.count += 1;
        format!("{}-{}", self.name, self.count)
    }

    /// Answers where the case stands in the list.
    fn report(&mut self) -> usize {
        let key = self.key();
        let (lon, lat) = (122.1 + 0.01 * self.rng.f64(), 33.0 + 0.01 * self.rng.f64());
        let mut body = crate::report();
        body["text"] = format!("路面坑洼 {key}").into();
        body["place"] = json!({"lon": lon, "lat": lat});
        let asked = self.insist(None, "/api/v1/reports".into(), key, body);
        let number = asked.answer["number"].as_str().unwrap().to_string();
        let mut known = self.load.known.lock().unwrap();
        known.push(Known { number, asked: vec![asked] });
        known.len() - 1
    }

    fn act(&mut self, case: usize, action: &str) {
        let (who, input) = match action {
            "dispatch" => (DISPATCHER, json!({"unit": "MUNI"})),
            "return" => (HANDLER, json!({"reason": "不属于本单位", "clause": "1.2"})),
            "sign" => (HANDLER, json!({})),
            "finish" => (HANDLER, json!({"result": "已修补", "photos": [self.upload()]})),
            "check" => (CHECKER, json!({"result": "pass", "method": "photo"})),
            _ => (RECEIVER, json!({"reached": true, "solved": true, "satisfied": true})),
        };
        let (number, version) = {
            let known = &self.load.known.lock().unwrap()[case];
            (known.number.clone(), known.asked.len())
        };
        let key = self.key();
        let body = json!({"version": version, "input": input});
        let asked = self.insist(Some(who), format!("/api/v1/cases/{number}/actions/{action}"), key, body);
        assert_eq!(asked.answer["version"].as_u64(), Some(version as u64 + 1), "{asked:?}");
        self.load.known.lock().unwrap()[case].asked.push(asked);
    }

    fn upload(&mut self) -> String {
        let picture = picture(self.rng.u8(..));
        let headers = [("content-type", "application/octet-stream")];
        let reply =
            self.until_answered("", |client| client.ask("POST", "/api/v1/uploads", &headers, &picture));
        reply.json()["id"].as_str().unwrap_or_else(|| panic!("an upload: {}", reply.text())).to_string()
    }

    fn insist(&mut self, who: Option<&'static str>, path: String, key: String, body: Value) -> Asked {
        let reply =
            self.until_answered(who.unwrap_or_default(), |client| client.post(&path, Some(&key), &body));
        Asked { who, path, key, body, answer: reply.json() }
    }

    /// Asks until the answer is no "not now". Any other refusal fails the test: these requests are right.
    fn until_answered(&mut self, who: &str, ask: impl Fn(&mut Client) -> io::Result<Reply>) -> Reply {
        let begun = Instant::now();
        let client = self.clients.get_mut(who).unwrap();
        loop {
            let count = match ask(client) {
                Ok(reply) if reply.status == 503 => {
                    assert!(reply.header("retry-after").is_some(), "503 without Retry-After: {reply:?}");
                    &self.load.tally.refused
                }
                Ok(reply) => {
                    assert!(matches!(reply.status, 200 | 201), "{} {}", reply.status, reply.text());
                    self.load.tally.answered.fetch_add(1, Ordering::SeqCst);
                    return reply;
                }
                Err(_) => &self.load.tally.lost,
            };
            count.fetch_add(1, Ordering::SeqCst);
            assert!(begun.elapsed() < PATIENCE, "no answer for {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(self.rng.u64(20..120)));
        }
    }
}

/// A true picture of 16 × 16 pixels; `shade` makes it one of its own.
fn picture(shade: u8) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
    };
    let rows: Vec<u8> =
        (0..16u8).flat_map(|y| [0].into_iter().chain((0..16).map(move |x| shade ^ x ^ y))).collect();
    let mut packed = ZlibEncoder::new(vec![], Compression::fast());
    packed.write_all(&rows).unwrap();
    let header = [0, 0, 0, 16, 0, 0, 0, 16, 8, 0, 0, 0, 0];
    let parts =
        [chunk(b"IHDR", &header), chunk(b"IDAT", &packed.finish().unwrap()), chunk(b"IEND", b"")].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &parts].concat()
}
