//! A request for an address of the site → the response that a good static host would send.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch, IfRange};

use super::Publication;
use super::state::State;
use super::{Outputs, inject, range};
use crate::base::diagnostic::Language;
use crate::base::fingerprint::Fingerprint;
use crate::base::media_type;
use crate::base::url::{OutputPath, Url, percent_decode};

const HTML: &str = "text/html; charset=utf-8";
/// The maximum length of an address, three times that of a path, whose characters may be percent-encoded. The search for a
/// page above an address takes time that grows with the square of its length.
const LONGEST_ADDRESS: usize = 12 << 10;
/// `Cache-Control` of outputs: browsers store them and revalidate each time.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");

pub async fn respond(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let (address, shown) = (percent_decode(request.uri().path()).into_owned(), state.shown.borrow().clone());
    let (language, base_path) = (shown.language, state.base_path.clone());
    let making = move || answer(&shown, &base_path, &request);
    state.slow.watch(&address, making).await.unwrap_or_else(|| faulty(language))
}

/// Makes the response to a request from the current publication. A page that wasn't requested before is made here.
fn answer(shown: &Publication, base_path: &str, request: &Request) -> Response {
    let Some(site) = &shown.site else { return nothing_yet(shown.language) };
    let Some(url) = url_of(base_path, request.uri().path()) else {
        return outside(base_path, request, shown.language);
    };
    match find(&**site, &url, request.uri().path().strip_prefix(base_path).unwrap_or_default()) {
        Found::Output(path, bytes) => file(request, path.as_str(), bytes),
        Found::At(url) => redirect(&format!("{base_path}{url}"), request),
        Found::Faulty => faulty(shown.language),
        Found::Nothing => not_found(&**site, &url, shown),
    }
}

/// Returns the site's address for the path of a request; `None` outside the site, or if the path isn't normal.
pub fn url_of(base_path: &str, path: &str) -> Option<Url> {
    if path.len() > LONGEST_ADDRESS {
        return None;
    }
    let depth = base_path.matches('/').count();
    let end = path.match_indices('/').nth(depth).map_or(path.len(), |(at, _)| at);
    let (base, rest) = path.split_at(end);
    let inside = percent_decode(base) == percent_decode(base_path) && !rest.is_empty();
    (inside && Url::is_straight(rest)).then(|| Url::new(rest))
}

enum Found {
    Output(OutputPath, Arc<[u8]>),
    /// The output has another address.
    At(Url),
    /// The output can't be made.
    Faulty,
    Nothing,
}

fn find(site: &dyn Outputs, url: &Url, asked: &str) -> Found {
    let Ok(path) = url.output_path() else { return Found::Nothing };
    if site.has(&path) {
        // Relative links on a page would lead elsewhere if the page were reached through doubled slashes.
        if asked.contains("//") {
            return Found::At(url.clone());
        }
        return site.get(&path).map_or(Found::Faulty, |bytes| Found::Output(path, bytes));
    }
    let folder = url.join("");
    match folder.output_path() {
        Ok(index) if folder != *url && site.has(&index) => Found::At(folder),
        _ => Found::Nothing,
    }
}

/// Makes the response for bytes: with an ETag, conditional requests and ranges.
pub fn file(request: &Request, path: &str, bytes: Arc<[u8]>) -> Response {
    let etag = Fingerprint::of_bytes(&bytes).to_string();
    let media_type = media_type::of(path);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, NO_CACHE);
    let quoted = format!("\"{etag}\"");
    let tag: Option<ETag> = quoted.parse().ok();
    headers.extend(HeaderValue::from_str(&quoted).ok().map(|value| (header::ETAG, value)));
    let asked = request.headers();
    if let (Some(known), Some(tag)) = (asked.typed_get::<IfNoneMatch>(), &tag)
        && !known.precondition_passes(tag)
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let bytes = match media_type == HTML {
        true => Bytes::from(inject::inject(&bytes, &etag, 200)),
        false => Bytes::from_owner(bytes),
    };
    headers.extend(HeaderValue::from_str(&media_type).ok().map(|value| (header::CONTENT_TYPE, value)));

    let current = asked.typed_get::<IfRange>().is_none_or(|known| !known.is_modified(tag.as_ref(), None));
    let part = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    let Some(part) = part.filter(|_| current && request.method() == Method::GET) else {
        return (headers, Body::from(bytes)).into_response();
    };
    let length = bytes.len();
    let (status, shown, body) = match range::read(part, length) {
        range::Asked::Whole => return (headers, Body::from(bytes)).into_response(),
        range::Asked::Part(part) => {
            let shown = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            (StatusCode::PARTIAL_CONTENT, shown, bytes.slice(part))
        }
        range::Asked::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{length}"), Bytes::new()),
    };
    headers.extend(HeaderValue::from_str(&shown).ok().map(|value| (header::CONTENT_RANGE, value)));
    (status, headers, Body::from(body)).into_response()
}

