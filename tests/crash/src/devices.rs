//! Phones that send what was filled, over OpenRosa, each until it hears 201; half of them with a photo, some in two posts.

use crate::{city, http::Client, http::Reply};
use fastrand::Rng;
use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How long a phone insists before the test fails.
const PATIENCE: Duration = Duration::from_secs(180);
/// Who publishes the form.
const PUBLISHER: &str = "sysadmin";
/// Who carries the phones.
const WORKER: &str = "wg001";
const BOUNDARY: &str = "crash0boundary0of0devices";
const WORKBOOK: &str = "| survey | | |\n| | type | name | label |\n| | text | who | 户主 |\n| | image | front | 照片 |\n| settings | | | |\n| | form_id | version | name |\n| | crash | 1 | data |\n";

/// What was acknowledged: instances, and whether a photo came with them.
pub type Told = Arc<Mutex<BTreeMap<String, bool>>>;

/// Phones at work until [`Devices::finish`].
pub struct Devices {
    stop: Arc<AtomicBool>,
    phones: Vec<JoinHandle<()>>,
}

fn part(head: &str, data: &[u8]) -> Vec<u8> {
    [format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(), data, b"\r\n"]
        .concat()
}

fn form(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), format!("--{BOUNDARY}--\r\n").into_bytes()].concat()
}

fn kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// Publishes the form and makes a key; answers the path below which the phones ask.
pub fn set_up(address: &str) -> String {
    let login = |who: &str| Client::new(address).login(who, &city::password(who)).unwrap();
    let book = form(&[part("name=\"workbook\"; filename=\"crash.md\"", WORKBOOK.as_bytes())]);
    let done = login(PUBLISHER).ask("POST", "/api/v1/forms", &[("content-type", &kind())], &book).unwrap();
    assert_eq!(done.status, 201, "{}", done.text());
    let key = login(WORKER).ask("POST", "/api/v1/form-keys", &[], b"").unwrap();
    assert_eq!(key.status, 201, "{}", key.text());
    format!("/openrosa/key/{}", key.json()["token"].as_str().unwrap())
}

impl Devices {
    /// Sends so many phones to work.
    pub fn work(address: &str, base: &str, phones: u64, told: &Told, rng: &mut Rng) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let one = |_| {
            let mut phone = Phone {
                client: Client::new(address).with("x-openrosa-version", "1.0"),
                path: format!("{base}/submission?deviceID=crash"),
                rng: rng.fork(),
            };
            let (stop, told) = (stop.clone(), told.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    let (instance, photo) = phone.visit();
                    assert!(told.lock().unwrap().insert(instance, photo).is_none());
                }
            })
        };
        let phones = (0..phones).map(one).collect();
        Self { stop, phones }
    }

    /// Lets everybody finish what they are at.
    pub fn finish(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.phones.into_iter().for_each(|phone| phone.join().expect("a phone gave up"));
    }
}

struct Phone {
    client: Client,
    path: String,
    rng: Rng,
}

impl Phone {
    /// One submission, until all of it is acknowledged.
    fn visit(&mut self) -> (String, bool) {
        let instance = format!("uuid:{:032x}", self.rng.u128(..));
        let photo = self.rng.bool();
        let name = if photo { "门口.jpg" } else { "" };
        let xml = format!(
            "<data id=\"crash\" version=\"1\"><who>户主 {instance}</who><front>{name}</front><meta><instanceID>{instance}</instanceID></meta></data>"
        );
        let xml = part("name=\"xml_submission_file\"; filename=\"s.xml\"", xml.as_bytes());
        if photo && self.rng.bool() {
            self.insist(&form(&[xml.clone(), part("name=\"*isIncomplete*\"", b"yes")]));
        }
        let mut parts = vec![xml];
        if photo {
            let bytes: Vec<u8> = (0..20_000).map(|_| self.rng.u8(..)).collect();
            parts.push(part(&format!("name=\"{name}\"; filename=\"{name}\""), &bytes));
        }
        let whole = form(&parts);
        self.insist(&whole);
        if self.rng.u8(..4) == 0 {
            self.insist(&whole);
        }
        (instance, photo)
    }

    /// Only 201 counts; "not now" and a lost answer are tried again.
    fn insist(&mut self, body: &[u8]) {
        let begun = Instant::now();
        loop {
            match self.post(body) {
                Ok(reply) if reply.status == 201 => return,
                Ok(reply) => assert_eq!(reply.status, 503, "{}", reply.text()),
                Err(_) => {}
            }
            assert!(begun.elapsed() < PATIENCE, "no answer for {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(self.rng.u64(20..120)));
        }
    }

    fn post(&mut self, body: &[u8]) -> io::Result<Reply> {
        self.client.ask("POST", &self.path.clone(), &[("content-type", &kind())], body)
    }
}
