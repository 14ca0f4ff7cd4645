//! The native side of nearside: one process with an embedded database that serves the site.
//!
//! It never learns what a visitor did: it depends on no crate that could name a raw signal, its log holds
//! neither addresses nor user agents, and it sets no cookie. A request passes `router` (log, headers,
//! limits) to `health` or `site`; `server` owns the sockets. Each module uses only those above it here, and
//! reports come in as one more route beside `health`, on the same `Database`.

pub mod security;

pub mod config;
pub mod database;
pub mod site;

mod health;
mod limits;
mod request_log;

pub mod router;
pub mod server;

mod banner;
mod serve;

pub use limits::Limits;
pub use request_log::RequestLog;
pub use serve::{ServeError, check, serve};
