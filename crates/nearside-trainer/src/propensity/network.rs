//! The network: a small perceptron that learns what the teacher says, by candle.
//!
//! Inputs of even spread + probabilities → weights. AdamW under a warm-up and half a cosine; what ships is the running
//! average of the weights. Everything random comes from one seeded generator.

use std::collections::BTreeMap;

use candle_core::{DType, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Linear, Module, Optimizer, ParamsAdamW};
use nearside_core::{
    features::normalise::Statistic,
    seed::{self, VisitRng},
};
use nearside_model::manifest::Activation;
use rand::{RngExt, seq::SliceRandom};

use super::settings::Settings;
use crate::train::loss::rarity;

/// Steps over which the learning rate grows.
const WARM_UP: f64 = 100.0;
/// Rows put through the network at once when it is asked.
const ROWS: usize = 8_192;

/// What a network learns from.
pub(super) struct Lesson {
    /// Inputs of even spread, row-major.
    pub(super) inputs: Vec<f32>,
    /// What is to be said of each row, 0 to 1.
    pub(super) targets: Vec<f32>,
}

/// A network in training.
pub(super) struct Network {
    layers: Vec<[Var; 2]>,
    average: Vec<Tensor>,
    activation: Activation,
    steps: usize,
}

impl Network {
    /// Teaches a network for `epochs` of the schedule's, and calls `after` at the end of each.
    ///
    /// # Errors
    /// What the tensor library or `after` reports.
    pub(super) fn teach(
        lesson: &Lesson,
        settings: &Settings,
        (epochs, seed): (usize, u64),
        mut after: impl FnMut(&Network) -> Result<()>,
    ) -> Result<Network> {
        let mut rng = seed::rng(seed);
        let width = lesson.inputs.len() / lesson.targets.len().max(1);
        let mut network = Network::new(width, settings, &mut rng)?;
        let params = ParamsAdamW { weight_decay: settings.decay, ..ParamsAdamW::default() };
        let mut optimiser = AdamW::new(network.layers.iter().flatten().cloned().collect(), params)?;
        let rarity = rarity(lesson.targets.as_chunks::<1>().0);
        let mut order: Vec<usize> = (0..lesson.targets.len()).collect();
        let steps = (order.len() / settings.batch).max(1);
        let total = (steps * settings.epochs) as f64;
        for _ in 0..epochs {
            order.shuffle(&mut rng);
            for batch in order.chunks(settings.batch).take(steps) {
                let done = network.steps as f64;
                let warm = ((done + 1.0) / WARM_UP).min(1.0);
                let fall = 0.5 * (1.0 + (std::f64::consts::PI * done / total).cos());
                optimiser.set_learning_rate(settings.rate * warm * fall);
                let row = |&row: &usize| &lesson.inputs[row * width..(row + 1) * width];
                let inputs: Vec<f32> = batch.iter().flat_map(row).copied().collect();
                let targets: Vec<f32> = batch.iter().map(|&row| lesson.targets[row]).collect();
                let inputs = Tensor::from_vec(inputs, (batch.len(), width), &Device::Cpu)?;
                let targets = Tensor::from_vec(targets, (batch.len(), 1), &Device::Cpu)?;
                let outputs = network.forward(inputs)?;
                optimiser.backward_step(&settings.loss.of(&outputs, &targets, rarity)?)?;
                network.follow(settings.average)?;
            }
            after(&network)?;
        }
        Ok(network)
    }

    /// Log-odds for rows of inputs, by the averaged weights.
    pub(super) fn outputs(&self, inputs: &[f32]) -> Result<Vec<f64>> {
        let rows = self.run(inputs, self.layers.len())?;
        Ok(rows.into_iter().flatten().map(f64::from).collect())
    }

    /// What the last layer reads of each row of inputs, by the averaged weights.
    pub(super) fn hidden(&self, inputs: &[f32]) -> Result<Vec<Vec<f32>>> {
        self.run(inputs, self.layers.len() - 1)
    }

    /// Weights and bias of the last layer, averaged.
    pub(super) fn last(&self) -> Result<(Vec<f32>, f32)> {
        let at = self.average.len() - 2;
        Ok((self.average[at].flatten_all()?.to_vec1()?, self.average[at + 1].squeeze(0)?.to_scalar()?))
    }

