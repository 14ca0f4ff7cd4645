//! A window as it is kept: the model it belongs to, and its examples in one text.
//!
//! 21 bytes an example and one for each activation, in base64. With 32 activations 128 examples take 9,046 characters; a
//! wider layer has fewer, so that no window is kept in more than 10 KB.

use base64ct::{Base64Unpadded, Encoding};
use thiserror::Error;

use super::{
    MOST_WIDTH, Window,
    example::{Example, HEAD},
    window::MOST_CONVERTED,
};
use crate::json::object;

/// Longest text of examples: no full window takes more.
const MOST_CHARACTERS: usize = 10 * 1_024;

/// Why a kept window was not used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TuningError {
    /// Not what is written here.
    #[error("the kept examples can't be read: {0}")]
    Kept(&'static str),
}

/// A window, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTuning {
    /// Hash of the model whose last layer read the examples.
    pub model: u64,
    /// How many activations that layer reads.
    pub width: usize,
    /// When the sessions began that converted last, whole ms since the epoch.
    pub converted: Vec<u64>,
    /// The examples.
    pub examples: String,
}

object!(KeptTuning { model, width, converted, examples });

impl KeptTuning {
    /// Packs a window.
    pub fn of(window: &Window) -> KeptTuning {
        let bytes: Vec<u8> = window.examples().iter().flat_map(Example::bytes).collect();
        KeptTuning {
            model: window.model(),
            width: window.width(),
            converted: window.converted().to_vec(),
            examples: Base64Unpadded::encode_string(&bytes),
        }
    }

    /// Reads the window.
    ///
    /// # Errors
    /// [`TuningError::Kept`]; the visitor is then learned anew.
    pub fn window(&self) -> Result<Window, TuningError> {
        if !(1..=MOST_WIDTH).contains(&self.width) {
            return Err(TuningError::Kept("no such width"));
        }
        if self.converted.len() > MOST_CONVERTED {
            return Err(TuningError::Kept("too many conversions"));
        }
        if self.examples.len() > MOST_CHARACTERS {
            return Err(TuningError::Kept("too many examples"));
        }
        let bytes =
            Base64Unpadded::decode_vec(&self.examples).map_err(|_| TuningError::Kept("not base64"))?;
        let chunks = bytes.chunks_exact(HEAD + self.width);
        if !chunks.remainder().is_empty() {
            return Err(TuningError::Kept("half an example"));
        }
        let mut window = Window::new(self.model, self.width);
        for chunk in chunks {
            window.join(Example::read(chunk).ok_or(TuningError::Kept("not an example"))?);
        }
        self.converted.iter().for_each(|&session| window.join_conversion(session));
        Ok(window)
    }
}
