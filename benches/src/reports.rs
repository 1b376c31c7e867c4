//! Reports accepted over HTTP (located, routed, ledgered with protected values, durable), beside what the bare database
//! does in the same run: one fact and one row, durable, from as many clients.

use crate::figure;
use db::{Db, DbError, Options, args};
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use kernel::{Actor, Ctx, SystemEnv};
use ledger::NewFact;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

db::sql! {
    /// The row of the baseline.
    ROW = "INSERT INTO reader_cursor (reader, county, pos) VALUES ($1, $2, 1)";
}

/// Posts for some seconds from some clients to the server at `base`; then the baseline on a fresh SQLite file.
pub async fn run(base: &str, seconds: u64, clients: usize) {
    figure("bare database, commands/s", bare(seconds, clients).await);
    figure("reports accepted, 1/s", post(base, seconds, clients).await);
}

async fn post(base: &str, seconds: u64, clients: usize) -> f64 {
    let site = get(&format!("{base}/api/v1/site")).await;
    let (lon, lat) = (site["center"][0].as_f64().unwrap_or(0.0), site["center"][1].as_f64().unwrap_or(0.0));
    measure(seconds, clients, move |client, n| {
        let base = base.to_string();
        async move {
            let (dx, dy) = ((n % 97) as f64 * 1e-3, (n % 89) as f64 * 1e-3);
            let body = serde_json::json!({
                "text": format!("bench {client}/{n}: the lamp in front of the house is out"),
                "place": {"lon": lon + dx - 0.048, "lat": lat + dy - 0.044},
                "reporter": {"name": "Bench", "phone": "19900000000"},
            });
            let request = Request::post(format!("{base}/api/v1/reports"))
                .header("content-type", "application/json")
                .header("idempotency-key", format!("bench-{client}-{n}-{}", std::process::id()))
                .body(Full::from(body.to_string()))
                .expect("a request");
            send(request).await.0 == 201
        }
    })
    .await
}

async fn bare(seconds: u64, clients: usize) -> f64 {
    let folder = tempfile::tempdir_in(".").expect("a folder on the same disk");
    let url = format!("sqlite:{}", folder.path().join("bare.db").display());
    let db = Db::open(&url, Options::default()).await.expect("a database");
    measure(seconds, clients, move |client, n| {
        let db = db.clone();
        async move {
            let ctx = Ctx::new(Arc::new(SystemEnv), Actor::system("bench"), "bench");
            let inner = ctx.clone();
            let id = format!("{client}-{n}");
            db.write(&ctx, move |tx| {
                let (id, ctx) = (id.clone(), inner.clone());
                Box::pin(async move {
                    tx.execute(&ROW, args![&id, "c"]).await?;
                    let mut head = ledger::open(tx, "c", &format!("bench/{id}")).await?;
                    let data = serde_json::json!({"n": id});
                    ledger::append(tx, &ctx, &mut head, &[NewFact { action: "bench".into(), v: 1, data }])
                        .await?;
                    Ok::<_, DbError>(())
                })
            })
            .await
            .is_ok()
        }
    })
    .await
}

/// Runs `work(client, n)` from several clients until the time is over; successes per second. Failures end the bench.
async fn measure<F, W>(seconds: u64, clients: usize, work: W) -> f64
where
    W: Fn(usize, u64) -> F,
    F: Future<Output = bool>,
{
    let done = AtomicU64::new(0);
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds);
    let (work, done_ref) = (&work, &done);
    let clients = (0..clients).map(|client| async move {
        for n in 0.. {
            if Instant::now() >= end {
                break;
            }
            assert!(work(client, n).await, "a request of the bench failed");
            done_ref.fetch_add(1, Ordering::Relaxed);
        }
    });
    futures::future::join_all(clients).await;
    done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64()
}

async fn get(url: &str) -> serde_json::Value {
    send(Request::get(url).body(Full::default()).expect("a request")).await.1
}

async fn send(request: Request<Full<Bytes>>) -> (u16, serde_json::Value) {
    static CLIENT: std::sync::OnceLock<
        Client<hyper_util::client::legacy::connect::HttpConnector, Full<Bytes>>,
    > = std::sync::OnceLock::new();
    let client = CLIENT.get_or_init(|| Client::builder(TokioExecutor::new()).build_http());
    match client.request(request).await {
        Ok(response) => {
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.map(|b| b.to_bytes()).unwrap_or_default();
            if status >= 400 {
                eprintln!("{status}: {}", String::from_utf8_lossy(&body));
            }
            (status, serde_json::from_slice(&body).unwrap_or_default())
        }
        Err(error) => {
            eprintln!("{error}");
            (0, serde_json::Value::Null)
        }
    }
}
