//! The pure machine behind nearside: signals in, effects out.
//!
//! No clock, no DOM, no network and no chance of its own. The browser's shell and the trainer feed it the same
//! events and get the same features and decisions, bit for bit. Modules stand in flow order: each imports only
//! what comes before it, and [`engine`] sees them all.

pub mod units;
pub mod geometry;
pub mod seed;
pub mod calendar;
pub mod name;
pub mod signal;
pub mod consent;
pub mod kinds;
pub mod history;
pub mod posterior;
pub mod bandit;
pub mod finetune;
pub mod record;
pub mod view;
pub mod hygiene;
pub mod session;
pub mod features;
pub mod condition;
pub mod experiment;
pub mod reward;
pub mod slot;
pub mod catalogue;
pub mod preview;
pub mod scorer;
pub mod attention;
pub mod outlook;
pub mod state;
mod facts;
pub mod learned;
pub mod priors;
pub mod config;
mod policy;
pub mod decision;
pub mod explain;
mod beliefs;
mod memory;
mod chain;
mod weigh;
mod exposure;
pub mod error;
pub mod event;
pub mod engine;
pub mod recording;
