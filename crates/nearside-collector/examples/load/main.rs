//! How many reports a second the collector counts, beside plain inserts of the same rows in the same run.
//!
//! `cargo run --profile native -p nearside-collector --example load -- [SECONDS [CLIENTS]]`: the collector's own
//! routes on a loopback socket, SQLite in a folder of its own, group commit and fsync on. Clients send on kept
//! connections, each waiting for its answer. Then as many rows are inserted by rusqlite alone, in transactions as
//! large as the collector's were. Everything ends after SECONDS for each size of body.

mod clients;
mod plain;
mod sealing;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use nearside_collector::Limits;
use nearside_collector::clock::system_day;
use nearside_collector::database::Database;
use nearside_collector::measured::{Measured, MeasuredSites};
use nearside_collector::router::{Services, router};
use nearside_collector::security::SecurityHeaders;
use nearside_collector::server::Server;
use nearside_collector::store::SqliteStore;

/// Reports that may wait: more than all clients send at once.
const AMPLE: usize = 256 * 1024;
/// Room for four full bodies.
const SCARCE: usize = 1024;
/// Reports in a body.
const BODIES: [usize; 3] = [1, 16, 256];

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let seconds = arguments.next().transpose()?.unwrap_or(5).clamp(1, 60);
    let clients = arguments.next().transpose()?.unwrap_or(48).clamp(1, 512);
    let lasting = Duration::from_secs(seconds);
    for reports in BODIES {
        measure(lasting, clients, reports, AMPLE).await?;
    }
    // Everyone at once asks for several times what there is room for.
    measure(lasting, clients, 256, SCARCE).await?;
    Ok(())
}

async fn measure(lasting: Duration, clients: u64, reports: usize, room: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("load.db");
    let database = Arc::new(Database::open(&path)?);
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    limits.waiting_reports = room;
    let services = Services {
        store: Arc::new(SqliteStore::new(Arc::clone(&database))),
        measured: MeasuredSites::new(vec![shop()])?,
        site: None,
        security: SecurityHeaders::default(),
        request_log: None,
        limits,
        clock: system_day,
    };
    let server = Server::bind("127.0.0.1".parse()?, 0, limits).await?;
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.run(router(services), async {
        let _ = stopped.await;
    }));
    let sent =
        tokio::task::spawn_blocking(move || clients::send(address, clients, reports, lasting)).await??;
    let commits = commits(address).await?;
    drop(stop);
    running.await?;
    let counted: i64 = database
        .read(|connection| Ok(connection.query_row("SELECT sum(count) FROM tally", [], |row| row.get(0))?))
        .await?;
    anyhow::ensure!(
        counted == i64::try_from(sent.reports)?,
        "{counted} counted, {} acknowledged",
        sent.reports
    );
    let group = (sent.reports / commits.max(1)).max(1);
    let plain = tokio::task::spawn_blocking(move || plain::insert(sent.reports, group)).await??;
    println!(
        "load: {reports:>3} a body, {clients} clients, {:.1} s: {:>7.0} reports/s, p50 {:.1} ms, p99 {:.1} ms; \
         {group} a commit; plain inserts {plain:.0}/s, ratio {:.2}; {} told to come back; {} MiB at most",
        sent.took.as_secs_f64(),
        sent.rate(),
        sent.percentile(0.5),
        sent.percentile(0.99),
        sent.rate() / plain,
        sent.deferred,
        peak_mib()
    );
    Ok(())
}

/// How many transactions there were, as the metrics have it.
async fn commits(address: std::net::SocketAddr) -> Result<usize> {
    let text = tokio::task::spawn_blocking(move || clients::get(address, "/metrics")).await??;
    let line = text.lines().find_map(|line| line.strip_prefix("nearside_commit_seconds_count "));
    Ok(line.context("the metrics tell no commits")?.parse()?)
}

fn shop() -> Measured {
    Measured {
        name: "shop.example".to_owned(),
        origins: Vec::new(),
        segments: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        bins: 2,
        privacy_epsilon_thousandths: 2_000,
    }
}

/// The most memory that this process, clients included, ever had.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
