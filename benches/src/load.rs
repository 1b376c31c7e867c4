//! The load generator: connections kept alive, from one thread, with as little work as possible, since it shares the
//! machine with what it measures.

use crate::server::cpu_seconds;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// One connection of one client.
pub struct Connection {
    address: String,
    sender: http1::SendRequest<Full<Bytes>>,
    session: Option<(String, String)>,
}

/// An answer.
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: Bytes,
    /// The cookie that it sets.
    pub cookie: Option<String>,
}

impl Reply {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Connection {
    /// Connects to `host:port`.
    pub async fn open(address: &str) -> Result<Self, String> {
        let fault = |e: &dyn std::fmt::Display| format!("{address}: {e}");
        let stream = TcpStream::connect(address).await.map_err(|e| fault(&e))?;
        stream.set_nodelay(true).map_err(|e| fault(&e))?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|e| fault(&e))?;
        tokio::spawn(connection);
        Ok(Self { address: address.into(), sender, session: None })
    }

    /// The same client with a session: cookie and CSRF token.
    pub fn with_session(mut self, session: &(String, String)) -> Self {
        self.session = Some(session.clone());
        self
    }

    /// Asks and waits for the whole answer.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Result<Reply, String> {
        let mut headers = headers.to_vec();
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        self.send(method, path, Bytes::from(body.unwrap_or_default()), &headers).await
    }

    /// The same with a body of any kind.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Bytes,
        headers: &[(&str, &str)],
    ) -> Result<Reply, String> {
        let fault = |e: &dyn std::fmt::Display| format!("{path}: {e}");
        let mut request = Request::builder().method(method).uri(path).header("host", &self.address);
        if let Some((cookie, csrf)) = &self.session {
            request = request.header("cookie", cookie).header("x-csrf-token", csrf);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body)).map_err(|e| fault(&e))?;
        self.sender.ready().await.map_err(|e| fault(&e))?;
        let response = self.sender.send_request(request).await.map_err(|e| fault(&e))?;
        let status = response.status().as_u16();
        let cookie = response.headers().get("set-cookie").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let body = response.into_body().collect().await.map_err(|e| fault(&e))?.to_bytes();
        Ok(Reply { status, body, cookie })
    }

    /// A reading that must succeed.
    pub async fn get(&mut self, path: &str) -> Result<Reply, String> {
        expect(self.ask(Method::GET, path, None, &[]).await?, path)
    }

    /// A writing that must succeed.
    pub async fn post(
        &mut self,
        path: &str,
        body: String,
        headers: &[(&str, &str)],
    ) -> Result<Reply, String> {
        expect(self.ask(Method::POST, path, Some(body), headers).await?, path)
    }
}

fn expect(reply: Reply, path: &str) -> Result<Reply, String> {
    match reply.status {
        200..=299 => Ok(reply),
        status => Err(format!("{path}: {status} {}", String::from_utf8_lossy(&reply.body))),
    }
}

/// What some seconds of load gave.
pub struct Run {
    /// Pieces of work done in a second.
    pub per_second: f64,
    /// Milliseconds that each took.
    pub took: Vec<f64>,
    /// Processor time that the client and the server used, in cores.
    pub cores: (f64, f64),
}

impl Run {
    /// Which part of the processors went where, for the table.
    pub fn shares(&self) -> String {
        let (client, server) = self.cores;
        if server == 0.0 {
            return format!("{client:.2} cores");
        }
        format!(
            "p50 {:.1} ms; cores: server {server:.2}, client {client:.2}",
            crate::median(self.took.clone())
        )
    }
}

/// Lets every worker repeat `work(&mut worker, n)` until the time is over. The first failure ends it. `server`: whose CPU
/// time is told apart.
pub async fn repeat<W, F>(workers: Vec<W>, seconds: u64, server: Option<u32>, work: F) -> Result<Run, String>
where
    F: AsyncFn(&mut W, u64) -> Result<(), String>,
{
    let (mine, theirs) = (cpu_seconds(std::process::id()), server.map(cpu_seconds));
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds);
    let work = &work;
    let all = workers.into_iter().map(|mut worker| async move {
        let mut took = vec![];
        for n in 0.. {
            let from = Instant::now();
            if from >= end {
                break;
            }
            work(&mut worker, n).await?;
            took.push(from.elapsed().as_secs_f64() * 1000.0);
        }
        Ok::<_, String>(took)
    });
    let took: Vec<f64> = futures::future::try_join_all(all).await?.into_iter().flatten().collect();
    let wall = begun.elapsed().as_secs_f64();
    let cores = |pid: u32, before: f64| (cpu_seconds(pid) - before) / wall;
    Ok(Run {
        per_second: took.len() as f64 / wall,
        took,
        cores: (
            cores(std::process::id(), mine),
            server.zip(theirs).map_or(0.0, |(pid, before)| cores(pid, before)),
        ),
    })
}
