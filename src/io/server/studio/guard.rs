//! Which requests the studio answers at all. Everything here is decided before a body is read.

use std::sync::Arc;

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::names::ServedName;
use super::{Asker, State};
use crate::io::server::connections::Peer;

/// The header with the session's token. No other page can set it without asking this server first, which never agrees.
const TOKEN: &str = "x-kepu-token";

pub async fn guard(Extract(state): Extract<Arc<State>>, mut request: Request, next: Next) -> Response {
    let named = served(&state, &request).cloned();
    let preview = named.as_ref().map_or("", |named| named.preview.as_str()).to_owned();
    let mut response = match named.ok_or(StatusCode::FORBIDDEN).and_then(|named| admitted(&state, &named, &request)) {
        Err(status) => status.into_response(),
        Ok(asker) => {
            if let Some(asker) = asker {
                request.extensions_mut().insert(asker);
            }
            next.run(request).await
        }
    };
    let headers = response.headers_mut();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: {preview}; connect-src 'self'; \
         frame-src {preview}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    headers.extend(HeaderValue::from_str(&policy).ok().map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The name by which a request means this studio, if it is one of them.
pub(super) fn served<'s>(state: &'s State, request: &Request) -> Option<&'s ServedName> {
    let host = only(request.headers(), header::HOST.as_str())?;
    let whole = request.uri().authority().is_none_or(|authority| authority.as_str() == host);
    state.names.iter().find(|named| whole && named.host == host)
}

/// Who may be answered: in a shared studio a person who has signed in, else the page with the token.
fn admitted(state: &State, named: &ServedName, request: &Request) -> Result<Option<Asker>, StatusCode> {
    let (headers, peer) = (request.headers(), request.extensions().get::<Peer>().copied());
    if state.door.as_ref().is_some_and(|door| peer.is_none_or(|peer| !door.lets_in(peer))) {
        return Err(StatusCode::FORBIDDEN);
    }
    if headers.get("sec-fetch-site").is_some_and(|from| from != "same-origin" && from != "none") {
        return Err(StatusCode::FORBIDDEN);
    }
    match *request.method() {
        Method::GET | Method::HEAD => Ok(None),
        Method::POST => {
            if only(headers, header::ORIGIN.as_str()) != Some(named.origin.as_str()) {
                return Err(StatusCode::FORBIDDEN);
            }
            let path = request.uri().path();
            let wanted = if path == "/file" { "application/octet-stream" } else { "application/json" };
            if only(headers, header::CONTENT_TYPE.as_str()) != Some(wanted) {
                return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            }
            if path == "/session" {
                return Ok(None);
            }
            let token = only(headers, TOKEN).ok_or(StatusCode::UNAUTHORIZED)?;
            let Some(door) = &state.door else {
                return if state.session.knows(token) { Ok(None) } else { Err(StatusCode::UNAUTHORIZED) };
            };
            let peer = peer.ok_or(StatusCode::UNAUTHORIZED)?;
            door.asker(peer, headers, token).map(Some).ok_or(StatusCode::UNAUTHORIZED)
        }
        _ => Err(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// The value of a header that occurs once.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
