//! Streams of sessions, lived through by a browser that tunes the last layer as it goes.
//!
//! A population and a law for its labels → streams of its sessions, one after another: each is judged by the shipped layer and
//! by the layer tuned to those before it in the window, with the drift guard and without, and only then learned from.

use std::time::Instant;

use nearside_core::{
    consent::{Answer, Consent, Learn, Purpose},
    finetune::{Example, Fit, Window},
    seed,
};
use rand::{RngExt, seq::SliceRandom};
use serde::Serialize;

use super::{
    populations::{Law, Lived},
    unseen::Unseen,
};
use crate::metrics::auc;

/// Time between two sessions of a stream, ms: a day.
const APART: f64 = 8.64e7;
/// The least that a probability counts as, so that no single session is all there is to a loss.
const LEAST: f64 = 1e-9;

/// The shipped layer, the tuned one without the guard, and with it.
pub(super) const LAYERS: [&str; 3] = ["shipped", "unguarded", "tuned"];

/// What was found of one population.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Found {
    pub(super) population: String,
    /// Sessions measured.
    pub(super) sessions: usize,
    /// Share of them that bought.
    pub(super) bought: f64,
    /// Mean log-loss by each layer, nats.
    pub(super) loss: [f64; 3],
    /// Standard error, over streams, of what the guarded tuned layer's loss is above the shipped one's.
    pub(super) error: f64,
    /// AUC over all streams by each layer.
    pub(super) auc: [f64; 3],
    /// Times that the guard dropped what was learned, a stream.
    pub(super) reverts: f64,
    /// Mean time of a fit, ms.
    pub(super) fit_ms: f64,
}

/// One session of a stream, once it was judged.
struct Judged {
    stream: usize,
    said: [f64; 3],
    bought: bool,
}

/// Runs streams of the population through tuning.
pub(super) fn measure(
    name: &str,
    law: Law,
    unseen: &Unseen,
    (length, streams): (usize, usize),
    seed: u64,
) -> Found {
    let mut rng = seed::rng(seed);
    let mut order: Vec<usize> = (0..unseen.bought.len()).collect();
    order.shuffle(&mut rng);
    let mut judged: Vec<Judged> = Vec::new();
    let (mut reverts, mut fit_ms) = (0, 0.0_f64);
    let chunks: Vec<&[usize]> = order.chunks(length).take(streams).collect();
    for (stream, places) in chunks.iter().enumerate() {
        let lived: Vec<Lived<'_>> = places
            .iter()
            .map(|&at| Lived {
                hidden: &unseen.hidden[at],
                segment: unseen.segments[at],
                bought: unseen.bought[at],
            })
            .collect();
        let labels = law.labels(&unseen.layer, &lived, &mut rng);
        let mut browser = Browser::new(unseen);
        for (at, (session, bought)) in lived.iter().zip(labels).enumerate() {
            let (session, said) = (Lived { bought, ..*session }, browser.judge(session));
            if at >= law.measured_from(lived.len()) {
                judged.push(Judged { stream, said, bought });
            }
            reverts += browser.live(at, session, rng.random());
            fit_ms += browser.fit_ms;
        }
    }
    let bought: Vec<bool> = judged.iter().map(|session| session.bought).collect();
    let by = |layer: usize| -> Vec<f64> { judged.iter().map(|session| session.said[layer]).collect() };
    let mean =
        |layer: usize| judged.iter().map(|session| session.loss(layer)).sum::<f64>() / judged.len() as f64;
    Found {
        population: name.to_owned(),
        sessions: judged.len(),
        bought: bought.iter().filter(|&&bought| bought).count() as f64 / bought.len() as f64,
        loss: [0, 1, 2].map(mean),
        error: error(&judged, chunks.len()),
        auc: [0, 1, 2].map(|layer| auc(&by(layer), &bought)),
        reverts: f64::from(reverts) / chunks.len() as f64,
        fit_ms: fit_ms / chunks.iter().map(|places| places.len()).sum::<usize>() as f64,
    }
}

/// What one visitor's browser has learned.
struct Browser<'a> {
    unseen: &'a Unseen,
    consent: Consent,
    window: Window,
    /// Without the guard, and with it.
    fits: [Fit; 2],
    /// Time that the latter took, ms.
    fit_ms: f64,
}

