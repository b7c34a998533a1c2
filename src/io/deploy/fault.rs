//! What went wrong on the other side → one of a few things that a person can do something about.

use opendal::{Buffer, Error, ErrorKind, Operator};

use super::credentials::Credentials;
use crate::base::diagnostic::{Diagnostic, messages};

/// Whose faults they are, and what must not be told of them.
pub struct Faults<'a> {
    pub target: &'a str,
    pub credentials: &'a Credentials,
}

impl Faults<'_> {
    pub fn told(&self, error: &Error) -> Diagnostic {
        let said = said(error);
        let all = format!("{error} {said}");
        let said = self.credentials.scrub(&said);
        let cause = match error.kind() {
            ErrorKind::PermissionDenied => Cause::Refused,
            ErrorKind::NotFound | ErrorKind::ConfigInvalid => Cause::NoPlace,
            _ => cause(&all),
        };
        match cause {
            Cause::Refused => messages::deploy_refused(self.target, &said),
            Cause::NoPlace => messages::deploy_no_place(self.target, &said),
            Cause::Full => messages::deploy_full(self.target, &said),
            Cause::CutOff => messages::deploy_cut_off(self.target, &said),
            Cause::Other => messages::deploy_failed(self.target, &said),
        }
    }

    /// A file that may be missing. A bucket that is missing is another matter.
    ///
    /// # Errors
    /// One diagnostic.
    pub async fn read(&self, operator: &Operator, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match operator.read(path).await.as_ref().map(Buffer::to_vec) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound && !no_bucket(&error.to_string()) => Ok(None),
            Err(error) => Err(self.told(error)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Refused,
    NoPlace,
    Full,
    CutOff,
    Other,
}

/// By the words of servers and systems: OpenDAL tells these apart for some services only.
const WORDS: [(&str, Cause); 37] = [
    ("no space left", Cause::Full),
    ("storagefull", Cause::Full),
    ("quota", Cause::Full),
    ("insufficient storage", Cause::Full),
    ("status: 507", Cause::Full),
    ("file too large", Cause::Full),
    ("exceeded storage", Cause::Full),
    ("nosuchbucket", Cause::NoPlace),
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
    ("send http request", Cause::CutOff),
    ("connection", Cause::CutOff),
    ("connect", Cause::CutOff),
    ("timeout", Cause::CutOff),
    ("timed out", Cause::CutOff),
    ("deadline", Cause::CutOff),
    ("broken pipe", Cause::CutOff),
    ("unexpected end of file", Cause::CutOff),
    ("unexpected eof", Cause::CutOff),
    ("could not resolve", Cause::CutOff),
    ("background task", Cause::CutOff),
    ("channel closed", Cause::CutOff),
    ("disconnected", Cause::CutOff),
    ("lookup address", Cause::CutOff),
    ("status: 502", Cause::CutOff),
    ("status: 503", Cause::CutOff),
    ("status: 504", Cause::CutOff),
];

fn cause(all: &str) -> Cause {
    let all = all.to_lowercase();
    WORDS.iter().find(|(word, _)| all.contains(word)).map_or(Cause::Other, |(_, cause)| *cause)
}

fn no_bucket(all: &str) -> bool {
    all.contains("NoSuchBucket")
}

/// What the other side said, without what only a program wants to know.
fn said(error: &Error) -> String {
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
    // A page of HTML says no more in ten lines than in one.
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
    fn causes_are_known_by_what_is_said() {
        for (said, expected) in [
            ("Unexpected (persistent) at write => No space left on device (os error 28)", Cause::Full),
            ("Unexpected, context: { response: Parts { status: 507 } }", Cause::Full),
            ("Unexpected, context: { response: Parts { status: 401 } }", Cause::Refused),
            ("ftp error: [530] Login incorrect.", Cause::Refused),
            ("ssh error: root@host: Permission denied (publickey).", Cause::Refused),
            ("send http request, source: client error (Connect)", Cause::CutOff),
            ("sftp error: Failure", Cause::Other),
        ] {
            assert_eq!(cause(said), expected, "{said}");
        }
    }
}
