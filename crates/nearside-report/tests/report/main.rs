//! The report from the outside: its bytes, its noise's law, and what many of them tell.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod law;
mod lift;
mod priors;
mod sealing;
mod simulation;
mod visitors;
mod wire;
