//! The core as the shell and the trainer drive it: events in, effects out, time and chance injected.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod credits;
mod deciding;
mod experiments;
mod features;
mod guards;
mod happened;
mod keeping;
mod learning;
mod outlook;
mod page;
mod steady;
mod streams;
mod tabs;
mod tuning;
mod visit;
