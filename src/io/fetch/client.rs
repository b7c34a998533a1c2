//! The HTTP client of the link check. Within `fetch`, only this file opens connections.

use std::io::ErrorKind;
use std::time::Duration;

use jiff::Timestamp;
use rustls::CertificateError;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::check::{Method, Request, RequestFault, Response};
use super::verdict::Weakness;

/// The settings of the HTTP client.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// The header `User-Agent`.
    pub user_agent: String,
    /// The timeout of a connection, including DNS and TLS.
    pub connect_timeout: Duration,
    /// The timeout of a whole request.
    pub request_timeout: Duration,
    /// Uses the proxy of `HTTPS_PROXY` and similar variables.
    pub proxy: bool,
    /// Root certificates in DER, instead of those that browsers trust.
    pub roots: Option<Vec<Vec<u8>>>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            user_agent: format!("kepu/{}", env!("CARGO_PKG_VERSION")),
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(20),
            proxy: true,
            roots: None,
        }
    }
}

/// The HTTP client. It returns redirects and error statuses as responses.
pub(super) struct Client(Agent);

impl Client {
    pub(super) fn new(options: &ClientOptions) -> Self {
        let roots = match &options.roots {
            Some(roots) => RootCerts::from(roots.iter().map(|der| Certificate::from_der(der).to_owned())),
            None => RootCerts::WebPki,
        };
        let config = Agent::config_builder()
            .user_agent(&options.user_agent)
            .accept("*/*")
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_connect(Some(options.connect_timeout))
            .timeout_per_call(Some(options.request_timeout))
            .tls_config(TlsConfig::builder().root_certs(roots).build());
        let config = if options.proxy { config } else { config.proxy(None) };
        Self(config.build().into())
    }

    pub(super) fn send(&self, request: &Request, now: Timestamp) -> Response {
        let url = request.url.as_str();
        let called = match request.method {
            Method::Head => self.0.head(url).call(),
            Method::Get => self.0.get(url).call(),
        };
        match called {
            // The body isn't read; the connection is closed.
            Ok(response) => answer(response.status().as_u16(), response.headers(), now),
            Err(error) => Response::Fault(fault(error)),
        }
    }
}

fn answer(status: u16, headers: &HeaderMap, now: Timestamp) -> Response {
    // Some servers send a path in unescaped UTF-8.
    let text = |name: &str| headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    Response::Answer {
        status,
        location: text("location").map(str::to_owned),
        retry_after: text("retry-after").and_then(|text| wait(text, now)),
    }
}

/// Parses `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

fn fault(error: ureq::Error) -> RequestFault {
    match error {
        ureq::Error::HostNotFound => RequestFault::Unresolved,
        ureq::Error::Timeout(_) => RequestFault::Timeout,
        ureq::Error::ConnectionFailed => RequestFault::Refused,
        ureq::Error::Rustls(error) => RequestFault::Tls(weakness(&error)),
        ureq::Error::Tls(reason) => RequestFault::Tls(Weakness::Other(reason.to_owned())),
        ureq::Error::Io(error) => broken(&error),
        other => RequestFault::Invalid(other.to_string()),
    }
}

fn broken(error: &std::io::Error) -> RequestFault {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return RequestFault::Tls(weakness(error));
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => RequestFault::Timeout,
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::AddrNotAvailable => RequestFault::Refused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => RequestFault::Interrupted,
        _ if is_lookup(error) => RequestFault::Unresolved,
        _ => RequestFault::Invalid(error.to_string()),
    }
}

/// Whether a DNS lookup failed. The standard library has no error kind for it: on Unix the message begins with these
/// words, on Windows the error codes are WSAHOST_NOT_FOUND to WSANO_DATA.
fn is_lookup(error: &std::io::Error) -> bool {
    matches!(error.raw_os_error(), Some(11001..=11004))
        || error.to_string().starts_with("failed to lookup address information")
}

fn weakness(error: &rustls::Error) -> Weakness {
    use CertificateError::{Expired, ExpiredContext, NotValidForName, NotValidForNameContext, UnknownIssuer};
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            Expired | ExpiredContext { .. } => Weakness::Expired,
            NotValidForName | NotValidForNameContext { .. } => Weakness::OtherHost,
            UnknownIssuer => Weakness::UnknownIssuer,
            other => Weakness::Other(other.to_string()),
        },
        other => Weakness::Other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let seconds = |text| wait(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Mon, 23 Nov 2026 08:01:30 GMT"), Some(90));
        assert_eq!(seconds("Mon, 23 Nov 2026 07:00:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
    }
}
