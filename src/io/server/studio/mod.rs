//! The studio's server: one page for editors, and one address for its requests.
//!
//! It can write to the site, through its [`Desk`]; so it listens on this machine alone and answers no other. A request
//! is refused before its body is read unless it names this server exactly (`Host`), comes from the studio's own page
//! (`Origin`), bears the session's token in a header, and says that it is JSON. The token is given for a one-time key,
//! which stands in the fragment of the address that the program opens. The site itself is shown by another server, on a
//! port of its own, which has no token and can't write: a text may bring scripts.
//!
//! A shared studio has several people, who sign in: a request then bears the cookie of a session and its token, and the
//! [`Desk`] learns who asks. It listens beyond this machine with a certificate, or behind a proxy that has one.

mod again;
mod asker;
mod attempts;
mod guard;
mod names;
mod page;
mod session;
mod sessions;
mod shared;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

pub use again::open_again;
pub use asker::Asker;
pub use names::{Reached, ServedName, host_name};
pub use session::Session;
pub use sessions::{SessionLimits, Sessions};
pub use shared::{DoorEvent, Sharing, may_look};

use names::served_names;
use session::same;
use shared::Door;

use super::connections::{self, ConnectionLimits, Peer};
use super::{ServerCertificate, Timeouts};
use crate::base::diagnostic::{Cause, Diagnostic, messages};

/// What the studio's server asks to have done.
pub trait Desk: Send + Sync {
    /// Answers a request of the page, for a person who has signed in if the studio is shared.
    ///
    /// # Errors
    /// A reason in the words of the editor.
    fn answer(&self, asker: Option<&Asker>, request: &[u8]) -> Result<Value, Refusal>;

    /// Takes a file that was dropped or pasted beside an entry, and returns its name there; without an entry it is laid
    /// aside to be imported.
    ///
    /// # Errors
    /// As above.
    fn take(&self, asker: Option<&Asker>, entry: &str, name: &str, bytes: &[u8]) -> Result<Value, Refusal>;

    /// Notes who signed in or out, or tried to.
    fn note(&self, event: &DoorEvent<'_>);
}

/// Why a request wasn't done. The page keeps its text and shows the reason.
#[derive(Debug)]
pub struct Refusal {
    /// A name that the page knows: `conflict`, `gone`, `unreadable`, `invalid`, `disk`, `forbidden`.
    pub kind: &'static str,
    pub message: String,
    /// What the page may show beside it, such as the other text of a conflict.
    pub more: Value,
}

/// The settings of the studio's server.
pub struct StudioOptions {
    /// Loopback, unless the studio is shared.
    pub address: IpAddr,
    /// The first port that is tried.
    pub port: u16,
    /// Whether exactly this port was asked for.
    pub named_port: bool,
    /// The port of the server that shows the site, which the page has in a frame.
    pub preview_port: u16,
    /// `zh-CN` or `en`.
    pub language: &'static str,
    pub session: Session,
    /// Without one the server speaks HTTP.
    pub certificate: Option<ServerCertificate>,
    /// How several people use it, if they do.
    pub sharing: Option<Sharing>,
}

/// The largest body of a request, and of a file that is taken. A pasted text brings its pictures along, twice the size that they have as files.
const LARGEST_REQUEST: usize = 64 * 1024 * 1024;
const LARGEST_FILE: usize = 64 * 1024 * 1024;
/// A browser opens a few.
const MOST_CONNECTIONS: u32 = 64;
/// Each person has a few. The preview has as many, and both are below the usual limit of open files, 1,024.
const MOST_CONNECTIONS_SHARED: u32 = 384;
/// How long a request may take to arrive, once its sender is known.
const REQUEST_WITHIN: Duration = Duration::from_secs(120);
const FILE_WITHIN: Duration = Duration::from_secs(600);
const PATIENCE: Duration = Duration::from_millis(200);
/// The number of ports that are tried before any free one is taken.
const TRIED: u16 = 20;

/// A running studio. It ends when it is dropped.
pub struct StudioServer {
    session: Session,
    names: Vec<ServedName>,
    ending: watch::Sender<bool>,
    runtime: Option<Runtime>,
}

struct State {
    desk: Arc<dyn Desk>,
    session: Session,
    door: Option<Arc<Door>>,
    /// At least one; the first is shown.
    names: Vec<ServedName>,
    language: &'static str,
}

impl StudioServer {
    /// Listens, and answers until the server is dropped.
    ///
    /// # Errors
    /// A diagnostic if it can't listen.
    pub fn start(options: StudioOptions, desk: Arc<dyn Desk>) -> Result<Self, Diagnostic> {
        let at = |port| SocketAddr::new(options.address, port);
        let failed = |error: std::io::Error| messages::cannot_listen(&at(options.port).to_string(), Cause::io(&error));
        let last = if options.named_port { 0 } else { TRIED };
        let found = (0..=last)
            .filter_map(|step| options.port.checked_add(step))
            .find_map(|port| TcpListener::bind(at(port)).ok());
        let listener = match found {
            Some(listener) => listener,
            None if options.named_port => TcpListener::bind(at(options.port)).map_err(failed)?,
            None => TcpListener::bind(at(0)).map_err(failed)?,
        };
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("kepu-studio")
            .enable_io()
            .enable_time()
            .build()
            .map_err(failed)?;
        let (ending, ends) = watch::channel(false);
        let names = match &options.sharing {
            Some(sharing) => served_names(&sharing.names, address, options.preview_port, sharing.reached),
            None => served_names(&[], address, options.preview_port, Reached::Plainly),
        };
        let shared = options.sharing.is_some();
        let proxied = options.sharing.as_ref().is_some_and(|sharing| sharing.reached == Reached::ByProxy);
        let state = Arc::new(State {
            desk,
            session: options.session.clone(),
            door: options.sharing.map(|sharing| Arc::new(Door::new(sharing))),
            names: names.clone(),
            language: options.language,
        });
        let listener = {
            let _context = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(failed)?
        };
        let limits = ConnectionLimits {
            connections: if shared { MOST_CONNECTIONS_SHARED } else { MOST_CONNECTIONS },
            of_network: (shared && !proxied).then_some(connections::MOST_OF_NETWORK),
            buffer: shared.then_some(connections::SMALL_BUFFER),
            timeouts: Timeouts::default(),
        };
        let tls = options.certificate.as_ref().map(ServerCertificate::acceptor);
        runtime.spawn(connections::accept(listener, routes(state), limits, tls, ends));
        Ok(Self { names, session: options.session, ending, runtime: Some(runtime) })
    }

