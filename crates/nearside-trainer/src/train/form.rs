//! Forms of network: which weights there are, and what they make of inputs.
//!
//! A form is pure: the same weights and inputs give the same outputs, so that one description serves for training,
//! for the running average of the weights, and for a resumed run. What is random (initial draws, masks of dropout)
//! comes from the generator that is handed in.

use candle_core::{Device, Result, Tensor};
use candle_nn::Module;
use nearside_core::seed::VisitRng;
use nearside_model::manifest::Activation;
use rand::RngExt;

use super::settings::Settings;

/// One tensor of weights.
pub(crate) struct Weight {
    /// Its name in the file.
    pub(crate) name: String,
    /// Its shape.
    pub(crate) shape: Vec<usize>,
    /// Inputs of each unit, by which its first values are drawn; 0 where they start at 0.
    pub(crate) fan_in: usize,
}

/// A form of network with two outputs.
pub(crate) trait Form: Send + Sync {
    /// Its weights, in order.
    fn weights(&self) -> Vec<Weight>;

    /// Outputs (rows × 2) for `inputs` (rows × width), before any sigmoid.
    fn forward(&self, weights: &[Tensor], inputs: Tensor, noise: &mut Noise<'_>) -> Result<Tensor>;

    /// How many numbers the weights are.
    fn parameters(&self) -> usize {
        self.weights().iter().map(|weight| weight.shape.iter().product::<usize>()).sum()
    }
}

/// Dropout: at work in a step of training, silent otherwise.
pub(crate) struct Noise<'a> {
    rng: Option<&'a mut VisitRng>,
    inputs: f32,
    hidden: f32,
}

impl<'a> Noise<'a> {
    /// For a step of training.
    pub(crate) fn of(settings: &Settings, rng: &'a mut VisitRng) -> Noise<'a> {
        Noise { rng: Some(rng), inputs: settings.input_dropout, hidden: settings.dropout }
    }

    /// For measuring.
    pub(crate) fn none() -> Noise<'static> {
        Noise { rng: None, inputs: 0.0, hidden: 0.0 }
    }

    /// Inputs with a share of them at 0.
    pub(crate) fn on_inputs(&mut self, values: &Tensor) -> Result<Tensor> {
        self.drop_out(values, self.inputs)
    }

    /// Units with a share of them at 0.
    pub(crate) fn on_units(&mut self, values: &Tensor) -> Result<Tensor> {
        self.drop_out(values, self.hidden)
    }

    /// What stays is scaled up, so that sums keep their size.
    fn drop_out(&mut self, values: &Tensor, share: f32) -> Result<Tensor> {
        let Some(rng) = self.rng.as_deref_mut().filter(|_| share > 0.0) else { return Ok(values.clone()) };
        let kept = 1.0 / (1.0 - share);
        let mask: Vec<f32> =
            (0..values.elem_count()).map(|_| if rng.random::<f32>() < share { 0.0 } else { kept }).collect();
        values * Tensor::from_vec(mask, values.shape(), &Device::Cpu)?
    }
}

/// The perceptron that `nearside-model` runs: fully connected layers.
pub(crate) struct Perceptron {
    widths: Vec<usize>,
    activation: Activation,
}

impl Perceptron {
    /// One with `inputs` inputs.
    pub(crate) fn new(inputs: usize, settings: &Settings) -> Perceptron {
        let widths = std::iter::once(inputs).chain(settings.hidden.iter().copied()).chain([2]);
        Perceptron { widths: widths.collect(), activation: settings.activation }
    }
}

impl Form for Perceptron {
    fn weights(&self) -> Vec<Weight> {
        let layers = self.widths.windows(2).enumerate();
        layers.flat_map(|(index, pair)| dense(&format!("layer{index}"), pair[0], pair[1])).collect()
    }

    fn forward(&self, weights: &[Tensor], inputs: Tensor, noise: &mut Noise<'_>) -> Result<Tensor> {
        let mut values = noise.on_inputs(&inputs)?;
        for (index, pair) in weights.chunks_exact(2).enumerate() {
            values = apply(pair, &values)?;
            if 2 * (index + 1) < weights.len() {
                values = noise.on_units(&activate(self.activation, &values)?)?;
            }
        }
        Ok(values)
    }
}

/// Weight and bias of a fully connected layer.
pub(crate) fn dense(name: &str, inputs: usize, outputs: usize) -> [Weight; 2] {
    let weight = Weight { name: format!("{name}.weight"), shape: vec![outputs, inputs], fan_in: inputs };
    [weight, Weight { name: format!("{name}.bias"), shape: vec![outputs], fan_in: 0 }]
}

/// A fully connected layer of this weight and bias.
pub(crate) fn apply(pair: &[Tensor], values: &Tensor) -> Result<Tensor> {
    candle_nn::Linear::new(pair[0].clone(), Some(pair[1].clone())).forward(values)
}

fn activate(activation: Activation, values: &Tensor) -> Result<Tensor> {
    match activation {
        Activation::Relu => values.relu(),
        Activation::Silu => values.silu(),
    }
}
