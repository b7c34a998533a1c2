//! Signing in to a shared studio, and out: a name and a password → a session, whose cookie and token every request has.
#![allow(clippy::disallowed_methods, reason = "how long a session has lasted is no input of a build")]

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

use super::attempts::Attempts;
use super::sessions::{KnownSession, NewSession, Sessions};
use super::{Asker, State, body, same};
use crate::authoring::people::{PasswordHash, People, StudioPerson};
use crate::io::server::connections::Peer;

/// What a studio needs to be shared.
pub struct Sharing {
    /// The host names by which browsers reach it; without one its address.
    pub names: Vec<String>,
    pub reached: super::Reached,
    pub sessions: Sessions,
    /// Reads who may sign in, as it is now.
    pub people: Box<dyn Fn() -> People + Send + Sync>,
    /// A hash that no password has: comparing with it takes as long as with someone's.
    pub no_one: PasswordHash,
}

/// What happened at the door, for the log.
pub struct DoorEvent<'a> {
    /// Empty if no one has the name: what was typed there may be a password.
    pub person: &'a str,
    pub address: IpAddr,
    pub what: &'static str,
    pub result: &'static str,
}

pub(super) struct Door {
    pub sharing: Sharing,
    attempts: Attempts,
    /// Comparing a password takes much memory.
    comparing: Semaphore,
}

/// Passwords that are compared at one time, and how long others wait for that.
const COMPARED: usize = 2;
const LONGEST_QUEUE: Duration = Duration::from_secs(10);
const LONGEST_SIGN_IN: usize = 8 * 1024;
/// With these prefixes a browser takes the cookie from this host alone, and only by TLS.
const SECURE_SESSION: &str = "__Host-kepu-session";
const PLAIN_SESSION: &str = "kepu-session";
const LOOK: &str = "kepu-look";
/// A request that a page makes by itself: it doesn't count as use.
const BACKGROUND: &str = "x-kepu-background";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    name: String,
    password: String,
}

impl Door {
    pub fn new(sharing: Sharing) -> Self {
        Self { sharing, attempts: Attempts::default(), comparing: Semaphore::new(COMPARED) }
    }

    fn is_secure(&self) -> bool {
        self.sharing.reached != super::Reached::Plainly
    }

    fn session_cookie(&self) -> &'static str {
        if self.is_secure() { SECURE_SESSION } else { PLAIN_SESSION }
    }

    /// The address that a request comes from. A proxy adds it to what its client has sent, so the last one is right.
    pub fn address(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        let forwarded = (self.sharing.reached == super::Reached::ByProxy)
            .then(|| headers.get_all("x-forwarded-for").iter().next_back())
            .flatten()
            .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        forwarded.unwrap_or(peer.0.ip().to_canonical())
    }

    /// Who sends a request, by its cookie alone.
    fn session(&self, headers: &HeaderMap) -> Option<(String, KnownSession, StudioPerson)> {
        let id = cookie(headers, self.session_cookie())?;
        let known = self.sharing.sessions.find(id, Instant::now())?;
        let people = (self.sharing.people)();
        match people.named(&known.name).filter(|person| person.password == known.password) {
            Some(person) => Some((id.to_owned(), known, person.clone())),
            None => {
                self.sharing.sessions.close(id, Instant::now());
                None
            }
        }
    }

    /// Who sends a request, if it bears the cookie and the token of one session.
    pub fn asker(&self, peer: Peer, headers: &HeaderMap, token: &str) -> Option<Asker> {
        let (id, known, person) = self.session(headers)?;
        if !same(&known.token, token) {
            return None;
        }
        if !headers.contains_key(BACKGROUND) {
            self.sharing.sessions.touch(&id, Instant::now());
        }
        Some(Asker { name: person.name, role: person.role, address: self.address(peer, headers) })
    }

    fn cookie(&self, name: &str, value: &str, lasts: Duration) -> Option<HeaderValue> {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let age = lasts.as_secs();
        HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}")).ok()
    }

    fn with_cookies(&self, mut response: Response, id: &str, look: &str, lasts: Duration) -> Response {
        let cookies = [self.cookie(self.session_cookie(), id, lasts), self.cookie(LOOK, look, lasts)];
        for cookie in cookies.into_iter().flatten() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Whether a browser with these cookies has signed in, and may see the preview.
pub fn may_look(sessions: &Sessions, headers: &HeaderMap) -> bool {
    cookie(headers, LOOK).is_some_and(|look| sessions.may_look(look, Instant::now()))
}

/// The value of a cookie that is sent once. A second one of the name may have been set by another server of this host.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(known, _)| *known == name).map(|(_, value)| value);
    let value = values.next().filter(|value| !value.is_empty())?;
    values.next().is_none().then_some(value)
}

fn page_of(person: &StudioPerson, token: &str) -> Json<serde_json::Value> {
    Json(json!({ "token": token, "person": { "name": person.name, "role": person.role } }))
}

