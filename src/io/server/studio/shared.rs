//! Signing in to a shared studio, and out: a name and a password → a session, whose cookie and token every request has.
#![allow(clippy::disallowed_methods, reason = "how long a session has lasted is no input of a build")]

use std::net::{IpAddr, SocketAddr};
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
    /// The addresses of the proxy in front; requests from others are refused. Empty where only this machine can send any.
    pub proxies: Vec<IpAddr>,
    pub sessions: Sessions,
    /// Reads who may sign in, as it is now; `None` where the list can't be read.
    pub people: Box<dyn Fn() -> Option<People> + Send + Sync>,
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
    /// Comparing a password takes much memory. A permit is held by the comparison, which goes on when its client is gone.
    comparing: Arc<Semaphore>,
}

/// Passwords that are compared at one time, and how long others wait for that.
const COMPARED: usize = 2;
const LONGEST_QUEUE: Duration = Duration::from_secs(10);
const LONGEST_SIGN_IN: usize = 8 * 1024;
/// Who hasn't signed in holds a connection no longer.
const SIGN_IN_WITHIN: Duration = Duration::from_secs(10);
/// With these prefixes a browser takes the cookie from this host alone, and only by TLS.
const SECURE_SESSION: &str = "__Host-kepu-session";
const PLAIN_SESSION: &str = "kepu-session";
const SECURE_LOOK: &str = "__Host-kepu-look";
const PLAIN_LOOK: &str = "kepu-look";
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
        Self { sharing, attempts: Attempts::default(), comparing: Arc::new(Semaphore::new(COMPARED)) }
    }

    fn is_secure(&self) -> bool {
        is_secure(self.sharing.reached)
    }

    fn session_cookie(&self) -> &'static str {
        if self.is_secure() { SECURE_SESSION } else { PLAIN_SESSION }
    }

    /// Whether a request comes the way that requests of this studio come: who reaches it past its proxy could claim any
    /// address, and would speak without TLS.
    pub fn lets_in(&self, peer: Peer) -> bool {
        let address = peer.0.ip().to_canonical();
        self.sharing.proxies.is_empty() || self.sharing.proxies.iter().any(|proxy| proxy.to_canonical() == address)
    }

    /// The address that a request comes from. A proxy adds it to what its client has sent, so the last one is right.
    pub fn address(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        let forwarded = (self.sharing.reached == super::Reached::ByProxy)
            .then(|| headers.get_all("x-forwarded-for").iter().next_back())
            .flatten()
            .and_then(|value| forwarded_address(value.to_str().ok()?.rsplit(',').next()?.trim()));
        forwarded.unwrap_or(peer.0.ip()).to_canonical()
    }

    /// Who sends a request, by its cookie alone.
    fn session(&self, headers: &HeaderMap) -> Option<(String, KnownSession, StudioPerson)> {
        let id = cookie(headers, self.session_cookie())?;
        let known = self.sharing.sessions.find(id, Instant::now())?;
        // Only a list that was read says that someone isn't there any more.
        let people = (self.sharing.people)()?;
        match still_there(&people, &known) {
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
        let cookies = [
            self.cookie(self.session_cookie(), id, lasts),
            self.cookie(look_cookie(self.sharing.reached), look, lasts),
        ];
        for cookie in cookies.into_iter().flatten() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Whether a browser with these cookies has signed in, and may see the preview: as a person who is still there.
pub fn may_look(
    sessions: &Sessions,
    reached: super::Reached,
    people: impl Fn() -> Option<People>,
    headers: &HeaderMap,
) -> bool {
    let looker = cookie(headers, look_cookie(reached)).and_then(|look| sessions.looker(look, Instant::now()));
    looker.is_some_and(|known| people().is_some_and(|people| still_there(&people, &known).is_some()))
}

fn is_secure(reached: super::Reached) -> bool {
    reached != super::Reached::Plainly
}

fn look_cookie(reached: super::Reached) -> &'static str {
    if is_secure(reached) { SECURE_LOOK } else { PLAIN_LOOK }
}

/// The person of a session, if there is still one with the name and the password that it began with.
fn still_there<'p>(people: &'p People, known: &KnownSession) -> Option<&'p StudioPerson> {
    people.named(&known.name).filter(|person| person.password == known.password)
}

