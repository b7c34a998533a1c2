//! The link between the server and open pages: the scripts that they load, the event stream that notifies them of every
//! publication, and the new address of a removed page.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::respond;
use super::state::State;
use super::{PreviewGate, Publication};
use crate::base::url::{OutputPath, SourcePath};

pub const EVENTS: &str = "/.kepu/events";
pub const MOVED: &str = "/.kepu/moved";

const SCRIPTS: [(&str, &str); 7] = [
    ("framed.js", include_str!("client/framed.js")),
    ("live.js", include_str!("client/live.js")),
    ("main_part.js", include_str!("client/main_part.js")),
    ("resources.js", include_str!("client/resources.js")),
    ("scroll.js", include_str!("client/scroll.js")),
    ("overlay.js", include_str!("client/overlay.js")),
    ("overlay_style.js", include_str!("client/overlay_style.js")),
];

/// The maximum number of pages that listen at one time. A browser has few connections to one host, and a hidden page
/// closes its own.
pub const MOST_STREAMS: usize = 64;
/// Where several people look, each with a few pages; below the number of connections.
pub const MOST_STREAMS_SHARED: usize = 256;

pub async fn script(Path(name): Path<String>, request: Request) -> Response {
    match SCRIPTS.iter().find(|(script, _)| *script == name) {
        Some((name, text)) => respond::file(&request, name, text.as_bytes().into()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The address of a listening page, as its browser writes it.
#[derive(Deserialize)]
pub struct Listens {
    #[serde(default)]
    page: String,
}

struct Listener {
    shown: watch::Receiver<Arc<Publication>>,
    ends: watch::Receiver<bool>,
    page: Option<OutputPath>,
    notified: bool,
    /// Asked again before each message: its person may have been removed since.
    gate: Option<PreviewGate>,
    headers: HeaderMap,
    _room: OwnedSemaphorePermit,
}

/// Sends the current publication at once, and each later one. A publication that follows before the earlier one could be
/// sent replaces it.
pub async fn events(
    Extract(state): Extract<Arc<State>>,
    Query(listens): Query<Listens>,
    headers: HeaderMap,
) -> Response {
    let Ok(room) = state.streams.clone().try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let page = respond::url_of(&state.base_path, &listens.page).and_then(|url| url.output_path().ok());
    let listener = Listener {
        shown: state.shown.clone(),
        ends: state.ends.clone(),
        page,
        notified: false,
        gate: state.gate.clone(),
        headers,
        _room: room,
    };
    let events = stream::unfold(listener, |mut listener| async {
        if listener.notified {
            tokio::select! {
                changed = listener.shown.changed() => changed.ok()?,
                _ = listener.ends.wait_for(|ending| *ending) => return None,
            }
        }
        if listener.gate.as_ref().is_some_and(|gate| !gate.opens(&listener.headers)) {
            return None;
        }
        listener.notified = true;
        let shown = listener.shown.borrow_and_update().clone();
        let event = Event::default().event("shown").data(shown.message(listener.page.as_ref()));
        Some((Ok::<_, Infallible>(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(state.keep_alive)).into_response()
}

/// A removed page, and the document that it showed.
#[derive(Deserialize)]
pub struct Gone {
    page: String,
    #[serde(default)]
    source: String,
}

#[derive(Serialize)]
pub struct Moved {
    to: Option<String>,
}

pub async fn moved(Extract(state): Extract<Arc<State>>, Query(gone): Query<Gone>) -> Json<Moved> {
    let shown = state.shown.borrow().clone();
    let to = respond::url_of(&state.base_path, &gone.page)
        .and_then(|page| shown.moved(&page, SourcePath::new(&gone.source).as_ref()))
        .map(|url| format!("{}{url}", state.base_path));
    Json(Moved { to })
}
