//! Counting in the embedded database.
//!
//! One transaction for a whole group of reports: an id that is new adds to the sums, one that is known does not, and
//! the commit is flushed to the disk before anyone is answered. Statements are prepared once and kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use nearside_report::{Report, Stream};
use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::sums::{self, StreamRow, Sums};
use super::{Answer, DayCounts, Standing, Store};
use crate::database::{Database, DatabaseError};

/// Adds to a sum; the first time, makes it.
const ADD: &str = "INSERT INTO tally
    (site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, count)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT DO UPDATE SET count = count + excluded.count";
const COUNTS: &str = "SELECT site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, count
    FROM tally WHERE site = ?1 AND day >= ?2";
const STREAMS: &str =
    "SELECT DISTINCT site, slot, variant, origin, arms, epsilon, segments, bins FROM tally WHERE site = ?1";
/// Ids are random, so each of the slices is a 256th of them: others get their turn between two.
const FORGET: &str = "DELETE FROM report WHERE id >= ?1 AND (?2 IS NULL OR id < ?2) AND day < ?3";

/// Counts in SQLite.
#[derive(Debug)]
pub struct SqliteStore {
    database: Arc<Database>,
}

impl SqliteStore {
    /// Over an open database.
    #[must_use]
    pub fn new(database: Arc<Database>) -> Self {
        Self { database }
    }
}

impl Store for SqliteStore {
    fn count(&self, reports: Vec<Report>) -> Answer<'_, Vec<Standing>> {
        Box::pin(async move { Ok(self.database.call(move |connection| count(connection, &reports)).await?) })
    }

    fn counts(&self, site: String, since: u32) -> Answer<'_, Vec<DayCounts>> {
        Box::pin(async move {
            let rows = self.database.read(move |connection| {
                let mut statement = connection.prepare_cached(COUNTS)?;
                let rows = statement.query_map(params![site, since], |row| {
                    Ok((stream_row(row)?, [row.get(8)?, row.get(9)?, row.get(10)?]))
                })?;
                Ok(rows.collect::<Result<Vec<_>, _>>()?)
            });
            let mut gathered = BTreeMap::new();
            for (row, numbers) in rows.await? {
                sums::gather(&mut gathered, sums::stream(row)?, numbers)?;
            }
            Ok(sums::by_day(gathered))
        })
    }

    fn streams(&self, site: String) -> Answer<'_, Vec<Stream>> {
        Box::pin(async move {
            let rows = self.database.read(move |connection| {
                let mut statement = connection.prepare_cached(STREAMS)?;
                let rows = statement.query_map([site], stream_row)?;
                Ok(rows.collect::<Result<Vec<_>, _>>()?)
            });
            rows.await?.into_iter().map(sums::stream).collect()
        })
    }

    fn forget(&self, before: u32) -> Answer<'_, u64> {
        Box::pin(async move {
            // First, so that no report is counted whose id may be gone.
            self.database.call(move |connection| Ok(forget_before(connection, before)?)).await?;
            let mut forgotten = 0;
            for first in 0..=u8::MAX {
                let slice = move |connection: &mut Connection| {
                    let end = first.checked_add(1).map(|next| vec![next]);
                    Ok(connection.prepare_cached(FORGET)?.execute(params![vec![first], end, before])?)
                };
                forgotten += self.database.call(slice).await? as u64;
            }
            Ok(forgotten)
        })
    }

    fn probe(&self) -> Answer<'_, ()> {
        Box::pin(async move { Ok(self.database.probe().await?) })
    }
}

fn forget_before(connection: &Connection, before: u32) -> rusqlite::Result<usize> {
    connection.execute("UPDATE retention SET before_day = max(before_day, ?1)", [before])
}

fn count(connection: &mut Connection, reports: &[Report]) -> Result<Vec<Standing>, DatabaseError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut standings = Vec::with_capacity(reports.len());
    let mut sums = Sums::new();
    {
        let before: u32 = transaction
            .prepare_cached("SELECT before_day FROM retention")?
            .query_row([], |row| row.get(0))?;
        let mut remember = transaction
            .prepare_cached("INSERT INTO report (id, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for report in reports {
            let standing = if report.day() < before {
                Standing::Forgotten
            } else if remember.execute(params![report.id(), report.day()])? == 1 {
                sums::add(&mut sums, report);
                Standing::New
            } else {
                Standing::Known
            };
            standings.push(standing);
        }
        let mut add = transaction.prepare_cached(ADD)?;
        for ((stream, day, symbol), times) in sums {
            let [origin, arms, epsilon, segments, bins] = sums::numbers(stream);
            let Stream { site, slot, variant, .. } = stream;
            add.execute(params![
                site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, times
            ])?;
        }
    }
    transaction.commit()?;
    Ok(standings)
}

fn stream_row(row: &Row<'_>) -> rusqlite::Result<StreamRow> {
    let numbers = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
    Ok(StreamRow { site: row.get(0)?, slot: row.get(1)?, variant: row.get(2)?, numbers })
}