/// An address as proxies write it: some add the port.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
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
    let sent = match body(request, LONGEST_SIGN_IN, SIGN_IN_WITHIN).await {
        Ok(sent) => sent,
        Err(status) => return refused(status, "invalid"),
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
    let uncompared = || {
        door.attempts.give_back(&name, address);
        (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response()
    };
    let permit = tokio::time::timeout(LONGEST_QUEUE, door.comparing.clone().acquire_owned()).await;
    let Ok(Ok(permit)) = permit else { return uncompared() };
    let (comparing, sought) = (door.clone(), name.clone());
    let compared = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let people = (comparing.sharing.people)()?;
        let person = people.named(&sought).cloned();
        let hash = person.as_ref().map_or(&comparing.sharing.no_one, |person| &person.password);
        let fits = hash.fits(&password);
        Some((person, fits))
    })
    .await;
    let Ok(compared) = compared else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let Some((person, fits)) = compared else { return uncompared() };
    let event = |person: &str, result| {
        tokio::task::block_in_place(|| state.desk.note(&DoorEvent { person, address, what: "sign_in", result }));
    };
    let Some(person) = person.as_ref().filter(|_| fits) else {
        event(person.as_ref().map_or("", |person| &person.name), "refused");
        return refused(StatusCode::UNAUTHORIZED, "unknown");
    };
    door.attempts.succeed(&name, address, Instant::now());
    // The browser forgets the session that it had, and no one else has its cookie.
    if let Some(before) = cookie(&headers, door.session_cookie()) {
        door.sharing.sessions.close(before, Instant::now());
    }
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

    fn door_behind(reached: Reached, proxies: &[IpAddr]) -> Door {
        let no_one = PasswordHash::parse("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA").unwrap();
        let sessions = Sessions::new(SessionLimits::default(), || None);
        let people = Box::new(|| Some(People::default()));
        Door::new(Sharing { names: Vec::new(), reached, proxies: proxies.to_vec(), sessions, people, no_one })
    }

    #[test]
    fn past_its_proxy_no_one_comes_in() {
        let peer = |ip: &str| Peer(SocketAddr::new(ip.parse().unwrap(), 5000));
        let door = door_behind(Reached::ByProxy, &[IpAddr::from([10, 0, 0, 1])]);
        assert!(door.lets_in(peer("10.0.0.1")) && door.lets_in(peer("::ffff:10.0.0.1")));
        assert!(!door.lets_in(peer("10.0.0.2")) && !door.lets_in(peer("127.0.0.1")) && !door.lets_in(peer("::1")));
        assert!(door_behind(Reached::ByTls, &[]).lets_in(peer("10.0.0.2")));
    }

    #[test]
    fn behind_a_proxy_the_last_address_is_the_one_that_it_saw() {
        let door = |reached| door_behind(reached, &[]);
        let peer = Peer(std::net::SocketAddr::from(([10, 0, 0, 1], 5000)));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.9"));
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.1, 192.0.2.7"));
        assert_eq!(door(Reached::ByProxy).address(peer, &headers), IpAddr::from([192, 0, 2, 7]));
        for reached in [Reached::ByTls, Reached::Plainly] {
            assert_eq!(door(reached).address(peer, &headers), IpAddr::from([10, 0, 0, 1]), "anyone can send a header");
        }
        for (written, read) in [
            ("203.0.113.5:61234", "203.0.113.5"),
            ("::ffff:203.0.113.5", "203.0.113.5"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
        ] {
            headers.append("x-forwarded-for", HeaderValue::from_static(written));
            assert_eq!(door(Reached::ByProxy).address(peer, &headers), read.parse::<IpAddr>().unwrap(), "{written}");
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
