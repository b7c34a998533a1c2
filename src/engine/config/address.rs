//! `base_url` and the languages of `site.yaml`, with what was meant where they are wrong.

use super::host::{SiteAddress, THIS_MACHINE};
use super::settings::Settings;
use crate::base::diagnostic::messages;
use crate::base::text::narrow;

/// Returns the address that `--base-url` gives, or else `base_url`.
pub(super) fn read(settings: &mut Settings<'_>, base_url: Option<&str>) -> SiteAddress {
    let node = settings.node("base_url");
    let written = settings.text("base_url");
    let text = base_url.map(str::to_owned).or(written);
    let parsed = text.as_deref().and_then(SiteAddress::parse);
    match (parsed, text, node) {
        (Some(address), ..) => return address,
        (None, None, _) => settings.missing("base_url"),
        (None, Some(_), Some(node)) if base_url.is_none() => {
            let meant = meant_address(node.as_text().unwrap_or_default());
            settings.wrong(
                "base_url",
                node,
                &format!(
                    "网址以 https:// 或 http:// 开头，用半角符号，不带用户名和密码，也不带 ; ' ? # 这类符号，写成：base_url: {meant}"
                ),
                &format!(
                    "an address begins with https:// or http://, in plain letters, without a user, a password and signs like \
                     ; ' ? #; write: base_url: {meant}"
                ),
            );
        }
        (None, Some(text), _) => {
            let meant = meant_address(&text);
            settings.report(messages::setting_value(
                "--base-url",
                &format!("{text} 不是网址，写成：--base-url {meant}"),
                &format!("{text} is no address; write: --base-url {meant}"),
            ));
        }
    }
    SiteAddress { origin: format!("http://{THIS_MACHINE}"), base_path: String::new() }
}

/// The address that a text was meant as: with its scheme, in plain signs.
fn meant_address(text: &str) -> String {
    let plain: String = text.trim().chars().map(|c| if c == '。' { '.' } else { narrow(c) }).collect();
    let rest = plain.split_once(":/").map_or(plain.as_str(), |(_, rest)| rest);
    let rest = rest.trim_start_matches("https:").trim_start_matches("http:");
    let rest = rest.trim_matches(|c: char| matches!(c, '/' | ':') || c.is_whitespace());
    // A user's name and password are no part of the address that visitors type.
    let user = rest.split('/').next().and_then(|host| host.rfind('@'));
    let rest = user.map_or(rest, |at| &rest[at + 1..]);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest).replace([';', '\''], "");
    let rest = rest.trim_end_matches('/');
    let meant = format!("https://{rest}/");
    match SiteAddress::parse(&meant) {
        Some(_) if rest.contains('.') => meant,
        _ => "https://kepu.example.org/".to_owned(),
    }
}

/// Reports what is no tag of a language: 中文, chinese.
pub(super) fn check_language(settings: &mut Settings<'_>, key: &'static str) {
    for (tag, node) in settings.text_nodes(key).unwrap_or_default() {
        if !is_tag(&tag) {
            let meant = meant_tag(&tag);
            settings.wrong(
                key,
                node,
                &format!("“{tag}”不是语言代码，中文写 zh-CN，英文写 en；这里写成：{meant}"),
                &format!("`{tag}` is no language's code; Chinese is zh-CN and English en; write: {meant}"),
            );
        }
    }
}

/// Whether a text can be the tag of a language (RFC 5646), in the usual case.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let other = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(primary) && parts.all(other)
}

fn meant_tag(text: &str) -> String {
    let plain = text.replace('_', "-");
    let (primary, rest) = plain.split_at(plain.find('-').unwrap_or(plain.len()));
    let plain = format!("{}{rest}", primary.to_lowercase());
    match text.to_lowercase().as_str() {
        "英文" | "英语" | "english" => "en".to_owned(),
        _ if is_tag(&plain) => plain,
        _ => "zh-CN".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{meant_address, meant_tag};

    #[test]
    fn a_language_in_another_case_is_that_language() {
        for (text, meant) in [
            ("EN", "en"),
            ("fr_FR", "fr-FR"),
            ("ZH-cn", "zh-cn"),
            ("English", "en"),
            ("中文", "zh-CN"),
            ("汉", "zh-CN"),
        ] {
            assert_eq!(meant_tag(text), meant, "{text}");
        }
    }

    #[test]
    fn an_address_without_its_scheme_is_completed() {
        for text in ["www.example.org", "https：//www.example.org/", "http:www.example.org", "ｗｗｗ．example.org"]
        {
            assert_eq!(meant_address(text), "https://www.example.org/", "{text}");
        }
        assert_eq!(meant_address("example.org/kepu"), "https://example.org/kepu/");
        assert_eq!(meant_address("https://u:p@example.org/a;b"), "https://example.org/ab/");
        assert_eq!(meant_address("我的网站"), "https://kepu.example.org/");
    }
}
