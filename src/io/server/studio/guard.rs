//! Which requests the studio answers at all. Everything here is decided before a body is read.

use std::sync::Arc;

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::State;

/// The header with the session's token. No other page can set it without asking this server first, which never agrees.
const TOKEN: &str = "x-kepu-token";

pub async fn guard(Extract(state): Extract<Arc<State>>, request: Request, next: Next) -> Response {
    let mut response = match refused(&state, &request) {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: {0}; connect-src 'self'; frame-src {0}; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        state.preview
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

fn refused(state: &State, request: &Request) -> Option<StatusCode> {
    let headers = request.headers();
    let host = state.origin.trim_start_matches("http://");
    let whole = request.uri().authority().is_none_or(|authority| authority.as_str() == host);
    if only(headers, header::HOST.as_str()) != Some(host) || !whole {
        return Some(StatusCode::FORBIDDEN);
    }
    if headers.get("sec-fetch-site").is_some_and(|from| from != "same-origin" && from != "none") {
        return Some(StatusCode::FORBIDDEN);
    }
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::POST => {
            if only(headers, header::ORIGIN.as_str()) != Some(state.origin.as_str()) {
                return Some(StatusCode::FORBIDDEN);
            }
            let path = request.uri().path();
            let wanted = if path == "/file" { "application/octet-stream" } else { "application/json" };
            if only(headers, header::CONTENT_TYPE.as_str()) != Some(wanted) {
                return Some(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            }
            let known = only(headers, TOKEN).is_some_and(|token| state.session.knows(token));
            (path != "/session" && !known).then_some(StatusCode::UNAUTHORIZED)
        }
        _ => Some(StatusCode::METHOD_NOT_ALLOWED),
    }
}

/// The value of a header that occurs once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}
