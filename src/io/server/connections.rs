//! A listener → connections, with a limit on their number and on their idle time.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
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
    pub timeouts: Timeouts,
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
                let routes = routes.clone().layer(Extension(Peer(peer)));
                let connection = begin(stream, routes, limits.timeouts, tls.clone(), ends.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop(permit);
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
    timeouts: Timeouts,
    tls: Option<TlsAcceptor>,
    ends: watch::Receiver<bool>,
) {
    // Otherwise the last part of a response may wait for the next (Nagle's algorithm).
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return serve(stream, routes, timeouts, ends).await };
    // A client that doesn't finish the handshake holds a connection no longer than one that sends no head.
    if let Ok(Ok(stream)) = tokio::time::timeout(timeouts.head, tls.accept(stream)).await {
        serve(stream, routes, timeouts, ends).await;
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    routes: Router,
    timeouts: Timeouts,
    mut ends: watch::Receiver<bool>,
) {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(timeouts.head);
    let stream = TokioIo::new(StallLimit::new(stream, timeouts.stall));
    let mut connection = pin!(protocol.serve_connection(stream, TowerToHyperService::new(routes)));
    // A failed connection ends alone; the server continues.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ends.wait_for(|ending| *ending) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
