//! A plain load balancer: one node after the other, only those whose `/readyz` says so. A request that may be repeated
//! (GET, or with a key) goes to another node when the connection breaks, any other only when there was no connection; else it
//! is answered with 502.

use crate::{
    http::{self, Client, connect},
    node::free_port,
};
use std::{
    io::{self, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How often it asks whether a node is ready.
const CHECK: Duration = Duration::from_millis(100);

struct Backend {
    address: String,
    ready: AtomicBool,
}

struct Shared {
    backends: Vec<Backend>,
    next: AtomicUsize,
    stopped: AtomicBool,
}

/// A running balancer; it ends with the test.
pub struct Proxy {
    /// Where it listens.
    pub address: String,
    shared: Arc<Shared>,
}

impl Proxy {
    /// Balances over nodes.
    pub fn start(nodes: &[String]) -> Self {
        let backend = |address: &String| Backend { address: address.clone(), ready: AtomicBool::new(true) };
        let shared = Arc::new(Shared {
            backends: nodes.iter().map(backend).collect(),
            next: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let address = format!("127.0.0.1:{}", free_port());
        let listener = TcpListener::bind(&address).unwrap();
        let accepting = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = accepting.clone();
                std::thread::spawn(move || drop(shared.serve(stream)));
            }
        });
        for at in 0..nodes.len() {
            let checking = shared.clone();
            std::thread::spawn(move || checking.check(at));
        }
        Self { address, shared }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
    }
}

impl Shared {
    fn check(&self, at: usize) {
        let backend = &self.backends[at];
        while !self.stopped.load(Ordering::SeqCst) {
            let answer = Client::new(&backend.address).get("/readyz");
            backend.ready.store(answer.is_ok_and(|reply| reply.status == 200), Ordering::SeqCst);
            std::thread::sleep(CHECK);
        }
    }

    /// One connection of a client, as long as it lasts.
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut client = BufReader::new(stream);
        let mut kept: Vec<Option<BufReader<TcpStream>>> = self.backends.iter().map(|_| None).collect();
        loop {
            let (first, headers) = http::head(&mut client)?;
            let body = http::body(&mut client, &headers)?;
            let mut request = format!("{first}\r\n");
            headers.iter().for_each(|(name, value)| request += &format!("{name}: {value}\r\n"));
            let request = [request.as_bytes(), b"\r\n", &body].concat();
            let again =
                first.starts_with("GET ") || headers.iter().any(|(name, _)| name == "idempotency-key");
            let answer = self.forward(&request, again, &mut kept);
            client.get_mut().write_all(&answer)?;
        }
    }

    fn forward(&self, request: &[u8], again: bool, kept: &mut [Option<BufReader<TcpStream>>]) -> Vec<u8> {
        for _ in 0..self.backends.len() * 2 {
            let turn = self.next.fetch_add(1, Ordering::SeqCst);
            let n = self.backends.len();
            let ready =
                (0..n).map(|i| (turn + i) % n).find(|i| self.backends[*i].ready.load(Ordering::SeqCst));
            let Some(at) = ready else { break };
            let address = &self.backends[at].address;
            let Ok(stream) = kept[at].take().filter(is_open).map_or_else(|| connect(address), Ok) else {
                continue;
            };
            match exchange(stream, &mut kept[at], request) {
                Ok(answer) => return answer,
                Err(error) => eprintln!("balancer: {address}: {error}, to be repeated: {again}"),
            }
            if !again {
                break;
            }
        }
        b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n".to_vec()
    }
}

/// False when the other side has closed meanwhile.
fn is_open(stream: &BufReader<TcpStream>) -> bool {
    let stream = stream.get_ref();
    let waits = |e: io::Error| e.kind() == io::ErrorKind::WouldBlock;
    let open = stream.set_nonblocking(true).is_ok() && stream.peek(&mut [0]).is_err_and(waits);
    stream.set_nonblocking(false).is_ok() && open
}

/// Sends a request, takes the answer, and keeps the connection where it may be kept.
fn exchange(
    mut stream: BufReader<TcpStream>,
    kept: &mut Option<BufReader<TcpStream>>,
    request: &[u8],
) -> io::Result<Vec<u8>> {
    stream.get_mut().write_all(request)?;
    let (first, headers) = http::head(&mut stream)?;
    let body = http::body(&mut stream, &headers)?;
    let mut answer = format!("{first}\r\n");
    // the client's connection to us stays open, whatever becomes of ours
    for (name, value) in headers.iter().filter(|(name, _)| name != "connection") {
        answer += &format!("{name}: {value}\r\n");
    }
    if !headers.iter().any(|(name, value)| name == "connection" && value == "close") {
        *kept = Some(stream);
    }
    Ok([answer.as_bytes(), b"\r\n", &body].concat())
}
