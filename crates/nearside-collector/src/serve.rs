//! The verb `serve`: options → a server that runs until it is told to stop, or the word that it would.
//!
//! Everything that can fail fails before the banner: the site is read, the database migrated and the port
//! bound first, so that the banner means ready.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use crate::banner::Banner;
use crate::config::ServeOptions;
use crate::database::{Database, DatabaseError, LATEST_VERSION};
use crate::limits::Limits;
use crate::request_log::RequestLog;
use crate::router::{Services, router};
use crate::security::SecurityHeaders;
use crate::server::{Server, ServerError, stop_signal};
use crate::site::{Site, SiteError};

/// Why serving could not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The site's folder.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The socket.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The request log.
    #[error("the request log {} cannot be opened", path.display())]
    RequestLog {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Serves until SIGTERM or Ctrl-C.
pub async fn serve(options: ServeOptions) -> Result<(), ServeError> {
    let limits = Limits::default();
    let stop = stop_signal()?;
    let site = Site::open(&options.site)?;
    let database = Database::open(&options.database)?;
    let request_log = options.request_log.as_deref().map(open_request_log).transpose()?;
    let identity = database.identity().await?;
    let server = Server::bind(options.host, options.port, limits).await?;
    println!("{}", Banner::new(server.address(), &site, &database));
    tracing::info!(
        instance = format!("{:032x}", identity.instance),
        created_day = identity.created_day,
        address = %server.address(),
        "started"
    );
    if !site.pages().iter().any(|page| page == "/") {
        tracing::warn!("the site has no index.html: its start page is not there");
    }
    let security = SecurityHeaders::new(options.csp_for, options.behind_tls);
    let services = Services { database: Arc::new(database), site, security, request_log, limits };
    let is_drained = server.run(router(services), stop).await;
    tracing::info!(is_drained, "stopped");
    Ok(())
}

/// Says on stdout what `serve` would do with these options, or fails as it would. Changes nothing, and
/// leaves the port alone, as the server that has it may be the one that is to be restarted.
pub fn check(options: &ServeOptions) -> Result<(), ServeError> {
    let site = Site::open(&options.site)?;
    println!("site      {} ({} files)", site.root().display(), site.file_count());
    let state = match Database::inspect(&options.database)? {
        None => "to be made".to_owned(),
        Some(LATEST_VERSION) => format!("version {LATEST_VERSION}"),
        Some(version) => format!("to be migrated from version {version} to {LATEST_VERSION}"),
    };
    println!("database  {} ({state})", options.database.display());
    if let Some(path) = &options.request_log {
        RequestLog::check(path).map_err(|source| request_log_error(path, source))?;
    }
    println!("These options work.");
    Ok(())
}

fn open_request_log(path: &Path) -> Result<RequestLog, ServeError> {
    RequestLog::open(path).map_err(|source| request_log_error(path, source))
}

fn request_log_error(path: &Path, source: io::Error) -> ServeError {
    ServeError::RequestLog { path: path.to_owned(), source }
}
