//! Serving until told to stop, then finishing what is under way. Behind a balancer a server first says that it is going,
//! and serves on until the balancer has heard it: so a restart loses no request.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    serve::ListenerExt as _,
};
use std::{
    future::Future,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

/// How long requests under way may still take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long somebody may take none of what is sent before the connection is cut: live events are not kept for those who do
/// not read.
#[cfg(target_os = "linux")]
const UNREAD: Duration = Duration::from_secs(30);

/// Serves until `stop` is done. Then `/readyz` fails, every answer closes its connection, and for the time of `drain`
/// requests are taken as ever; after that no new ones, and those under way have ten seconds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    drain: Duration,
) -> std::io::Result<()> {
    let (stopping, stopped) = oneshot::channel();
    let leaving = Arc::new(AtomicBool::new(false));
    let router = router.layer(middleware::from_fn_with_state(leaving.clone(), leave));
    let signal = async move {
        stop.await;
        tracing::info!(drain = drain.as_secs(), "stopping");
        leaving.store(true, Ordering::SeqCst);
        tokio::time::sleep(drain).await;
        let _ = stopping.send(());
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener.tap_io(set_up), service).with_graceful_shutdown(signal).into_future();
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

/// What a server that is going says.
async fn leave(State(leaving): State<Arc<AtomicBool>>, request: Request, next: Next) -> Response {
    if !leaving.load(Ordering::SeqCst) {
        return next.run(request).await;
    }
    let mut response = match request.uri().path() {
        "/readyz" => (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response(),
        _ => next.run(request).await,
    };
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Small pieces go out at once, and nobody keeps a connection by not reading from it.
fn set_up(stream: &mut TcpStream) {
    let socket = socket2::SockRef::from(&*stream);
    let done = socket.set_tcp_nodelay(true);
    #[cfg(target_os = "linux")]
    let done = done.and_then(|()| socket.set_tcp_user_timeout(Some(UNREAD)));
    if let Err(error) = done {
        tracing::debug!(%error, "a connection keeps the system's settings");
    }
}
