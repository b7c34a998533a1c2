//! The files of the studio's page, which are part of the program.

use std::sync::Arc;

use axum::extract::{Path, Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{State, guard};
use crate::base::media_type;

const SHELL: &str = include_str!("client/shell.html");

const FILES: [(&str, &str); 30] = [
    ("studio.css", include_str!("client/studio.css")),
    ("icon.svg", include_str!("client/icon.svg")),
    ("main.js", include_str!("client/main.js")),
    ("api.js", include_str!("client/api.js")),
    ("dom.js", include_str!("client/dom.js")),
    ("words.js", include_str!("client/words.js")),
    ("overview.js", include_str!("client/overview.js")),
    ("journal.js", include_str!("client/journal.js")),
    ("list.js", include_str!("client/list.js")),
    ("login.js", include_str!("client/login.js")),
    ("month.js", include_str!("client/month.js")),
    ("editor.js", include_str!("client/editor.js")),
    ("form.js", include_str!("client/form.js")),
    ("control.js", include_str!("client/control.js")),
    ("signing.js", include_str!("client/signing.js")),
    ("text.js", include_str!("client/text.js")),
    ("grid.js", include_str!("client/grid.js")),
    ("import.js", include_str!("client/import.js")),
    ("settings.js", include_str!("client/settings.js")),
    ("wizard.js", include_str!("client/wizard.js")),
    ("bulk.js", include_str!("client/bulk.js")),
    ("check.js", include_str!("client/check.js")),
    ("comments.js", include_str!("client/comments.js")),
    ("crop.js", include_str!("client/crop.js")),
    ("paste.js", include_str!("client/paste.js")),
    ("link.js", include_str!("client/link.js")),
    ("preview.js", include_str!("client/preview.js")),
    ("publish.js", include_str!("client/publish.js")),
    ("history.js", include_str!("client/history.js")),
    ("dialog.js", include_str!("client/dialog.js")),
];

pub async fn shell(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let preview = guard::served(&state, &request).map_or("", |named| named.preview.as_str());
    let shared = if state.door.is_some() { "true" } else { "false" };
    let page = SHELL.replace("{language}", state.language).replace("{shared}", shared).replace("{preview}", preview);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

pub async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => ([(header::CONTENT_TYPE, media_type::of(name).to_string())], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
