//! A client of HTTP/1.1 over one kept connection; whatever goes wrong on the way is an error for the caller to judge.

use serde_json::Value;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Somebody who asks.
pub struct Client {
    address: String,
    headers: Vec<(String, String)>,
    kept: Option<BufReader<TcpStream>>,
}

impl Clone for Client {
    fn clone(&self) -> Self {
        Self { address: self.address.clone(), headers: self.headers.clone(), kept: None }
    }
}

impl Client {
    /// Asks `host:port`.
    pub fn new(address: &str) -> Self {
        Self { address: address.into(), headers: vec![], kept: None }
    }

    /// The same with a header for every request.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same at another address.
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.into(), headers: self.headers.clone(), kept: None }
    }

    /// Logs in.
    pub fn login(self, login: &str, password: &str) -> io::Result<Self> {
        let mut this = self;
        let body = serde_json::json!({"login": login, "password": password});
        let reply = this.post("/api/v1/session", None, &body)?;
        if reply.status != 200 {
            return Err(io::Error::other(format!("login of {login}: {} {}", reply.status, reply.text())));
        }
        let cookie = reply.header("set-cookie").unwrap_or_default().split(';').next().unwrap_or_default();
        let csrf = reply.json()["csrf"].as_str().unwrap_or_default().to_string();
        Ok(this.with("cookie", cookie).with("x-csrf-token", &csrf))
    }

    /// GET.
    pub fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.ask("GET", path, &[], b"")
    }

    /// POST of a JSON body, under a key or without.
    pub fn post(&mut self, path: &str, key: Option<&str>, body: &Value) -> io::Result<Reply> {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        self.ask("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Any request.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        let mut stream = match self.kept.take() {
            Some(stream) => stream,
            None => connect(&self.address)?,
        };
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            head += &format!("{name}: {value}\r\n");
        }
        if method != "GET" {
            head += &format!("content-length: {}\r\n", body.len());
        }
        head += "\r\n";
        stream.get_mut().write_all(&[head.as_bytes(), body].concat())?;
        let reply = read(&mut stream)?;
        if reply.header("connection") != Some("close") {
            self.kept = Some(stream);
        }
        Ok(reply)
    }
}

/// A connection with limits on waiting.
pub fn connect(address: &str) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// Reads one answer.
pub fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Reply> {
    let (first, headers) = head(stream)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("not an answer: {first:?}")))?;
    let body = body(stream, &headers)?;
    Ok(Reply { status, headers, body })
}

/// The first line and the headers of a message.
pub fn head(stream: &mut BufReader<TcpStream>) -> io::Result<(String, Vec<(String, String)>)> {
    let mut lines = vec![];
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_string());
    }
    let mut lines = lines.into_iter();
    let first = lines.next().unwrap_or_default();
    let pair = |line: String| {
        line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_string()))
    };
    Ok((first, lines.filter_map(pair).collect()))
}

/// The body that the headers announce.
pub fn body(stream: &mut BufReader<TcpStream>, headers: &[(String, String)]) -> io::Result<Vec<u8>> {
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok(body)
}
