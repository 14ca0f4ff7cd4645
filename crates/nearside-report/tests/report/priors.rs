//! Priors: close to the truth, held back while little is known, and unmoved by a flood.

use nearside_report::Counts;
use nearside_report::prior::{MOST_PSEUDO_COUNT, priors};

use crate::visitors::{Population, rng};

const SHOP: Population<'_> = Population { shares: &[0.6, 0.4], rates: &[0.2, 0.5] };

fn days(each: u64, count: u64) -> Vec<Counts> {
    (0..count).map(|day| SHOP.counts(each, &mut rng(day))).collect()
}

#[test]
fn nothing_is_told_of_fewer_than_a_thousand() {
    assert_eq!(priors(&days(999, 1)), [None, None]);
    assert_eq!(priors(&[]), []);
    assert!(priors(&days(500, 2)).iter().any(Option::is_some), "days are joined");
    let (one, two) = (priors(&days(600, 2)), priors(&days(600, 3)));
    assert_eq!(one, two, "the third day waits for a fourth");
}

#[test]
fn the_crowd_is_right_and_never_loud() {
    let told = priors(&days(5_000, 14));
    for (prior, rate) in told.iter().zip(SHOP.rates) {
        let prior = prior.unwrap();
        assert!((prior.mean - rate).abs() < 0.03, "{prior:?} {rate}");
        assert!(prior.pseudo_count <= MOST_PSEUDO_COUNT);
    }
}

#[test]
fn a_flood_on_a_few_days_moves_little() {
    let mut days = days(5_000, 15);
    let honest = priors(&days);
    // A million false reports on each of three days: everyone in the first segment, always rewarded.
    for day in [3, 4, 9] {
        days[day].add(1, 1_000_000);
    }
    for (honest, flooded) in honest.iter().zip(priors(&days)) {
        let (honest, flooded) = (honest.unwrap().mean, flooded.unwrap().mean);
        println!(
            "flood: 3 million false reports beside 75,000 move a prior from {honest:.3} to {flooded:.3}"
        );
        assert!((honest - flooded).abs() < 0.05, "{honest} {flooded}");
    }
}
