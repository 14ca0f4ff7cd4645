//! A multilayer perceptron's forward pass: hᵢ₊₁ = f(hᵢ · Wᵢ + bᵢ), the last layer without f.
//!
//! candle does the products. Bias and activation run over the plain buffer: as tensor operations they would
//! bring every number type into the wasm, 20 KB for what is one loop here.

use candle_core::{Device, Result, Tensor};

use crate::{manifest::Activation, weights::Layer};

/// A network ready to run.
pub(crate) struct Mlp {
    layers: Vec<Layer>,
    activation: Activation,
}

impl Mlp {
    pub(crate) fn new(layers: Vec<Layer>, activation: Activation) -> Mlp {
        Mlp { layers, activation }
    }

    /// Row-major `rows` (`count` of them, normalised) → row-major outputs, one a head.
    pub(crate) fn forward(&self, rows: Vec<f32>, count: usize) -> Result<Vec<f32>> {
        let mut values = rows;
        for (index, layer) in self.layers.iter().enumerate() {
            let width = values.len() / count.max(1);
            let product = Tensor::from_vec(values, (count, width), &Device::Cpu)?.matmul(&layer.weight)?;
            values = product.flatten_all()?.to_vec1()?;
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
        let silu = Mlp::new(layers(), Activation::Silu).forward(rows, 2).unwrap();
        let by_hand = -sigmoid(-1.0) + 3.0 * 2.0 * sigmoid(2.0) - 1.0;
        assert!((silu[1] - by_hand).abs() < 1e-6, "{} is not {by_hand}", silu[1]);
    }
}
