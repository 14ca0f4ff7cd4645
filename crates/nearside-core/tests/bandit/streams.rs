//! What holds for any stream of contexts and rewards, sane or not.

use nearside_core::{
    bandit::{Bandit, Method, Outcome, Settings},
    posterior::{Cell, Form, Posterior, Prior},
    seed,
};
use proptest::prelude::*;

const INPUTS: usize = 5;
const ARMS: usize = 4;

/// Mostly what can be; now and then what can't.
fn input() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -3.0..3.0,
        1 => Just(0.0),
        1 => -100.0..100.0,
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, -1e300, 1e-300, 100.0, -100.0]),
    ]
}

fn reward() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => prop::sample::select(vec![0.0, 1.0]),
        2 => 0.0..1.0,
        1 => prop::sample::select(vec![f64::NAN, -1.0, 2.0, f64::INFINITY, 1e-300]),
    ]
}

fn context() -> impl Strategy<Value = Vec<f64>> {
    prop_oneof![8 => prop::collection::vec(input(), INPUTS), 1 => prop::collection::vec(input(), 0..9)]
}

fn prior() -> impl Strategy<Value = Prior> {
    let cell = (prop::option::of(0..INPUTS), 0.0..=1.0, prop_oneof![0.0..50.0, Just(0.0), Just(1e12)])
        .prop_map(|(input, mean, count)| Cell { input, mean, count });
    (0.0..=1.0, prop_oneof![Just(0.01), 0.01..100.0, Just(1e4)], prop::collection::vec(cell, 0..4))
        .prop_map(|(mean, ridge, cells)| Prior { mean, ridge, cells })
}

fn settings() -> impl Strategy<Value = Settings> {
    let half_life = prop_oneof![Just(0.0), 20.0..200.0];
    let drift_alarm = prop_oneof![Just(0.0), 100.0..1e5];
    (prop::sample::select(Method::all().to_vec()), 0.0..0.5, half_life, drift_alarm).prop_map(
        |(method, min_propensity, half_life, drift_alarm)| Settings {
            method,
            min_propensity,
            half_life,
            drift_alarm,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_belief_stays_finite_and_positive_definite(
        prior in prior(),
        stream in prop::collection::vec((context(), reward(), prop::option::weighted(0.1, 0.0..1.0)), 0..120),
        asked in prop::collection::vec(-3.0..3.0, INPUTS),
    ) {
        let mut posterior = Posterior::new(&prior, INPUTS).unwrap();
        for (context, reward, keep) in stream {
            let before = posterior.numbers(Form::Full);
            if posterior.learn(&context, reward).is_err() {
                prop_assert_eq!(before, posterior.numbers(Form::Full), "what is refused changes nothing");
            }
            if let Some(keep) = keep {
                posterior.forget(keep);
            }
        }
        // A root with a positive diagonal is what restoring asks for; its square is then positive definite.
        let numbers = posterior.numbers(Form::Full);
        prop_assert!(Posterior::new(&prior, INPUTS).unwrap().restore(Form::Full, &numbers).is_ok());
        let told = posterior.predict(&asked).unwrap();
        prop_assert!(told.mean.is_finite() && told.variance.is_finite() && told.variance >= 0.0);
        prop_assert!(asked.iter().all(|x| *x == 0.0) || told.variance > 0.0);
        prop_assert!((0.0..=1.0).contains(&told.reward()));
        prop_assert!(posterior.weights().iter().all(|weight| weight.is_finite()));
    }

    #[test]
    fn propensities_sum_to_one_above_the_least_and_choices_repeat(
        settings in settings(),
        priors in prop::collection::vec(prior(), ARMS),
        stream in prop::collection::vec((context(), 0..ARMS + 1, reward(), -0.1..1.1), 0..60),
        asked in prop::collection::vec(-3.0..3.0, INPUTS),
        eligible in prop::sample::subsequence(vec![0, 1, 2, 3], 1..=ARMS),
        seed in any::<u64>(),
    ) {
        let taught = || {
            let mut bandit = Bandit::new(&settings, &priors, INPUTS).unwrap();
            for (context, arm, reward, propensity) in &stream {
                let outcome =
                    Outcome { arm: *arm, context, reward: *reward, propensity: *propensity };
                let _ = bandit.learn(&outcome);
            }
            bandit
        };
        let bandit = taught();
        let propensities = bandit.propensities(&asked, &eligible).unwrap();
        prop_assert!((propensities.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{propensities:?}");
        let least = settings.min_propensity.min(1.0 / eligible.len() as f64) - 1e-12;
        prop_assert!(propensities.iter().all(|&p| p >= least && p <= 1.0 + 1e-12), "{propensities:?}");

        let choice = bandit.choose(&asked, &eligible, &mut seed::rng(seed)).unwrap();
        let place = eligible.iter().position(|&arm| arm == choice.arm).unwrap();
        prop_assert_eq!(choice.propensity, propensities[place]);
        prop_assert_eq!(taught().choose(&asked, &eligible, &mut seed::rng(seed)).unwrap(), choice);
    }
}
