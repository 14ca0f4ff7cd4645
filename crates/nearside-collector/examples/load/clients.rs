//! Clients on kept connections, each a thread that sends a body, waits for its answer, and sends the next.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rand_core::SeedableRng;
use rand_pcg::Pcg64Mcg;

use crate::sealing;

/// A thousandth of what Retry-After asks for: these clients are to be a burden.
const PAUSE: Duration = Duration::from_millis(5);

/// What was acknowledged, and how fast.
pub(crate) struct Sent {
    pub(crate) reports: usize,
    pub(crate) took: Duration,
    /// Requests that were told to come back.
    pub(crate) deferred: usize,
    /// Of each request, in ascending order.
    latencies: Vec<Duration>,
}

impl Sent {
    /// Reports a second.
    pub(crate) fn rate(&self) -> f64 {
        self.reports as f64 / self.took.as_secs_f64()
    }

    /// In milliseconds.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let at = ((self.latencies.len().max(1) - 1) as f64 * share) as usize;
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0)
    }
}

/// Sends until the time is over; every answer must be a 200, or a 503 that says when to come back.
pub(crate) fn send(address: SocketAddr, clients: u64, reports: usize, lasting: Duration) -> Result<Sent> {
    let started = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|seed| std::thread::spawn(move || client(address, seed, reports, started, lasting)))
        .collect();
    let (mut latencies, mut deferred) = (Vec::new(), 0);
    for thread in threads {
        let (own, more) = thread.join().map_err(|_| anyhow::anyhow!("a client failed"))??;
        latencies.extend(own);
        deferred += more;
    }
    let took = started.elapsed();
    latencies.sort_unstable();
    Ok(Sent { reports: latencies.len() * reports, took, deferred, latencies })
}

/// The body of a page.
pub(crate) fn get(address: SocketAddr, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: load\r\nConnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

fn client(
    address: SocketAddr,
    seed: u64,
    reports: usize,
    started: Instant,
    lasting: Duration,
) -> Result<(Vec<Duration>, usize)> {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let (mut latencies, mut deferred) = (Vec::new(), 0);
    let mut request = Vec::new();
    while started.elapsed() < lasting {
        request.clear();
        let length = reports * 256;
        write!(request, "POST /v1/reports HTTP/1.1\r\nHost: load\r\nContent-Length: {length}\r\n\r\n")?;
        for _ in 0..reports {
            request.extend(sealing::report(&mut rng)?.to_bytes());
        }
        let asked = Instant::now();
        stream.write_all(&request)?;
        if answer(&mut answers)? {
            latencies.push(asked.elapsed());
        } else {
            deferred += 1;
            std::thread::sleep(PAUSE);
        }
    }
    Ok((latencies, deferred))
}

/// Reads one answer to its end; whether it was an acknowledgement.
fn answer(answers: &mut BufReader<TcpStream>) -> Result<bool> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    let is_acknowledged = line.starts_with("HTTP/1.1 200");
    ensure!(is_acknowledged || line.starts_with("HTTP/1.1 503"), "{line}");
    let (mut length, mut come_back) = (None, false);
    while line != "\r\n" {
        line.clear();
        answers.read_line(&mut line)?;
        come_back |= line.starts_with("retry-after: ");
        if let Some((_, value)) = line.split_once("content-length: ") {
            length = Some(value.trim().parse::<usize>()?);
        }
    }
    let mut body = vec![0; length.context("an answer has a length")?];
    answers.read_exact(&mut body)?;
    ensure!(is_acknowledged || come_back, "a 503 without Retry-After");
    Ok(is_acknowledged)
}
