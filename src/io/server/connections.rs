//! A listener → connections, with a limit on their number and on their idle time.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::Timeouts;
use super::stall::StallLimit;

/// The sender of a request.
#[derive(Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What a connection may take, and how many there may be.
#[derive(Clone, Copy)]
pub struct ConnectionLimits {
    pub connections: u32,
    /// How many of them one network may have, so that it can't take all; this machine may, since a tunnel or a proxy on it
    /// stands for many.
    pub of_network: Option<u32>,
    /// The most bytes that are read ahead of what is answered.
    pub buffer: Option<usize>,
    pub timeouts: Timeouts,
}

/// What one network beyond this machine may have of a shared server: an office may be behind it.
pub const MOST_OF_NETWORK: u32 = 128;
/// Enough for the head of any request. A server that strangers reach holds no more for each.
pub const SMALL_BUFFER: usize = 64 * 1024;

/// The connections of each network that has some.
#[derive(Clone, Default)]
struct Networks(Arc<Mutex<HashMap<IpAddr, u32>>>);

/// One connection of a network, until it is dropped.
struct NetworkShare {
    networks: Networks,
    network: IpAddr,
}

impl Networks {
    /// Counts a connection; `None` if its network has as many as it may.
    fn share(&self, address: IpAddr, most: u32) -> Option<NetworkShare> {
        let network = network_of(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(network).or_insert(0);
        if *count >= most && !is_this_machine(address) {
            return None;
        }
        *count += 1;
        Some(NetworkShare { networks: self.clone(), network })
    }
}

impl Drop for NetworkShare {
    fn drop(&mut self) {
        let mut counts = self.networks.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.network);
            }
        }
    }
}

fn is_this_machine(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// The address, or of IPv6 the network, any address of which its user can take.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        four => four,
    }
}

/// The pause after the system refused a connection, usually because too many files are open.
const REFUSED: Duration = Duration::from_millis(50);

/// Answers requests until the server ends, then lets every connection finish its current request.
/// With `tls`, every connection begins with it.
pub async fn accept(
    listener: TcpListener,
    routes: Router,
    limits: ConnectionLimits,
    tls: Option<TlsAcceptor>,
    mut ends: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(limits.connections as usize));
    let networks = Networks::default();
    loop {
        let next = async {
            let permit = room.clone().acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            next = next => next,
            _ = ends.wait_for(|ending| *ending) => break,
        };
        let Ok(permit) = permit else { break };
        match accepted {
            Ok((stream, peer)) => {
                let Some(share) = networks.share(peer.ip(), limits.of_network.unwrap_or(u32::MAX)) else { continue };
                let routes = routes.clone().layer(Extension(Peer(peer)));
                let connection = begin(stream, routes, limits, tls.clone(), ends.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop((share, permit));
                });
            }
            Err(_) => tokio::time::sleep(REFUSED).await,
        }
    }
    drop(listener);
    // When all permits are free, no connection is left.
    let _ = room.acquire_many(limits.connections).await;
}

async fn begin(
    stream: TcpStream,
    routes: Router,
    limits: ConnectionLimits,
    tls: Option<TlsAcceptor>,
    ends: watch::Receiver<bool>,
) {
    // Otherwise the last part of a response may wait for the next (Nagle's algorithm).
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return serve(stream, routes, limits, ends).await };
    // A client that doesn't finish the handshake holds a connection no longer than one that sends no head.
    if let Ok(Ok(stream)) = tokio::time::timeout(limits.timeouts.head, tls.accept(stream)).await {
        serve(stream, routes, limits, ends).await;
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    routes: Router,
    limits: ConnectionLimits,
    mut ends: watch::Receiver<bool>,
) {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(limits.timeouts.head);
    if let Some(buffer) = limits.buffer {
        protocol.max_buf_size(buffer);
    }
    let stream = TokioIo::new(StallLimit::new(stream, limits.timeouts.stall));
    let mut connection = pin!(protocol.serve_connection(stream, TowerToHyperService::new(routes)));
    // A failed connection ends alone; the server continues.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ends.wait_for(|ending| *ending) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_take_every_connection() {
        let networks = Networks::default();
        let six = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]);
        let shares: Vec<_> = (1..=3).map(|last| networks.share(six(last), 3)).collect();
        assert!(shares.iter().all(Option::is_some) && networks.share(six(9), 3).is_none());
        let others = [networks.share(IpAddr::from([192, 0, 2, 1]), 3), networks.share(IpAddr::from([192, 0, 2, 2]), 3)];
        assert!(others.iter().all(Option::is_some));
        let own: Vec<_> = (0..9).map(|_| networks.share(IpAddr::from([127, 0, 0, 1]), 3)).collect();
        assert!(own.iter().all(Option::is_some));
        drop(shares);
        assert!(networks.share(six(9), 3).is_some());
        drop((others, own));
        assert!(networks.0.lock().unwrap().is_empty());
    }
}
