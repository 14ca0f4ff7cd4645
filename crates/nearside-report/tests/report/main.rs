//! The report from the outside: its bytes, its noise's law, and what many of them tell.

mod law;
mod lift;
mod priors;
mod sealing;
mod simulation;
mod visitors;
mod wire;
