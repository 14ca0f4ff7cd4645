//! The posterior and the bandit, from outside: what holds for any stream, what learning comes to, what is kept.

mod keeping;
mod learning;
mod streams;
