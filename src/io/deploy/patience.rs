//! A request that a busy server turns away → the same request a little later.
//!
//! One step of a service may take several requests: a move over WebDAV asks for the folder first. Trying the whole
//! step again would hardly ever get past a server that turns away one request in three; trying the request does.

use std::time::Duration;

use http::{HeaderMap, Request, Response, StatusCode, header::RETRY_AFTER};
use opendal::{Buffer, HttpBody, HttpTransport, Result};
use opendal_http_transport_reqwest::ReqwestTransport;

/// What a server answers that hasn't done anything (RFC 6585, RFC 9110).
const BUSY: [StatusCode; 4] = [
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::BAD_GATEWAY,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::GATEWAY_TIMEOUT,
];
const TRIES: u32 = 5;
/// Doubled each time.
const FIRST: Duration = Duration::from_millis(100);
/// A server that asks for more waits in vain: what is above tries again in its own time.
const LONGEST: Duration = Duration::from_secs(5);

/// Connections that break are another matter: whether anything was done is then unknown, and the step is tried again.
pub struct Patient(pub ReqwestTransport);

impl HttpTransport for Patient {
    async fn fetch(&self, request: Request<Buffer>) -> Result<Response<HttpBody>> {
        for turn in 0..TRIES {
            let answer = self.0.fetch(request.clone()).await?;
            if !BUSY.contains(&answer.status()) {
                return Ok(answer);
            }
            tokio::time::sleep(pause(answer.headers(), turn)).await;
        }
        self.0.fetch(request).await
    }
}

/// As long as the server asks for, or twice as long as before.
fn pause(headers: &HeaderMap, turn: u32) -> Duration {
    let asked = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    asked.map_or(FIRST * 2_u32.pow(turn), Duration::from_secs).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_what_is_asked_for_within_reason() {
        let asked = |value: &str| pause(&[(RETRY_AFTER, value.parse().unwrap())].into_iter().collect(), 2);
        assert_eq!(asked("2"), Duration::from_secs(2));
        assert_eq!(asked("3600"), LONGEST);
        assert_eq!(asked("Fri, 27 Nov 2026 00:00:00 GMT"), Duration::from_millis(400));
        assert_eq!(pause(&HeaderMap::new(), 0), FIRST);
    }
}
