//! Maps an OpenDAL error to a diagnostic with an actionable cause.

use opendal::{Buffer, Error, ErrorKind, Operator};

use super::credentials::Credentials;
use crate::base::diagnostic::{Cause, Diagnostic, messages};

/// Creates diagnostics for a target, with its secrets redacted.
pub struct Faults<'a> {
    pub target: &'a str,
    pub credentials: &'a Credentials,
}

impl Faults<'_> {
    pub fn diagnostic(&self, error: &Error) -> Diagnostic {
        let message = message(error);
        let all = format!("{error} {message}");
        let message = self.credentials.scrub(&message);
        let cause = match error.kind() {
            ErrorKind::PermissionDenied => Kind::Refused,
            ErrorKind::NotFound | ErrorKind::ConfigInvalid => Kind::NotFound,
            _ => cause(&all),
        };
        match cause {
            Kind::Refused => messages::deploy_refused(self.target, Cause::said(&message)),
            Kind::NotFound => messages::deploy_no_place(self.target, Cause::said(&message)),
            Kind::Full => messages::deploy_full(self.target, Cause::said(&message)),
            Kind::Disconnected => messages::deploy_cut_off(self.target, Cause::said(&message)),
            Kind::Other => messages::deploy_failed(self.target, Cause::said(&message)),
        }
    }

    /// Reads a file; a missing file is `None`, a missing bucket is an error.
    ///
    /// # Errors
    /// One diagnostic of the target.
    pub async fn read(&self, operator: &Operator, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match operator.read(path).await.as_ref().map(Buffer::to_vec) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound && !no_bucket(&error.to_string()) => Ok(None),
            Err(error) => Err(self.diagnostic(error)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Refused,
    NotFound,
    Full,
    Disconnected,
    Other,
}

/// Phrases of servers and operating systems, with the cause. OpenDAL maps errors to kinds only for some services.
const WORDS: [(&str, Kind); 37] = [
    ("no space left", Kind::Full),
    ("storagefull", Kind::Full),
    ("quota", Kind::Full),
    ("insufficient storage", Kind::Full),
    ("status: 507", Kind::Full),
    ("file too large", Kind::Full),
    ("exceeded storage", Kind::Full),
    ("nosuchbucket", Kind::NotFound),
    ("accessdenied", Kind::Refused),
    ("invalidaccesskeyid", Kind::Refused),
    ("signaturedoesnotmatch", Kind::Refused),
    ("unauthorized", Kind::Refused),
    ("status: 401", Kind::Refused),
    ("status: 403", Kind::Refused),
    ("permission denied", Kind::Refused),
    ("not logged in", Kind::Refused),
    ("login incorrect", Kind::Refused),
    ("notloggedin", Kind::Refused),
    ("authentication", Kind::Refused),
    ("host key verification failed", Kind::Refused),
    ("send http request", Kind::Disconnected),
    ("connection", Kind::Disconnected),
    ("connect", Kind::Disconnected),
    ("timeout", Kind::Disconnected),
    ("timed out", Kind::Disconnected),
    ("deadline", Kind::Disconnected),
    ("broken pipe", Kind::Disconnected),
    ("unexpected end of file", Kind::Disconnected),
    ("unexpected eof", Kind::Disconnected),
    ("could not resolve", Kind::Disconnected),
    ("background task", Kind::Disconnected),
    ("channel closed", Kind::Disconnected),
    ("disconnected", Kind::Disconnected),
    ("lookup address", Kind::Disconnected),
    ("status: 502", Kind::Disconnected),
    ("status: 503", Kind::Disconnected),
    ("status: 504", Kind::Disconnected),
];

fn cause(all: &str) -> Kind {
    let all = all.to_lowercase();
    WORDS.iter().find(|(word, _)| all.contains(word)).map_or(Kind::Other, |(_, cause)| *cause)
}

fn no_bucket(all: &str) -> bool {
    all.contains("NoSuchBucket")
}

/// Returns the error's message with those of its sources, on one line and at most 300 characters.
fn message(error: &Error) -> String {
    let mut text = error.message().trim().to_owned();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = if text.is_empty() { inner_text } else { format!("{text}: {inner_text}") };
        }
        source = inner.source();
    }
    if text.is_empty() {
        let all = error.to_string();
        let status =
            all.split_once("status: ").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect());
        text = status.map_or(all, |status: String| format!("HTTP {status}"));
    }
    // Some servers answer with an HTML page: whitespace is collapsed and the text truncated.
    let mut short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = short.char_indices().nth(300) {
        short.truncate(at);
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_found_by_the_message() {
        for (message, expected) in [
            ("Unexpected (persistent) at write => No space left on device (os error 28)", Kind::Full),
            ("Unexpected, context: { response: Parts { status: 507 } }", Kind::Full),
            ("Unexpected, context: { response: Parts { status: 401 } }", Kind::Refused),
            ("ftp error: [530] Login incorrect.", Kind::Refused),
            ("ssh error: root@host: Permission denied (publickey).", Kind::Refused),
            ("send http request, source: client error (Connect)", Kind::Disconnected),
            ("sftp error: Failure", Kind::Other),
        ] {
            assert_eq!(cause(message), expected, "{message}");
        }
    }
}
