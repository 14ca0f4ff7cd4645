//! The model as its users meet it: two files in, scores or a typed refusal out.

mod fixture;
mod golden;
mod refusals;
mod scoring;
