//! A former address as written in `aliases` → the address on the site that redirects.

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::Url;
use crate::config::host::SiteAddress;

/// Reads one alias: the part behind the host, or the whole address of a page of this site.
///
/// # Errors
/// It is an address of another site, or leads out of the site.
pub fn address(alias: &str, site: &SiteAddress) -> Result<Url, Diagnostic> {
    let path = match host_and_path(alias) {
        Some((host, path)) if site.origin.split_once("://").is_some_and(|(_, own)| own == host) => {
            let below = path.strip_prefix(site.base_path.as_str()).filter(|rest| rest.starts_with('/'));
            below.ok_or_else(|| {
                let base = &site.base_path;
                messages::unsafe_path(
                    alias,
                    &format!("它不在本站的目录 {base}/ 之下"),
                    &format!("it isn't below the site's folder {base}/"),
                )
                .helped("删去这一条，在那台服务器上设置转向", "remove it, and redirect on that server")
            })?
        }
        Some((_, path)) => {
            return Err(messages::unsafe_path(alias, "它有另一个网站的域名", "it has the host of another site")
                .helped(
                    &format!("旧网址只写域名后面的部分，写成：aliases: [{path}]"),
                    &format!("write the part behind the host: aliases: [{path}]"),
                ));
        }
        None => alias,
    };
    if !Url::is_straight(path) {
        let parts = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
        let plain = format!("/{}/", parts.collect::<Vec<_>>().join("/"));
        return Err(messages::unsafe_path(alias, "里面有反斜线，或 . 和 ..", "it has a backslash, or `.` and `..`")
            .helped(
                &format!("照浏览器地址栏里域名后面的部分写，用 / 分开，如：aliases: [{plain}]"),
                &format!("write what stands behind the host in a browser, with slashes: aliases: [{plain}]"),
            ));
    }
    let file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    Ok(if file { Url::new(path) } else { Url::new(&format!("{path}/")) })
}

/// The host of a whole address, and the rest with its first slash.
fn host_and_path(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    Some(match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address_of_the_site_is_its_path() {
        let site = SiteAddress::parse("https://example.org/kepu/").unwrap();
        let read = |alias: &str| address(alias, &site).map(|url| url.to_string());
        for alias in ["/old/", "old", "https://example.org/kepu/old/", "http://example.org/kepu/old"] {
            assert_eq!(read(alias).unwrap(), "/old/", "{alias}");
        }
        // It isn't the site's to lead on.
        assert!(read("https://example.org/other/").is_err() && read("https://example.org/kepu2/old/").is_err());
        assert_eq!(read("/a.html").unwrap(), "/a.html");
        let fault = read("https://www.example.com/old/").unwrap_err();
        assert!(fault.help.zh.contains("aliases: [/old/]"), "{}", fault.help.zh);
        assert!(read("old\\page").is_err() && read("../x").is_err());
    }
}
