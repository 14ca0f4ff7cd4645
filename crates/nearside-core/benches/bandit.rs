//! What learning and deciding cost at d = 48 with 8 variants, next to the same belief written plainly with nalgebra.
//!
//! Prints microseconds and ratios; the plain version keeps a covariance and a mean, learns by a rank-one downdate and
//! decides by drawing a worth for every arm, which gives no propensity.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock; the core itself may not")]

use std::{f64::consts::TAU, hint::black_box, time::Instant};

use nalgebra::{DMatrix, DVector};
use nearside_core::{
    bandit::{Bandit, BanditError, Outcome, Settings},
    posterior::Prior,
    seed::{VisitRng, rng},
};
use rand_core::Rng;

const INPUTS: usize = 48;
const ARMS: usize = 8;
const CONTEXTS: usize = 512;
/// Rounds of each measurement, of which the quickest is told: what else runs on the machine only adds.
const ROUNDS: usize = 60;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = rng(1);
    let contexts: Vec<Vec<f64>> = (0..CONTEXTS).map(|_| context(&mut rng)).collect();
    let rewards: Vec<f64> = (0..CONTEXTS).map(|_| f64::from(rng.next_u32() & 1)).collect();
    let taught = || contexts.iter().zip(&rewards);

    let one = |context, reward| Outcome { arm: 0, context, reward, propensity: 1.0 };
    let mut bandit = Bandit::new(&Settings::default(), &[Prior::default()], INPUTS)?;
    let update = quickest(|| taught().try_for_each(|(x, y)| bandit.learn(&one(x, *y))))?;
    let mut plain = Plain::new();
    let plain_contexts: Vec<DVector<f64>> = contexts.iter().map(|x| DVector::from_row_slice(x)).collect();
    let plain_update = quickest(|| {
        plain_contexts.iter().zip(&rewards).for_each(|(x, y)| plain.learn(x, *y));
        Ok::<(), BanditError>(())
    })?;

    let arms: Vec<usize> = (0..ARMS).collect();
    let mut bandit = Bandit::new(&Settings::default(), &vec![Prior::default(); ARMS], INPUTS)?;
    let mut plains = vec![Plain::new(); ARMS];
    for (i, (x, y)) in taught().enumerate() {
        bandit.learn(&Outcome { arm: i % ARMS, context: x, reward: *y, propensity: 1.0 / ARMS as f64 })?;
        plains[i % ARMS].learn(&plain_contexts[i], *y);
    }
    let decision = quickest(|| {
        contexts
            .iter()
            .try_for_each(|x| bandit.choose(x, &arms, &mut rng).map(|choice| _ = black_box(choice)))
    })?;
    let plain_decision = quickest(|| {
        plain_contexts.iter().for_each(|x| _ = black_box(choose(&plains, x, &mut rng)));
        Ok::<(), BanditError>(())
    })?;

    println!("d = {INPUTS}, {ARMS} variants, quickest of {ROUNDS} rounds of {CONTEXTS}");
    for (what, ours, theirs) in [("update", update, plain_update), ("decision", decision, plain_decision)] {
        println!("{what:9} {ours:6.2} µs   plain nalgebra {theirs:6.2} µs   ratio {:.2}", ours / theirs);
    }
    Ok(())
}

/// The time of one of a round's contexts in the quickest round, in microseconds.
fn quickest<E>(mut round: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        round()?;
        least = least.min(start.elapsed().as_secs_f64() * 1e6 / CONTEXTS as f64);
    }
    Ok(least)
}

fn unit(rng: &mut VisitRng) -> f64 {
    f64::from(rng.next_u32()) / 4_294_967_296.0
}

fn normal(rng: &mut VisitRng) -> f64 {
    (-2.0 * (1.0 - unit(rng)).ln()).sqrt() * (TAU * unit(rng)).cos()
}

fn context(rng: &mut VisitRng) -> Vec<f64> {
    std::iter::once(1.0).chain((1..INPUTS).map(|_| normal(rng))).collect()
}

/// The same belief with a covariance in the place of a root.
#[derive(Clone)]
struct Plain {
    covariance: DMatrix<f64>,
    mean: DVector<f64>,
}

impl Plain {
    fn new() -> Plain {
        Plain { covariance: DMatrix::identity(INPUTS, INPUTS), mean: DVector::zeros(INPUTS) }
    }

    fn learn(&mut self, x: &DVector<f64>, reward: f64) {
        let toward = &self.covariance * x;
        let variance = toward.dot(x);
        let shrink = 1.0 / (1.0 + TAU / 16.0 * variance).sqrt();
        let chance = 1.0 / (1.0 + (-shrink * self.mean.dot(x)).exp());
        self.mean.axpy(shrink * (reward - chance), &toward, 1.0);
        let curvature = shrink * shrink * chance * (1.0 - chance);
        self.covariance.ger(-curvature, &toward, &toward, 1.0);
    }
}

fn choose(arms: &[Plain], x: &DVector<f64>, rng: &mut VisitRng) -> Option<usize> {
    let worth = |arm: &Plain, rng: &mut VisitRng| {
        let variance = (&arm.covariance * x).dot(x);
        arm.mean.dot(x) + (variance / INPUTS as f64).sqrt() * normal(rng)
    };
    let worths: Vec<f64> = arms.iter().map(|arm| worth(arm, rng)).collect();
    (0..worths.len()).reduce(|best, i| if worths[i] > worths[best] { i } else { best })
}
