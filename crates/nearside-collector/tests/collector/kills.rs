//! The program itself, killed twenty times while clients send and retry.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use nearside_collector::clock::system_day;
use nearside_report::Origin;
use rusqlite::Connection;

use crate::senders::{rng, seal, stream};

const KILLS: usize = 20;
const CLIENTS: u64 = 4;
/// Acknowledgements between two kills.
const BETWEEN: usize = 60;

const CONFIG: &str = "rate-limit = 0\n[[measured]]\nname = \"shop.example\"\norigins = []\n\
    segments = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n";

/// A running collector; what it prints is kept open, as a closed pipe would end it.
struct Collector {
    child: Child,
    address: SocketAddr,
    _printed: BufReader<ChildStdout>,
}

impl Collector {
    /// Starts on a port, 0 for a free one.
    fn start(folder: &Path, port: u16) -> Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nearside-collector"))
            .current_dir(folder)
            .args(["serve", "--config", "near.toml", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut printed = BufReader::new(child.stdout.take().context("stdout")?);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            ensure!(printed.read_line(&mut line)? > 0, "the collector did not start");
        }
        let address = line.split_once("http://").context("an address")?.1;
        let address = address.trim_end().trim_end_matches('/').parse()?;
        Ok(Self { child, address, _printed: printed })
    }

    /// SIGKILL: nothing is finished, flushed or closed.
    fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

/// Sends a body once; whether it was acknowledged.
fn send(address: SocketAddr, bytes: &[u8]) -> Result<bool> {
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(socket, "POST /v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n", bytes.len())?;
    socket.write_all(b"Connection: close\r\n\r\n")?;
    socket.write_all(bytes)?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200 "))
}

#[test]
fn killed_twenty_times_under_load_it_loses_and_doubles_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("near.toml"), CONFIG)?;
    let mut collector = Collector::start(folder.path(), 0)?;
    let address = collector.address;
    let (told, acknowledged) = mpsc::channel();
    let is_over = Arc::new(AtomicBool::new(false));
    let retries = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|seed| {
            let (told, is_over, retries) = (told.clone(), Arc::clone(&is_over), Arc::clone(&retries));
            std::thread::spawn(move || {
                let mut rng = rng(seed);
                while !is_over.load(Ordering::Relaxed) {
                    let stream = stream("proof", Origin::Explored);
                    let report = seal(stream, system_day(), 1, 1.0, &mut rng);
                    // The same bytes until they are acknowledged, whatever becomes of the connection.
                    while !send(address, &report.to_bytes()).unwrap_or(false) {
                        retries.fetch_add(1, Ordering::Relaxed);
                        std::thread::yield_now();
                    }
                    if told.send(report.id()).is_err() {
                        break;
                    }
                }
            })
        })
        .collect();
    drop(told);
    let mut ids = Vec::new();
    for _ in 0..KILLS {
        ids.extend(acknowledged.iter().take(BETWEEN));
        collector.kill()?;
        collector = Collector::start(folder.path(), address.port())?;
    }
    ids.extend(acknowledged.iter().take(BETWEEN));
    is_over.store(true, Ordering::Relaxed);
    ids.extend(acknowledged.iter());
    for client in clients {
        ensure!(client.join().is_ok(), "a client failed");
    }
    collector.kill()?;
    let database = Connection::open(folder.path().join("nearside.db"))?;
    let mut find = database.prepare("SELECT count(*) FROM report WHERE id = ?1")?;
    let sent = i64::try_from(ids.len())?;
    let mut lost = 0;
    for id in &ids {
        lost += u64::from(find.query_row([id], |row| row.get::<_, i64>(0))? == 0);
    }
    let counted: i64 = database.query_row("SELECT sum(count) FROM tally", [], |row| row.get(0))?;
    let remembered: i64 = database.query_row("SELECT count(*) FROM report", [], |row| row.get(0))?;
    println!(
        "sqlite: killed {KILLS} times, {} acknowledged after {} retries: lost {lost}, counted twice {}",
        ids.len(),
        retries.load(Ordering::Relaxed),
        counted - sent
    );
    assert_eq!((lost, counted, remembered), (0, sent, sent));
    Ok(())
}

#[test]
fn an_answer_that_is_lost_after_the_commit_counts_once() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("near.toml"), CONFIG)?;
    let collector = Collector::start(folder.path(), 0)?;
    let address = collector.address;
    let bytes = seal(stream("proof", Origin::Explored), system_day(), 1, 1.0, &mut rng(9)).to_bytes();
    let mut socket = TcpStream::connect(address)?;
    write!(socket, "POST /v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 256\r\n\r\n")?;
    socket.write_all(&bytes)?;
    // One byte of the answer says that the commit was; the rest is never read, and the server is killed.
    socket.read_exact(&mut [0])?;
    drop(socket);
    collector.kill()?;
    let collector = Collector::start(folder.path(), address.port())?;
    ensure!(send(address, &bytes)?, "the retry is acknowledged");
    collector.kill()?;
    let database = Connection::open(folder.path().join("nearside.db"))?;
    let counted: i64 = database.query_row("SELECT sum(count) FROM tally", [], |row| row.get(0))?;
    assert_eq!(counted, 1);
    Ok(())
}
