//! A multilayer perceptron's forward pass: hᵢ₊₁ = f(hᵢ · Wᵢ + bᵢ), the last layer without f.
//!
//! What the last layer read is kept until the next pass: the core may tune that layer to the visitor.
//!
//! candle does the products. Bias and activation run over the plain buffer: as tensor operations they would
//! bring every number type into the wasm, 20 KB for what is one loop here.

use candle_core::{Device, Result, Tensor};

use crate::{manifest::Activation, weights::Layer};

/// A network ready to run.
pub(crate) struct Mlp {
    layers: Vec<Layer>,
    activation: Activation,
    /// What the last layer read in the latest pass, a row each.
    last: Option<Tensor>,
}

impl Mlp {
    pub(crate) fn new(layers: Vec<Layer>, activation: Activation) -> Mlp {
        Mlp { layers, activation, last: None }
    }

    /// Weights and bias of the last layer, where it has a single output.
    pub(crate) fn last_layer(&self) -> Option<(Vec<f32>, f32)> {
        let layer = self.layers.last()?;
        let &[bias] = layer.bias.as_slice() else { return None };
        Some((layer.weight.flatten_all().and_then(|weight| weight.to_vec1()).ok()?, bias))
    }

    /// What the last layer read of the latest pass's last row.
    pub(crate) fn hidden(&self) -> Option<Vec<f32>> {
        let read = self.last.as_ref()?;
        let rows = read.dim(0).ok()?;
        read.narrow(0, rows.checked_sub(1)?, 1).and_then(|row| row.flatten_all()?.to_vec1()).ok()
    }

    /// Row-major `rows` (`count` of them, normalised) → row-major outputs, one a head.
    pub(crate) fn forward(&mut self, rows: Vec<f32>, count: usize) -> Result<Vec<f32>> {
        let mut values = rows;
        for (index, layer) in self.layers.iter().enumerate() {
            let width = values.len() / count.max(1);
            let read = Tensor::from_vec(values, (count, width), &Device::Cpu)?;
            values = read.matmul(&layer.weight)?.flatten_all()?.to_vec1()?;
            self.last = Some(read);
            let hidden = index + 1 < self.layers.len();
            for row in values.chunks_exact_mut(layer.bias.len()) {
                for (value, bias) in row.iter_mut().zip(&layer.bias) {
                    *value += bias;
                    if hidden {
                        *value = activate(self.activation, *value);
                    }
                }
            }
        }
        Ok(values)
    }
}

/// 1 / (1 + e⁻ˣ).
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

fn activate(activation: Activation, x: f32) -> f32 {
    match activation {
        Activation::Relu => x.max(0.0),
        Activation::Silu => x * sigmoid(x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(weight: &[f32], inputs: usize, bias: &[f32]) -> Layer {
        let shape = (inputs, bias.len());
        Layer { weight: Tensor::from_slice(weight, shape, &Device::Cpu).unwrap(), bias: bias.to_vec() }
    }

    #[test]
    fn it_is_the_formula_worked_by_hand() {
        let layers = || {
            vec![
                // Two inputs, two units; columns are units.
                layer(&[1.0, -1.0, 2.0, 0.5], 2, &[0.0, 1.0]),
                layer(&[1.0, 3.0], 2, &[-1.0]),
            ]
        };
        // Row (1, 2): (1 + 4, −1 + 1 + 1) = (5, 1). Row (−1, 0): (−1, 2).
        let rows = vec![1.0, 2.0, -1.0, 0.0];
        let relu = Mlp::new(layers(), Activation::Relu).forward(rows.clone(), 2).unwrap();
        assert_eq!(relu, [5.0 + 3.0 - 1.0, 6.0 - 1.0]);
        let mut network = Mlp::new(layers(), Activation::Silu);
        assert_eq!((network.last_layer(), network.hidden()), (Some((vec![1.0, 3.0], -1.0)), None));
        let silu = network.forward(rows, 2).unwrap();
        let hidden = network.hidden().unwrap();
        assert!((hidden[0] + hidden[1] * 3.0 - 1.0 - silu[1]).abs() < 1e-6, "{hidden:?} are the last row's");
        let by_hand = -sigmoid(-1.0) + 3.0 * 2.0 * sigmoid(2.0) - 1.0;
        assert!((silu[1] - by_hand).abs() < 1e-6, "{} is not {by_hand}", silu[1]);
    }
}
