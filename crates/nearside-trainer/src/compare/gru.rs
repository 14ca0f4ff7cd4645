//! A gated recurrent unit over the steps (Cho et al. 2014), and a layer on its last state.

use std::collections::HashMap;

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{
    VarBuilder,
    rnn::{GRU, GRUConfig, RNN},
};

use super::sequence::STEPS;
use crate::train::form::{Form, Noise, Weight, apply, dense};

/// Units of its state.
const UNITS: usize = 24;
/// Names of its weights, as candle has them.
const NAMES: [&str; 4] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

/// For so many inputs a step.
pub(super) struct Gru(pub(super) usize);

impl Form for Gru {
    fn weights(&self) -> Vec<Weight> {
        let shapes = [vec![3 * UNITS, self.0], vec![3 * UNITS, UNITS], vec![3 * UNITS], vec![3 * UNITS]];
        let gates = NAMES.into_iter().zip(shapes).zip([self.0, UNITS, 0, 0]);
        let gates = gates.map(|((name, shape), fan_in)| Weight { name: name.to_owned(), shape, fan_in });
        gates.chain(dense("head", UNITS, 2)).collect()
    }

    fn forward(&self, weights: &[Tensor], inputs: Tensor, noise: &mut Noise<'_>) -> Result<Tensor> {
        let (gates, head) = weights.split_at(NAMES.len());
        let named: HashMap<String, Tensor> =
            NAMES.iter().map(|name| (*name).to_owned()).zip(gates.iter().cloned()).collect();
        let unit = GRU::new(
            self.0,
            UNITS,
            GRUConfig::default(),
            VarBuilder::from_tensors(named, DType::F32, &Device::Cpu),
        )?;
        let inputs = noise.on_inputs(&inputs)?.reshape(((), STEPS, self.0))?;
        let mut state = unit.zero_state(inputs.dim(0)?)?;
        for step in 0..STEPS {
            state = unit.step(&inputs.narrow(1, step, 1)?.squeeze(1)?.contiguous()?, &state)?;
        }
        apply(head, &noise.on_units(state.h())?)
    }
}
