//! What choosing by noised reports is worth, beside choosing by the truth.

use nearside_report::Counts;
use nearside_report::estimate::best_arm;

use crate::visitors::{Population, rng};

const RUNS: u64 = 40;
const REPORTS: u64 = 100_000;
const SHARES: &[f64] = &[0.3, 0.25, 0.2, 0.15, 0.1];
/// By arm and segment; the default is the first.
const RATES: [&[f64]; 3] =
    [&[0.10, 0.10, 0.10, 0.10, 0.10], &[0.16, 0.07, 0.09, 0.15, 0.10], &[0.08, 0.15, 0.14, 0.09, 0.16]];

#[test]
fn choosing_by_noised_reports_captures_most_of_the_lift() {
    let worth = |choose: &dyn Fn(usize) -> usize| -> f64 {
        SHARES.iter().enumerate().map(|(segment, share)| share * RATES[choose(segment)][segment]).sum()
    };
    let default = worth(&|_| 0);
    let best = |segment: usize| (0..3).max_by(|a, b| RATES[*a][segment].total_cmp(&RATES[*b][segment]));
    let achievable = worth(&|segment| best(segment).unwrap_or(0)) - default;
    let mut captured = Vec::new();
    for run in 0..RUNS {
        let mut rng = rng(run);
        let arms: Vec<Counts> = RATES
            .iter()
            .map(|rates| Population { shares: SHARES, rates }.counts(REPORTS / 3, &mut rng))
            .collect();
        let chosen = worth(&|segment| best_arm(&arms, segment as u8).unwrap_or(0)) - default;
        captured.push(chosen / achievable);
    }
    captured.sort_by(f64::total_cmp);
    let mean = captured.iter().sum::<f64>() / captured.len() as f64;
    println!(
        "lift: {:.1} % of the achievable {:.2} points captured at {REPORTS} reports with privacy_epsilon 2 \
         (mean of {RUNS} runs; worst {:.1} %)",
        mean * 100.0,
        achievable * 100.0,
        captured[0] * 100.0
    );
    assert!(mean >= 0.75, "{mean}");
}
