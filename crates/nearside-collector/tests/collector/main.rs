//! The collector from the outside: its router in this process, and the program itself on a real port.

mod caching;
mod database;
mod files;
mod fixture;
mod guard;
mod health;
mod process;
mod request_log;
