//! The numbered steps from an empty file to the present schema.
//!
//! Input: a connection; output: the same at [`LATEST_VERSION`]. The version is SQLite's `user_version`, and
//! the steps that are missing run in one transaction together with its change: a crash leaves the old
//! version or the new one. Written here because the crate for it asks for another release of rusqlite.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{DatabaseError, reading};

/// Step `n` brings version `n` to `n + 1`. A step that was released is never edited.
const STEPS: &[&str] =
    &[include_str!("../../migrations/0001_meta.sql"), include_str!("../../migrations/0002_reports.sql")];

/// The version that this program works with.
pub const LATEST_VERSION: i64 = STEPS.len() as i64;

/// `near` in ASCII, in the file's header: tells our databases from other programs'.
const APPLICATION_ID: i64 = 0x6e65_6172;

/// The version of a database that is ours or empty (then 0); an error for any other.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i64, DatabaseError> {
    let number = |sql: &str| -> Result<i64, DatabaseError> {
        connection.query_row(sql, [], |row| row.get(0)).map_err(|error| reading(path, error))
    };
    let found = number("PRAGMA user_version")?;
    let is_ours = number("PRAGMA application_id")? == APPLICATION_ID;
    let is_empty = found == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    if !is_ours && !is_empty {
        return Err(DatabaseError::Foreign(path.to_owned()));
    }
    if found > LATEST_VERSION {
        return Err(DatabaseError::Newer { path: path.to_owned(), found, known: LATEST_VERSION });
    }
    Ok(found)
}

/// Runs the steps that are missing.
pub(super) fn apply(connection: &mut Connection, path: &Path) -> Result<(), DatabaseError> {
    // Immediate, and the version read inside: of two processes that start together the second finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction, path)?;
    let missing = STEPS.iter().skip(usize::try_from(found).unwrap_or(0));
    for (sql, reached) in missing.zip(found + 1..) {
        transaction.execute_batch(sql)?;
        tracing::debug!(version = reached, "migrated the database");
    }
    if found < LATEST_VERSION {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", LATEST_VERSION)?;
    }
    transaction.commit()?;
    Ok(())
}
