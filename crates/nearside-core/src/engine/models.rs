//! The models in use: one for each task at most, each asked again only when what it reads has changed.
//!
//! rows of raw features → outputs, kept until the inputs change, and for the propensity model what its last layer read. A
//! model that fails once is dropped: the page goes on without it.

use crate::{
    finetune::LastLayer,
    scorer::{Scorer, ScorerError, Task, check},
};

/// How far the last layer may be off what the model itself says, as a probability; further off it is another's.
const TOLERANCE: f64 = 1e-3;

/// One model and its latest answers.
struct InUse {
    scorer: Box<dyn Scorer>,
    /// From `ScorerReady` on; until then it is only there.
    ready: bool,
    rows: Vec<f32>,
    outputs: Vec<f32>,
    /// What the last layer read for these outputs; empty unless it can be tuned.
    hidden: Vec<f32>,
}

impl InUse {
    fn is_answered(&self, rows: &[f32]) -> bool {
        let width = self.scorer.task().width();
        let same = |&input: &usize| {
            (input..rows.len()).step_by(width).all(|at| rows[at].to_bits() == self.rows[at].to_bits())
        };
        self.rows.len() == rows.len() && self.scorer.inputs().iter().all(same)
    }

    fn ask(&mut self, rows: &[f32]) -> Result<(), ScorerError> {
        let count = rows.len() / self.scorer.task().width();
        self.outputs.clear();
        self.outputs.resize(count * self.scorer.outputs().len(), 0.0);
        if count > 0 {
            self.scorer.score(rows, &mut self.outputs)?;
        }
        if self.outputs.iter().any(|output| !output.is_finite()) {
            return Err(ScorerError::Failed("it gave a value that is not finite".into()));
        }
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        self.hidden = self.read_last().unwrap_or_default();
        Ok(())
    }

    /// What the last layer read, if that is what makes the output.
    fn read_last(&self) -> Option<Vec<f32>> {
        let ([output], Some(layer)) = (self.outputs.as_slice(), self.scorer.last_layer()) else {
            return None;
        };
        let hidden = self.scorer.hidden()?;
        let off = layer.probability(&hidden) - f64::from(*output);
        (hidden.len() == layer.width() && off.abs() <= TOLERANCE).then_some(hidden)
    }
}

/// The models of one page.
#[derive(Default)]
pub(super) struct Models([Option<InUse>; Task::ALL.len()]);

impl Models {
    /// Takes a model; it is asked once it is [`Models::ready`].
    pub(super) fn add(&mut self, scorer: Box<dyn Scorer>) -> Result<(), ScorerError> {
        check(scorer.as_ref())?;
        let task = scorer.task();
        let place = &mut self.0[task as usize];
        if place.is_some() {
            return Err(ScorerError::Duplicate(task));
        }
        *place =
            Some(InUse { scorer, ready: false, rows: Vec::new(), outputs: Vec::new(), hidden: Vec::new() });
        Ok(())
    }

    /// Puts the model for `task` to use, if there is one.
    pub(super) fn ready(&mut self, task: Task) {
        if let Some(model) = &mut self.0[task as usize] {
            model.ready = true;
        }
    }

    /// Whether a model for `task` is in use.
    pub(super) fn has(&self, task: Task) -> bool {
        self.in_use(task).is_some()
    }

    /// Asks the model for `task` about `rows`, unless it has answered for the same inputs just before.
    ///
    /// # Errors
    /// What the model reports; it is then no longer in use.
    pub(super) fn ask(&mut self, task: Task, rows: &[f32]) -> Result<(), ScorerError> {
        let place = &mut self.0[task as usize];
        let Some(model) = place.as_mut().filter(|model| model.ready) else { return Ok(()) };
        let asked = if model.is_answered(rows) { Ok(()) } else { model.ask(rows) };
        if asked.is_err() {
            *place = None;
        }
        asked
    }

    /// Forgets every answer, until the models are asked again.
    pub(super) fn fall_silent(&mut self) {
        for model in self.0.iter_mut().flatten() {
            model.rows.clear();
            model.outputs.clear();
            model.hidden.clear();
        }
    }

    /// The latest answers of the model for `task`; none without one.
    pub(super) fn outputs(&self, task: Task) -> &[f32] {
        self.in_use(task).map_or(&[], |model| &model.outputs)
    }

    /// The last layer of the propensity model, if it can be tuned.
    pub(super) fn last_layer(&self) -> Option<&LastLayer> {
        self.in_use(Task::Propensity)?.scorer.last_layer()
    }

    /// The same, and what it read for the latest answer.
    pub(super) fn last_read(&self) -> Option<(&LastLayer, &[f32])> {
        let model = self.in_use(Task::Propensity)?;
        Some((model.scorer.last_layer()?, model.hidden.as_slice())).filter(|(_, hidden)| !hidden.is_empty())
    }

    /// What the model for `task` calls its answers; none without one.
    pub(super) fn names(&self, task: Task) -> &[String] {
        self.in_use(task).map_or(&[], |model| model.scorer.outputs())
    }

    /// The model for `task` itself.
    pub(super) fn scorer(&mut self, task: Task) -> Option<&mut dyn Scorer> {
        match &mut self.0[task as usize] {
            Some(model) => Some(model.scorer.as_mut()),
            None => None,
        }
    }

    fn in_use(&self, task: Task) -> Option<&InUse> {
        self.0[task as usize].as_ref().filter(|model| model.ready)
    }
}
