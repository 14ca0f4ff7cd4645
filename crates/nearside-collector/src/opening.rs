//! Where reports are counted, by the operator's word for it: a file's path or a server's address.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::database::{Database, DatabaseError, LATEST_VERSION};
use crate::store::{PostgresStore, SqliteStore, Store, StoreError};

/// A place, not opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    File(PathBuf),
    Server(String),
}

/// Why a place cannot be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file.
    #[error(transparent)]
    File(#[from] DatabaseError),
    /// The server; its address is not told, as a password may be in it.
    #[error("PostgreSQL cannot be used; is the address in --database right, and the server up?")]
    Server(#[source] StoreError),
}

impl Place {
    /// `postgres://…` and `postgresql://…` are servers, all else is a file.
    #[must_use]
    pub fn named(text: &str) -> Self {
        let is_server = text.starts_with("postgres://") || text.starts_with("postgresql://");
        Self(if is_server { Kind::Server(text.to_owned()) } else { Kind::File(text.into()) })
    }

    /// Opens it, and brings it up to date.
    pub async fn open(&self) -> Result<Arc<dyn Store>, OpenError> {
        match &self.0 {
            Kind::File(path) => {
                let database = Database::open(path)?;
                let identity = database.identity().await?;
                tracing::info!(
                    instance = format!("{:032x}", identity.instance),
                    created_day = identity.created_day,
                    "opened the database"
                );
                Ok(Arc::new(SqliteStore::new(Arc::new(database))))
            }
            Kind::Server(address) => {
                Ok(Arc::new(PostgresStore::open(address).await.map_err(OpenError::Server)?))
            }
        }
    }

    /// What opening it would do, without changing anything.
    pub async fn check(&self) -> Result<String, OpenError> {
        match &self.0 {
            Kind::File(path) => Ok(match Database::inspect(path)? {
                None => "to be made".to_owned(),
                Some(LATEST_VERSION) => format!("version {LATEST_VERSION}"),
                Some(version) => format!("to be migrated from version {version} to {LATEST_VERSION}"),
            }),
            Kind::Server(address) => {
                PostgresStore::check(address).await.map_err(OpenError::Server)?;
                Ok("answers".to_owned())
            }
        }
    }
}

impl Display for Place {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::File(path) => write!(formatter, "{}", path.display()),
            Kind::Server(address) => {
                // What follows the last @ has no user and no password.
                let host = address.rsplit_once('@').map_or("", |(_, host)| host);
                write!(formatter, "PostgreSQL {}", host.split('?').next().unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn no_password_is_shown() {
        for (text, shown) in [
            ("a/near.db", "a/near.db"),
            ("postgres://me:secret@db:5432/near?sslmode=disable", "PostgreSQL db:5432/near"),
            ("postgresql:///near?host=/run&password=secret", "PostgreSQL "),
        ] {
            assert_eq!(Place::named(text).to_string(), shown);
        }
    }
}
