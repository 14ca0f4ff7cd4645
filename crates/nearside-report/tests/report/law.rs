//! The sampler's law over 10⁶ draws: what comes out is what the formula says, and never tells more than ε.

use nearside_report::randomizer::Randomizer;
use nearside_report::{Cells, Epsilon};

use crate::visitors::{bytes, rng};

const DRAWS: u32 = 1_000_000;

/// Counts of the symbols that came for one truth.
fn draws(law: &Randomizer, cells: Cells, truth: u16, seed: u64) -> Vec<u32> {
    let mut rng = rng(seed);
    let mut counts = vec![0; usize::from(cells.count())];
    for _ in 0..DRAWS {
        counts[usize::from(law.draw(truth, &mut bytes(&mut rng)).unwrap())] += 1;
    }
    counts
}

#[test]
fn a_million_draws_follow_the_exact_probabilities_and_keep_to_epsilon() {
    let (cells, epsilon) = (Cells::new(5, 2).unwrap(), Epsilon::TWO);
    let law = Randomizer::new(cells, epsilon);
    let (p, q) = (law.truth_probability(), law.lie_probability());
    let truths = [0, 4, 9];
    let seen: Vec<Vec<u32>> =
        truths.iter().map(|truth| draws(&law, cells, *truth, u64::from(*truth))).collect();
    for (truth, counts) in truths.iter().zip(&seen) {
        let deviation = |(symbol, count): (usize, &u32)| {
            let expected = f64::from(DRAWS) * if symbol == usize::from(*truth) { p } else { q };
            (f64::from(*count) - expected).powi(2) / expected
        };
        let chi_square: f64 = counts.iter().enumerate().map(deviation).sum();
        println!("law: chi-square {chi_square:.2} with 9 degrees of freedom, truth {truth}, {DRAWS} draws");
        // Exceeded by one right sampler in a thousand.
        assert!(chi_square < 27.88, "{chi_square}");
    }
    let mut most = 0.0_f64;
    for (one, other) in seen.iter().flat_map(|one| seen.iter().map(move |other| (one, other))) {
        let ratios = one.iter().zip(other).map(|(one, other)| f64::from(*one) / f64::from(*other));
        most = ratios.fold(most, f64::max);
    }
    // The ratio of the law itself is at most e^ε (tested word by word in the crate); of draws it strays by chance,
    // with a relative error of √(1/count + 1/count).
    let chance = (1.0 / (f64::from(DRAWS) * p) + 1.0 / (f64::from(DRAWS) * q)).sqrt();
    let bound = 2.0_f64.exp();
    println!("law: greatest likelihood ratio {most:.4} seen, {:.6} by law, e^ε {bound:.6}", p / q);
    assert!(p / q <= bound);
    assert!(most < bound * (1.0 + 4.0 * chance), "{most}");
}