fn refused(status: StatusCode, kind: &str) -> Response {
    (status, Json(json!({ "kind": kind }))).into_response()
}

/// Opens a session for a name and a password; for an empty object it gives the token of the session that the cookie names.
pub async fn sign_in(state: Arc<State>, door: Arc<Door>, peer: Peer, request: Request) -> Response {
    let headers = request.headers().clone();
    let address = door.address(peer, &headers);
    let Some(sent) = body(request, LONGEST_SIGN_IN).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "invalid");
    };
    if sent == b"{}" {
        return match door.session(&headers) {
            Some((_, known, person)) => page_of(&person, &known.token).into_response(),
            None => refused(StatusCode::UNAUTHORIZED, "key"),
        };
    }
    let Ok(SignIn { name, password }) = serde_json::from_slice(&sent) else {
        return refused(StatusCode::BAD_REQUEST, "invalid");
    };
    let name: String = name.trim().chars().take(64).collect();
    if let Err(left) = door.attempts.begin(&name, address, Instant::now()) {
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        let body = Json(json!({ "kind": "wait", "seconds": seconds }));
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], body).into_response();
    }
    let permit = tokio::time::timeout(LONGEST_QUEUE, door.comparing.acquire()).await;
    let Ok(Ok(permit)) = permit else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response();
    };
    let (comparing, sought) = (door.clone(), name.clone());
    let compared = tokio::task::spawn_blocking(move || {
        let people = (comparing.sharing.people)();
        let person = people.named(&sought).cloned();
        let hash = person.as_ref().map_or(&comparing.sharing.no_one, |person| &person.password);
        let fits = hash.fits(&password);
        (person, fits)
    })
    .await;
    drop(permit);
    let Ok((person, fits)) = compared else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let event = |person: &str, result| {
        tokio::task::block_in_place(|| state.desk.note(&DoorEvent { person, address, what: "sign_in", result }));
    };
    let Some(person) = person.as_ref().filter(|_| fits) else {
        event(person.as_ref().map_or("", |person| &person.name), "refused");
        return refused(StatusCode::UNAUTHORIZED, "unknown");
    };
    door.attempts.succeed(&name, address);
    let Some(NewSession { id, token, look }) = door.sharing.sessions.open(person, Instant::now()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    event(&person.name, "ok");
    let lasts = door.sharing.sessions.limits().whole;
    door.with_cookies(page_of(person, &token).into_response(), &id, &look, lasts)
}

/// Ends the session of a request.
pub async fn sign_out(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    let (Some(door), Some(asker)) = (&state.door, request.extensions().get::<Asker>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Some(id) = cookie(request.headers(), door.session_cookie()) {
        door.sharing.sessions.close(id, Instant::now());
    }
    let Asker { name, address, .. } = asker;
    let event = DoorEvent { person: name, address: *address, what: "sign_out", result: "ok" };
    tokio::task::block_in_place(|| state.desk.note(&event));
    door.with_cookies(Json(json!({})).into_response(), "", "", Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::server::studio::{Reached, SessionLimits};

    #[test]
    fn behind_a_proxy_the_last_address_is_the_one_that_it_saw() {
        let door = |reached| {
            let hash = PasswordHash::parse("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA").unwrap();
            let sessions = Sessions::new(SessionLimits::default(), || None);
            Door::new(Sharing { names: Vec::new(), reached, sessions, people: Box::new(People::default), no_one: hash })
        };
        let peer = Peer(std::net::SocketAddr::from(([10, 0, 0, 1], 5000)));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.9"));
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.1, 192.0.2.7"));
        assert_eq!(door(Reached::ByProxy).address(peer, &headers), IpAddr::from([192, 0, 2, 7]));
        for reached in [Reached::ByTls, Reached::Plainly] {
            assert_eq!(door(reached).address(peer, &headers), IpAddr::from([10, 0, 0, 1]), "anyone can send a header");
        }
        headers.append("x-forwarded-for", HeaderValue::from_static("unknown"));
        assert_eq!(door(Reached::ByProxy).address(peer, &headers), IpAddr::from([10, 0, 0, 1]));
    }

    #[test]
    fn a_cookie_that_is_sent_twice_is_none() {
        let of = |lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::COOKIE, HeaderValue::from_str(line).unwrap());
            }
            cookie(&headers, "kepu-look").map(str::to_owned)
        };
        assert_eq!(of(&["a=1; kepu-look=2;b=3"]).as_deref(), Some("2"));
        assert_eq!(of(&["kepu-look=2; kepu-look=3"]), None);
        assert_eq!(of(&["kepu-look=2", "kepu-look=3"]), None);
        assert_eq!(of(&["kepu-look=", "x-kepu-look=1"]), None);
        assert_eq!(of(&[]), None);
    }
}
