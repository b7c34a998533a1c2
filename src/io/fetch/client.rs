//! One question → one reply, over the network. The only place that opens connections to other hosts.

use std::io::ErrorKind;
use std::time::Duration;

use jiff::Timestamp;
use rustls::CertificateError;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::inquiry::{Fault, Method, Question, Reply};
use super::verdict::Weakness;

/// How to reach others.
#[derive(Clone, Debug)]
pub struct Line {
    /// What the program says it is.
    pub user_agent: String,
    /// For a connection, with the name and the certificate.
    pub connect: Duration,
    /// For an answer, from the beginning of the question.
    pub answer: Duration,
    /// Goes by `HTTPS_PROXY` and its like where the environment has them.
    pub proxy: bool,
    /// Certificates to trust instead of those that browsers trust, in DER.
    pub roots: Option<Vec<Vec<u8>>>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            user_agent: format!("kepu/{}", env!("CARGO_PKG_VERSION")),
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            proxy: true,
            roots: None,
        }
    }
}

/// A client that asks. Redirects and statuses are for the caller to judge.
pub(super) struct Wire(Agent);

impl Wire {
    pub(super) fn new(line: &Line) -> Self {
        let roots = match &line.roots {
            Some(roots) => RootCerts::from(roots.iter().map(|der| Certificate::from_der(der).to_owned())),
            None => RootCerts::WebPki,
        };
        let config = Agent::config_builder()
            .user_agent(&line.user_agent)
            .accept("*/*")
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_connect(Some(line.connect))
            .timeout_per_call(Some(line.answer))
            .tls_config(TlsConfig::builder().root_certs(roots).build());
        let config = if line.proxy { config } else { config.proxy(None) };
        Self(config.build().into())
    }

    pub(super) fn ask(&self, question: &Question, now: Timestamp) -> Reply {
        let url = question.url.as_str();
        let called = match question.method {
            Method::Head => self.0.head(url).call(),
            Method::Get => self.0.get(url).call(),
        };
        match called {
            // The contents aren't read: the connection is closed instead.
            Ok(response) => answer(response.status().as_u16(), response.headers(), now),
            Err(error) => Reply::Fault(fault(error)),
        }
    }
}

fn answer(status: u16, headers: &HeaderMap, now: Timestamp) -> Reply {
    // Some servers send a path in UTF-8 as it is; it is read as such.
    let text = |name: &str| headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    Reply::Answer {
        status,
        location: text("location").map(str::to_owned),
        retry_after: text("retry-after").and_then(|text| wait(text, now)),
    }
}

/// Seconds, or a date (RFC 9110, 10.2.3).
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

fn fault(error: ureq::Error) -> Fault {
    match error {
        ureq::Error::HostNotFound => Fault::Unresolved,
        ureq::Error::Timeout(_) => Fault::Slow,
        ureq::Error::ConnectionFailed => Fault::Refused,
        ureq::Error::Rustls(error) => Fault::Tls(weakness(&error)),
        ureq::Error::Tls(reason) => Fault::Tls(Weakness::Other(reason.to_owned())),
        ureq::Error::Io(error) => broken(&error),
        other => Fault::Garbled(other.to_string()),
    }
}

fn broken(error: &std::io::Error) -> Fault {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Fault::Tls(weakness(error));
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Fault::Slow,
        ErrorKind::ConnectionRefused
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::AddrNotAvailable => Fault::Refused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Fault::Broken,
        _ if is_lookup(error) => Fault::Unresolved,
        _ => Fault::Garbled(error.to_string()),
    }
}

/// The standard library has no kind for a name that isn't found: on Unix it is told by these words,
/// on Windows by the numbers of WSAHOST_NOT_FOUND to WSANO_DATA.
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
