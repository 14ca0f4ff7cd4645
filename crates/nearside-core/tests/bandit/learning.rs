//! What learning comes to.

use nearside_core::{
    bandit::{Bandit, BanditError, Method, Outcome, Settings},
    posterior::{Cell, MOST_COUNT, Posterior, PosteriorError, Prior},
    seed::{VisitRng, rng},
};
use rand_core::Rng;

/// A uniform draw from [0, 1).
fn unit(rng: &mut VisitRng) -> f64 {
    f64::from(rng.next_u32()) / 4_294_967_296.0
}

/// A coin that lands on 1 with `chance`.
fn coin(chance: f64, rng: &mut VisitRng) -> f64 {
    f64::from(u8::from(unit(rng) < chance))
}

fn bandit(method: Method, arms: usize, inputs: usize) -> Bandit {
    Bandit::new(&Settings { method, ..Settings::default() }, &vec![Prior::default(); arms], inputs).unwrap()
}

/// Two kinds of visitor and two arms: each kind likes one. Gives the mean reward of the last half of `count` choices.
fn two_kinds(bandit: &mut Bandit, count: usize, rng: &mut VisitRng, liked: impl Fn(bool) -> usize) -> f64 {
    let mut late = 0.0;
    for i in 0..count {
        let kind = unit(rng) < 0.5;
        let context = [1.0, f64::from(u8::from(kind))];
        let choice = bandit.choose(&context, &[0, 1], rng).unwrap();
        let reward = coin(if choice.arm == liked(kind) { 0.6 } else { 0.2 }, rng);
        let outcome = Outcome { arm: choice.arm, context: &context, reward, propensity: choice.propensity };
        bandit.learn(&outcome).unwrap();
        late += if i >= count / 2 { reward } else { 0.0 };
    }
    late / (count / 2) as f64
}

#[test]
fn policies_that_read_the_context_find_who_likes_what() {
    for method in Method::all() {
        let mut bandit = bandit(method, 2, 2);
        let mean = two_kinds(&mut bandit, 2_000, &mut rng(5), usize::from);
        // 0.6 is what the best choice brings, 0.4 what one arm for all does.
        if method == Method::FixedBest {
            assert!(mean < 0.46, "{method:?}: {mean}");
        } else {
            assert!(mean > 0.54, "{method:?}: {mean}");
        }
    }
}

#[test]
fn after_a_drift_the_alarm_brings_the_policy_back() {
    let late = |drift_alarm: f64| {
        let settings = Settings { drift_alarm, ..Settings::default() };
        let mut bandit = Bandit::new(&settings, &[Prior::default(), Prior::default()], 2).unwrap();
        let mut rng = rng(9);
        two_kinds(&mut bandit, 4_000, &mut rng, usize::from);
        two_kinds(&mut bandit, 1_000, &mut rng, |kind| usize::from(!kind))
    };
    let default = late(Settings::default().drift_alarm);
    assert!(default > 0.54, "{default}");
    assert!(late(0.0) < 0.45, "without the alarm: {}", late(0.0));
}

#[test]
fn what_raised_the_alarm_is_learned_again() {
    let mut bandit = bandit(Method::default(), 1, 1);
    let mut learn = |reward: f64| {
        bandit.learn(&Outcome { arm: 0, context: &[1.0], reward, propensity: 1.0 }).unwrap();
        bandit.weights(0)[0]
    };
    let sure = (0..300).map(|i| learn(f64::from(u8::from(i % 10 > 0)))).last().unwrap();
    let after = (0..40).map(|_| learn(0.0)).find(|weight| *weight < 0.0).unwrap();
    // Forgetting alone would leave the prior's log-odds, -0.69.
    assert!(sure > 2.0 && after < -1.5, "{sure}, then {after}");
}

#[test]
fn a_half_life_bounds_how_sure_a_belief_gets() {
    let moved = |half_life: f64| {
        let settings = Settings { half_life, ..Settings::default() };
        let mut bandit = Bandit::new(&settings, &[Prior::default()], 1).unwrap();
        let mut learn = |reward: f64, count: usize| {
            for i in 0..count {
                let reward = if reward == 0.5 { (i % 2) as f64 } else { reward };
                bandit.learn(&Outcome { arm: 0, context: &[1.0], reward, propensity: 1.0 }).unwrap();
            }
            bandit.weights(0)[0]
        };
        let before = learn(0.5, 2_000);
        learn(1.0, 20) - before
    };
    // Information of 2,000 fair coins is 500; of the 72 that a half-life of 50 leaves, 18.
    assert!((0.01..0.05).contains(&moved(0.0)), "{}", moved(0.0));
    assert!((0.3..0.9).contains(&moved(50.0)), "{}", moved(50.0));
}

#[test]
fn a_shipped_cell_speaks_for_its_segment_and_counts_no_more_than_its_cap() {
    let prior = |count| Prior {
        cells: vec![Cell { input: Some(1), mean: 0.9, count }, Cell { input: Some(2), mean: 0.1, count }],
        ..Prior::default()
    };
    let posterior = Posterior::new(&prior(20.0), 3).unwrap();
    let told = |posterior: &Posterior, context: [f64; 3]| posterior.predict(&context).unwrap();
    assert!(told(&posterior, [1.0, 1.0, 0.0]).reward() > 0.6);
    assert!(told(&posterior, [1.0, 0.0, 1.0]).reward() < 0.25);
    // A million rewards seen elsewhere weigh as much as the cap.
    let crowd = Posterior::new(&prior(1e6), 3).unwrap();
    let capped = Posterior::new(&prior(MOST_COUNT), 3).unwrap();
    assert_eq!(told(&crowd, [1.0, 1.0, 0.0]), told(&capped, [1.0, 1.0, 0.0]));
    // And what is seen here soon outweighs them.
    let mut posterior = crowd;
    for _ in 0..60 {
        posterior.learn(&[1.0, 1.0, 0.0], 0.0).unwrap();
    }
    assert!(told(&posterior, [1.0, 1.0, 0.0]).reward() < 0.3);
}

