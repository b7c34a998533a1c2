//! What was found out about an address → what is said of it.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Diagnostic, Localized, messages};

/// What came of asking an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Fine,
    /// It is there, but for good under another address.
    Moved {
        to: String,
    },
    /// A status that says there is no such page, 404 or 410 mostly.
    Gone {
        status: u16,
    },
    /// 5xx, again and again.
    Failing {
        status: u16,
    },
    /// It answers, but not to programs.
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
    /// A public address that leads into the own network.
    Inwards {
        to: String,
    },
    Garbled {
        why: Noise,
    },
}

/// Why there is no safe connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    Expired,
    OtherHost,
    /// Signed by nobody that browsers know; also where a server leaves out the certificates between.
    UnknownIssuer,
    /// In the library's words.
    Other(String),
}

impl Weakness {
    fn describe(&self) -> Localized {
        let (zh, en) = match self {
            Self::Expired => ("证书已过期", "its certificate has expired"),
            Self::OtherHost => ("证书属于别的域名", "its certificate is for another host"),
            Self::UnknownIssuer => {
                ("证书不是公认机构签发的，或缺少中间证书", "nobody known has signed its certificate")
            }
            Self::Other(reason) => (reason.as_str(), reason.as_str()),
        };
        Localized { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Why an answer makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noise {
    /// A redirect that doesn't say where to.
    Aimless { status: u16 },
    /// In the library's words.
    Other(String),
}

impl Noise {
    fn describe(&self) -> Localized {
        match self {
            Self::Aimless { status } => Localized {
                zh: format!("{status} 表示转向，却没有写明转到哪里"),
                en: format!("{status} leads elsewhere, but doesn't say where to"),
            },
            Self::Other(reason) => Localized { zh: reason.clone(), en: reason.clone() },
        }
    }
}

impl Verdict {
    /// The finding about an address, without a place; nothing where nothing is wrong.
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
