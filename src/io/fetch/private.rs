//! Detects addresses of this machine and of private networks.
//!
//! The public can't reach them, and a check must not send requests into the internal network because a text names an
//! address there (server-side request forgery).

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Top-level names that don't exist in public DNS (RFC 6761, RFC 6762, RFC 8375, and ICANN's `internal`).
const INTERNAL: [&str; 7] = ["localhost", "local", "internal", "lan", "home.arpa", "test", "invalid"];

/// Whether the host is local or private, judged by the address alone; no name is resolved.
pub fn is_private(url: &Url) -> bool {
    match url.host() {
        None => true,
        Some(Host::Ipv4(address)) => private_v4(address),
        Some(Host::Ipv6(address)) => private_v6(address),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let below = |domain: &str| name == domain || name.ends_with(&format!(".{domain}"));
            !name.contains('.') || INTERNAL.into_iter().any(below)
        }
    }
}

/// Whether a resolved address is local or private.
pub fn is_private_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => private_v4(address) || address.is_broadcast() || address.is_multicast(),
        IpAddr::V6(address) => private_v6(address) || address.is_multicast(),
    }
}

fn private_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // 100.64.0.0/10: carrier-grade NAT (RFC 6598).
    let shared = first == 100 && (64..128).contains(&second);
    address.is_private() || address.is_loopback() || address.is_link_local() || address.is_unspecified() || shared
}

fn private_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return private_v4(address);
    }
    address.is_loopback() || address.is_unspecified() || address.is_unique_local() || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_public_cannot_reach_is_private() {
        for url in [
            "http://localhost:8080/",
            "http://127.0.0.1/",
            "http://10.1.2.3/a",
            "http://192.168.0.9/",
            "http://172.16.0.1/",
            "http://169.254.1.1/",
            "http://100.100.0.1/",
            "http://[::1]/",
            "http://[fd00::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://oa/",
            "http://nas.lan/",
            "http://kepu.localhost./",
        ] {
            assert!(is_private(&Url::parse(url).unwrap()), "{url}");
        }
        for url in ["https://www.gov.cn/", "http://8.8.8.8/", "http://[2001:db8::1]/", "https://local.example.org/"] {
            assert!(!is_private(&Url::parse(url).unwrap()), "{url}");
        }
    }
}
