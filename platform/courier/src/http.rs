//! One POST over a connection of its own: the name is resolved here, every address judged, and the connection made to the
//! very address that was judged. No redirects, no proxies, no answer is read beyond its status.
//!
//! TLS is rustls on ring; certificates are judged by the system's roots, so that a city's own authority counts where its
//! administrators installed it.

use crate::net::Networks;
use http_body_util::Full;
use hyper::{Request, body::Bytes, header};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

/// How long name, connection and handshake may take together.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the answer's head may take.
const ANSWER: Duration = Duration::from_secs(10);

/// Why something was not delivered; the text is for administrators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The receiver could not be reached, or must not be.
    #[error("{0}")]
    Unreachable(String),
    /// It answered otherwise than with 2xx.
    #[error("the receiver answered {0}")]
    Status(u16),
}

fn unreachable(what: &str, error: impl std::fmt::Display) -> Fault {
    Fault::Unreachable(format!("{what}: {error}"))
}

/// Sends.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    networks: Networks,
    tls: Arc<OnceLock<Result<Connector, String>>>,
}

#[derive(Clone)]
struct Connector(TlsConnector);

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsConnector")
    }
}

impl Sender {
    /// Reaches public addresses, and these networks.
    pub fn new(networks: Networks) -> Self {
        Self { networks, tls: Arc::default() }
    }

    /// Posts a body; answers the status when it is 2xx.
    ///
    /// # Errors
    /// [`Fault`], which says why.
    pub async fn post(
        &self,
        url: &Url,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<u16, Fault> {
        let mut request = Request::post(&url[url::Position::BeforePath..url::Position::AfterQuery])
            .header(header::HOST, &url[url::Position::BeforeHost..url::Position::AfterPort])
            .header(header::USER_AGENT, concat!("jingwei/", env!("CARGO_PKG_VERSION")))
            .header(header::CONNECTION, "close");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(body))).map_err(|e| unreachable("request", e))?;
        let stream = timeout(CONNECT, self.connect(url))
            .await
            .map_err(|_| Fault::Unreachable(format!("no connection within {} s", CONNECT.as_secs())))??;
        let status = timeout(ANSWER, exchange(stream, request))
            .await
            .map_err(|_| Fault::Unreachable(format!("no answer within {} s", ANSWER.as_secs())))??;
        if (200..300).contains(&status) { Ok(status) } else { Err(Fault::Status(status)) }
    }

    async fn connect(&self, url: &Url) -> Result<Box<dyn Duplex>, Fault> {
        let address = self.address(url).await?;
        let tcp = TcpStream::connect(address).await.map_err(|e| unreachable("connection", e))?;
        if url.scheme() != "https" {
            return Ok(Box::new(tcp));
        }
        let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(name).map_err(|e| unreachable("host name", e))?;
        let connector = self.tls.get_or_init(tls).clone().map_err(Fault::Unreachable)?;
        Ok(Box::new(connector.0.connect(name, tcp).await.map_err(|e| unreachable("TLS", e))?))
    }

    /// The first address of the host that may be reached.
    async fn address(&self, url: &Url) -> Result<SocketAddr, Fault> {
        let port = url.port_or_known_default().unwrap_or(443);
        let found: Vec<SocketAddr> = match url.host() {
            Some(Host::Ipv4(ip)) => vec![(ip, port).into()],
            Some(Host::Ipv6(ip)) => vec![(ip, port).into()],
            Some(Host::Domain(name)) => {
                lookup_host((name, port)).await.map_err(|e| unreachable("host name", e))?.collect()
            }
            None => vec![],
        };
        // in clear only inside of networks that are named: what leaves them is encrypted
        let may = |a: &&SocketAddr| match url.scheme() {
            "https" => self.networks.reach(a.ip()),
            _ => self.networks.names(a.ip()),
        };
        found.iter().find(may).copied().ok_or_else(|| {
            let why = match url.scheme() {
                "https" => "the host has neither a public address nor one that webhook_networks names",
                _ => "http:// is for networks that webhook_networks names only",
            };
            Fault::Unreachable(why.into())
        })
    }
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

async fn exchange(stream: Box<dyn Duplex>, request: Request<Full<Bytes>>) -> Result<u16, Fault> {
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(16 * 1024)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|e| unreachable("connection", e))?;
    // the connection moves on as long as the answer is waited for; when it breaks, the request says why
    let moving = async {
        drop(connection.await);
        std::future::pending::<Infallible>().await
    };
    tokio::select! {
        answer = sender.send_request(request) => Ok(answer.map_err(|e| unreachable("answer", e))?.status().as_u16()),
        never = moving => match never {},
    }
}

fn tls() -> Result<Connector, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(found.certs);
    if added == 0 {
        return Err("TLS: the system has no root certificates (package ca-certificates)".into());
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Connector(TlsConnector::from(Arc::new(config))))
}
