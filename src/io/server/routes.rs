//! Requests → their handlers; requests that mustn't be answered are rejected first.

use std::sync::Arc;

use axum::extract::{Extension, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::connections::Peer;
use super::listen::{HELLO, Hello};
use super::state::State;
use super::{live, respond};
use crate::base::diagnostic::Language;

/// Addresses below this path are the server's own. No output has such an address, because hidden files aren't published.
const OWN: &str = "/.kepu/";

pub fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route(HELLO, get(hello))
        .route(live::EVENTS, get(live::events))
        .route(live::MOVED, get(live::moved))
        .route("/.kepu/{script}", get(live::script))
        .fallback(respond::respond)
        .layer(middleware::from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

/// Rejects requests with methods other than `GET` and `HEAD`, and with a foreign `Host` name.
async fn guard(Extract(state): Extract<Arc<State>>, request: Request, next: Next) -> Response {
    let language = state.shown.borrow().language;
    let Some(hosts) = called(request.uri(), request.headers()) else {
        let text = match language {
            Language::Chinese => "请求没有说明主机（Host）。\n",
            Language::English => "The request names no host.\n",
        };
        return (StatusCode::BAD_REQUEST, text).into_response();
    };
    if let Some(host) = hosts.into_iter().find(|host| !state.hosts.allow(host)) {
        let text = match language {
            Language::Chinese => format!(
                "kepu serve 不回应这个名字：{host}\n\n怎么办：用 http://localhost:端口/ 或启动时显示的地址打开。\n如果这个名字确实指向这台机器，启动时加上 --allow-host 和这个名字。\n"
            ),
            Language::English => format!(
                "kepu serve doesn't answer to this name: {host}\n\nWhat to do: open http://localhost:PORT/ or the address shown at the start.\nIf the name does mean this machine, start with --allow-host and the name.\n"
            ),
        };
        return (StatusCode::FORBIDDEN, [(header::X_CONTENT_TYPE_OPTIONS, "nosniff")], text).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if state.gate.as_ref().is_some_and(|gate| !gate.opens(request.headers())) {
        let text = match language {
            Language::Chinese => "先在编辑台登录，再看预览。\n",
            Language::English => "Sign in to the studio to see the preview.\n",
        };
        return (StatusCode::FORBIDDEN, [(header::X_CONTENT_TYPE_OPTIONS, "nosniff")], text).into_response();
    }
    let own = request.uri().path().starts_with(OWN);
    // The server's own addresses are for its own pages, and not for other pages that a browser has open.
    if own && request.headers().get("sec-fetch-site").is_some_and(|from| from == "cross-site") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    if own {
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    }
    response
}

/// Returns the host names of a request, in its first line and in its one header.
fn called<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<Vec<&'a str>> {
    let mut hosts: Vec<&str> = uri.authority().map(|authority| authority.as_str()).into_iter().collect();
    let mut named = headers.get_all(header::HOST).iter();
    match (named.next(), named.next()) {
        (Some(host), None) => hosts.push(host.to_str().ok()?),
        (None, _) => {}
        _ => return None,
    }
    (!hosts.is_empty()).then_some(hosts)
}

async fn hello(Extract(state): Extract<Arc<State>>, Extension(Peer(peer)): Extension<Peer>) -> Json<Hello> {
    Json(Hello::of(peer.ip().is_loopback().then_some(&state.root)))
}
