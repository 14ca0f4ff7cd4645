//! The browser's side of nearside: a thin shell around the pure core, the only Rust that names the DOM.
//!
//! DOM → `sense` → `nearside_core::engine` → `act` → DOM. Modules stand in flow order: each uses only those
//! before it. The loader (`js/`) fetches, starts and, if this instance dies, cleans up.

pub mod error;
pub mod host;
pub mod dto;
pub mod sense;
pub mod act;
pub mod load;
pub mod model;
pub mod journal;
pub mod inspect;
pub mod runtime;
pub mod frame;
pub mod shell;
pub mod api;
