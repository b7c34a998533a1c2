//! Outputs in memory → a server on this machine that serves them, and notifies open pages of changes.
//!
//! The server state is one immutable value behind one pointer. [`Server::publish`] replaces it, and each request is answered
//! from the value that it found. The server reads no source, builds nothing and writes nothing; it gets outputs through
//! [`Outputs`].

mod connections;
mod hosts;
mod inject;
mod listen;
mod live;
mod outputs;
mod problem;
mod publication;
mod range;
mod respond;
mod routes;
mod slow;
mod stall;
mod state;
pub mod studio;
mod tls;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};

pub use outputs::Outputs;
pub use problem::Problem;
pub use publication::Publication;
pub use tls::{CertificateFault, ServerCertificate};

use crate::base::diagnostic::{Cause, Diagnostic, Language, messages};
use connections::ConnectionLimits;
use hosts::Hosts;
use slow::SlowAnswers;
use state::State;

/// The settings of a server.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// Loopback, unless other machines are to see the site.
    pub address: IpAddr,
    /// 0 stands for any free port.
    pub port: u16,
    /// Whether the user requested exactly this port; if not, the next free one is used.
    pub named_port: bool,
    /// The path of `base_url`: empty, or `/sub`.
    pub base_path: String,
    /// Further names that a `Host` header may have, besides those of this machine; `.example.org` stands for every name
    /// below it as well.
    pub allowed_hosts: Vec<String>,
    /// The language of the server's own texts until a site sets it.
    pub language: Language,
    /// The site's folder; it is reported to a second server that wants the same port.
    pub root: String,
    pub timeouts: Timeouts,
    /// The maximum number of connections; [`MOST_CONNECTIONS`] unless a test wants fewer.
    pub connections: u32,
    /// Without one the server speaks HTTP.
    pub certificate: Option<ServerCertificate>,
    /// Who may see the site; everyone who reaches the server, if `None`.
    pub gate: Option<PreviewGate>,
}

/// Decides by a request's cookies whether its sender may see the site.
#[derive(Clone)]
pub struct PreviewGate {
    opens: Arc<dyn Fn(&HeaderMap) -> bool + Send + Sync>,
    /// Then the address of a connection stands for everyone.
    behind_proxy: bool,
}

impl PreviewGate {
    pub fn new(behind_proxy: bool, opens: impl Fn(&HeaderMap) -> bool + Send + Sync + 'static) -> Self {
        Self { opens: Arc::new(opens), behind_proxy }
    }

    fn opens(&self, headers: &HeaderMap) -> bool {
        (self.opens)(headers)
    }
}

impl std::fmt::Debug for PreviewGate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PreviewGate")
    }
}

/// The server's timeouts.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// The maximum time for the head of a request, and of idleness after a response.
    pub head: Duration,
    /// The interval at which a listening page is sent a comment, so that the server detects a closed page.
    pub keep_alive: Duration,
    /// The maximum time that a client may read nothing of a response that waits for it.
    pub stall: Duration,
}

/// Below the usual limit of open files, 1,024.
pub const MOST_CONNECTIONS: u32 = 768;

impl Default for Timeouts {
    fn default() -> Self {
        Self { head: Duration::from_secs(10), keep_alive: Duration::from_secs(10), stall: Duration::from_secs(20) }
    }
}

/// A running server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    base_path: String,
    shown: watch::Sender<Arc<Publication>>,
    ending: watch::Sender<bool>,
    /// Taken when the server is dropped.
    runtime: Option<Runtime>,
    accepting: Option<tokio::task::JoinHandle<()>>,
}

/// The number of threads that read requests and send responses. Responses are made on further threads, as many as needed.
const THREADS: usize = 4;
/// The time that responses in progress may take when the server ends, and the time for everything else after that.
const FAREWELL: Duration = Duration::from_millis(400);
const PATIENCE: Duration = Duration::from_millis(200);

impl Server {
    /// Listens, and answers on its own threads until the server is dropped. Later problems are passed to `report`.
    ///
    /// # Errors
    /// Returns a diagnostic if it can't listen on the address, or if the requested port is taken.
    pub fn start(
        options: &ServerOptions,
        report: impl Fn(Diagnostic) + Send + Sync + 'static,
    ) -> Result<Self, Diagnostic> {
        let listener = listen::listen(options)?;
        let failed = |error: std::io::Error| {
            messages::cannot_listen(&SocketAddr::new(options.address, options.port).to_string(), Cause::io(&error))
        };
        let address = listener.local_addr().map_err(failed)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("kepu-server")
            .enable_io()
            .enable_time()
            .build()
            .map_err(failed)?;
        let (shown, seen) = watch::channel(Arc::new(Publication::nothing(options.language)));
        let (ending, ends) = watch::channel(false);
        let state = Arc::new(State {
            shown: seen,
            ends: ends.clone(),
            hosts: Hosts::new(address.ip(), &options.allowed_hosts),
            base_path: options.base_path.clone(),
            root: options.root.clone(),
            slow: SlowAnswers::new(report),
            streams: Arc::new(Semaphore::new(if options.gate.is_some() {
                live::MOST_STREAMS_SHARED
            } else {
                live::MOST_STREAMS
            })),
            keep_alive: options.timeouts.keep_alive,
            gate: options.gate.clone(),
        });
        let listener = {
            let _context = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(failed)?
        };
        let limits = ConnectionLimits {
            connections: options.connections,
            of_network: options.gate.as_ref().filter(|gate| !gate.behind_proxy).map(|_| connections::MOST_OF_NETWORK),
            buffer: options.gate.is_some().then_some(connections::SMALL_BUFFER),
            timeouts: options.timeouts,
        };
        let tls = options.certificate.as_ref().map(ServerCertificate::acceptor);
        let scheme = if tls.is_some() { "https" } else { "http" };
        let accepting = runtime.spawn(connections::accept(listener, routes::routes(state), limits, tls, ends));
        let base_path = options.base_path.clone();
        Ok(Self { address, scheme, base_path, shown, ending, runtime: Some(runtime), accepting: Some(accepting) })
    }

    /// Replaces the publication, and notifies open pages.
    pub fn publish(&self, publication: Publication) {
        let mut before = None;
        self.shown.send_modify(|shown| {
            let next = Arc::new(publication.after(shown));
            before = Some(std::mem::replace(shown, next));
        });
        // The earlier site may hold the last reference to its outputs; the caller needn't wait until they are freed.
        if let Some(runtime) = &self.runtime {
            runtime.spawn_blocking(move || drop(before));
        }
    }

    /// Returns the address and port on which the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the home page's address for a browser on this machine.
    pub fn url(&self) -> String {
        format!("{}{}/", self.origin(), self.base_path)
    }

    /// Returns scheme, host and port for a browser on this machine.
    pub fn origin(&self) -> String {
        let host = match self.address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        format!("{}://{}", self.scheme, SocketAddr::new(host, self.address.port()))
    }

    /// Returns the home page's address for other machines, if the server listens to them and this machine has an address in a
    /// network.
    pub fn url_elsewhere(&self) -> Option<String> {
        let host =
            if self.address.ip().is_unspecified() { listen::own_address(self.address.ip())? } else { return None };
        Some(format!("{}://{}{}/", self.scheme, SocketAddr::new(host, self.address.port()), self.base_path))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ending.send_replace(true);
        let Some(runtime) = self.runtime.take() else { return };
        if let Some(accepting) = self.accepting.take() {
            let _ = runtime.block_on(async { tokio::time::timeout(FAREWELL, accepting).await });
        }
        runtime.shutdown_timeout(PATIENCE);
    }
}
