//! What a bandit learned, as it is kept: a text an arm.
//!
//! Numbers are cut to three bytes (sign, 8 bits of exponent, 15 of fraction: 1.5e-5 of their size) and written in base64,
//! four characters a number. A full belief over d inputs takes 4·(d(d + 3)/2 + 2) characters, a marginal one 4·(2d + 2).
//! In 64 KB go 20 slots of 4 arms with all of their beliefs to d = 17, and with their marginals to d = 64.

use base64ct::{Base64Unpadded, Encoding};

use super::BanditError;
use crate::{json::object, posterior::Form};

/// Bits that are cut off the 32 of a float.
const CUT: u32 = 8;

/// A bandit's beliefs, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// How much of them was kept.
    pub form: Form,
    /// A text an arm; an empty one is an arm that starts from its prior.
    pub arms: Vec<String>,
}

object!(Kept { form, arms });

impl Kept {
    pub(super) fn pack(form: Form, arms: &[Vec<f64>]) -> Kept {
        Kept { form, arms: arms.iter().map(|numbers| pack(numbers)).collect() }
    }

    pub(super) fn unpack(&self) -> Result<Vec<Vec<f64>>, BanditError> {
        self.arms.iter().map(|text| unpack(text)).collect()
    }
}

/// Numbers as text, four characters each.
pub(crate) fn pack(numbers: &[f64]) -> String {
    let bytes: Vec<u8> = numbers.iter().flat_map(|&number| bytes(number)).collect();
    Base64Unpadded::encode_string(&bytes)
}

/// The numbers in such a text.
pub(crate) fn unpack(text: &str) -> Result<Vec<f64>, BanditError> {
    let bytes = Base64Unpadded::decode_vec(text).map_err(|_| BanditError::Kept("not base64"))?;
    let (whole, rest) = bytes.as_chunks::<3>();
    if !rest.is_empty() {
        return Err(BanditError::Kept("half a number"));
    }
    Ok(whole.iter().map(|&bytes| number(bytes)).collect())
}

/// The upper three bytes of the nearest such float.
fn bytes(number: f64) -> [u8; 3] {
    let bits = (number as f32).to_bits();
    let rounded = bits.checked_add(1 << (CUT - 1)).unwrap_or(bits);
    let [high, middle, low, _] = rounded.to_be_bytes();
    [high, middle, low]
}

fn number([high, middle, low]: [u8; 3]) -> f64 {
    f64::from(f32::from_be_bytes([high, middle, low, 0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_bytes_keep_a_number_to_its_fifteenth_bit() {
        for value in [0.0, 1.0, -1.0, 0.1, -123.456, 1e-6, 65_535.0, 1.999_999] {
            let back = number(bytes(value));
            assert!((back - value).abs() <= value.abs() / 65_536.0, "{value} came back as {back}");
        }
    }

    #[test]
    fn what_is_no_list_of_numbers_is_refused() {
        for text in ["####", "AAAAAA", "A"] {
            assert!(Kept { form: Form::Full, arms: vec![text.into()] }.unpack().is_err(), "{text}");
        }
    }
}
