//! What one visitor may cost the server: bytes, time and connections.
//!
//! The defaults suit a process with 64 MiB to spare; tests shrink them so that they need not wait.

use std::time::Duration;

/// The bounds, all of them enforced.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// The largest request body, in bytes; browsers cap what they send from a closing page at the same.
    pub body_bytes: usize,
    /// From the connection, or the last answer on it, to the end of the request's headers.
    pub header_read: Duration,
    /// From the headers to the first byte of the answer, the reading of the request's body included.
    pub request: Duration,
    /// How long a request's reports may wait for their commit.
    pub commit: Duration,
    /// How long a stopping server waits for the answers under way.
    pub drain: Duration,
    /// How long a readiness probe may take.
    pub probe: Duration,
    /// Requests with reports that one address may send a second, twice as many in a burst; 0 is no limit.
    pub reports_a_second: u32,
    /// Reports that may wait for their commit; senders of more are told to come back.
    pub waiting_reports: usize,
    /// Connections open at once; further ones wait in the system's queue.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            header_read: Duration::from_secs(15),
            request: Duration::from_secs(30),
            commit: Duration::from_secs(10),
            drain: Duration::from_secs(10),
            probe: Duration::from_secs(2),
            reports_a_second: 50,
            waiting_reports: 16_384,
            connections: 1024,
        }
    }
}
