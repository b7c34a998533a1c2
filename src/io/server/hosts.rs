//! A `Host` header → whether the server responds to this name.
//!
//! A foreign page can make its own name resolve to this machine; a visitor's browser then takes the server for a part of
//! that page (DNS rebinding). The browser still sends the page's name, and the server responds only to names that no other
//! machine can have.

use std::net::IpAddr;

use axum::http::uri::Authority;

pub struct Hosts {
    bound: IpAddr,
    /// In lower case.
    named: Vec<String>,
}

impl Hosts {
    pub fn new(bound: IpAddr, named: &[String]) -> Self {
        Self { bound, named: named.iter().map(|name| name.trim().to_ascii_lowercase()).collect() }
    }

    /// Returns whether a `Host` header names this server. The port is ignored, because a tunnel may have another.
    pub fn allow(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if host.contains('@') {
            return false;
        }
        let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
        if let Some(address) = plain_address(&name) {
            // Bound beyond loopback, the server can't know all addresses that lead to it. An IP address can't be made to
            // resolve elsewhere, so any is accepted.
            let is_named = |named: &String| plain_address(named).is_some_and(|named| named == address);
            return address.is_loopback()
                || address == self.bound
                || !self.bound.is_loopback()
                || self.named.iter().any(is_named);
        }
        name == "localhost" || name.ends_with(".localhost") || self.named.iter().any(|named| fits(named, &name))
    }
}

/// Reads a name that is an IP address, with or without the brackets that IPv6 has in a URL.
fn plain_address(name: &str) -> Option<IpAddr> {
    name.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Returns whether a name matches: `example.org` matches itself, `.example.org` itself and every name below it.
fn fits(named: &str, name: &str) -> bool {
    match named.strip_prefix('.') {
        Some(domain) => name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')),
        None => named == name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_loopback_only_this_machine_is_meant() {
        let hosts = Hosts::new(IpAddr::from([127, 0, 0, 1]), &["Kepu.test".to_owned(), ".example.org".to_owned()]);
        for host in
            ["localhost", "localhost:1111", "LOCALHOST.", "a.localhost:1", "127.0.0.1:80", "127.8.8.8", "[::1]:9"]
        {
            assert!(hosts.allow(host), "{host}");
        }
        for host in ["kepu.test:1111", "example.org", "a.b.example.org"] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "notlocalhost",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.1.5",
            "badexample.org",
            "localhost@evil.example",
            "evil.example@localhost",
            "a b",
            "[::1",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }

    #[test]
    fn on_loopback_an_address_is_meant_that_was_named() {
        let hosts = Hosts::new(IpAddr::from([127, 0, 0, 1]), &["192.168.1.5".to_owned(), "[FE80::1]".to_owned()]);
        assert!(hosts.allow("192.168.1.5") && hosts.allow("192.168.1.5:1300") && hosts.allow("[fe80::1]:1300"));
        assert!(!hosts.allow("192.168.1.6") && !hosts.allow("[fe80::2]") && !hosts.allow("evil.example"));
    }

    #[test]
    fn bound_elsewhere_any_address_is_meant_but_no_name() {
        let hosts = Hosts::new(IpAddr::from([0, 0, 0, 0]), &[]);
        assert!(hosts.allow("192.168.1.5:1111") && hosts.allow("[fe80::1]:1111") && hosts.allow("localhost"));
        assert!(!hosts.allow("evil.example"));
    }
}