#[test]
fn a_belief_comes_to_the_chance_that_rewards_have() {
    let (mut posterior, mut rng) = (Posterior::new(&Prior::default(), 2).unwrap(), rng(1));
    let chance = |x: f64| 1.0 / (1.0 + (1.0 - 2.0 * x).exp());
    // Fisher information: sums of p(1 − p) times 1, x and x².
    let mut information = [0.0; 3];
    for _ in 0..20_000 {
        let x = 2.0 * unit(&mut rng) - 1.0;
        let p = chance(x);
        posterior.learn(&[1.0, x], coin(p, &mut rng)).unwrap();
        [1.0, x, x * x].iter().zip(&mut information).for_each(|(power, sum)| *sum += p * (1.0 - p) * power);
    }
    let [a, b, c] = information;
    for x in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let told = posterior.predict(&[1.0, x]).unwrap();
        assert!((told.reward() - chance(x)).abs() < 0.02, "{x}: {} is not {}", told.reward(), chance(x));
        let variance = (c - 2.0 * b * x + a * x * x) / (a * c - b * b);
        assert!((told.variance / variance - 1.0).abs() < 0.1, "{x}: {} is not {variance}", told.variance);
    }
}

#[test]
fn forgetting_all_is_the_prior_again() {
    let prior = Prior {
        cells: vec![
            Cell { input: Some(2), mean: 0.7, count: 12.0 },
            Cell { input: None, mean: 0.3, count: 5.0 },
        ],
        ..Prior::default()
    };
    let fresh = Posterior::new(&prior, 3).unwrap();
    let mut posterior = fresh.clone();
    for i in 0..50 {
        posterior.learn(&[1.0, f64::from(i % 3), f64::from(i % 2)], 1.0).unwrap();
    }
    let context = [1.0, 0.5, 1.0];
    let (told, wanted) = (posterior.predict(&context).unwrap(), fresh.predict(&context).unwrap());
    assert!((told.mean - wanted.mean).abs() > 0.5);
    posterior.forget(0.0);
    let told = posterior.predict(&context).unwrap();
    assert!((told.mean - wanted.mean).abs() < 1e-9 && (told.variance - wanted.variance).abs() < 1e-9);
}

#[test]
fn frequencies_are_the_propensities_told() {
    const DRAWS: u32 = 20_000;
    for method in Method::all() {
        let settings = Settings { method, min_propensity: 0.05, ..Settings::default() };
        let mut bandit = Bandit::new(&settings, &vec![Prior::default(); 3], 2).unwrap();
        for (arm, reward) in [(0, 1.0), (1, 0.0), (2, 1.0), (0, 0.0), (2, 1.0), (1, 1.0)] {
            bandit.learn(&Outcome { arm, context: &[1.0, 0.5], reward, propensity: 0.4 }).unwrap();
        }
        let told = bandit.propensities(&[1.0, -0.3], &[2, 0, 1]).unwrap();
        let (mut counts, mut rng) = ([0_u32; 3], rng(8));
        for _ in 0..DRAWS {
            counts[bandit.choose(&[1.0, -0.3], &[2, 0, 1], &mut rng).unwrap().arm] += 1;
        }
        for (arm, told) in [2, 0, 1].into_iter().zip(told) {
            let frequency = f64::from(counts[arm]) / f64::from(DRAWS);
            assert!((frequency - told).abs() < 0.012, "{method:?}, arm {arm}: {frequency}, told {told}");
        }
    }
}

#[test]
fn what_can_not_be_is_refused_by_name() {
    let mut bandit = bandit(Method::default(), 2, 2);
    let outcome = Outcome { arm: 0, context: &[1.0, 0.0], reward: 1.0, propensity: 0.5 };
    for (outcome, expected) in [
        (Outcome { arm: 2, ..outcome }, BanditError::Arm(2)),
        (Outcome { reward: 1.5, ..outcome }, PosteriorError::Reward(1.5).into()),
        (Outcome { propensity: 0.0, ..outcome }, BanditError::Propensity(0.0)),
        (Outcome { context: &[1.0], ..outcome }, PosteriorError::Width { expected: 2, found: 1 }.into()),
        (Outcome { context: &[1.0, 1e9], ..outcome }, PosteriorError::Input { index: 1, value: 1e9 }.into()),
    ] {
        assert_eq!(bandit.learn(&outcome), Err(expected));
    }
    assert_eq!(bandit.propensities(&[1.0, 0.0], &[]), Err(BanditError::Arms(0)));
    assert_eq!(bandit.propensities(&[1.0, 0.0], &[0, 0]), Err(BanditError::Arm(0)));
    assert_eq!(bandit.propensities(&[1.0, 0.0], &[2]), Err(BanditError::Arm(2)));
    assert!(Bandit::new(&Settings::default(), &[], 2).is_err());
    assert!(Posterior::new(&Prior::default(), 257).is_err());
    for prior in [
        Prior { mean: f64::NAN, ..Prior::default() },
        Prior { ridge: 0.0, ..Prior::default() },
        Prior { cells: vec![Cell { input: Some(2), mean: 0.5, count: 1.0 }], ..Prior::default() },
        Prior { cells: vec![Cell { input: None, mean: 1.5, count: 1.0 }], ..Prior::default() },
    ] {
        assert!(matches!(Posterior::new(&prior, 2), Err(PosteriorError::Prior { .. })), "{prior:?}");
    }
}
