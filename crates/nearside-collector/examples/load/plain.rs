//! The same rows, inserted by rusqlite and nothing else: the most that this disk and this SQLite allow.
//!
//! The collector's own schema and pragmas, an id for each report, the sums of each transaction upserted at its end.

use std::time::Instant;

use anyhow::Result;
use nearside_collector::clock::system_day;
use nearside_collector::database::Database;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rusqlite::{Connection, params};

/// Rows a second, over so many reports in transactions of this size.
pub(crate) fn insert(reports: usize, group: usize) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("plain.db");
    drop(Database::open(&path)?);
    let mut connection = Connection::open(&path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let day = system_day();
    let started = Instant::now();
    let mut left = reports;
    while left > 0 {
        let now = left.min(group);
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("INSERT INTO report (id, day) VALUES (?1, ?2)")?;
            for _ in 0..now {
                let mut id = [0; 16];
                rng.fill_bytes(&mut id);
                insert.execute(params![id, day])?;
            }
            let mut add = transaction.prepare_cached(
                "INSERT INTO tally (site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, count)
                 VALUES ('shop.example', 'hero', ?1, 0, 2, 2000, 5, 2, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET count = count + excluded.count",
            )?;
            // Two variants of ten symbols, as many of them as the group has reports.
            for sum in 0..now.min(20) {
                let variant = if sum % 2 == 0 { "default" } else { "proof" };
                add.execute(params![variant, day, (sum / 2) as i64, (now / 20 + 1) as i64])?;
            }
        }
        transaction.commit()?;
        left -= now;
    }
    Ok(reports as f64 / started.elapsed().as_secs_f64())
}
