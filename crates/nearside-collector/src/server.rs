//! Sockets: bound, accepted within bounds, and closed in order.
//!
//! Input: an address, a router and a signal to stop; output: answers, until the signal. Then no connection
//! is accepted any more, answers under way are finished within [`Limits::drain`], and the rest is cut off.
//! HTTP/1.1 only: browsers speak HTTP/2 through TLS alone, which is the proxy's part.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::{Service, ServiceExt};

use crate::limits::Limits;
use crate::rate::Peer;

/// When accepting fails, mostly for want of file descriptors, others must close first.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// A bound socket.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    limits: Limits,
}

/// Why the server cannot listen.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServerError {
    /// Another program has the port.
    #[error("port {} of {} is in use; choose another with --port, or --port 0 for a free one", .0.port(), .0.ip())]
    PortTaken(SocketAddr),
    /// The system refused otherwise.
    #[error("cannot listen on {address}")]
    CannotListen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// SIGTERM and Ctrl-C cannot be waited for.
    #[error("cannot wait for the signal to stop")]
    NoSignals(#[source] io::Error),
}

impl Server {
    /// Listens; port 0 takes a free one.
    pub async fn bind(host: IpAddr, port: u16, limits: Limits) -> Result<Self, ServerError> {
        let wanted = SocketAddr::new(host, port);
        let refused = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => ServerError::PortTaken(wanted),
            _ => ServerError::CannotListen { address: wanted, source },
        };
        let listener = TcpListener::bind(wanted).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, address, limits })
    }

    /// Where it listens, with the port that was found free.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done, then drains; tells whether every answer was finished.
    pub async fn run(self, router: Router, stop: impl Future<Output = ()>) -> bool {
        let places = Arc::new(Semaphore::new(self.limits.connections));
        let connections = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let (stream, peer, place) = tokio::select! {
                () = &mut stop => break,
                accepted = accept(&self.listener, &places) => accepted,
            };
            self.serve(stream, place, with_peer(router.clone(), peer), &connections);
        }
        drop(self.listener);
        tokio::time::timeout(self.limits.drain, connections.shutdown()).await.is_ok()
    }

    fn serve<S>(
        &self,
        stream: TcpStream,
        place: OwnedSemaphorePermit,
        service: S,
        connections: &GracefulShutdown,
    ) where
        S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send + 'static,
        S::Future: Send,
    {
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header_read)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
}

/// SIGTERM or Ctrl-C. Listened for from this call on, so that none is missed.
pub fn stop_signal() -> Result<impl Future<Output = ()>, ServerError> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).map_err(ServerError::NoSignals)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(ServerError::NoSignals)?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => (),
                _ = interrupt.recv() => (),
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without the signal there is nothing to wait for, and stopping beats never being stoppable.
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Tells the routes who is at the other end, for the rate limit alone.
fn with_peer(
    router: Router,
    peer: Peer,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static
{
    ServiceExt::<Request<Incoming>>::map_request(router, move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        request
    })
}

/// The next connection, once there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Peer, OwnedSemaphorePermit) {
    loop {
        // The semaphore is never closed, so that only the pause follows from an error here.
        if let Ok(place) = Arc::clone(places).acquire_owned().await {
            match listener.accept().await {
                Ok((stream, address)) => {
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "a connection keeps Nagle's delay");
                    }
                    return (stream, Peer(address.ip()), place);
                }
                Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
            }
        }
        tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
    }
}