impl<'a> Browser<'a> {
    fn new(unseen: &'a Unseen) -> Browser<'a> {
        let mut consent = Consent::default();
        consent.set(Purpose::Learn, Answer::Granted);
        let window = Window::new(unseen.layer.model(), unseen.layer.width());
        Browser { unseen, consent, window, fits: Default::default(), fit_ms: 0.0 }
    }

    /// The probabilities by each layer, before the session is learned from.
    fn judge(&self, session: &Lived<'_>) -> [f64; 3] {
        let (layer, &Lived { hidden, segment, .. }) = (&self.unseen.layer, session);
        let [unguarded, tuned] = [0, 1].map(|fit: usize| self.fits[fit].probability(layer, hidden, segment));
        [layer.probability(hidden), unguarded, tuned]
    }

    /// Lives through a session and its end; gives how often the guard rang in it.
    fn live(&mut self, at: usize, session: Lived<'_>, chance: u32) -> u32 {
        let began = (at + 1) as f64 * APART;
        let example = Example::new(began, began, chance, session.segment, session.hidden);
        if let (Some(grant), Some(example)) = (self.consent.grant::<Learn>(), example) {
            self.window.note(&grant, example);
            if session.bought {
                self.window.convert(&grant, began);
            }
        }
        self.window.settle(began + APART, began + APART);
        let layer = &self.unseen.layer;
        let before = self.fits[1].tuning();
        let started = Instant::now();
        let tuned = Fit::of(layer, &self.window);
        self.fit_ms = started.elapsed().as_secs_f64() * 1e3;
        self.fits = [Fit::unguarded(layer, &self.window), tuned];
        // Once the window is full its earliest sessions leave it, and with them what the guard said of them.
        self.fits[1].tuning().reverts.saturating_sub(before.reverts)
    }
}

impl Judged {
    fn loss(&self, layer: usize) -> f64 {
        let said = self.said[layer];
        -(if self.bought { said } else { 1.0 - said }).max(LEAST).ln()
    }
}

fn error(judged: &[Judged], streams: usize) -> f64 {
    let differences: Vec<f64> = (0..streams)
        .map(|stream| {
            let of: Vec<f64> = judged
                .iter()
                .filter(|session| session.stream == stream)
                .map(|session| session.loss(2) - session.loss(0))
                .collect();
            of.iter().sum::<f64>() / of.len() as f64
        })
        .collect();
    let n = streams as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    if streams > 1 { (squares / (n - 1.0) / n).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use nearside_core::finetune::{LastLayer, tag};

    use super::*;

    /// Sessions in which the third activation makes people buy, of which the layer knows nothing.
    fn unseen(count: usize) -> Unseen {
        let mut rng = seed::rng(4);
        let hidden: Vec<Vec<f32>> =
            (0..count).map(|_| (0..3).map(|_| rng.random_range(-1.0..1.0_f32)).collect()).collect();
        Unseen {
            layer: LastLayer::new(1, vec![3.0, 1.5, 0.0], 0.0).unwrap(),
            bought: hidden.iter().map(|read| read[2] > 0.2).collect(),
            segments: vec![tag("new"); count],
            hidden,
        }
    }

    #[test]
    fn tuning_wins_where_buyers_are_others_and_loses_little_where_they_are_not() {
        let unseen = unseen(1_000);
        let measured = |law| measure("any", law, &unseen, (200, 5), 1);
        let won = |found: &Found| found.loss[0] - found.loss[2];
        let real = measured(Law::Real);
        assert!(won(&real) > 0.03 && real.auc[2] > real.auc[0] + 0.03, "{real:?}");
        assert_eq!((real.sessions, real.reverts), (1_000, 0.0));
        let shipped = measured(Law::Shipped);
        assert!(won(&shipped).abs() < 0.01, "{shipped:?}");
        let turned = measured(Law::TurnedFirst);
        assert!(turned.loss[2] < turned.loss[1] && turned.reverts > 0.0, "{turned:?}");
        assert_eq!(turned.sessions, 500, "what comes first only misleads");
    }

    #[test]
    fn laws_make_the_labels_they_say() {
        let unseen = unseen(400);
        let lived: Vec<Lived<'_>> = (unseen.hidden.iter().zip(&unseen.bought))
            .map(|(hidden, &bought)| Lived { hidden, segment: 0, bought })
            .collect();
        let labels = |law: Law| law.labels(&unseen.layer, &lived, &mut seed::rng(2));
        assert_eq!(labels(Law::Real), unseen.bought);
        let count = |labels: &[bool]| labels.iter().filter(|&&label| label).count();
        assert_eq!(count(&labels(Law::Shuffled)), count(&unseen.bought));
        assert_ne!(labels(Law::Shuffled), unseen.bought);
        let said: Vec<f64> = unseen.hidden.iter().map(|read| unseen.layer.probability(read)).collect();
        for (law, first_is_right) in
            [(Law::Shipped, Some(true)), (Law::TurnedFirst, Some(false)), (Law::CoinsFirst, None)]
        {
            let labels = labels(law);
            let [first, then] = [0..200, 200..400].map(|half| auc(&said[half.clone()], &labels[half]));
            assert!(then > 0.6, "{law:?}: {then}");
            assert!(first_is_right.is_none_or(|right| (first > 0.6) == right), "{law:?}: {first}");
        }
    }
}
