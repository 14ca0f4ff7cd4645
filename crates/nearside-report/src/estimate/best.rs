//! Which arm to show in a segment.
//!
//! Each arm's mean reward in the segment is drawn towards the arm's mean over all segments by as much as noise alone
//! could have moved it apart (an empirical-Bayes weight τ²/(τ²+s²), with τ² the spread between segments that noise
//! does not explain): where little is known, what works for everyone decides.

use super::counts::Counts;

/// The arm with the highest reward in a segment, by its place; `None` where no arm has a mean at all.
#[must_use]
pub fn best_arm(arms: &[Counts], segment: u8) -> Option<usize> {
    let worth = arms.iter().map(|arm| drawn_together(arm, segment)).enumerate();
    let known = worth.filter_map(|(at, worth)| Some((at, worth?)));
    known.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(at, _)| at)
}

fn drawn_together(arm: &Counts, segment: u8) -> Option<f64> {
    let overall = arm.mean_reward()?.value;
    let means = (0..arm.cells().segments()).filter_map(|other| arm.mean_reward_in(other));
    let (mut beyond_noise, mut count) = (0.0, 0.0);
    for mean in means {
        beyond_noise += (mean.value - overall).powi(2) - mean.error().powi(2);
        count += 1.0;
    }
    let between = if count > 0.0 { (beyond_noise / count).max(0.0) } else { 0.0 };
    let Some(here) = arm.mean_reward_in(segment) else { return Some(overall) };
    let weight = between / (between + here.error().powi(2)).max(f64::MIN_POSITIVE);
    Some(overall + weight * (here.value - overall))
}
