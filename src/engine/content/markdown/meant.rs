//! What was meant by an address that leads nowhere: a file of the author's own computer, another site, a mailbox.

use crate::base::diagnostic::{Diagnostic, Localized};
use crate::base::text::narrow;
use crate::base::url::{SourcePath, percent_decode};

/// What an address that is no place of the site was meant to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MeantAddress {
    /// The name of a file, from its path on a computer.
    OwnFile(String),
    /// The whole address of another site.
    Elsewhere(String),
    /// An address with `mailto:` or `tel:`.
    Reached(String),
}

/// Endings of host names that no file is likely to have.
const HOST_ENDINGS: [&str; 12] =
    [".com", ".cn", ".org", ".net", ".gov", ".edu", ".int", ".io", ".info", ".top", ".中国", ".hk"];

impl MeantAddress {
    /// Recognises what was meant; none where the address may be a place of the site.
    pub fn of(address: &str) -> Option<Self> {
        let plain: String = percent_decode(address).chars().map(narrow).collect();
        let plain = plain.trim();
        if is_own_path(plain) {
            let name = plain.rsplit(['/', '\\']).next().unwrap_or_default();
            return Some(Self::OwnFile(name.to_owned()));
        }
        let lower = plain.to_ascii_lowercase();
        if let Some(whole) = mistyped(plain) {
            return Some(Self::Elsewhere(whole));
        }
        if lower.starts_with("http://") || lower.starts_with("https://") {
            return Some(Self::Elsewhere(plain.to_owned()));
        }
        if plain.starts_with(['.', '/', '#', '?']) || plain.contains(char::is_whitespace) {
            return None;
        }
        let host = lower.split(['/', '?', '#']).next().unwrap_or_default();
        let ends = HOST_ENDINGS.iter().any(|end| host.len() > end.len() && host.ends_with(end));
        match host.split_once('@') {
            Some((name, _)) if ends && !name.is_empty() && host == lower => {
                Some(Self::Reached(format!("mailto:{plain}")))
            }
            Some(_) => None,
            None if host.starts_with("www.") || ends => Some(Self::Elsewhere(format!("https://{plain}"))),
            None if is_phone(plain) => Some(Self::Reached(format!("tel:{plain}"))),
            None => None,
        }
    }

    /// What is to be written in its place; an address with spaces or brackets stands in angle brackets.
    pub fn written(&self) -> String {
        let (Self::OwnFile(text) | Self::Elsewhere(text) | Self::Reached(text)) = self;
        match text.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
            true => format!("<{text}>"),
            false => text.clone(),
        }
    }

    /// Puts the advice into a diagnostic. `link` is the link as it should be written, where that is known.
    #[must_use]
    pub fn advise(&self, mut fault: Diagnostic, source: &SourcePath, link: Option<&str>) -> Diagnostic {
        let written = match (self, link) {
            (_, Some(link)) => link.to_owned(),
            (Self::OwnFile(name), None) => name.clone(),
            (_, None) => self.written(),
        };
        fault.help = match self {
            Self::OwnFile(name) => {
                let folder = source.folder();
                Localized {
                    zh: format!(
                        "这是你电脑上的路径，读者打不开。把文件 {name} 复制到 {folder}/ 里（和这个文件放在一起），这里写成：{written}"
                    ),
                    en: format!(
                        "this is a path on your computer, which readers can't open. Copy {name} to {folder}/, beside this file, and write: {written}"
                    ),
                }
            }
            Self::Elsewhere(_) => Localized {
                zh: format!("别的网站的网址以 https:// 开头，用半角符号，写成：{written}"),
                en: format!("an address of another site begins with https://; write: {written}"),
            },
            Self::Reached(_) => Localized {
                zh: format!("邮箱前面写 mailto:，电话前面写 tel:，写成：{written}"),
                en: format!("mailto: goes before a mailbox, tel: before a telephone number; write: {written}"),
            },
        };
        fault
    }
}

/// What is meant by an address of another site that no browser opens: `https:/a.cn`, `htp://a.cn`, one with a space in it or the
/// stop of a sentence behind it.
pub fn mistyped(address: &str) -> Option<String> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (scheme, rest) = address.split_at(letters);
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "http" | "htp" | "htttp" | "hhtp" | "htpp" if rest.starts_with(':') || rest.starts_with("//") => "http",
        "https" | "htps" | "htttps" | "hhtps" | "htpps" | "httpss" | "htts" => "https",
        _ => return None,
    };
    let host = rest.trim_start_matches(':').trim_start_matches('/');
    let slashes = rest.len() - host.len();
    // A file may be called `https.md`, a folder `http`.
    if slashes < 2 || !host.contains('.') {
        return None;
    }
    let host: String = host.chars().filter(|c| !c.is_whitespace()).collect();
    let host = host.trim_end_matches(['。', '，', '；', '、', '：', '！', '？', '”', '》']);
    let host = if host.contains('（') { host } else { host.trim_end_matches('）') };
    let known =
        address.get(..scheme.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(scheme)) && letters == scheme.len();
    let scheme = if known { scheme } else { "https" };
    let whole = format!("{scheme}://{host}");
    let same = known && rest == format!("://{host}");
    (!same).then_some(whole)
}

/// Whether an address is a path of a computer: of a drive, of another machine, or with the scheme `file`.
fn is_own_path(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1) == Some(&b':');
    let file = plain.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("file:"));
    let home = ["/Users/", "~/"].iter().any(|start| plain.starts_with(start));
    // A share of another machine, as browsers show it: a host of the internet has a stop in its name.
    let share = plain.strip_prefix("//").and_then(|rest| rest.split_once('/'));
    let share = share.is_some_and(|(host, file)| !host.is_empty() && !host.contains('.') && !file.is_empty());
    drive || file || home || share || plain.starts_with('\\')
}

fn is_phone(plain: &str) -> bool {
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    // A date has hyphens as well.
    let begins = plain.starts_with(['0', '+']) || plain.starts_with("400") || (plain.starts_with('1') && digits == 11);
    begins && digits >= 9 && plain.bytes().all(|byte| byte.is_ascii_digit() || b"+-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_recognised() {
        let meant = |address: &str| MeantAddress::of(address).map(|meant| meant.written());
        for (address, written) in [
            ("C:/Users/li/Pictures/a.jpg", "a.jpg"),
            ("D:\\图片\\我的 图.jpg", "<我的 图.jpg>"),
            ("file:///C:/a/%E5%9B%BE.jpg", "图.jpg"),
            ("\\\\nas\\图.png", "图.png"),
            ("//server/share/a.jpg", "a.jpg"),
            ("/Users/li/a.jpg", "a.jpg"),
            ("www.example.com", "https://www.example.com"),
            ("https//example.com", "https://example.com"),
            ("https:/example.com/a", "https://example.com/a"),
            ("htp://example.com", "https://example.com"),
            ("http://example.com。", "http://example.com"),
            ("http：//www.example.com/a?b=1", "http://www.example.com/a?b=1"),
            ("kepu.example.org/a", "https://kepu.example.org/a"),
            ("kepu@example.org", "mailto:kepu@example.org"),
            ("0830-1234567", "tel:0830-1234567"),
        ] {
            assert_eq!(meant(address).as_deref(), Some(written), "{address}");
        }
        for address in [
            "a.md",
            "../a/b.jpg",
            "2026-05-18",
            "1999-05-18",
            "/a/",
            "2026",
            "2026-05-18.md",
            "a@2x.jpg",
            "c.org.md",
            "//example.org/a.jpg",
        ] {
            assert_eq!(meant(address), None, "{address}");
        }
    }
}
