//! The collector from the outside: its router in this process, and the program itself on a real port.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod answers;
mod caching;
mod configuration;
mod dashboard;
mod database;
mod files;
mod fixture;
mod fuzz;
mod guard;
mod health;
mod kills;
mod postgres;
mod process;
mod reports;
mod request_log;
mod robust;
mod senders;
mod server_of_postgres;
mod tls;
