//! The model as its users meet it: two files in, scores or a typed refusal out.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod fixture;
mod golden;
mod refusals;
mod scoring;
