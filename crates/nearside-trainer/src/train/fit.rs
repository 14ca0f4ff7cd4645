//! Fitting one network: epochs of shuffled batches under a warm-up and half a cosine.

use candle_core::Result;
use nearside_core::seed;
use rand::seq::SliceRandom;

use super::{examples::Examples, network::Network, settings::Settings};

/// Steps over which the learning rate grows.
const WARM_UP: f64 = 200.0;

/// Trains a network for `epochs` of the schedule's `settings.epochs` and calls `after` at the end of each.
///
/// # Errors
/// What the tensor library or `after` reports.
pub(crate) fn fit(
    examples: &Examples,
    settings: &Settings,
    seed: u64,
    epochs: usize,
    mut after: impl FnMut(&Network) -> Result<()>,
) -> Result<Network> {
    let mut rng = seed::rng(seed);
    let rows = examples.labels.len();
    let width = examples.inputs.len() / rows.max(1);
    let widths: Vec<usize> =
        std::iter::once(width).chain(settings.hidden.iter().copied()).chain([2]).collect();
    let mut network = Network::new(&widths, settings, &mut rng)?;
    let mut order: Vec<usize> = (0..rows).collect();
    let steps = (rows / settings.batch).max(1);
    let total = (steps * settings.epochs) as f64;
    for epoch in 0..epochs {
        order.shuffle(&mut rng);
        for (step, batch) in order.chunks(settings.batch).take(steps).enumerate() {
            let done = (epoch * steps + step) as f64;
            let warm = ((done + 1.0) / WARM_UP).min(1.0);
            let rate = settings.rate * warm * 0.5 * (1.0 + (std::f64::consts::PI * done / total).cos());
            let inputs = batch.iter().flat_map(|&row| &examples.inputs[row * width..(row + 1) * width]);
            let labels: Vec<[f32; 2]> = batch.iter().map(|&row| examples.labels[row]).collect();
            network.step(inputs.copied().collect(), &labels, rate, settings, &mut rng)?;
        }
        after(&network)?;
    }
    Ok(network)
}
