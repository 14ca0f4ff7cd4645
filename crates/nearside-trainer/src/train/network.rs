//! The network in training: a form's weights with gradients, their optimiser and their running average.
//!
//! Everything random comes from one seeded generator, masks of dropout included: candle's own CPU generator can't
//! be seeded, and a run must give the same bytes twice.

use std::collections::BTreeMap;

use candle_core::{DType, Device, Result, Tensor, Var};
use nearside_core::seed::VisitRng;
use rand::RngExt;

use super::{
    adamw::AdamW,
    form::{Form, Noise, Weight},
    loss::{Loss, entropy},
    settings::Settings,
};
use crate::train::examples::Examples;

/// Rows put through a network at once when it is measured.
const ROWS: usize = 8_192;

/// A network, its optimiser and the running average of its weights.
pub(crate) struct Network {
    form: Box<dyn Form>,
    vars: Vec<Var>,
    average: Vec<Tensor>,
    optimiser: AdamW,
}

impl Network {
    /// A fresh network of this form.
    pub(crate) fn new(form: Box<dyn Form>, settings: &Settings, rng: &mut VisitRng) -> Result<Network> {
        let draw = |weight: &Weight| Var::from_tensor(&first(weight, rng)?);
        let vars = form.weights().iter().map(draw).collect::<Result<Vec<_>>>()?;
        let average = vars.iter().map(|var| var.as_detached_tensor().copy()).collect::<Result<_>>()?;
        Ok(Network { form, average, optimiser: AdamW::new(vars.clone(), settings.decay)?, vars })
    }

    /// One step of the optimiser on a batch; `rarity` as in [`Loss::of`].
    pub(crate) fn step(
        &mut self,
        inputs: Vec<f32>,
        labels: &[[f32; 2]],
        rate: f64,
        (settings, rarity): (&Settings, [f32; 2]),
        rng: &mut VisitRng,
    ) -> Result<()> {
        let inputs = Tensor::from_vec(inputs, (labels.len(), ()), &Device::Cpu)?;
        let weights: Vec<Tensor> = self.vars.iter().map(|var| var.as_tensor().clone()).collect();
        let outputs = self.form.forward(&weights, inputs, &mut Noise::of(settings, rng))?;
        let labels = Tensor::from_slice(labels.as_flattened(), outputs.shape(), &Device::Cpu)?;
        let loss: Loss = settings.loss;
        self.optimiser.step(&loss.of(&outputs, &labels, rarity)?, rate)?;
        self.follow(settings.average)
    }

    /// Outputs of the averaged network, before any calibration; `rows` of inputs.
    pub(crate) fn outputs(&self, inputs: &[f32], rows: usize) -> Result<Vec<[f32; 2]>> {
        let width = inputs.len() / rows.max(1);
        let mut outputs = Vec::with_capacity(rows);
        for chunk in inputs.chunks((ROWS * width).max(1)) {
            let inputs = Tensor::from_slice(chunk, (chunk.len() / width, width), &Device::Cpu)?;
            let values = self.form.forward(&self.average, inputs, &mut Noise::none())?;
            outputs.extend_from_slice(values.flatten_all()?.to_vec1::<f32>()?.as_chunks().0);
        }
        Ok(outputs)
    }

    /// Mean cross-entropy of the averaged network, in nats.
    pub(crate) fn loss(&self, examples: &Examples) -> Result<f64> {
        Ok(entropy(&self.outputs(&examples.inputs, examples.labels.len())?, &examples.labels))
    }

    /// How many numbers its weights are.
    pub(crate) fn parameters(&self) -> usize {
        self.form.parameters()
    }

    /// The averaged weights by name, as `nearside-model` reads them.
    pub(crate) fn tensors(&self) -> BTreeMap<String, Tensor> {
        let named = self.form.weights().into_iter().zip(&self.average);
        named.map(|(weight, tensor)| (weight.name, tensor.clone())).collect()
    }

    /// Everything that a later step depends on, by name, and how many steps there were.
    pub(super) fn state(&self) -> (BTreeMap<String, Tensor>, usize) {
        let mut state = BTreeMap::new();
        for (index, weight) in self.form.weights().into_iter().enumerate() {
            let [first, second] = self.optimiser.moments[index].clone();
            for (part, tensor) in [
                ("weight", self.vars[index].as_detached_tensor()),
                ("average", self.average[index].clone()),
                ("first", first),
                ("second", second),
            ] {
                state.insert(format!("{part}/{}", weight.name), tensor);
            }
        }
        (state, self.optimiser.steps)
    }

    /// Takes up such a state.
    pub(super) fn restore(&mut self, state: &BTreeMap<String, Tensor>, steps: usize) -> Result<()> {
        for (index, weight) in self.form.weights().into_iter().enumerate() {
            let part = |part: &str| {
                let name = format!("{part}/{}", weight.name);
                state.get(&name).cloned().ok_or_else(|| candle_core::Error::CannotFindTensor { path: name })
            };
            self.vars[index].set(&part("weight")?)?;
            self.average[index] = part("average")?;
            self.optimiser.moments[index] = [part("first")?, part("second")?];
        }
        self.optimiser.steps = steps;
        Ok(())
    }

    /// Moves the average towards the weights; faster at first, when they are far from where they will end.
    fn follow(&mut self, keep: f64) -> Result<()> {
        let steps = self.optimiser.steps as f64;
        let keep = keep.min((1.0 + steps) / (10.0 + steps));
        for (average, var) in self.average.iter_mut().zip(&self.vars) {
            *average = ((&*average * keep)? + (var.as_detached_tensor() * (1.0 - keep))?)?;
        }
        Ok(())
    }
}

/// He et al. 2015, uniform: variance 2 / inputs.
fn first(weight: &Weight, rng: &mut VisitRng) -> Result<Tensor> {
    let shape = weight.shape.as_slice();
    if weight.fan_in == 0 {
        return Tensor::zeros(shape, DType::F32, &Device::Cpu);
    }
    let bound = (6.0 / weight.fan_in as f32).sqrt();
    let values: Vec<f32> = (0..shape.iter().product()).map(|_| rng.random_range(-bound..bound)).collect();
    Tensor::from_vec(values, shape, &Device::Cpu)
}
