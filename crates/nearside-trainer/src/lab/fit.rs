//! What a course comes to: how fast regret grows, and how soon a policy is back after a drift.

/// Share of the course that the fit of the exponent leaves out: at first every policy guesses.
const WARM_UP: f64 = 0.05;
/// Points of the fit, evenly spaced in the logarithm.
const POINTS: usize = 40;
/// Choices that a rate is averaged over.
const WINDOW: usize = 100;
/// Choices before a drift that the rate to come back to is averaged over.
const EARLIER: usize = 1_000;
/// Share of the earlier rate that counts as back.
const BACK: f64 = 0.95;

/// The exponent b of regret ≈ a·tᵇ, by least squares on logarithms. None without regret.
pub(crate) fn exponent(regret: &[f64]) -> Option<f64> {
    let last = regret.len() as f64;
    let points: Vec<(f64, f64)> = (0..POINTS)
        .map(|i| last * WARM_UP.powf(1.0 - i as f64 / (POINTS - 1) as f64))
        .filter_map(|count| Some((count.ln(), *regret.get((count as usize).saturating_sub(1))?)))
        .filter(|point| point.1 > 0.0)
        .map(|(count, regret)| (count, regret.ln()))
        .collect();
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    (spread > 0.0).then(|| together / spread)
}

/// Choices from the drift to the middle of the first window whose rate is within 5 % of the earlier one, or above it. None
/// if that never comes.
pub(crate) fn recovery(won: &[f64], drift_at: usize) -> Option<usize> {
    let rate = |from: usize, length: usize| won[from..from + length].iter().sum::<f64>() / length as f64;
    let earlier = EARLIER.min(drift_at);
    if earlier == 0 {
        return None;
    }
    let enough = BACK * rate(drift_at - earlier, earlier);
    let windows = (won.len() - drift_at).saturating_sub(WINDOW - 1);
    let back = |start: &usize| rate(drift_at + start, WINDOW) >= enough;
    (0..windows).find(back).map(|start| start + WINDOW / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_of_a_power_is_found() {
        for power in [0.3, 0.5, 1.0] {
            let regret: Vec<f64> = (1..=10_000).map(|count| 3.0 * f64::from(count).powf(power)).collect();
            let found = exponent(&regret).unwrap();
            assert!((found - power).abs() < 1e-3, "{found} is not {power}");
        }
        assert_eq!(exponent(&[0.0; 100]), None);
    }

    #[test]
    fn recovery_counts_to_the_middle_of_the_first_good_window() {
        let mut won = vec![0.5; 2_000];
        won.extend(vec![0.2; 150]);
        won.extend(vec![0.5; 1_000]);
        // 0.475 is enough: 8 low choices in a window of 100 leave 0.476.
        assert_eq!(recovery(&won, 2_000), Some(150 - 8 + WINDOW / 2));
        won.truncate(2_150);
        assert_eq!(recovery(&won, 2_000), None);
    }
}
