//! Maps an OpenDAL error to a diagnostic with an actionable cause.

use opendal::{Buffer, Error, ErrorKind, Operator};

use super::credentials::Credentials;
use crate::base::diagnostic::{Diagnostic, messages};

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
            ErrorKind::PermissionDenied => Cause::Refused,
            ErrorKind::NotFound | ErrorKind::ConfigInvalid => Cause::NotFound,
            _ => cause(&all),
        };
        match cause {
            Cause::Refused => messages::deploy_refused(self.target, &message),
            Cause::NotFound => messages::deploy_no_place(self.target, &message),
            Cause::Full => messages::deploy_full(self.target, &message),
            Cause::Disconnected => messages::deploy_cut_off(self.target, &message),
            Cause::Other => messages::deploy_failed(self.target, &message),
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
enum Cause {
    Refused,
    NotFound,
    Full,
    Disconnected,
    Other,
}

/// Phrases of servers and operating systems, with the cause. OpenDAL maps errors to kinds only for some services.
const WORDS: [(&str, Cause); 37] = [
    ("no space left", Cause::Full),
    ("storagefull", Cause::Full),
    ("quota", Cause::Full),
    ("insufficient storage", Cause::Full),
    ("status: 507", Cause::Full),
    ("file too large", Cause::Full),
    ("exceeded storage", Cause::Full),
    ("nosuchbucket", Cause::NotFound),
    ("accessdenied", Cause::Refused),
    ("invalidaccesskeyid", Cause::Refused),
    ("signaturedoesnotmatch", Cause::Refused),
    ("unauthorized", Cause::Refused),
    ("status: 401", Cause::Refused),
    ("status: 403", Cause::Refused),
    ("permission denied", Cause::Refused),
    ("not logged in", Cause::Refused),
    ("login incorrect", Cause::Refused),
    ("notloggedin", Cause::Refused),
    ("authentication", Cause::Refused),
    ("host key verification failed", Cause::Refused),
    ("send http request", Cause::Disconnected),
    ("connection", Cause::Disconnected),
    ("connect", Cause::Disconnected),
    ("timeout", Cause::Disconnected),
    ("timed out", Cause::Disconnected),
    ("deadline", Cause::Disconnected),
    ("broken pipe", Cause::Disconnected),
    ("unexpected end of file", Cause::Disconnected),
    ("unexpected eof", Cause::Disconnected),
    ("could not resolve", Cause::Disconnected),
    ("background task", Cause::Disconnected),
    ("channel closed", Cause::Disconnected),
    ("disconnected", Cause::Disconnected),
    ("lookup address", Cause::Disconnected),
    ("status: 502", Cause::Disconnected),
    ("status: 503", Cause::Disconnected),
    ("status: 504", Cause::Disconnected),
];

fn cause(all: &str) -> Cause {
    let all = all.to_lowercase();
    WORDS.iter().find(|(word, _)| all.contains(word)).map_or(Cause::Other, |(_, cause)| *cause)
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
            ("Unexpected (persistent) at write => No space left on device (os error 28)", Cause::Full),
            ("Unexpected, context: { response: Parts { status: 507 } }", Cause::Full),
            ("Unexpected, context: { response: Parts { status: 401 } }", Cause::Refused),
            ("ftp error: [530] Login incorrect.", Cause::Refused),
            ("ssh error: root@host: Permission denied (publickey).", Cause::Refused),
            ("send http request, source: client error (Connect)", Cause::Disconnected),
            ("sftp error: Failure", Cause::Other),
        ] {
            assert_eq!(cause(message), expected, "{message}");
        }
    }
}
