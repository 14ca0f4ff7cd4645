//! Where reports are counted: one trait, two stores.
//!
//! Checked reports → each counted once, durably, or an error and nothing counted. `SqliteStore` is the default, one
//! process with a file; `PostgresStore` lets any number of collectors share a server. Both keep the same three
//! things: ids for a while, sums for ever, and the day before which ids are forgotten.

mod postgres;
mod sqlite;
mod sums;

use std::fmt::Debug;
use std::pin::Pin;

use nearside_report::{Counts, Report, Stream};
use thiserror::Error;

use crate::database::DatabaseError;

pub use postgres::PostgresStore;
pub use sqlite::SqliteStore;

/// What a store answers, some time later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Counted now.
    New,
    /// Counted before.
    Known,
    /// Of a day whose ids are forgotten: it cannot be told from a retry, so it is not counted.
    Forgotten,
}

/// One stream's counts of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayCounts {
    /// What was counted together.
    pub stream: Stream,
    /// The reports' day.
    pub day: u32,
    /// How often each symbol came.
    pub counts: Counts,
}

/// Why a store did not do it. Whatever it is, trying again may help.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite: the disk is full, for instance.
    #[error(transparent)]
    Sqlite(#[from] DatabaseError),
    /// PostgreSQL is away, or refused.
    #[error("PostgreSQL failed")]
    Postgres(#[from] tokio_postgres::Error),
    /// The system's certificates cannot be read, so that no server can be trusted.
    #[error("the system has no certificates to know PostgreSQL by; sslmode=disable does without")]
    NoCertificates,
    /// What is stored is not what this program stores.
    #[error("a stored {0} makes no sense")]
    Corrupt(&'static str),
}

/// A place where reports are counted.
pub trait Store: Debug + Send + Sync {
    /// Counts the reports in one transaction; the answer, in their order, comes after the commit is durable.
    fn count(&self, reports: Vec<Report>) -> Answer<'_, Vec<Standing>>;
    /// The counts of a site from a day on, by stream and day in order.
    fn counts(&self, site: String, since: u32) -> Answer<'_, Vec<DayCounts>>;
    /// All streams of a site that were ever counted.
    fn streams(&self, site: String) -> Answer<'_, Vec<Stream>>;
    /// Forgets the ids of the days before; gives how many.
    fn forget(&self, before: u32) -> Answer<'_, u64>;
    /// Does it answer?
    fn probe(&self) -> Answer<'_, ()>;
}
