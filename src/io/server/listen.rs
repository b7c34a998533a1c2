//! An address and a port → a listener, or the program that already has the port.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ServerOptions;
use crate::base::diagnostic::{Cause, Diagnostic, messages};

/// The address at which every kepu identifies itself.
pub(super) const HELLO: &str = "/.kepu/hello";

/// The response at that address.
#[derive(Serialize, Deserialize)]
pub(super) struct Hello {
    pub program: String,
    pub version: String,
    /// The site's folder; only requests from this machine get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
}

impl Hello {
    pub fn of(root: Option<&str>) -> Self {
        let text = str::to_owned;
        Self { program: text("kepu"), version: text(env!("CARGO_PKG_VERSION")), root: root.map(text) }
    }
}

/// The number of ports that are tried one after the other, before any free one is taken.
const TRIED: u16 = 100;
/// The timeout for the identification of the program that has the port.
const PATIENCE: Duration = Duration::from_millis(500);
const LONGEST_ANSWER: u64 = 64 * 1024;

pub fn listen(options: &ServerOptions) -> Result<TcpListener, Diagnostic> {
    let address = |port| SocketAddr::new(options.address, port);
    let bind = |port| -> std::io::Result<TcpListener> {
        let listener = TcpListener::bind(address(port))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    };
    let failed = |error: std::io::Error| messages::cannot_listen(&address(options.port).to_string(), Cause::io(&error));
    match if options.named_port { bind(options.port) } else { first_free(options.port, bind) } {
        Err(error) if error.kind() == ErrorKind::AddrInUse && options.named_port => Err(taken(address(options.port))),
        bound => bound.map_err(failed),
    }
}

/// Binds the first port from `port` on that can be had, or else any. One that another program has is skipped, and one
/// that Windows keeps for its virtual machines, which it calls a missing permission.
fn first_free<T>(port: u16, bind: impl Fn(u16) -> std::io::Result<T>) -> std::io::Result<T> {
    match bind(port) {
        Err(error) if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => {
            let next = (1..=TRIED).filter_map(|step| port.checked_add(step));
            next.into_iter().find_map(|port| bind(port).ok()).map_or_else(|| bind(0), Ok)
        }
        bound => bound,
    }
}

/// Returns the address of this machine in its network.
pub fn own_address(any: IpAddr) -> Option<IpAddr> {
    // Nothing is sent: connecting a datagram socket only queries the routing table for the address that would be used.
    let (any, far) = match any {
        IpAddr::V4(_) => (IpAddr::from(Ipv4Addr::UNSPECIFIED), IpAddr::from(Ipv4Addr::new(192, 0, 2, 1))),
        IpAddr::V6(_) => (Ipv6Addr::UNSPECIFIED.into(), Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((far, 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|address| !address.is_loopback())
}

fn taken(address: SocketAddr) -> Diagnostic {
    let name = address.to_string();
    match who_is_there(address) {
        Some(Hello { version, root: Some(root), .. }) => messages::port_taken(
            &name,
            &format!("那里的 kepu {version} 正在显示 {root}"),
            &format!("kepu {version} serves {root} there"),
        ),
        Some(Hello { version, .. }) => {
            messages::port_taken(&name, &format!("那里已有 kepu {version}"), &format!("kepu {version} is there"))
        }
        None => messages::port_taken(&name, "那里是别的程序", "another program is there"),
    }
}

/// Asks the program that listens whether it is a kepu.
fn who_is_there(mut address: SocketAddr) -> Option<Hello> {
    match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET {HELLO} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    // Another program may send without end, or stay silent; only what arrived until the timeout counts.
    let _ = stream.take(LONGEST_ANSWER).read_to_end(&mut answer);
    let answer = String::from_utf8(answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    serde_json::from_str::<Hello>(body).ok().filter(|hello| hello.program == "kepu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserved_port_is_skipped_like_a_taken_one() {
        let refusing = |kind: ErrorKind| {
            move |port: u16| if (1111..1120).contains(&port) { Err(std::io::Error::from(kind)) } else { Ok(port) }
        };
        assert_eq!(first_free(1111, refusing(ErrorKind::AddrInUse)).unwrap(), 1120);
        assert_eq!(first_free(1111, refusing(ErrorKind::PermissionDenied)).unwrap(), 1120);
        assert!(first_free(1111, refusing(ErrorKind::AddrNotAvailable)).is_err());
    }
}
