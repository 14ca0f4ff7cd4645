//! A learner: from the rows of a fold to outputs for the people held out of it.
//!
//! Cross-validation, checkpoints and metrics are the same for every learner; only this differs.

use std::collections::BTreeMap;

use candle_core::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::{
    TrainError,
    checkpoint::Kept,
    examples::Examples,
    fit::Course,
    folds::Fold,
    form::{Form, Perceptron},
    loss::entropy,
    settings::Settings,
};

/// A way to learn.
pub(crate) trait Learner: Sync {
    /// Learns from the fold's rows; calls `tick` at the end of each epoch.
    ///
    /// # Errors
    /// [`TrainError`].
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError>;
}

/// What came of a fold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Learned {
    /// After each epoch, outputs for the rows on which the fold is judged.
    pub(crate) outputs: Vec<Vec<[f32; 2]>>,
    /// After each epoch.
    pub(crate) losses: Vec<Losses>,
    /// How large it is.
    pub(crate) size: Size,
}

/// Mean cross-entropy, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Losses {
    /// On the rows learned from.
    pub(crate) trained: f64,
    /// On the judged rows of people held out.
    pub(crate) held_out: f64,
}

/// How large a model is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Size {
    /// Numbers that were fitted.
    pub(crate) parameters: usize,
    /// Bytes that would be sent.
    pub(crate) bytes: usize,
}

/// The perceptron of the settings, the recipe of the shipped model.
pub(crate) struct Recipe(pub(crate) Settings);

impl Learner for Recipe {
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError> {
        let [learned_from, held_out] = fold.examples();
        let form = Perceptron::new(fold.columns.len(), &self.0);
        train_epochs(Box::new(form), [&learned_from, &held_out], &self.0, fold.seed(), tick)
    }
}

/// Trains a form until the schedule ends, or people held out have not been served better for a while.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn train_epochs(
    form: Box<dyn Form>,
    [learned_from, held_out]: [&Examples; 2],
    settings: &Settings,
    seed: u64,
    tick: &dyn Fn(),
) -> Result<Learned, TrainError> {
    let mut course = Course::new(form, learned_from, settings, seed)?;
    let parameters = course.network.parameters();
    let mut learned =
        Learned { size: Size { parameters, bytes: size_of::<f32>() * parameters }, ..Learned::default() };
    while course.epoch < settings.epochs && !learned.has_stalled(settings.patience) {
        course.run_epoch()?;
        let outputs = course.network.outputs(&held_out.inputs, held_out.labels.len())?;
        learned.losses.push(Losses {
            trained: course.network.loss(learned_from)?,
            held_out: entropy(&outputs, &held_out.labels),
        });
        learned.outputs.push(outputs);
        tick();
    }
    Ok(learned)
}

impl Learned {
    /// Whether the last `patience` epochs brought nothing to people held out.
    fn has_stalled(&self, patience: usize) -> bool {
        let held_out = self.losses.iter().map(|losses| losses.held_out).enumerate();
        let best = held_out.min_by(|a, b| a.1.total_cmp(&b.1));
        best.is_some_and(|(epoch, _)| self.losses.len() - 1 - epoch >= patience.max(1))
    }

    /// As tensors and a state, for a checkpoint.
    ///
    /// # Errors
    /// What the tensor library reports.
    pub(super) fn state(&self) -> candle_core::Result<Kept<(Vec<Losses>, Size)>> {
        let outputs = self.outputs.iter().enumerate().map(|(epoch, outputs)| {
            let shape = (outputs.len(), 2);
            Ok((name(epoch), Tensor::from_slice(outputs.as_flattened(), shape, &Device::Cpu)?))
        });
        Ok((outputs.collect::<candle_core::Result<_>>()?, (self.losses.clone(), self.size)))
    }

    /// Back from a checkpoint.
    ///
    /// # Errors
    /// What the tensor library reports.
    pub(super) fn restored(
        tensors: &BTreeMap<String, Tensor>,
        (losses, size): (Vec<Losses>, Size),
    ) -> candle_core::Result<Learned> {
        let outputs = (0..tensors.len()).map(|epoch| {
            let path = name(epoch);
            let outputs = tensors.get(&path).ok_or(candle_core::Error::CannotFindTensor { path })?;
            Ok(outputs.flatten_all()?.to_vec1::<f32>()?.as_chunks().0.to_vec())
        });
        Ok(Learned { outputs: outputs.collect::<candle_core::Result<_>>()?, losses, size })
    }
}

fn name(epoch: usize) -> String {
    format!("epoch{epoch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(held_out: &[f64]) -> Learned {
        let losses = held_out.iter().map(|&held_out| Losses { trained: 0.0, held_out });
        Learned { losses: losses.collect(), ..Learned::default() }
    }

    #[test]
    fn patience_counts_epochs_since_the_best() {
        for (held_out, patience, stalled) in [
            (&[][..], 2, false),
            (&[0.5], 2, false),
            (&[0.5, 0.6], 2, false),
            (&[0.5, 0.6, 0.55], 2, true),
            (&[0.5, 0.6, 0.4], 2, false),
            (&[0.5, 0.6], 0, true),
        ] {
            assert_eq!(after(held_out).has_stalled(patience), stalled, "{held_out:?}");
        }
    }

    #[test]
    fn what_a_fold_gave_comes_back_from_its_state() {
        let learned = Learned {
            outputs: vec![vec![[1.0, -2.0], [0.5, 0.25]], vec![[3.0, 4.0], [5.0, 6.0]]],
            size: Size { parameters: 3, bytes: 12 },
            ..after(&[0.3, 0.2])
        };
        let (tensors, state) = learned.state().unwrap();
        assert_eq!(Learned::restored(&tensors, state).unwrap(), learned);
    }
}
