//! Whether visitors were split as the weights say.
//!
//! Counts and weights p → a p-value that holds at any time. A split that is off means that something lost or
//! added visitors unevenly, and no comparison of the variations can be trusted.
//!
//! The test is the multinomial e-process of Lindon and Malek ("Anytime-Valid Inference for Multinomial Count Data",
//! NeurIPS 2022): the likelihood under a Dirichlet prior of concentration K around p, against that under p itself,
//! E = Γ(K)/Γ(K+n) · Π Γ(Kpᵢ+nᵢ)/Γ(Kpᵢ) / Π pᵢ^nᵢ. Under the right split E is a martingale that starts at 1, so by
//! Ville's inequality it ever reaches 1/α with a probability of at most α: 1/E is the p-value.

use libm::lgamma;

/// Concentration K of the prior: shares off by about √(p(1−p)/K), 5 points for an even split, are found soonest.
const CONCENTRATION: f64 = 100.0;

/// The p-value below which a split counts as off. As strict as that since there is a check for each experiment.
pub const ALARM: f64 = 0.001;

/// How likely counts at least as far off are, ever, if visitors are split by `weights`; 1 where there is nothing
/// to tell. Once it was below [`ALARM`], the alarm stands, whatever comes later.
pub fn sample_ratio(counts: &[u64], weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let sound = |weight: &f64| *weight >= 0.0;
    if counts.len() != weights.len() || !weights.iter().all(sound) || !(total > 0.0 && total.is_finite()) {
        return 1.0;
    }
    let visitors = counts.iter().sum::<u64>() as f64;
    let mut log_evidence = lgamma(CONCENTRATION) - lgamma(CONCENTRATION + visitors);
    for (count, weight) in counts.iter().zip(weights) {
        let (count, share) = (*count as f64, weight / total);
        if share > 0.0 {
            let prior = CONCENTRATION * share;
            log_evidence += lgamma(prior + count) - lgamma(prior) - count * share.ln();
        } else if count > 0.0 {
            return 0.0; // Nobody was to be here.
        }
    }
    (-log_evidence).exp().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::chance::{rng, unit};

    #[test]
    fn closed_forms() {
        for (counts, weights, expected) in [
            (vec![0, 0], vec![0.5, 0.5], 1.0),
            // E = (50/100) / 0.5
            (vec![1, 0], vec![0.5, 0.5], 1.0),
            // E = (50·51)/(100·101) / 0.25, and over 3 visitors (20·21·80)/(100·101·102) / (0.04·0.8) < 1
            (vec![2, 0], vec![0.5, 0.5], 10_100.0 / (4.0 * 2_550.0)),
            (vec![2, 1], vec![0.2, 0.8], (100.0 * 101.0 * 102.0) * 0.032 / (20.0 * 21.0 * 80.0)),
            (vec![2, 1], vec![1.0, 4.0], (100.0 * 101.0 * 102.0) * 0.032 / (20.0 * 21.0 * 80.0)),
            (vec![1, 1], vec![0.5, 0.5], 1.0),
            (vec![5, 0], vec![1.0, 0.0], 1.0),
            (vec![5, 1], vec![1.0, 0.0], 0.0),
            (vec![5], vec![0.5, 0.5], 1.0),
            (vec![5, 5], vec![0.0, 0.0], 1.0),
            (vec![5, 5], vec![f64::NAN, 0.5], 1.0),
            (vec![5, 5], vec![2.0, -1.0], 1.0),
        ] {
            let p = sample_ratio(&counts, &weights);
            assert!(
                (p - f64::min(expected, 1.0)).abs() < 1e-9,
                "{counts:?} {weights:?} gave {p}, not {expected}"
            );
        }
    }

    #[test]
    fn a_split_that_is_off_is_found() {
        let even = [0.5, 0.5];
        assert!(sample_ratio(&[600, 400], &even) < ALARM);
        assert!(sample_ratio(&[5_300, 4_700], &even) < ALARM);
        assert!(sample_ratio(&[510, 490], &even) > 0.5);
        assert!(sample_ratio(&[100_100, 99_900], &even) == 1.0);
    }

    #[test]
    fn looking_after_every_visitor_rarely_misleads() {
        const RUNS: u64 = 600;
        const VISITORS: u64 = 1_000;
        const ERROR: f64 = 0.05;
        let weights = [0.2, 0.3, 0.5];
        let misled = (0..RUNS).filter(|seed| {
            let mut rng = rng(*seed);
            let mut counts = [0_u64; 3];
            (0..VISITORS).any(|_| {
                let draw = unit(&mut rng);
                counts[usize::from(draw >= 0.2) + usize::from(draw >= 0.5)] += 1;
                sample_ratio(&counts, &weights) < ERROR
            })
        });
        let rate = misled.count() as f64 / RUNS as f64;
        println!("sample ratio: {rate:.3} of {RUNS} runs ever below {ERROR}");
        // The bound, and three standard deviations of a binomial share.
        assert!(rate <= ERROR + 3.0 * (ERROR * (1.0 - ERROR) / RUNS as f64).sqrt(), "{rate}");
    }
}
