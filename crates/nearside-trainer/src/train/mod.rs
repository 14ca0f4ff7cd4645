//! Training: rows → a folder with a model that ships.
//!
//! Cross-validate by person, fit once more on everyone, calibrate with the out-of-fold scores, write. Same data,
//! settings and seed → the same bytes.

mod adamw;
pub(crate) mod attention;
pub(crate) mod calibrate;
pub(crate) mod card;
pub(crate) mod checkpoint;
pub(crate) mod conclude;
pub(crate) mod cross;
pub(crate) mod distilled;
mod error;
pub(crate) mod examples;
mod export;
mod fit;
pub(crate) mod folds;
pub(crate) mod form;
pub(crate) mod held_out;
pub(crate) mod learner;
pub(crate) mod loss;
mod network;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod trees;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use error::TrainError;
