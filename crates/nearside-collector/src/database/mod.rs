//! The embedded SQLite database: opened, brought up to date, and used by one caller at a time.
//!
//! Input: a path; output: a connection in WAL mode that flushes every commit, so that what was committed
//! survives the loss of power. SQLite blocks, so each use runs on a blocking thread; callers queue without a
//! thread of their own, and a stalled disk therefore holds one thread, not all.

mod migration;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use thiserror::Error;
use tokio::sync::Mutex;

pub use migration::LATEST_VERSION;

/// How long a statement waits for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The database of this collector.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    connection: Arc<Mutex<Connection>>,
    /// Reads while the other writes: with a write-ahead log neither waits.
    reader: Arc<Mutex<Connection>>,
}

/// Who a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Random, made with the database.
    pub instance: u128,
    /// Days since 1970-01-01, UTC.
    pub created_day: i64,
}

/// Why the database cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// A later release wrote it; nothing was changed.
    #[error(
        "{} is at version {found}, and this program knows versions up to {known}: use the program that \
         wrote it, or another --database",
        path.display()
    )]
    Newer {
        /// The database's file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last version that this program knows.
        known: i64,
    },
    /// Some other program's tables are in it; nothing was changed.
    #[error("{} is another program's database; name another file with --database", .0.display())]
    Foreign(PathBuf),
    /// The file is there and is not SQLite's.
    #[error("{} is not an SQLite database; name another file with --database", .0.display())]
    NotADatabase(PathBuf),
    /// The folder that should hold it is missing.
    #[error("the folder of {} does not exist", .0.display())]
    NoFolder(PathBuf),
    /// WAL needs shared memory, which some network file systems lack.
    #[error("{} cannot use a write-ahead log; is it on a network file system?", .0.display())]
    NoWriteAheadLog(PathBuf),
    /// The file was there at the start and is not any more.
    #[error("{} has gone", .0.display())]
    Gone(PathBuf),
    /// The thread that used the database ended early.
    #[error("the database's thread ended early")]
    Interrupted,
    /// SQLite said no.
    #[error("the database failed")]
    Sqlite(#[from] rusqlite::Error),
}

impl Database {
    /// Opens the file, makes it if it is not there, and applies the migrations that it lacks.
    pub fn open(path: &Path) -> Result<Self, DatabaseError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut connection = connect(path, flags)?;
        // Before anything is written: a file that is refused stays as it was.
        migration::version(&connection, path)?;
        configure(&connection, path)?;
        migration::apply(&mut connection, path)?;
        let reader = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let [connection, reader] = [connection, reader].map(|connection| Arc::new(Mutex::new(connection)));
        Ok(Self { path: path.to_owned(), connection, reader })
    }

    /// The version of a database that may not exist yet (`None`), without changing anything.
    pub fn inspect(path: &Path) -> Result<Option<i64>, DatabaseError> {
        if !path.exists() {
            return folder_exists(path).map(|()| None);
        }
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        migration::version(&connection, path).map(Some)
    }

    /// Runs `work` alone on the connection, away from the threads that serve.
    pub async fn call<T, F>(&self, work: F) -> Result<T, DatabaseError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, DatabaseError> + Send + 'static,
    {
        alone(&self.connection, work).await
    }

    /// Runs `work`, which only reads, without waiting for whoever writes.
    pub async fn read<T, F>(&self, work: F) -> Result<T, DatabaseError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, DatabaseError> + Send + 'static,
    {
        alone(&self.reader, work).await
    }

    /// Who this database is.
    pub async fn identity(&self) -> Result<Identity, DatabaseError> {
        self.call(|connection| {
            let row = connection.query_row("SELECT instance, created_day FROM meta", [], |row| {
                Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?))
            })?;
            Ok(Identity { instance: u128::from_be_bytes(row.0), created_day: row.1 })
        })
        .await
    }

    /// Does it answer, and is its file still there? An unlinked file would answer until the restart.
    pub async fn probe(&self) -> Result<(), DatabaseError> {
        if !tokio::fs::try_exists(&self.path).await.unwrap_or(false) {
            return Err(DatabaseError::Gone(self.path.clone()));
        }
        self.identity().await.map(|_| ())
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

async fn alone<T, F>(connection: &Arc<Mutex<Connection>>, work: F) -> Result<T, DatabaseError>
where
    T: Send + 'static,
    F: FnOnce(&mut Connection) -> Result<T, DatabaseError> + Send + 'static,
{
    let mut connection = Arc::clone(connection).lock_owned().await;
    tokio::task::spawn_blocking(move || work(&mut connection))
        .await
        .map_err(|_| DatabaseError::Interrupted)?
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, DatabaseError> {
    folder_exists(path)?;
    // Without SQLITE_OPEN_URI: a file name is never read as `file:…?options`.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

fn configure(connection: &Connection, path: &Path) -> Result<(), DatabaseError> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(DatabaseError::NoWriteAheadLog(path.to_owned()));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

fn folder_exists(path: &Path) -> Result<(), DatabaseError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_none_or(Path::is_dir) { Ok(()) } else { Err(DatabaseError::NoFolder(path.to_owned())) }
}

/// SQLite opens any file; that it is not a database shows at the first read.
fn reading(path: &Path, error: rusqlite::Error) -> DatabaseError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => DatabaseError::NotADatabase(path.to_owned()),
        _ => DatabaseError::Sqlite(error),
    }
}
