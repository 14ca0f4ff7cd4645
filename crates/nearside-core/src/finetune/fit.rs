//! The fit: what is added to a shipped last layer after a window of sessions.
//!
//! Sessions in their order, each judged by the fit of those before it (held out until then), then learned from: one step of
//! AdaGrad (Duchi, Hazan & Singer 2011) on all that was learned from so far, with the gradient in closed form,
//! (σ(z) − y) · h, and a pull to zero (L2 towards the shipped weights). Each segment has a shift of its own. When the
//! [`Guard`] rings everything learned is dropped and the sessions after it are learned from anew. O(sessions · examples ·
//! width); bounded by construction.

use super::{
    LastLayer, Window,
    example::{Example, Label},
    guard::Guard,
    layer::{loss, probability},
};

/// Step of a weight at first, in the units of a typical activation.
const RATE: f64 = 0.02;
/// Step of a shift at first, in log-odds.
const SHIFT_RATE: f64 = 0.1;
/// How much the shipped weights weigh, as a number of sessions.
const PULL: f64 = 100.0;
/// The same for the shift of all segments, and for what a segment adds to it.
const SHIFT_PULL: f64 = 12.0;
const SEGMENT_PULL: f64 = 24.0;
/// Longest step, and the furthest from what was shipped.
const MOST_STEP: f64 = 0.1;
const MOST_AWAY: f64 = 4.0;
/// Keeps the first step finite.
const LEAST_ROOT: f64 = 1e-8;

/// How tuning stands, as of the latest fit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tuning {
    /// Sessions in the window whose end is known.
    pub sessions: u32,
    /// Those that converted.
    pub converted: u32,
    /// Sessions whose end is not known yet.
    pub waiting: u32,
    /// Mean loss of the sessions by the tuned weights, each before it was learned from; nats.
    pub tuned_loss: f64,
    /// Mean loss of the same by the shipped weights, nats.
    pub shipped_loss: f64,
    /// How often the tuned weights were given up.
    pub reverts: u32,
}

/// A weight in the making.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Moved {
    by: f64,
    squares: f64,
}

/// What is added to a shipped layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    weights: Vec<Moved>,
    shift: Moved,
    segments: Vec<(u16, Moved)>,
    /// Typical size of an activation: weights are moved in its units.
    typical: f64,
    tuning: Tuning,
}

/// A session whose end is known.
struct Session<'a> {
    /// Examples, with what the shipped layer says of each.
    examples: Vec<(&'a Example, f64)>,
    label: bool,
}

impl Fit {
    /// What `layer` is to be moved by after `window`; one that belongs to another model moves nothing.
    pub fn of(layer: &LastLayer, window: &Window) -> Fit {
        Fit::guarded_by(Some(Guard::default()), layer, window)
    }

    /// The same without the guard: for measuring what the guard is worth.
    pub fn unguarded(layer: &LastLayer, window: &Window) -> Fit {
        Fit::guarded_by(None, layer, window)
    }

    /// What the tuned layer says of these activations in this segment, as a probability.
    pub fn probability(&self, layer: &LastLayer, hidden: &[f32], segment: u16) -> f64 {
        let values = hidden.iter().map(|h| f64::from(*h));
        probability(layer.log_odds(hidden.iter().copied()) + self.moved(values, segment))
    }

    /// Whether nothing was learned, or nothing of it is left.
    pub fn is_shipped(&self) -> bool {
        self.shift == Moved::default() && self.segments.is_empty()
    }

    /// How tuning stands.
    pub fn tuning(&self) -> Tuning {
        self.tuning
    }

    /// The largest of all that is added, in the units that are bounded.
    #[cfg(test)]
    pub(super) fn furthest(&self) -> f64 {
        let all =
            self.weights.iter().chain([&self.shift]).chain(self.segments.iter().map(|(_, shift)| shift));
        // Not-a-number comes out as itself, unlike with `f64::max`.
        all.fold(0.0, |most, moved| if moved.by.abs() <= most { most } else { moved.by.abs() })
    }

    fn guarded_by(mut guard: Option<Guard>, layer: &LastLayer, window: &Window) -> Fit {
        let (sessions, waiting) = sessions(layer, window);
        let typical = typical(&sessions);
        let mut fit = Fit { weights: vec![Moved::default(); layer.width()], typical, ..Fit::default() };
        let mut learned_from = 0;
        for (at, session) in sessions.iter().enumerate() {
            let (tuned, shipped) = fit.losses(session);
            fit.tuning.tuned_loss += tuned;
            fit.tuning.shipped_loss += shipped;
            if guard.as_mut().is_some_and(|guard| guard.rings(tuned, shipped)) {
                fit.revert();
                learned_from = at;
            }
            fit.learn(&sessions[learned_from..=at]);
        }
        let count = sessions.len() as u32;
        let mean = |sum: f64| if count > 0 { sum / f64::from(count) } else { 0.0 };
        fit.tuning = Tuning {
            sessions: count,
            converted: sessions.iter().filter(|session| session.label).count() as u32,
            waiting,
            tuned_loss: mean(fit.tuning.tuned_loss),
            shipped_loss: mean(fit.tuning.shipped_loss),
            reverts: fit.tuning.reverts,
        };
        fit
    }

