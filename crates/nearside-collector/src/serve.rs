//! The verb `serve`: options → a server that runs until it is told to stop, or the word that it would.
//!
//! Everything that can fail fails before the banner: the site is read, the database migrated and the port
//! bound first, so that the banner means ready.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::banner::Banner;
use crate::clock::system_day;
use crate::config::ServeOptions;
use crate::limits::Limits;
use crate::measured::{MeasuredError, MeasuredSites};
use crate::opening::{OpenError, Place};
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
    /// A measured site.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
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
    let limits = limits(&options);
    let stop = stop_signal()?;
    let site = options.site.as_deref().map(Site::open).transpose()?;
    let measured = MeasuredSites::new(options.store.measured)?;
    let place = Place::named(&options.store.database);
    let store = place.open().await?;
    let request_log = options.request_log.as_deref().map(open_request_log).transpose()?;
    let server = Server::bind(options.host, options.port, limits).await?;
    let is_measuring = measured.iter().next().is_some();
    println!("{}", Banner::new(server.address(), site.as_ref(), place.to_string(), is_measuring));
    tracing::info!(address = %server.address(), measured_sites = measured.iter().count(), "started");
    if site.as_ref().is_some_and(|site| !site.pages().iter().any(|page| page == "/")) {
        tracing::warn!("the site has no index.html: its start page is not there");
    }
    let security = SecurityHeaders::new(options.csp_for, options.behind_tls);
    let services = Services { store, measured, site, security, request_log, limits, clock: system_day };
    let is_drained = server.run(router(services), stop).await;
    tracing::info!(is_drained, "stopped");
    Ok(())
}

/// Says on stdout what `serve` would do with these options, or fails as it would. Changes nothing, and
/// leaves the port alone, as the server that has it may be the one that is to be restarted.
pub async fn check(options: &ServeOptions) -> Result<(), ServeError> {
    if let Some(site) = options.site.as_deref().map(Site::open).transpose()? {
        println!("site      {} ({} files)", site.root().display(), site.file_count());
    }
    let place = Place::named(&options.store.database);
    println!("database  {place} ({})", place.check().await?);
    for site in MeasuredSites::new(options.store.measured.clone())?.iter() {
        println!("measured  {} from {}", site.name, site.origins.join(", "));
    }
    if let Some(path) = &options.request_log {
        RequestLog::check(path).map_err(|source| request_log_error(path, source))?;
    }
    println!("These options work.");
    Ok(())
}

fn limits(options: &ServeOptions) -> Limits {
    Limits {
        reports_a_second: options.rate_limit,
        waiting_reports: options.most_waiting,
        ..Limits::default()
    }
}

fn open_request_log(path: &Path) -> Result<RequestLog, ServeError> {
    RequestLog::open(path).map_err(|source| request_log_error(path, source))
}

fn request_log_error(path: &Path, source: io::Error) -> ServeError {
    ServeError::RequestLog { path: path.to_owned(), source }
}
