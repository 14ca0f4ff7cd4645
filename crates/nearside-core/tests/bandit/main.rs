//! The posterior and the bandit, from outside: what holds for any stream, what learning comes to, what is kept.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod keeping;
mod learning;
mod streams;
