//! Live events: what a thousand people who listen cost, beside nobody listening.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::Connection,
    quantile,
    rows::{center, report},
    server::{Server, build_city, cpu_seconds},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Listeners on a city with some cases; one client reports, one report after the other.
pub async fn run(bench: &Bench) -> Answer {
    let (listeners, reports) = if bench.quick { (100, 20) } else { (1_000, 200) };
    let folder = bench.work.join("live");
    build_city(bench, &folder, None, 2_000)?;
    let server = Server::start(bench, &folder, None).await?;
    let session = server.session("dispatcher").await?;
    let mut reporter = Reporter {
        client: Connection::open(&server.address).await?,
        center: center(&server).await?,
        sent: 0,
    };
    let heard = Arc::new(AtomicU64::new(0));
    reporter.rounds(&server, &heard, (20, 0)).await?; // warm
    let (alone, _) = reporter.rounds(&server, &heard, (reports, 0)).await?;
    let before = server.memory();
    for _ in 0..listeners {
        listen(&server.address, &session.0, heard.clone()).await?;
    }
    let memory = (server.memory() - before) * 1024.0 / f64_of(listeners);
    let (with, took) = reporter.rounds(&server, &heard, (reports, listeners)).await?;
    let all = format!("{listeners} listeners, {reports} reports");
    Ok(vec![
        Figure::new("live: memory for each listener", memory, "kB").bar(Bar::AtMost(64.0)).note(all.clone()),
        Figure::new(
            "live: processor time for each event and listener",
            (with - alone) * 1e6 / f64_of(listeners),
            "µs",
        )
        .note(format!(
            "a report alone {:.2} ms, with all listening {:.2} ms",
            alone * 1e3,
            with * 1e3
        )),
        Figure::new("live: from the answer until the last has heard, p50", quantile(took.clone(), 0.5), "ms")
            .note(format!("p95 {:.0} ms; 50 ms of it are gathering", quantile(took, 0.95))),
    ])
}

struct Reporter {
    client: Connection,
    center: (f64, f64),
    sent: u64,
}

impl Reporter {
    /// Reports, each heard by so many before the next; server's seconds for each, and milliseconds until the last heard.
    async fn rounds(
        &mut self,
        server: &Server,
        heard: &AtomicU64,
        (reports, listeners): (u64, u64),
    ) -> Result<(f64, Vec<f64>), String> {
        let begun = cpu_seconds(server.pid());
        let mut took = vec![];
        for _ in 0..reports {
            self.sent += 1;
            heard.store(0, Relaxed);
            self.client.post("/api/v1/reports", report(self.center, 0, self.sent), &[]).await?;
            let answered = Instant::now();
            while heard.load(Relaxed) < listeners {
                if answered.elapsed() > Duration::from_secs(30) {
                    return Err(format!("only {} of {listeners} heard", heard.load(Relaxed)));
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            took.push(answered.elapsed().as_secs_f64() * 1e3);
            // readers finish, so that their work is not counted for the next
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(((cpu_seconds(server.pid()) - begun) / f64_of(reports), took))
    }
}

/// Opens a stream and counts the reports it tells of, as long as it goes on.
async fn listen(address: &str, cookie: &str, heard: Arc<AtomicU64>) -> Result<(), String> {
    let fault = |e: std::io::Error| format!("listener: {e}");
    let mut stream = TcpStream::connect(address).await.map_err(fault)?;
    let request = format!("GET /events HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(fault)?;
    let mut buffer = vec![0; 4096];
    let mut text = String::new();
    while !text.contains("event: hello") {
        let n = stream.read(&mut buffer).await.map_err(fault)?;
        if n == 0 {
            return Err(format!("listener: {text}"));
        }
        text.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
    tokio::spawn(async move {
        while let Ok(n @ 1..) = stream.read(&mut buffer).await {
            let piece = String::from_utf8_lossy(&buffer[..n]);
            heard.fetch_add(piece.matches("\"action\":\"report\"").count() as u64, Relaxed);
        }
    });
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // small counts
fn f64_of(n: u64) -> f64 {
    n as f64
}
