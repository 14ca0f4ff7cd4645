//! Weights: safetensors bytes → checked layers, or a mixture's components.
//!
//! Exactly the tensors that the manifest calls for: a network's `layer0.weight` [out, in], `layer0.bias` [out], …; a
//! mixture's `weight` [k], `mean` [k, in], `variance` [k, in]. All f32 and finite, in a file of the length and SHA-256
//! that the manifest names. Anything else is refused before a tensor is made of it.

use std::ops::RangeInclusive;

use candle_core::{Device, Tensor};
use safetensors::{Dtype, SafeTensors};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{limits, manifest::Manifest, mixture::Component};

/// Why weights were refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum WeightsError {
    /// Another length than the manifest says.
    #[error("the weights have {found} bytes, the manifest says {expected}")]
    Length {
        /// As the manifest says.
        expected: usize,
        /// As found.
        found: usize,
    },
    /// Another content than the manifest says.
    #[error("the weights' SHA-256 is {found}, the manifest says {expected}")]
    Hash {
        /// As the manifest says.
        expected: String,
        /// As found.
        found: String,
    },
    /// Not a safetensors file.
    #[error("the weights are not safetensors: {0}")]
    Form(String),
    /// A tensor that the network needs is not there.
    #[error("the weights have no tensor `{0}`")]
    Missing(String),
    /// Tensors that the network has no use for.
    #[error("the weights hold {found} tensors, the network has {expected}")]
    Count {
        /// As the architecture needs.
        expected: usize,
        /// As found.
        found: usize,
    },
    /// Another shape or type than the architecture needs.
    #[error("tensor `{name}` is {found}, the network needs {expected}")]
    Shape {
        /// Which tensor.
        name: String,
        /// As the architecture needs.
        expected: String,
        /// As found.
        found: String,
    },
    /// A weight that is infinite or not a number.
    #[error("tensor `{0}` holds a value that is not finite")]
    NotFinite(String),
    /// A mixture's weight, mean or variance that is out of all proportion.
    #[error("tensor `{name}` holds {value}, which is out of bounds")]
    Bounds {
        /// Which tensor.
        name: &'static str,
        /// The value.
        value: f32,
    },
    /// The tensor library could not take them.
    #[error("the weights could not be loaded: {0}")]
    Load(String),
}

/// One layer: y = x · weight + bias.
pub(crate) struct Layer {
    /// [in, out], as the product takes it.
    pub(crate) weight: Tensor,
    /// [out].
    pub(crate) bias: Vec<f32>,
}

/// Reads the layers of the network that `manifest` describes.
///
/// # Errors
/// [`WeightsError`] with the first thing that is wrong.
pub(crate) fn layers(manifest: &Manifest, bytes: &[u8]) -> Result<Vec<Layer>, WeightsError> {
    let widths = manifest.widths();
    let tensors = open(manifest, bytes, 2 * (widths.len() - 1))?;
    widths.windows(2).enumerate().map(|(index, pair)| read_layer(&tensors, index, pair[0], pair[1])).collect()
}

/// Reads the components of the mixture that `manifest` describes.
///
/// # Errors
/// [`WeightsError`] with the first thing that is wrong.
pub(crate) fn components(manifest: &Manifest, bytes: &[u8]) -> Result<Vec<Component>, WeightsError> {
    let tensors = open(manifest, bytes, 3)?;
    let (count, width) = (manifest.architecture.heads.len(), manifest.inputs.len());
    let weight = within(&tensors, "weight", &[count], 1e-6..=1.0)?;
    let mean = within(&tensors, "mean", &[count, width], -limits::MEAN..=limits::MEAN)?;
    let variance = within(&tensors, "variance", &[count, width], limits::VARIANCE)?;
    let rows = mean.chunks_exact(width).zip(variance.chunks_exact(width)).zip(weight);
    Ok(rows.map(|((mean, variance), weight)| Component::new(weight, mean.to_vec(), variance)).collect())
}

/// The file's tensors, once it is known to be the right one.
fn open<'a>(manifest: &Manifest, bytes: &'a [u8], count: usize) -> Result<SafeTensors<'a>, WeightsError> {
    let expected = manifest.weights.bytes;
    if bytes.len() != expected || bytes.len() > limits::WEIGHTS_BYTES {
        return Err(WeightsError::Length { expected, found: bytes.len() });
    }
    let found = sha256(bytes);
    if !found.eq_ignore_ascii_case(&manifest.weights.sha256) {
        return Err(WeightsError::Hash { expected: manifest.weights.sha256.clone(), found });
    }
    let tensors = SafeTensors::deserialize(bytes).map_err(|error| WeightsError::Form(error.to_string()))?;
    if tensors.len() == count {
        Ok(tensors)
    } else {
        Err(WeightsError::Count { expected: count, found: tensors.len() })
    }
}

/// Lower-case hex of a SHA-256.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first 64 bits of a SHA-256.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes).iter().take(8).fold(0, |hash, &byte| (hash << 8) | u64::from(byte))
}

fn read_layer(
    tensors: &SafeTensors<'_>,
    index: usize,
    inputs: usize,
    outputs: usize,
) -> Result<Layer, WeightsError> {
    let stored = floats(tensors, &format!("layer{index}.weight"), &[outputs, inputs])?;
    let bias = floats(tensors, &format!("layer{index}.bias"), &[outputs])?;
    // Stored as [out, in]; the product runs fastest over contiguous columns.
    let turned: Vec<f32> =
        (0..inputs).flat_map(|i| (0..outputs).map(move |o| o * inputs + i)).map(|at| stored[at]).collect();
    let weight = Tensor::from_vec(turned, (inputs, outputs), &Device::Cpu)
        .map_err(|error| WeightsError::Load(error.to_string()))?;
    Ok(Layer { weight, bias })
}

fn floats(tensors: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
    let view = tensors.tensor(name).map_err(|_| WeightsError::Missing(name.to_owned()))?;
    if view.dtype() != Dtype::F32 || view.shape() != shape {
        return Err(WeightsError::Shape {
            name: name.to_owned(),
            expected: format!("F32 {shape:?}"),
            found: format!("{:?} {:?}", view.dtype(), view.shape()),
        });
    }
    let values: Vec<f32> =
        view.data().as_chunks().0.iter().map(|&four: &[u8; 4]| f32::from_le_bytes(four)).collect();
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(WeightsError::NotFinite(name.to_owned()))
    }
}

/// Values of a mixture; within these bounds no density of it is infinite for every component.
fn within(
    tensors: &SafeTensors<'_>,
    name: &'static str,
    shape: &[usize],
    bounds: RangeInclusive<f32>,
) -> Result<Vec<f32>, WeightsError> {
    let values = floats(tensors, name, shape)?;
    match values.iter().find(|value| !bounds.contains(value)) {
        Some(&value) => Err(WeightsError::Bounds { name, value }),
        None => Ok(values),
    }
}
