//! AdamW (Loshchilov & Hutter 2019), with moments that can be kept and taken up again.
//!
//! The arithmetic is that of candle's own optimiser, step for step; that one keeps its moments to itself, so a
//! training that used it could not be resumed.

use candle_core::{Result, Tensor, Var};

/// Share of the first and second moment that a step keeps.
const KEEP: [f64; 2] = [0.9, 0.999];
/// Added to the root of the second moment.
const LEAST: f64 = 1e-8;

/// The optimiser of some weights.
pub(super) struct AdamW {
    vars: Vec<Var>,
    /// First and second moment of each.
    pub(super) moments: Vec<[Tensor; 2]>,
    pub(super) steps: usize,
    decay: f64,
}

impl AdamW {
    /// An optimiser that has seen nothing yet.
    pub(super) fn new(vars: Vec<Var>, decay: f64) -> Result<AdamW> {
        let moments = vars.iter().map(|var| Ok([var.zeros_like()?.detach(), var.zeros_like()?.detach()]));
        Ok(AdamW { moments: moments.collect::<Result<_>>()?, vars, steps: 0, decay })
    }

    /// Moves the weights against the gradient of `loss`.
    pub(super) fn step(&mut self, loss: &Tensor, rate: f64) -> Result<()> {
        let gradients = loss.backward()?;
        self.steps += 1;
        // Moments start at 0; this makes up for it.
        let scale = KEEP.map(|keep| 1.0 / (1.0 - keep.powi(self.steps as i32)));
        for (var, [first, second]) in self.vars.iter().zip(&mut self.moments) {
            let Some(gradient) = gradients.get(var) else { continue };
            *first = ((&*first * KEEP[0])? + (gradient * (1.0 - KEEP[0]))?)?;
            *second = ((&*second * KEEP[1])? + (gradient.sqr()? * (1.0 - KEEP[1]))?)?;
            let direction = ((&*first * scale[0])? / ((&*second * scale[1])?.sqrt()? + LEAST)?)?;
            let shrunk = (var.as_detached_tensor() * (1.0 - rate * self.decay))?;
            var.set(&(shrunk - (direction * rate)?)?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;
    use candle_nn::{Optimizer, ParamsAdamW};

    use super::*;

    #[test]
    fn it_walks_as_candles_own_does() {
        let start = Tensor::new(&[0.5_f32, -2.0, 3.0], &Device::Cpu).unwrap();
        let (ours, theirs) = (Var::from_tensor(&start).unwrap(), Var::from_tensor(&start).unwrap());
        let mut own = AdamW::new(vec![ours.clone()], 0.1).unwrap();
        let params = ParamsAdamW { weight_decay: 0.1, ..ParamsAdamW::default() };
        let mut reference = candle_nn::AdamW::new(vec![theirs.clone()], params).unwrap();
        for step in 1..=20 {
            let rate = 0.1 / f64::from(step);
            let loss = |var: &Var| var.sqr().unwrap().sin().unwrap().sum_all().unwrap();
            own.step(&loss(&ours), rate).unwrap();
            reference.set_learning_rate(rate);
            reference.backward_step(&loss(&theirs)).unwrap();
            assert_eq!(ours.to_vec1::<f32>().unwrap(), theirs.to_vec1::<f32>().unwrap(), "step {step}");
        }
        assert_ne!(ours.to_vec1::<f32>().unwrap(), start.to_vec1::<f32>().unwrap());
    }
}
