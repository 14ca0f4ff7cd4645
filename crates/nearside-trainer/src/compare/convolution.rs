//! A temporal convolution (Bai, Kolter & Koltun 2018): two layers, the second dilated, so that the last step sees all
//! four.
//!
//! Each layer is a fully connected one over pairs of steps laid side by side, which is the same sum: the gradient that
//! candle 0.11 has for a one-dimensional kernel fails the test of gradients.

use candle_core::{Result, Tensor};

use super::sequence::STEPS;
use crate::train::form::{Form, Noise, Weight, apply, dense};

/// Channels of both layers.
const CHANNELS: usize = 32;
/// Steps between the two under a kernel, layer by layer: 1 + 1 + 2 = all four.
const DILATIONS: [usize; 2] = [1, 2];

/// For so many inputs a step.
pub(super) struct Convolution(pub(super) usize);

impl Form for Convolution {
    fn weights(&self) -> Vec<Weight> {
        let widths = [self.0, CHANNELS].into_iter().enumerate();
        let layers = widths.flat_map(|(index, width)| dense(&format!("layer{index}"), 2 * width, CHANNELS));
        layers.chain(dense("head", CHANNELS, 2)).collect()
    }

    fn forward(&self, weights: &[Tensor], inputs: Tensor, noise: &mut Noise<'_>) -> Result<Tensor> {
        let (layers, head) = weights.split_at(2 * DILATIONS.len());
        let mut values = noise.on_inputs(&inputs)?.reshape(((), STEPS, self.0))?;
        for (pair, dilation) in layers.chunks_exact(2).zip(DILATIONS) {
            let left = values.dim(1)? - dilation;
            let pairs = [values.narrow(1, 0, left)?, values.narrow(1, dilation, left)?];
            values = noise.on_units(&apply(pair, &Tensor::cat(&pairs, 2)?)?.silu()?)?;
        }
        // What is left of the steps is one.
        apply(head, &values.squeeze(1)?)
    }
}
