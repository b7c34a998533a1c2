//! The names that a studio answers to, with the origins that its pages have under each.

use std::net::SocketAddr;

use axum::http::uri::Authority;

/// A name of the studio, as browsers send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedName {
    /// The `Host` header: the port is missing if it is the usual one.
    pub host: String,
    /// The `Origin` header.
    pub origin: String,
    /// The origin of the preview under the same name: cookies are for a name, whatever the port.
    pub preview: String,
}

/// How browsers reach a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Plainly,
    ByTls,
    /// Through a proxy that speaks TLS for it.
    ByProxy,
}

impl Reached {
    fn scheme(self) -> &'static str {
        if self == Self::Plainly { "http" } else { "https" }
    }

    fn usual_port(self) -> u16 {
        if self == Self::Plainly { 80 } else { 443 }
    }
}

/// Reads a host name as it was given, in lower case; `None` if it is none. A port may follow: that of a proxy.
pub fn host_name(given: &str) -> Option<String> {
    let authority: Authority = given.trim().to_ascii_lowercase().parse().ok()?;
    let is_plain = !given.contains('@') && !authority.host().is_empty() && !authority.host().ends_with('.');
    is_plain.then(|| authority.to_string())
}

/// The names of a studio that listens at `address`, whose preview has another port. `given` are host names; without one
/// it is the address itself.
pub fn served_names(given: &[String], address: SocketAddr, preview: u16, reached: Reached) -> Vec<ServedName> {
    let own = address.ip();
    let own = if own.is_ipv6() { format!("[{own}]") } else { own.to_string() };
    let given = if given.is_empty() { std::slice::from_ref(&own) } else { given };
    let named = |given: &String| {
        let authority: Authority = given.parse().ok()?;
        let own_port = if reached == Reached::ByProxy { reached.usual_port() } else { address.port() };
        let (name, port) = (authority.host(), authority.port_u16().unwrap_or(own_port));
        let with = |port: u16| if port == reached.usual_port() { name.to_owned() } else { format!("{name}:{port}") };
        let scheme = reached.scheme();
        let host = with(port);
        Some(ServedName {
            origin: format!("{scheme}://{host}"),
            preview: format!("{scheme}://{}", with(preview)),
            host,
        })
    };
    given.iter().filter_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_port_that_browsers_send() {
        let of = |given: &[&str], port: u16, reached| {
            let given: Vec<String> = given.iter().map(|name| host_name(name).unwrap()).collect();
            let address = SocketAddr::from(([192, 168, 1, 5], port));
            served_names(&given, address, 1300, reached)
                .into_iter()
                .map(|name| format!("{} {} {}", name.host, name.origin, name.preview))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(&[], 1200, Reached::Plainly),
            ["192.168.1.5:1200 http://192.168.1.5:1200 http://192.168.1.5:1300"]
        );
        assert_eq!(
            of(&["Kepu.Test", "other.test"], 443, Reached::ByTls),
            [
                "kepu.test https://kepu.test https://kepu.test:1300",
                "other.test https://other.test https://other.test:1300"
            ]
        );
        assert_eq!(
            of(&["kepu.test", "kepu.test:8443"], 1200, Reached::ByProxy),
            [
                "kepu.test https://kepu.test https://kepu.test:1300",
                "kepu.test:8443 https://kepu.test:8443 https://kepu.test:1300"
            ]
        );
    }

    #[test]
    fn only_names_are_names() {
        for wrong in ["", "a@b", "http://a", "a/b", "a b", "kepu.test."] {
            assert_eq!(host_name(wrong), None, "{wrong}");
        }
        assert_eq!(host_name("[FE80::1]").as_deref(), Some("[fe80::1]"));
    }
}
