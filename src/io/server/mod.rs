//! Outputs in memory → a server on this machine that shows them, and tells open pages when they change.
//!
//! What is shown is one value behind one pointer: [`Server::publish`] puts another in its place,
//! and a request is answered from the one it found. The server never looks at sources, builds
//! nothing and writes nothing; what is on the site it asks through [`Outputs`].

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
mod state;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};

pub use outputs::Outputs;
pub use problem::Problem;
pub use publication::Publication;

use crate::base::diagnostic::{Diagnostic, Language, messages};
use hosts::Hosts;
use slow::SlowAnswers;
use state::State;

/// Where and for whom to serve.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// Loopback, unless others are to see the site.
    pub address: IpAddr,
    /// 0 takes any that is free.
    pub port: u16,
    /// Whether somebody asked for this very port; else the next free one will do.
    pub named_port: bool,
    /// Where the site begins: empty, or `/sub`, as in the configuration's address.
    pub base_path: String,
    /// Names besides those of this machine under which the server may be called;
    /// `.example.org` stands for every name below it as well.
    pub allowed_hosts: Vec<String>,
    /// Of the texts that the server says itself before a site has said its own.
    pub language: Language,
    /// The site's folder, told to a second server that wants the same port.
    pub root: String,
}

/// A running server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    base_path: String,
    shown: watch::Sender<Arc<Publication>>,
    ending: watch::Sender<bool>,
    /// Taken on the way out.
    runtime: Option<Runtime>,
    accepting: Option<tokio::task::JoinHandle<()>>,
}

/// Threads that read requests and send answers. Answers are made on others, of which there are as many as are needed.
const THREADS: usize = 4;
/// How long answers under way may take to end when the server does, and what is left after that.
const FAREWELL: Duration = Duration::from_millis(400);
const PATIENCE: Duration = Duration::from_millis(200);

impl Server {
    /// Listens, and answers from threads of its own until the server is dropped. What goes wrong meanwhile is handed to
    /// `report`.
    ///
    /// # Errors
    /// A diagnostic where the address can't be listened on, or the port that was asked for is taken.
    pub fn start(
        options: &ServerOptions,
        report: impl Fn(Diagnostic) + Send + Sync + 'static,
    ) -> Result<Self, Diagnostic> {
        let listener = listen::listen(options)?;
        let failed = |error: std::io::Error| {
            messages::cannot_listen(&SocketAddr::new(options.address, options.port).to_string(), &error.to_string())
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
            streams: Arc::new(Semaphore::new(live::MOST_STREAMS)),
        });
        let listener = {
            let _context = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(failed)?
        };
        let accepting = runtime.spawn(connections::accept(listener, routes::routes(state), ends));
        let base_path = options.base_path.clone();
        Ok(Self { address, base_path, shown, ending, runtime: Some(runtime), accepting: Some(accepting) })
    }

    /// Shows this from now on, and tells the open pages.
    pub fn publish(&self, publication: Publication) {
        let mut before = None;
        self.shown.send_modify(|shown| {
            let next = Arc::new(publication.after(shown));
            before = Some(std::mem::replace(shown, next));
        });
        // The site before may be the last to hold its outputs; taking them down is not for the caller to wait for.
        if let Some(runtime) = &self.runtime {
            runtime.spawn_blocking(move || drop(before));
        }
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the site's home for a browser on this machine.
    pub fn url(&self) -> String {
        format!("{}{}/", self.origin(), self.base_path)
    }

    /// Scheme, host and port for a browser on this machine.
    pub fn origin(&self) -> String {
        let host = match self.address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        format!("http://{}", SocketAddr::new(host, self.address.port()))
    }

    /// The same for other machines, where the server listens to them and this one has an address in a network.
    pub fn url_elsewhere(&self) -> Option<String> {
        let host =
            if self.address.ip().is_unspecified() { listen::own_address(self.address.ip())? } else { return None };
        Some(format!("http://{}{}/", SocketAddr::new(host, self.address.port()), self.base_path))
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
