//! The link between the server and the pages that are open: the scripts that pages load, the
//! stream that tells them of every publication, and where a page went that is gone.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::Publication;
use super::respond;
use super::state::State;
use crate::base::url::{OutputPath, SourcePath};

pub const EVENTS: &str = "/.kepu/events";
pub const MOVED: &str = "/.kepu/moved";

const SCRIPTS: [(&str, &str); 5] = [
    ("live.js", include_str!("client/live.js")),
    ("resources.js", include_str!("client/resources.js")),
    ("scroll.js", include_str!("client/scroll.js")),
    ("overlay.js", include_str!("client/overlay.js")),
    ("overlay_style.js", include_str!("client/overlay_style.js")),
];

/// Pages that may listen at one time. A browser holds few connections to one host, and a page that is
/// out of sight gives its own up.
pub const MOST_STREAMS: usize = 64;
/// Something is said this often, so that it is noticed when nobody listens any more.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

pub async fn script(Path(name): Path<String>, request: Request) -> Response {
    match SCRIPTS.iter().find(|(script, _)| *script == name) {
        Some((name, text)) => respond::file(&request, name, text.as_bytes().into()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Where a listening page is, as its browser writes it.
#[derive(Deserialize)]
pub struct Listens {
    #[serde(default)]
    page: String,
}

struct Listener {
    shown: watch::Receiver<Arc<Publication>>,
    ends: watch::Receiver<bool>,
    page: Option<OutputPath>,
    told: bool,
    _room: OwnedSemaphorePermit,
}

/// Tells at once what is shown, and again after every publication. One that follows another before the
/// page could be told takes its place.
pub async fn events(Extract(state): Extract<Arc<State>>, Query(listens): Query<Listens>) -> Response {
    let Ok(room) = state.streams.clone().try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let page = respond::url_of(&state.base_path, &listens.page).and_then(|url| url.output_path().ok());
    let listener = Listener { shown: state.shown.clone(), ends: state.ends.clone(), page, told: false, _room: room };
    let events = stream::unfold(listener, |mut listener| async {
        if listener.told {
            tokio::select! {
                changed = listener.shown.changed() => changed.ok()?,
                _ = listener.ends.wait_for(|ending| *ending) => return None,
            }
        }
        listener.told = true;
        let shown = listener.shown.borrow_and_update().clone();
        let event = Event::default().event("shown").data(shown.message(listener.page.as_ref()));
        Some((Ok::<_, Infallible>(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response()
}

/// A page that is gone, and the document that it showed.
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
