//! Training: rows → a folder with a model that ships.
//!
//! Cross-validate by person, fit once more on everyone, calibrate with the out-of-fold scores, write. Same data,
//! settings and seed → the same bytes.

pub(crate) mod attention;
mod calibrate;
mod card;
pub(crate) mod cross;
mod error;
mod examples;
mod export;
mod fit;
mod network;
pub(crate) mod settings;

#[cfg(test)]
mod tests;

pub(crate) use error::TrainError;
