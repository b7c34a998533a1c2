//! An address and a port → a listener, or the program that already has the port.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ServerOptions;
use crate::base::diagnostic::{Diagnostic, messages};

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
    let failed =
        |error: std::io::Error| messages::cannot_listen(&address(options.port).to_string(), &error.to_string());
    match bind(options.port) {
        Err(error) if error.kind() == ErrorKind::AddrInUse && options.named_port => Err(taken(address(options.port))),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let next = (1..=TRIED).filter_map(|step| options.port.checked_add(step));
            next.into_iter().find_map(|port| bind(port).ok()).map_or_else(|| bind(0), Ok).map_err(failed)
        }
        bound => bound.map_err(failed),
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
