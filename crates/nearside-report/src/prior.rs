//! What the crowd's reports may tell a browser that knows nothing yet.
//!
//! Days of one stream → for each segment a mean reward and how many visits it is worth. Days are joined into batches
//! of at least 1,000 reports, the mean is the median over the batches, and its worth is capped at 20 visits: a flood
//! of false reports moves the batches of the days that it lasts and no others, and even a median that was moved is
//! soon outweighed by what the browser sees itself.

use crate::estimate::{Counts, Estimate};

/// Fewest reports in a batch.
pub const BATCH_REPORTS: u64 = 1_000;
/// The most visits that a prior is worth.
pub const MOST_PSEUDO_COUNT: f64 = 20.0;
/// Least worth of a prior that is published at all.
const LEAST_PSEUDO_COUNT: f64 = 1.0;

/// The belief to start from, in one segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The mean reward.
    pub mean: f64,
    /// How many visits it is worth.
    pub pseudo_count: f64,
}

/// The counts of one stream, day by day in order → its priors, one for each segment, where enough is known.
#[must_use]
pub fn priors(days: &[Counts]) -> Vec<Option<Prior>> {
    let batches = batches(days);
    let segments = days.first().map_or(0, |day| day.cells().segments());
    (0..segments).map(|segment| of_segment(&batches, segment)).collect()
}

/// Joins days until there are enough reports; what is left at the end waits for tomorrow.
fn batches(days: &[Counts]) -> Vec<Counts> {
    let (mut done, mut open) = (Vec::new(), None::<Counts>);
    for day in days {
        match &mut open {
            Some(open) => open.merge(day),
            None => open = Some(day.clone()),
        }
        if let Some(full) = open.take_if(|open| open.reports() >= BATCH_REPORTS) {
            done.push(full);
        }
    }
    done
}

fn of_segment(batches: &[Counts], segment: u8) -> Option<Prior> {
    let mut known: Vec<Estimate> = batches.iter().filter_map(|batch| batch.mean_reward_in(segment)).collect();
    known.sort_by(|one, other| one.value.total_cmp(&other.value));
    let middle = [known.get((known.len().max(1) - 1) / 2)?, known.get(known.len() / 2)?];
    let mean = (middle[0].value + middle[1].value) / 2.0;
    // As many visits without noise as would leave the same doubt: m(1−m)/s². The batch in the middle tells how much
    // one batch knows, and the median of many knows more by their number, less by π/2.
    let error = middle[0].error().max(middle[1].error());
    let gain = (known.len() as f64 * 2.0 / core::f64::consts::PI).max(1.0);
    // Even a mean of 0 or 1 has the doubt of one visit in a batch.
    let doubt = (mean * (1.0 - mean)).max(1.0 / BATCH_REPORTS as f64);
    let pseudo_count = (doubt * gain / error.powi(2).max(f64::MIN_POSITIVE)).min(MOST_PSEUDO_COUNT);
    (pseudo_count >= LEAST_PSEUDO_COUNT).then_some(Prior { mean, pseudo_count })
}
