//! A picture from another site, when an editor asks for it.
//!
//! The address comes from a text that was pasted, so it may lead anywhere: only public addresses are asked, by what their
//! names resolve to at the very moment, and each redirect is judged again.

use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use super::private::{is_private, is_private_address};
use crate::base::diagnostic::Localized;

const LARGEST: u64 = 30 * 1024 * 1024;
const MOST_REDIRECTS: usize = 4;
const PATIENCE: Duration = Duration::from_secs(30);
/// Some sites send pictures to browsers alone.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; kepu/", env!("CARGO_PKG_VERSION"), ")");

/// Resolves names to public addresses alone.
#[derive(Debug, Default)]
struct PublicResolver(DefaultResolver);

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in found.iter().filter(|address| !is_private_address(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(public) }
    }
}

/// Fetches the bytes at an address.
///
/// # Errors
/// The reason, in the words of an editor.
pub fn picture(address: &str) -> Result<Vec<u8>, Localized> {
    let because = |zh: &str, en: &str| Localized { zh: zh.to_owned(), en: en.to_owned() };
    let config = Agent::config_builder()
        .user_agent(AGENT)
        .accept("image/*,*/*;q=0.5")
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        // A proxy would resolve names itself.
        .proxy(None)
        .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build());
    let agent = Agent::with_parts(config.build(), DefaultConnector::default(), PublicResolver::default());
    let mut url = Url::parse(address).map_err(|_| because("网址不对", "it is no address"))?;
    for _ in 0..=MOST_REDIRECTS {
        if !matches!(url.scheme(), "http" | "https") || is_private(&url) {
            return Err(because(
                "这个网址在内部网络里，不去取",
                "the address is in an internal network, and isn't asked",
            ));
        }
        let mut answer = agent.get(url.as_str()).call().map_err(|error| match error {
            ureq::Error::HostNotFound => because("找不到那个网站", "that site wasn't found"),
            ureq::Error::Timeout(_) => because("那个网站没有及时回答", "that site didn't answer in time"),
            error => {
                because(&format!("连不上那个网站（{error}）"), &format!("that site couldn't be reached ({error})"))
            }
        })?;
        let status = answer.status().as_u16();
        if (300..400).contains(&status) {
            let to = answer.headers().get("location").and_then(|value| value.to_str().ok());
            url = to
                .and_then(|to| url.join(to).ok())
                .ok_or_else(|| because("那个网站没有给", "that site didn't give it"))?;
            continue;
        }
        if status != 200 {
            return Err(because(
                &format!("那个网站没有给（{status}）"),
                &format!("that site didn't give it ({status})"),
            ));
        }
        let mut bytes = Vec::new();
        let read = answer.body_mut().as_reader().take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| because(&format!("传到一半断了（{error}）"), &format!("it broke off ({error})")))?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
            return Err(because("图片太大（超过 30 MB）", "the picture is larger than 30 MB"));
        }
        return Ok(bytes);
    }
    Err(because("那个网站转来转去，没有给", "that site redirects for ever"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_is_asked() {
        for address in
            ["http://127.0.0.1:1/a.png", "http://localhost/a.png", "file:///etc/passwd", "http://[::1]/a", "x"]
        {
            assert!(picture(address).is_err(), "{address}");
        }
        for (address, private) in [
            ("127.0.0.1", true),
            ("192.168.1.1", true),
            ("fe80::1", true),
            ("::ffff:10.0.0.1", true),
            ("8.8.8.8", false),
        ] {
            assert_eq!(is_private_address(address.parse().unwrap()), private, "{address}");
        }
    }
}
