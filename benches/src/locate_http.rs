//! Locating over HTTP, one point a request, beside a route that does nothing.

use crate::{
    Answer, Bench,
    figure::{Bar, Figure},
    load::{Connection, repeat},
    rows::center,
    server::{Server, build_city},
};

/// `GET /api/v1/locate` from 32 connections.
pub async fn run(bench: &Bench) -> Answer {
    let folder = bench.work.join("http-locate");
    build_city(bench, &folder, None, 100)?;
    let server = Server::start(bench, &folder, None).await?;
    let (lon, lat) = center(&server).await?;
    let pid = Some(server.pid());
    let nothing =
        repeat(server.clients(32).await?, bench.seconds(), pid, async |client: &mut Connection, _| {
            client.get("/healthz").await.map(drop)
        })
        .await?;
    let located =
        repeat(server.clients(32).await?, bench.seconds(), pid, async |client: &mut Connection, n| {
            let (dx, dy) = ((n % 197) as f64 * 1e-3, (n % 89) as f64 * 1e-3);
            let path = format!("/api/v1/locate?lon={:.6}&lat={:.6}", lon + dx - 0.098, lat + dy - 0.044);
            client.get(&path).await.map(drop)
        })
        .await?;
    Ok(vec![
        Figure::new("GET /healthz over HTTP", nothing.per_second, "1/s").note(nothing.shares()),
        Figure::new("locate over HTTP", located.per_second, "1/s")
            .beside(nothing.per_second, "a route that does nothing")
            .bar(Bar::AtLeast(20_000.0))
            .note(located.shares()),
    ])
}
