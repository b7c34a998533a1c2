//! The result of a link check, and its diagnostic.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Cause, Diagnostic, Localized, messages};

/// The result of a link check. Serialised in the cache.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Fine,
    /// A permanent redirect to a working address.
    Moved {
        to: String,
    },
    /// The page doesn't exist: 404, 410 or another 4xx.
    Gone {
        status: u16,
    },
    /// 5xx after all retries.
    Failing {
        status: u16,
    },
    /// The server rejects bots, or requires a login.
    Unwilling {
        status: u16,
    },
    Unresolved,
    Refused,
    Slow,
    Unsafe {
        why: Weakness,
    },
    Circular {
        at: String,
    },
    Endless {
        redirects: usize,
    },
    /// A public address that redirects to a private one.
    Inwards {
        to: String,
    },
    Garbled {
        why: Noise,
    },
}

/// Why the TLS handshake failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    Expired,
    OtherHost,
    /// The issuer isn't trusted, or the server doesn't send the intermediate certificates.
    UnknownIssuer,
    /// The library's message.
    Other(String),
}

impl Weakness {
    fn describe(&self) -> Localized {
        let (zh, en) = match self {
            Self::Expired => ("证书已过期", "its certificate has expired"),
            Self::OtherHost => ("证书属于别的域名", "its certificate is for another host"),
            Self::UnknownIssuer => (
                "证书不是公认机构签发的，或缺少中间证书",
                "its certificate isn't from a trusted authority, or an intermediate certificate is missing",
            ),
            Self::Other(reason) => return Cause::said(reason).into(),
        };
        Localized { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Why a response is invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noise {
    /// A redirect without a valid `Location`.
    Aimless { status: u16 },
    /// The library's message.
    Other(String),
}

impl Noise {
    fn describe(&self) -> Localized {
        match self {
            Self::Aimless { status } => Localized {
                zh: format!("{status} 表示转向，却没有写明转到哪里"),
                en: format!("status {status} is a redirect without a target"),
            },
            Self::Other(reason) => Cause::said(reason).into(),
        }
    }
}

impl Verdict {
    /// Returns the diagnostic about an address, without a location; `None` for a working link.
    pub fn finding(&self, address: &str) -> Option<Diagnostic> {
        Some(match self {
            Self::Fine => return None,
            Self::Moved { to } => messages::link_moved(address, to),
            Self::Gone { status } => messages::link_gone(address, *status),
            Self::Failing { status } => messages::link_failing(address, *status),
            Self::Unwilling { status } => messages::link_unwilling(address, *status),
            Self::Unresolved => messages::link_unresolved(address),
            Self::Refused => messages::link_refused(address),
            Self::Slow => messages::link_slow(address),
            Self::Unsafe { why } => {
                let why = why.describe();
                messages::link_unsafe(address, &why.zh, &why.en)
            }
            Self::Circular { at } => messages::link_circular(address, at),
            Self::Endless { redirects } => messages::link_endless(address, *redirects),
            Self::Inwards { to } => messages::link_inwards(address, to),
            Self::Garbled { why } => {
                let why = why.describe();
                messages::link_garbled(address, &why.zh, &why.en)
            }
        })
    }
}
