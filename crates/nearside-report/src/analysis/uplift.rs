//! By how much a variation's mean reward differs from the holdout's.
//!
//! Two tallies and an error rate α → difference and an interval that holds at every moment: the chance that it ever
//! leaves the true difference out is α, in the limit of many exposures.
//!
//! The interval is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
//! ("Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics 2024, Theorem 2.2):
//! ± σ √( 2(nρ²+1)/(n²ρ²) · ln(√(nρ²+1)/α) ). For two arms n counts both and σ² = n(s₁²/n₁ + s₀²/n₀), the variance
//! of the difference's influence function. The limit is approached from the safe side: without effect, fewer than α of
//! all runs are ever misled, fewest where rewards are rare and one arm is small (the simulation below prints them).

use super::tally::Tally;

/// Fewest exposures of each arm before the limit is taken to hold.
const LEAST: u64 = 30;

/// The number of exposures at which the interval is to be tightest, compared with other choices of ρ.
const TIGHTEST_AT: f64 = 1_000.0;

/// A difference in mean reward, and between what it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uplift {
    /// The difference seen.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Uplift {
    /// The variation is better than the holdout, at the error rate asked for.
    pub fn is_better(&self) -> bool {
        self.low > 0.0
    }

    /// The variation is worse than the holdout, at the error rate asked for.
    pub fn is_worse(&self) -> bool {
        self.high < 0.0
    }
}

/// The uplift of a variation over the holdout; `None` before each has 30 exposures, or for an error rate that is
/// none. With several variations, give each its part of the error rate.
pub fn uplift(variation: &Tally, holdout: &Tally, error_rate: f64) -> Option<Uplift> {
    let arms = [variation, holdout];
    if arms.iter().any(|arm| arm.exposures < LEAST) || !(error_rate > 0.0 && error_rate < 1.0) {
        return None;
    }
    let estimate = variation.mean()? - holdout.mean()?;
    let total: f64 = arms.iter().map(|arm| arm.exposures as f64).sum();
    let mut pooled = *variation;
    pooled.merge(*holdout);
    // A small arm that by chance saw few rewards has a low mean and a low variance at once, and would be told worse
    // too often; with the pooled variance as least it is not (see the simulation below).
    let spread = |arm: &Tally| arm.cautious_variance().max(pooled.cautious_variance()) / arm.exposures as f64;
    let variance = arms.into_iter().map(spread).sum::<f64>() * total;
    let radius = variance.sqrt() * width(total, error_rate);
    Some(Uplift { estimate, low: (estimate - radius).max(-1.0), high: (estimate + radius).min(1.0) })
}

/// Half the interval's width for a variance of 1.
fn width(count: f64, error_rate: f64) -> f64 {
    // The ρ of the paper's section on its choice, which comes close to the tightest.
    let evidence = -2.0 * error_rate.ln();
    let rho_squared = (evidence + (evidence + 1.0).ln()) / TIGHTEST_AT;
    let scaled = count * rho_squared + 1.0;
    (2.0 * scaled / (count * count * rho_squared) * (scaled.sqrt() / error_rate).ln()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::chance::{rng, unit};

    fn tally(exposures: u64, clicks: u64) -> Tally {
        Tally { exposures, rewards: clicks as f64, squares: clicks as f64 }
    }

    #[test]
    fn closed_form() {
        // ρ² = (5.99146 + ln 6.99146)/1000 = 0.00793615, nρ²+1 = 8.93615 at n = 1000;
        // 2·8.93615/(10⁶·0.00793615) · ln(2.98934/0.05) = 0.00225201 · 4.09079 = 0.00921246.
        assert!((width(1_000.0, 0.05) - 0.009_212_46_f64.sqrt()).abs() < 1e-6);
        // 250 of 500 against 200 of 500. With the two rewards added: 251/502 of the one, whose variance is 1/4, and
        // 451/1002 of both, which is more than 201/502 of the other alone.
        let uplift = uplift(&tally(500, 250), &tally(500, 200), 0.05).unwrap();
        let variance: f64 = 2.0 * (0.25 + 451.0 * 551.0 / (1_002.0 * 1_002.0));
        assert!((uplift.estimate - 0.1).abs() < 1e-12);
        assert!((uplift.high - 0.1 - (variance * 0.009_212_46).sqrt()).abs() < 1e-6, "{uplift:?}");
        assert!((uplift.high + uplift.low - 0.2).abs() < 1e-12);
        assert!(uplift.is_better() && !uplift.is_worse());
    }

    #[test]
    fn too_little_is_no_answer() {
        for (variation, holdout, error_rate, known) in [
            ((29, 10), (500, 10), 0.05, false),
            ((500, 10), (29, 10), 0.05, false),
            ((30, 10), (30, 10), 0.05, true),
            ((30, 0), (30, 0), 0.05, true),
            ((30, 10), (30, 10), 0.0, false),
            ((30, 10), (30, 10), 1.0, false),
            ((30, 10), (30, 10), f64::NAN, false),
        ] {
            let uplift = uplift(&tally(variation.0, variation.1), &tally(holdout.0, holdout.1), error_rate);
            assert_eq!(uplift.is_some(), known, "{variation:?} {holdout:?} {error_rate}");
            assert!(
                uplift.is_none_or(|uplift| uplift.low < uplift.estimate && uplift.estimate < uplift.high)
            );
        }
    }

    #[test]
    fn a_clear_difference_is_found_and_signed() {
        let (good, bad) = (tally(2_000, 400), tally(2_000, 200));
        assert!(uplift(&good, &bad, 0.05).unwrap().is_better());
        assert!(uplift(&bad, &good, 0.05).unwrap().is_worse());
    }

    #[test]
    fn looking_after_every_exposure_rarely_misleads() {
        const RUNS: u64 = 400;
        const EXPOSURES: u64 = 5_000;
        const ERROR: f64 = 0.05;
        // (mean reward, share of the holdout): common and rare rewards, even and uneven splits.
        for (mean, share) in [(0.3, 0.5), (0.1, 0.1), (0.05, 0.9)] {
            let misled = (0..RUNS).filter(|seed| {
                let mut rng = rng(*seed);
                let mut arms = [Tally::default(); 2];
                (0..EXPOSURES).any(|_| {
                    let arm = usize::from(unit(&mut rng) < share);
                    arms[arm].add(f64::from(u8::from(unit(&mut rng) < mean)));
                    uplift(&arms[0], &arms[1], ERROR)
                        .is_some_and(|uplift| uplift.is_better() || uplift.is_worse())
                })
            });
            let rate = misled.count() as f64 / RUNS as f64;
            println!("uplift: {rate:.3} of {RUNS} runs ever exclude no effect, mean {mean}, holdout {share}");
            // The bound, and three standard deviations of a binomial share.
            assert!(rate <= ERROR + 3.0 * (ERROR * (1.0 - ERROR) / RUNS as f64).sqrt(), "{rate}");
        }
    }
}
