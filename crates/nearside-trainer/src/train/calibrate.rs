//! Platt scaling: from a network's output to a probability that comes true.
//!
//! Outputs for people that the network was not trained on, and labels → the scale and offset of least
//! cross-entropy, by Newton's method (Platt 1999; Lin, Lin & Weng 2007).

use nearside_model::manifest::Platt;

/// Steps of Newton's method; it is settled after five or six.
const STEPS: usize = 20;
/// Most halvings of one step.
const HALVINGS: i32 = 12;
/// Added to the curvature, so that a step exists even on rows that say nothing.
const RIDGE: f64 = 1e-6;

/// Fits scale and offset.
pub(crate) fn platt(outputs: &[f64], labels: &[bool]) -> Platt {
    let (mut scale, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..STEPS {
        let (mut slope, mut curve) = ([0.0; 2], [RIDGE, 0.0, RIDGE]);
        for (&z, &label) in outputs.iter().zip(labels) {
            let p = sigmoid(scale * z + offset);
            let (miss, weight) = (p - f64::from(u8::from(label)), p * (1.0 - p));
            slope = [slope[0] + miss * z, slope[1] + miss];
            curve = [curve[0] + weight * z * z, curve[1] + weight * z, curve[2] + weight];
        }
        let determinant = curve[0] * curve[2] - curve[1] * curve[1];
        let step = [
            (curve[2] * slope[0] - curve[1] * slope[1]) / determinant,
            (curve[0] * slope[1] - curve[1] * slope[0]) / determinant,
        ];
        // Far from the solution a full step may lead further away; half of it, or half of that, does not.
        let before = loss(outputs, labels, scale, offset);
        let size = (0..HALVINGS)
            .map(|halvings| 0.5_f64.powi(halvings))
            .find(|size| loss(outputs, labels, scale - size * step[0], offset - size * step[1]) < before);
        let Some(size) = size else { break };
        (scale, offset) = (scale - size * step[0], offset - size * step[1]);
    }
    Platt { scale: scale as f32, offset: offset as f32 }
}

/// Cross-entropy of the labels, in nats.
fn loss(outputs: &[f64], labels: &[bool], scale: f64, offset: f64) -> f64 {
    let pairs = outputs.iter().zip(labels);
    pairs
        .map(|(&z, &label)| {
            let z = scale * z + offset;
            let wrong = if label { -z } else { z };
            wrong.max(0.0) + (-wrong.abs()).exp().ln_1p()
        })
        .sum()
}

/// The probability that `platt` makes of an output.
pub(crate) fn calibrated(platt: Platt, output: f64) -> f64 {
    sigmoid(f64::from(platt.scale) * output + f64::from(platt.offset))
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_law_that_made_the_labels() {
        // For each output z, the share of true labels is σ(0.5 z − 1), to a thousandth.
        let (mut outputs, mut labels) = (Vec::new(), Vec::new());
        for step in -20..=20 {
            let z = f64::from(step) / 4.0;
            let share = sigmoid(0.5 * z - 1.0);
            for draw in 0..1_000 {
                outputs.push(z);
                labels.push(f64::from(draw) < share * 1_000.0);
            }
        }
        let Platt { scale, offset } = platt(&outputs, &labels);
        assert!((scale - 0.5).abs() < 0.01 && (offset + 1.0).abs() < 0.01, "{scale}, {offset}");
    }
}