    /// What the first `layers` of the averaged network make of each row.
    fn run(&self, inputs: &[f32], layers: usize) -> Result<Vec<Vec<f32>>> {
        let width = self.average[0].dim(1)?;
        let mut outputs = Vec::with_capacity(inputs.len() / width);
        for chunk in inputs.chunks(ROWS * width) {
            let mut values = Tensor::from_slice(chunk, (chunk.len() / width, width), &Device::Cpu)?;
            for (index, pair) in self.average.chunks_exact(2).take(layers).enumerate() {
                values = values.matmul(&pair[0].t()?)?.broadcast_add(&pair[1])?;
                if index + 1 < self.layers.len() {
                    values = self.activate(&values)?;
                }
            }
            outputs.extend(values.to_vec2::<f32>()?);
        }
        Ok(outputs)
    }

    /// The averaged weights by name, as `nearside-model` reads them. What the network was taught with is
    /// (x − mean) / spread of what the browser gives it: `left` has both, and the first layer takes them in.
    ///
    /// # Errors
    /// What the tensor library reports.
    pub(super) fn tensors(&self, left: &[Statistic]) -> Result<BTreeMap<String, Tensor>> {
        let row = |of: &dyn Fn(&Statistic) -> f32| -> Result<Tensor> {
            Tensor::from_iter(left.iter().map(of), &Device::Cpu)?.unsqueeze(0)
        };
        let weight = self.average[0].broadcast_div(&row(&|of| of.spread)?)?;
        let bias = (&self.average[1] - weight.broadcast_mul(&row(&|of| of.mean)?)?.sum(1)?)?;
        let average: Vec<Tensor> =
            [weight, bias].into_iter().chain(self.average.iter().skip(2).cloned()).collect();
        let layers = average.chunks_exact(2).enumerate();
        let named = layers.flat_map(|(index, pair)| {
            let name = |part: &str, tensor: &Tensor| (format!("layer{index}.{part}"), tensor.clone());
            [name("weight", &pair[0]), name("bias", &pair[1])]
        });
        Ok(named.collect())
    }

    fn new(inputs: usize, settings: &Settings, rng: &mut VisitRng) -> Result<Network> {
        let widths: Vec<usize> =
            std::iter::once(inputs).chain(settings.hidden.iter().copied()).chain([1]).collect();
        let layer = |pair: &[usize]| {
            // He et al. 2015, uniform: variance 2 / inputs.
            let bound = (6.0 / pair[0] as f32).sqrt();
            let weight: Vec<f32> = (0..pair[0] * pair[1]).map(|_| rng.random_range(-bound..bound)).collect();
            let weight = Tensor::from_vec(weight, (pair[1], pair[0]), &Device::Cpu)?;
            let bias = Tensor::zeros(pair[1], DType::F32, &Device::Cpu)?;
            Ok([Var::from_tensor(&weight)?, Var::from_tensor(&bias)?])
        };
        let layers: Vec<[Var; 2]> = widths.windows(2).map(layer).collect::<Result<_>>()?;
        let average = layers.iter().flatten().map(|var| var.as_detached_tensor().copy());
        Ok(Network {
            average: average.collect::<Result<_>>()?,
            layers,
            activation: settings.activation,
            steps: 0,
        })
    }

    fn forward(&self, inputs: Tensor) -> Result<Tensor> {
        let mut values = inputs;
        for (index, [weight, bias]) in self.layers.iter().enumerate() {
            let layer = Linear::new(weight.as_tensor().clone(), Some(bias.as_tensor().clone()));
            values = layer.forward(&values)?;
            if index + 1 < self.layers.len() {
                values = self.activate(&values)?;
            }
        }
        Ok(values)
    }

    fn activate(&self, values: &Tensor) -> Result<Tensor> {
        match self.activation {
            Activation::Relu => values.relu(),
            Activation::Silu => values.silu(),
        }
    }

    /// Moves the average towards the weights; faster at first, when they are far from where they will end.
    fn follow(&mut self, keep: f64) -> Result<()> {
        self.steps += 1;
        let steps = self.steps as f64;
        let keep = keep.min((1.0 + steps) / (10.0 + steps));
        for (average, var) in self.average.iter_mut().zip(self.layers.iter().flatten()) {
            *average = ((&*average * keep)? + (var.as_detached_tensor() * (1.0 - keep))?)?;
        }
        Ok(())
    }
}
