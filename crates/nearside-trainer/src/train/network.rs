//! The network in training: the same perceptron that `nearside-model` runs, with gradients, dropout and averaged
//! weights.
//!
//! Everything random comes from one seeded generator, masks of dropout included: candle's own CPU generator can't
//! be seeded, and a run must give the same bytes twice.

use std::collections::BTreeMap;

use candle_core::{Device, Result, Tensor, Var};
use candle_nn::{AdamW, Module, Optimizer, ParamsAdamW};
use nearside_core::seed::VisitRng;
use nearside_model::manifest::Activation;
use rand::RngExt;

use super::settings::Settings;

/// A network, its optimiser and the running average of its weights.
pub(crate) struct Network {
    layers: Vec<[Var; 2]>,
    average: Vec<Tensor>,
    optimiser: AdamW,
    activation: Activation,
    steps: usize,
}

impl Network {
    /// A fresh network of these widths (inputs, hidden, outputs).
    pub(crate) fn new(widths: &[usize], settings: &Settings, rng: &mut VisitRng) -> Result<Network> {
        let layers = widths
            .windows(2)
            .map(|pair| {
                // He et al. 2015, uniform: variance 2 / inputs.
                let bound = (6.0 / pair[0] as f32).sqrt();
                let weight: Vec<f32> =
                    (0..pair[0] * pair[1]).map(|_| rng.random_range(-bound..bound)).collect();
                let weight = Tensor::from_vec(weight, (pair[1], pair[0]), &Device::Cpu)?;
                let bias = Tensor::zeros(pair[1], candle_core::DType::F32, &Device::Cpu)?;
                Ok([Var::from_tensor(&weight)?, Var::from_tensor(&bias)?])
            })
            .collect::<Result<Vec<_>>>()?;
        let vars: Vec<Var> = layers.iter().flatten().cloned().collect();
        let average = vars.iter().map(|var| var.as_detached_tensor().copy()).collect::<Result<_>>()?;
        let params = ParamsAdamW { weight_decay: settings.decay, ..ParamsAdamW::default() };
        let optimiser = AdamW::new(vars, params)?;
        Ok(Network { layers, average, optimiser, activation: settings.activation, steps: 0 })
    }

    /// One step of the optimiser on a batch.
    pub(crate) fn step(
        &mut self,
        inputs: Vec<f32>,
        labels: &[[f32; 2]],
        rate: f64,
        settings: &Settings,
        rng: &mut VisitRng,
    ) -> Result<()> {
        let rows = labels.len();
        let mut values = Tensor::from_vec(inputs, (rows, ()), &Device::Cpu)?;
        values = drop_out(&values, settings.input_dropout, rng)?;
        for (index, [weight, bias]) in self.layers.iter().enumerate() {
            let linear = candle_nn::Linear::new(weight.as_tensor().clone(), Some(bias.as_tensor().clone()));
            values = linear.forward(&values)?;
            if index + 1 < self.layers.len() {
                values = drop_out(&activate(self.activation, &values)?, settings.dropout, rng)?;
            }
        }
        let labels = Tensor::from_slice(labels.as_flattened(), values.shape(), &Device::Cpu)?;
        let loss = cross_entropy(&values, &labels)?;
        self.optimiser.set_learning_rate(rate);
        self.optimiser.backward_step(&loss)?;
        self.steps += 1;
        self.follow(settings.average)
    }

    /// Outputs of the averaged network, before any calibration.
    pub(crate) fn outputs(&self, inputs: &[f32]) -> Result<Vec<[f32; 2]>> {
        let width = self.average[0].dim(1)?;
        let mut values = Tensor::from_slice(inputs, (inputs.len() / width, width), &Device::Cpu)?;
        for (index, pair) in self.average.chunks_exact(2).enumerate() {
            values = values.matmul(&pair[0].t()?)?.broadcast_add(&pair[1])?;
            if 2 * (index + 1) < self.average.len() {
                values = activate(self.activation, &values)?;
            }
        }
        Ok(values.flatten_all()?.to_vec1::<f32>()?.as_chunks().0.to_vec())
    }

    /// The averaged weights by name, as `nearside-model` reads them.
    pub(crate) fn tensors(&self) -> BTreeMap<String, Tensor> {
        let layers = self.average.chunks_exact(2).enumerate();
        layers
            .flat_map(|(index, pair)| {
                let named = |part: &str, tensor: &Tensor| (format!("layer{index}.{part}"), tensor.clone());
                [named("weight", &pair[0]), named("bias", &pair[1])]
            })
            .collect()
    }

    /// Moves the average towards the weights; faster at first, when they are far from where they will end.
    fn follow(&mut self, keep: f64) -> Result<()> {
        let steps = self.steps as f64;
        let keep = keep.min((1.0 + steps) / (10.0 + steps));
        for (average, var) in self.average.iter_mut().zip(self.layers.iter().flatten()) {
            *average = ((&*average * keep)? + (var.as_detached_tensor() * (1.0 - keep))?)?;
        }
        Ok(())
    }
}

fn activate(activation: Activation, values: &Tensor) -> Result<Tensor> {
    match activation {
        Activation::Relu => values.relu(),
        Activation::Silu => values.silu(),
    }
}

/// Sets a share of the values to 0 and scales the rest up, so that sums keep their size.
fn drop_out(values: &Tensor, share: f32, rng: &mut VisitRng) -> Result<Tensor> {
    if share <= 0.0 {
        return Ok(values.clone());
    }
    let kept = 1.0 / (1.0 - share);
    let mask: Vec<f32> =
        (0..values.elem_count()).map(|_| if rng.random::<f32>() < share { 0.0 } else { kept }).collect();
    values * Tensor::from_vec(mask, values.shape(), &Device::Cpu)?
}

/// Mean of max(z, 0) − z·y + ln(1 + e^−|z|): the cross-entropy that does not overflow.
fn cross_entropy(outputs: &Tensor, labels: &Tensor) -> Result<Tensor> {
    let tail = (outputs.abs()?.neg()?.exp()? + 1.0)?.log()?;
    ((outputs.relu()? - (outputs * labels)?)? + tail)?.mean_all()
}