    /// Returns an address that opens the studio once: the key in it is good for one session.
    pub fn key_url(&self) -> Option<String> {
        Some(format!("{}/#key={}", self.origin(), self.session.new_key()?))
    }

    /// The address of the studio, without a path.
    pub fn origin(&self) -> String {
        self.names.first().map(|named| named.origin.clone()).unwrap_or_default()
    }

    /// Every name that the studio answers to.
    pub fn names(&self) -> &[ServedName] {
        &self.names
    }
}

impl Drop for StudioServer {
    fn drop(&mut self) {
        self.ending.send_replace(true);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
    }
}

/// Every address. What isn't a fixed file of the page needs the token, except the exchange of a key for it.
fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route("/", get(page::shell))
        .route("/studio/{file}", get(page::file))
        .route("/session", post(session))
        .route("/key", post(key))
        .route("/leave", post(shared::sign_out))
        .route("/api", post(api))
        .route("/file", post(take))
        .layer(middleware::from_fn_with_state(state.clone(), guard::guard))
        .with_state(state)
}

#[derive(Deserialize)]
struct Key {
    key: String,
}

/// Exchanges a one-time key for the session's token, or in a shared studio a name and a password.
async fn session(Extract(state): Extract<Arc<State>>, Extension(peer): Extension<Peer>, request: Request) -> Response {
    if let Some(door) = state.door.clone() {
        return shared::sign_in(state, door, peer, request).await;
    }
    let Ok(body) = body(request, 1024, REQUEST_WITHIN).await else { return StatusCode::BAD_REQUEST.into_response() };
    match serde_json::from_slice::<Key>(&body).ok().and_then(|key| state.session.open(&key.key)) {
        Some(token) => Json(json!({ "token": token })).into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

/// Gives another key to a program that has the token: the same one, started again.
async fn key(Extract(state): Extract<Arc<State>>) -> Response {
    if state.door.is_some() {
        return StatusCode::NOT_FOUND.into_response();
    }
    match state.session.new_key().zip(state.names.first()) {
        Some((key, named)) => Json(json!({ "url": format!("{}/#key={key}", named.origin) })).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn api(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let asker = request.extensions().get::<Asker>().cloned();
    let body = match body(request, LARGEST_REQUEST, REQUEST_WITHIN).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    answered(move || state.desk.answer(asker.as_ref(), &body)).await
}

/// The entry that a file belongs to and the file's name stand in headers, percent-encoded.
async fn take(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let named = |headers: &HeaderMap, name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(crate::base::url::percent_decode(value).into_owned())
    };
    let headers = request.headers();
    let (Some(entry), Some(name)) = (named(headers, "x-kepu-entry"), named(headers, "x-kepu-name")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let asker = request.extensions().get::<Asker>().cloned();
    let body = match body(request, LARGEST_FILE, FILE_WITHIN).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    answered(move || state.desk.take(asker.as_ref(), &entry, &name, &body)).await
}

/// Reads a body. Without a time a client that sends nothing more would hold its connection for good.
async fn body(request: Request, most: usize, within: Duration) -> Result<Vec<u8>, StatusCode> {
    match tokio::time::timeout(within, to_bytes(request.into_body(), most)).await {
        Ok(Ok(bytes)) => Ok(Vec::from(bytes)),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Runs work that may take time on a thread of its own. A panic there is an answer too: the page keeps its text.
async fn answered(work: impl FnOnce() -> Result<Value, Refusal> + Send + 'static) -> Response {
    let (status, value) = match tokio::task::spawn_blocking(work).await {
        Ok(Ok(value)) => (StatusCode::OK, value),
        Ok(Err(Refusal { kind, message, more })) => {
            let status = if kind == "forbidden" { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
            (status, json!({ "kind": kind, "message": message, "more": more }))
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "kind": "fault", "message": "", "more": null })),
    };
    (status, [(header::CONTENT_TYPE, "application/json")], Body::from(value.to_string())).into_response()
}
