//! Retries HTTP requests that a busy server rejects, with exponential backoff.
//!
//! One operation may take several requests: a move over WebDAV checks the folder first. Against a server that rejects
//! one request in three, retrying the whole operation would hardly ever succeed; retrying the request does.

use std::time::Duration;

use http::{HeaderMap, Request, Response, StatusCode, header::RETRY_AFTER};
use opendal::{Buffer, HttpBody, HttpTransport, Result};
use opendal_http_transport_reqwest::ReqwestTransport;

/// Status codes that mean that the request wasn't processed (RFC 6585, RFC 9110).
const BUSY: [StatusCode; 4] = [
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::BAD_GATEWAY,
    StatusCode::SERVICE_UNAVAILABLE,
    StatusCode::GATEWAY_TIMEOUT,
];
const RETRIES: u32 = 5;
/// The first delay; it doubles with each retry.
const FIRST_DELAY: Duration = Duration::from_millis(100);
/// The longest delay. A longer `Retry-After` is cut to this; the retry layer above has delays of its own.
const MAX_DELAY: Duration = Duration::from_secs(5);

/// An HTTP transport with retries. Broken connections are left to the caller: whether the request was processed is
/// unknown, so the whole operation is retried.
pub struct RetryBusy(pub ReqwestTransport);

impl HttpTransport for RetryBusy {
    async fn fetch(&self, request: Request<Buffer>) -> Result<Response<HttpBody>> {
        for attempt in 0..RETRIES {
            let answer = self.0.fetch(request.clone()).await?;
            if !BUSY.contains(&answer.status()) {
                return Ok(answer);
            }
            tokio::time::sleep(delay(answer.headers(), attempt)).await;
        }
        self.0.fetch(request).await
    }
}

/// Returns the time from `Retry-After` in seconds, or else the exponential delay.
fn delay(headers: &HeaderMap, attempt: u32) -> Duration {
    let asked = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    asked.map_or(FIRST_DELAY * 2_u32.pow(attempt), Duration::from_secs).min(MAX_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_follows_retry_after_up_to_a_limit() {
        let asked = |value: &str| delay(&[(RETRY_AFTER, value.parse().unwrap())].into_iter().collect(), 2);
        assert_eq!(asked("2"), Duration::from_secs(2));
        assert_eq!(asked("3600"), MAX_DELAY);
        assert_eq!(asked("Fri, 27 Nov 2026 00:00:00 GMT"), Duration::from_millis(400));
        assert_eq!(delay(&HeaderMap::new(), 0), FIRST_DELAY);
    }
}
