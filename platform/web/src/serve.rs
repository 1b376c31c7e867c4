//! Serving until told to stop, then finishing what is under way.

use axum::Router;
use std::{future::Future, net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::oneshot};

/// How long requests under way may still take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` is done; then takes no new requests and gives those under way ten seconds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stopping, stopped) = oneshot::channel();
    let signal = async move {
        stop.await;
        tracing::info!("stopping");
        let _ = stopping.send(());
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(signal).into_future();
    let overdue = async {
        match stopped.await {
            Ok(()) => tokio::time::sleep(GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        done = serving => done,
        () = overdue => Ok(()),
    }
}