/// A redirect that browsers revalidate, because the next build may have an output at this address.
fn redirect(to: &str, request: &Request) -> Response {
    let query = request.uri().query().map_or(String::new(), |query| format!("?{query}"));
    let location = HeaderValue::from_str(&format!("{to}{query}"));
    let headers = location.map(|location| [(header::LOCATION, location), (header::CACHE_CONTROL, NO_CACHE)]);
    match headers {
        Ok(headers) => (StatusCode::PERMANENT_REDIRECT, headers).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Returns the site's own 404 page that is nearest to the address, because another language may have its own.
fn not_found(site: &dyn Outputs, url: &Url, shown: &Publication) -> Response {
    let mut folder = url.as_str();
    while let Some((above, _)) = folder.rsplit_once('/') {
        let page = OutputPath::new(format!("{above}/404.html").trim_start_matches('/').to_owned());
        if let Some(bytes) = page.ok().filter(|page| site.has(page)).and_then(|page| site.get(&page)) {
            return own_page(StatusCode::NOT_FOUND, &bytes);
        }
        folder = above;
    }
    match shown.language {
        Language::Chinese => plain_page(StatusCode::NOT_FOUND, "没有这个页面", "网站没有 404.html。"),
        Language::English => plain_page(StatusCode::NOT_FOUND, "There is no such page", "The site has no 404.html."),
    }
}

/// The response for an address outside the site: the root of the host and the base path lead to the site.
fn outside(base_path: &str, request: &Request, language: Language) -> Response {
    let path = request.uri().path();
    if path == "/" || percent_decode(path) == percent_decode(base_path) {
        return redirect(&format!("{base_path}/"), request);
    }
    match language {
        Language::Chinese => {
            plain_page(StatusCode::NOT_FOUND, "这里不属于本站", &format!("网站从 {base_path}/ 开始（--base-path）。"))
        }
        Language::English => plain_page(
            StatusCode::NOT_FOUND,
            "This lies outside the site",
            &format!("The site begins at {base_path}/ (--base-path)."),
        ),
    }
}

/// The page until the first successful build. Problems of the site are shown above it.
fn nothing_yet(language: Language) -> Response {
    match language {
        Language::Chinese => {
            plain_page(StatusCode::SERVICE_UNAVAILABLE, "网站还没有生成", "生成之后，这一页会自己变成网站。")
        }
        Language::English => plain_page(
            StatusCode::SERVICE_UNAVAILABLE,
            "There is no site yet",
            "This page will turn into the site once it is built.",
        ),
    }
}

fn faulty(language: Language) -> Response {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    match language {
        Language::Chinese => plain_page(status, "这一页有错误", "改好保存，它会自己出现。"),
        Language::English => {
            plain_page(status, "This page has errors", "Mend the file and save it, and the page appears by itself.")
        }
    }
}

fn plain_page(status: StatusCode, title: &str, text: &str) -> Response {
    let page = format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>html{{color-scheme:light dark}}body{{display:grid;place-content:center;min-height:90vh;margin:0;text-align:center;font:1rem/1.7 system-ui,sans-serif}}h1{{font-size:1.25rem;font-weight:600;margin:0}}p{{opacity:.7;margin:.5rem}}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
    );
    own_page(status, page.as_bytes())
}

fn own_page(status: StatusCode, page: &[u8]) -> Response {
    let etag = Fingerprint::of_bytes(page).to_string();
    let body = inject::inject(page, &etag, status.as_u16());
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, NO_CACHE);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    headers.extend(HeaderValue::from_str(&format!("\"{etag}\"")).ok().map(|value| (header::ETAG, value)));
    (status, headers, Body::from(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_file_has_isnt_searched() {
        assert!(url_of("", "/column/").is_some());
        assert_eq!(url_of("", &"/a".repeat(LONGEST_ADDRESS)), None);
    }
}
