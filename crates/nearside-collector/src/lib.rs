//! The native side of nearside: one process that serves the site and counts noised reports.
//!
//! It never learns what a visitor did: it depends on no crate that could name a raw signal, its log holds
//! neither addresses nor user agents, and it sets no cookie. A request passes `router` (log, headers,
//! limits) to `health`, `reports`, `answers` or `site`; `server` owns the sockets. Each module uses only those
//! above it here. Reports end in a `store`: SQLite in a file, or a PostgreSQL that collectors share.

pub mod security;
pub mod clock;
pub mod measured;

pub mod config;
pub mod file;
pub mod database;
pub mod store;
pub mod site;

mod opening;
mod health;
mod limits;
mod metrics;
pub mod rate;
mod request_log;
mod reports;
mod answers;
mod openapi;
mod dashboard;

pub mod router;
pub mod server;

mod banner;
mod demo;
mod export;
mod serve;

pub use answers::{Priors, SiteSummary};
pub use demo::{DemoError, fill};
pub use export::{ExportError, export};
pub use limits::Limits;
pub use opening::{OpenError, Place};
pub use request_log::RequestLog;
pub use serve::{ServeError, check, serve};
