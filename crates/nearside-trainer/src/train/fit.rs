//! Fitting one network: epochs of shuffled batches under a warm-up and half a cosine.
//!
//! Between two epochs a course can be put away and taken up again; the steps that follow are the same to the bit.

use std::collections::BTreeMap;

use candle_core::{Device, Result, Tensor};
use nearside_core::seed::{self, VisitRng};
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::{
    examples::Examples,
    form::{Form, Perceptron},
    loss::rarity,
    network::Network,
    settings::Settings,
};

/// Steps over which the learning rate grows.
const WARM_UP: f64 = 200.0;
/// Name of the rows' order among a course's tensors.
const ORDER: &str = "order";

/// A network on its way through the epochs.
pub(crate) struct Course<'a> {
    /// As far as it has come.
    pub(crate) network: Network,
    /// Epochs done.
    pub(crate) epoch: usize,
    examples: &'a Examples,
    settings: &'a Settings,
    rng: VisitRng,
    order: Vec<u32>,
}

/// Where a course stands, besides its tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    epoch: usize,
    steps: usize,
    rng: VisitRng,
}

impl<'a> Course<'a> {
    /// A network of this form that has learned nothing yet.
    pub(crate) fn new(
        form: Box<dyn Form>,
        examples: &'a Examples,
        settings: &'a Settings,
        seed: u64,
    ) -> Result<Course<'a>> {
        let mut rng = seed::rng(seed);
        let network = Network::new(form, settings, &mut rng)?;
        let order = (0..examples.labels.len() as u32).collect();
        Ok(Course { network, epoch: 0, examples, settings, rng, order })
    }

    /// The perceptron of the settings.
    pub(crate) fn perceptron(
        examples: &'a Examples,
        settings: &'a Settings,
        seed: u64,
    ) -> Result<Course<'a>> {
        let width = examples.inputs.len() / examples.labels.len().max(1);
        Course::new(Box::new(Perceptron::new(width, settings)), examples, settings, seed)
    }

    /// One pass over the examples.
    pub(crate) fn run_epoch(&mut self) -> Result<()> {
        let Examples { inputs, labels } = self.examples;
        let width = inputs.len() / labels.len().max(1);
        let rarity = rarity(labels);
        let steps = (labels.len() / self.settings.batch).max(1);
        let total = (steps * self.settings.epochs) as f64;
        self.order.shuffle(&mut self.rng);
        for (step, batch) in self.order.chunks(self.settings.batch).take(steps).enumerate() {
            let done = (self.epoch * steps + step) as f64;
            let warm = ((done + 1.0) / WARM_UP).min(1.0);
            let rate = self.settings.rate * warm * 0.5 * (1.0 + (std::f64::consts::PI * done / total).cos());
            let batch = || batch.iter().map(|&row| row as usize);
            let inputs = batch().flat_map(|row| &inputs[row * width..(row + 1) * width]).copied().collect();
            let labels: Vec<[f32; 2]> = batch().map(|row| labels[row]).collect();
            self.network.step(inputs, &labels, rate, (self.settings, rarity), &mut self.rng)?;
        }
        self.epoch += 1;
        Ok(())
    }

    /// Everything that the next epoch depends on.
    pub(crate) fn state(&self) -> Result<(BTreeMap<String, Tensor>, Place)> {
        let (mut tensors, steps) = self.network.state();
        tensors.insert(ORDER.to_owned(), Tensor::from_slice(&self.order, self.order.len(), &Device::Cpu)?);
        Ok((tensors, Place { epoch: self.epoch, steps, rng: self.rng.clone() }))
    }

    /// Takes up such a state.
    pub(crate) fn restore(&mut self, tensors: &BTreeMap<String, Tensor>, place: Place) -> Result<()> {
        let order = tensors.get(ORDER);
        let order = order.ok_or_else(|| candle_core::Error::CannotFindTensor { path: ORDER.to_owned() })?;
        self.order = order.to_vec1()?;
        self.network.restore(tensors, place.steps)?;
        (self.epoch, self.rng) = (place.epoch, place.rng);
        Ok(())
    }
}