    /// Back to what was shipped.
    fn revert(&mut self) {
        self.weights.fill(Moved::default());
        self.shift = Moved::default();
        self.segments.clear();
        self.tuning.reverts += 1;
    }

    /// What is added to the log-odds.
    fn moved(&self, hidden: impl Iterator<Item = f64>, segment: u16) -> f64 {
        let weights: f64 = self.weights.iter().zip(hidden).map(|(weight, h)| weight.by * h).sum();
        let own = self.segments.iter().find(|(tag, _)| *tag == segment).map_or(0.0, |(_, shift)| shift.by);
        self.shift.by + own + if self.typical > 0.0 { weights / self.typical } else { 0.0 }
    }

    /// Mean losses of a session's examples: by the tuned weights, by the shipped ones.
    fn losses(&self, session: &Session<'_>) -> (f64, f64) {
        let count = session.examples.len() as f64;
        let mut sums = (0.0, 0.0);
        for &(example, shipped) in &session.examples {
            let moved = self.moved(example.hidden().map(f64::from), example.segment);
            sums.0 += loss(shipped + moved, session.label);
            sums.1 += loss(shipped, session.label);
        }
        (sums.0 / count, sums.1 / count)
    }

    /// One step on all of these sessions.
    fn learn(&mut self, sessions: &[Session<'_>]) {
        let mut slopes = vec![0.0; self.weights.len()];
        let mut shift = 0.0;
        let mut segments: Vec<(u16, f64)> = Vec::new();
        for session in sessions {
            // Its examples have one label between them, so a session counts once however many there are.
            let share = 1.0 / session.examples.len() as f64;
            for &(example, shipped) in &session.examples {
                let z = shipped + self.moved(example.hidden().map(f64::from), example.segment);
                let miss = share * (probability(z) - f64::from(u8::from(session.label)));
                for (slope, h) in slopes.iter_mut().zip(example.hidden()) {
                    *slope += miss * f64::from(h);
                }
                shift += miss;
                match segments.iter_mut().find(|(tag, _)| *tag == example.segment) {
                    Some((_, sum)) => *sum += miss,
                    None if example.segment != 0 => segments.push((example.segment, miss)),
                    None => {}
                }
            }
        }
        let count = sessions.len() as f64;
        if self.typical > 0.0 {
            for (weight, slope) in self.weights.iter_mut().zip(slopes) {
                weight.step(slope / self.typical, PULL, count, RATE);
            }
        }
        self.shift.step(shift, SHIFT_PULL, count, SHIFT_RATE);
        for (tag, slope) in segments {
            let at = self.segments.iter().position(|(other, _)| *other == tag).unwrap_or_else(|| {
                self.segments.push((tag, Moved::default()));
                self.segments.len() - 1
            });
            self.segments[at].1.step(slope, SEGMENT_PULL, count, SHIFT_RATE);
        }
    }
}

impl Moved {
    /// A step down the mean over `count` sessions of their loss, whose `slope` is summed, and of the pull.
    fn step(&mut self, slope: f64, pull: f64, count: f64, rate: f64) {
        let slope = (slope + pull * self.by) / count;
        self.squares += slope * slope;
        let step = (rate * slope / (self.squares.sqrt() + LEAST_ROOT)).clamp(-MOST_STEP, MOST_STEP);
        self.by = (self.by - step).clamp(-MOST_AWAY, MOST_AWAY);
    }
}

/// The sessions whose end is known, in order, and how many wait.
fn sessions<'a>(layer: &LastLayer, window: &'a Window) -> (Vec<Session<'a>>, u32) {
    let (mut sessions, mut waiting) = (Vec::new(), 0);
    if (window.model(), window.width()) != (layer.model(), layer.width()) {
        return (sessions, waiting);
    }
    for examples in window.examples().chunk_by(|a, b| a.session == b.session) {
        let has = |label| examples.iter().any(|example| example.label == label);
        if !has(Label::Converted) && has(Label::Waiting) {
            waiting += 1;
            continue;
        }
        sessions.push(Session {
            examples: examples.iter().map(|example| (example, layer.log_odds(example.hidden()))).collect(),
            label: has(Label::Converted),
        });
    }
    (sessions, waiting)
}

/// Root of the mean square of all activations.
fn typical(sessions: &[Session<'_>]) -> f64 {
    let hidden =
        || sessions.iter().flat_map(|session| &session.examples).flat_map(|(example, _)| example.hidden());
    let squares: f64 = hidden().map(|h| f64::from(h) * f64::from(h)).sum();
    let count = hidden().count();
    if count > 0 { libm::sqrt(squares / count as f64) } else { 0.0 }
}
