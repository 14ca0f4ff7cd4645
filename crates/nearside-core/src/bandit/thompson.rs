//! Thompson sampling: each arm as often as it is the best under the beliefs.
//!
//! Worths → the probability of each arm to be the best, an integral in one dimension: P(arm i) = ∫ Π_{j≠i} Φ_j dΦ_i,
//! summed over cells of the worth's axis. Drawing once with these probabilities is the same policy as drawing a worth
//! for every arm and taking the greatest (Scott 2010), with the propensities known.

use super::beliefs::{Rule, Worth};

/// Cells of the axis; with 32 no probability is off by more than 0.02, and nearly all by less than 0.002.
const CELLS: usize = 32;
/// Deviations beyond which a worth is not looked for: 7 in 100,000 lie outside.
const REACH: f64 = 4.0;

/// Thompson sampling that takes `spread` of each deviation.
#[derive(Debug)]
pub(super) struct Thompson {
    pub(super) spread: f64,
}

impl Rule for Thompson {
    /// The greatest worth lies between the greatest lower and the greatest upper reach. In a cell, what an arm gains is
    /// its own rise times the other arms' mean height there.
    fn chances(&self, worths: &[Worth]) -> Vec<f64> {
        let reach = REACH * self.spread;
        let greatest = |reach: f64| {
            worths.iter().map(|worth| worth.mean + reach * worth.deviation).fold(f64::NEG_INFINITY, f64::max)
        };
        let (low, high) = (greatest(-reach), greatest(reach));
        let step = (high - low) / CELLS as f64;

        let mut chances = vec![0.0; worths.len()];
        let mut before: Vec<f64> = worths.iter().map(|worth| worth.below(low, self.spread)).collect();
        let mut height = vec![0.0; worths.len()];
        let mut rise = vec![0.0; worths.len()];
        for cell in 1..=CELLS {
            let value = low + step * cell as f64;
            for (i, worth) in worths.iter().enumerate() {
                let after = worth.below(value, self.spread);
                (height[i], rise[i]) = ((before[i] + after) / 2.0, after - before[i]);
                before[i] = after;
            }
            // Products of all heights but one, from the left and then from the right: no division by a height of 0.
            let mut product = 1.0;
            for (rise, height) in rise.iter_mut().zip(&height) {
                *rise *= product;
                product *= height;
            }
            product = 1.0;
            for i in (0..worths.len()).rev() {
                chances[i] += rise[i] * product;
                product *= height[i];
            }
        }
        let sum: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= sum);
        chances
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::seed::{VisitRng, rng, unit};

    fn worths(of: &[(f64, f64)]) -> Vec<Worth> {
        of.iter().map(|&(mean, deviation)| Worth { mean, deviation }).collect()
    }

    fn chances(of: &[(f64, f64)]) -> Vec<f64> {
        Thompson { spread: 1.0 }.chances(&worths(of))
    }

    /// A standard normal draw (Box & Muller 1958).
    fn normal(rng: &mut VisitRng) -> f64 {
        let (radius, angle) = (1.0 - unit(rng), unit(rng));
        (-2.0 * libm::log(radius)).sqrt() * libm::cos(TAU * angle)
    }

    #[test]
    fn two_arms_have_a_closed_form() {
        for (a, b) in [((0.0, 1.0), (0.0, 1.0)), ((0.5, 0.3), (0.2, 0.8)), ((-3.0, 0.1), (-2.9, 0.2))] {
            let chance = chances(&[a, b])[0];
            let apart = Worth { mean: b.0 - a.0, deviation: f64::hypot(a.1, b.1) };
            assert!((chance - apart.below(0.0, 1.0)).abs() < 2e-3, "{a:?} {b:?}: {chance}");
        }
    }

    #[test]
    fn chances_are_the_frequencies_of_drawn_worths() {
        const DRAWS: u32 = 40_000;
        let cases: [&[(f64, f64)]; 4] = [
            &[(0.0, 1.0), (0.2, 0.5), (-1.0, 2.0), (0.1, 0.1)],
            &[(0.0, 1.0), (0.0, 1e-6), (0.5, 1e-6)],
            &[(-2.0, 0.3); 8],
            &[(5.0, 0.1), (-5.0, 0.1), (-5.0, 3.0)],
        ];
        let mut rng = rng(11);
        for case in cases {
            let mut counts = vec![0_u32; case.len()];
            for _ in 0..DRAWS {
                let drawn: Vec<f64> =
                    case.iter().map(|&(mean, deviation)| mean + deviation * normal(&mut rng)).collect();
                counts[(0..drawn.len()).fold(0, |best, i| if drawn[i] > drawn[best] { i } else { best })] +=
                    1;
            }
            for (chance, count) in chances(case).iter().zip(counts) {
                let frequency = f64::from(count) / f64::from(DRAWS);
                assert!((chance - frequency).abs() < 0.02, "{case:?}: {chance} is not {frequency}");
            }
        }
    }

    #[test]
    fn chances_sum_to_one_however_far_apart() {
        let cases: [&[(f64, f64)]; 3] =
            [&[(0.0, 1e-9), (1e6, 1e-9)], &[(0.0, 1.0)], &[(3.0, 1e-9), (3.0, 1e-9), (3.0, 1e3)]];
        for case in cases {
            let sum: f64 = chances(case).iter().sum();
            assert!((sum - 1.0).abs() < 1e-12, "{case:?}: {sum}");
        }
    }
}
