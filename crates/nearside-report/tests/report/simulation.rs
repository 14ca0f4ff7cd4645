//! Whether 95 % intervals hold the truth in 95 % of all cases: 300 runs of simulated visitors.

use nearside_report::Estimate;

use crate::visitors::{Population, rng};

const RUNS: u64 = 300;
const SHOP: Population<'_> =
    Population { shares: &[0.3, 0.25, 0.2, 0.15, 0.1], rates: &[0.12, 0.05, 0.30, 0.08, 0.20] };

/// How often each quantity's interval held its truth.
#[derive(Default)]
struct Coverage {
    held: u64,
    asked: u64,
}

impl Coverage {
    fn look(&mut self, estimate: Option<Estimate>, truth: f64) {
        self.asked += 1;
        // An interval that is not told is all there can be.
        self.held +=
            u64::from(estimate.is_none_or(|estimate| (estimate.low..=estimate.high).contains(&truth)));
    }

    fn share(&self) -> f64 {
        self.held as f64 / self.asked as f64
    }
}

fn coverage(visitors: u64) -> [(&'static str, Coverage); 4] {
    let mut cells = Coverage::default();
    let mut segments = Coverage::default();
    let mut means = Coverage::default();
    let mut overall = Coverage::default();
    for run in 0..RUNS {
        let counts = SHOP.counts(visitors, &mut rng(run * 2 + visitors));
        for (segment, (share, rate)) in (0_u8..).zip(SHOP.shares.iter().zip(SHOP.rates)) {
            let here = visitors as f64 * share;
            cells.look(Some(counts.in_cell(u16::from(segment) * 2)), here * (1.0 - rate));
            cells.look(Some(counts.in_cell(u16::from(segment) * 2 + 1)), here * rate);
            segments.look(Some(counts.in_segment(segment)), here);
            means.look(counts.mean_reward_in(segment), *rate);
        }
        overall.look(counts.mean_reward(), SHOP.mean());
    }
    [
        ("visits in a cell", cells),
        ("visits in a segment", segments),
        ("mean reward in a segment", means),
        ("mean reward", overall),
    ]
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    for visitors in [10_000, 100_000] {
        for (what, coverage) in coverage(visitors) {
            let share = coverage.share();
            println!(
                "interval: {what}, {visitors} visitors: truth held in {:.1} % of {RUNS} runs",
                share * 100.0
            );
            assert!((0.93..=0.97).contains(&share), "{what} {visitors} {share}");
        }
    }
}
