//! The laboratory against truths that are known.

use std::path::{Path, PathBuf};

use nearside_core::{
    bandit::{Method, Settings},
    seed::{VisitRng, rng},
};
use rand::RngExt;

use super::{
    course::{Course, Traffic},
    evaluate_policy::{Target, judge},
    fit::{exponent, recovery},
    log::{Logged, read},
    progressive::loss,
    table::Table,
};

/// A file of this test's own.
fn written(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("nearside-lab-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

const ARMS: usize = 3;

/// The chance of a reward: an S-shaped truth that no model here has the form of.
fn chance(arm: usize, x: f64) -> f64 {
    [0.2 + 0.3 * x * x, 0.5 - 0.3 * x, 0.35 + 0.2 * (3.0 * x).sin()][arm]
}

/// How the log's policy chose.
fn logging(x: f64) -> [f64; ARMS] {
    [0.3 + 0.15 * x, 0.4 - 0.25 * x, 0.3 + 0.1 * x]
}

fn logged(count: usize, rng: &mut VisitRng) -> Vec<Logged> {
    let decision = |_| {
        let x: f64 = rng.random_range(-1.0..1.0);
        let (chances, draw) = (logging(x), rng.random::<f64>());
        let arm = if draw < chances[0] { 0 } else { 1 + usize::from(draw >= chances[0] + chances[1]) };
        let reward = f64::from(u8::from(rng.random::<f64>() < chance(arm, x)));
        Logged { context: vec![x], arm, propensity: chances[arm], reward }
    };
    (0..count).map(decision).collect()
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    const RUNS: u32 = 500;
    let middle = |i: u32| (f64::from(i) + 0.5) / 500.0 - 1.0;
    let mean = |arm: usize| (0..1_000).map(|i| chance(arm, middle(i))).sum::<f64>() / 1_000.0;
    let uniform = (0..ARMS).map(mean).sum::<f64>() / ARMS as f64;
    for (target, truth) in [(Target::Uniform, uniform), (Target::Arm(1), mean(1))] {
        let mut rng = rng(17);
        let (mut held, mut sums) = ([0_u32; 3], [0.0; 3]);
        for run in 0..RUNS {
            let log = logged(1_000, &mut rng);
            let told = judge(&log, ARMS, target, 399, u64::from(run)).unwrap();
            for (i, interval) in [told.ips, told.snips, told.dr].into_iter().enumerate() {
                held[i] += u32::from((interval.low..=interval.high).contains(&truth));
                sums[i] += interval.value;
            }
        }
        for (i, name) in ["IPS", "SNIPS", "doubly robust"].into_iter().enumerate() {
            let (share, bias) = (f64::from(held[i]) / f64::from(RUNS), sums[i] / f64::from(RUNS) - truth);
            println!("{target:?}, {name}: coverage {share:.3}, bias {bias:+.4}");
            assert!((0.93..=0.97).contains(&share), "{target:?}, {name}: coverage {share}");
            assert!(bias.abs() < 0.005, "{target:?}, {name}: bias {bias}");
        }
    }
}

#[test]
fn a_learned_target_is_judged_on_what_it_did_not_see() {
    // Rewards are coins: whatever learned from them knows nothing, and must not seem to.
    let mut rng = rng(3);
    let log: Vec<Logged> = (0..2_000)
        .map(|_| Logged {
            context: (0..10).map(|_| rng.random_range(-1.0..1.0)).collect(),
            arm: rng.random_range(0..ARMS),
            propensity: 1.0 / ARMS as f64,
            reward: f64::from(u8::from(rng.random::<f64>() < 0.5)),
        })
        .collect();
    let told = judge(&log, ARMS, Target::Learned(Method::default()), 200, 1).unwrap();
    assert!((told.dr.low..=told.dr.high).contains(&0.5), "{told:?}");
    assert!(told.effective < 1_500.0, "a policy that is sure uses part of the log: {told:?}");
}

#[test]
fn both_forms_of_a_log_say_the_same_and_what_is_wrong_is_named() {
    let lines =
        |text: &str, separator: &str| std::iter::repeat_n(text, 10).collect::<Vec<_>>().join(separator);
    let csv = format!("x,arm,propensity,reward\n{}\n", lines("0.5,1,0.25,1", "\n"));
    let json = lines(r#"{"context":[0.5],"arm":1,"propensity":0.25,"reward":1}"#, "\n");
    let (csv, json) = (read(&written("log.csv", &csv)).unwrap(), read(&written("log.jsonl", &json)).unwrap());
    assert_eq!(csv, json);
    assert_eq!(csv[9], Logged { context: vec![0.5], arm: 1, propensity: 0.25, reward: 1.0 });
    for (text, named) in [
        ("x,arm,propensity,reward\n0.5,1,0,1", "decision 1: the propensity is 0"),
        ("x,arm,propensity,reward\n0.5,1,0.5,2", "the reward is 2"),
        ("x,arm,propensity,reward\nmuch,1,0.5,1", "x is `much`"),
        ("x,arm,reward\n0.5,1,1", "no column propensity"),
        ("x,arm,propensity,reward\n0.5,1,0.5,1", "1 decisions"),
        (r#"{"context":[1],"arm":0,"propensity":1}"#, "missing field `reward`"),
    ] {
        let message = read(&written("wrong", text)).unwrap_err().to_string();
        assert!(message.contains(named), "{text} gave: {message}");
    }
}

#[test]
fn regret_flattens_and_comes_back_after_a_drift() {
    let course = |drift, visitors| {
        let traffic = Traffic { visitors, drift, delay: false, season: false };
        let courses: Vec<Course> =
            (1..=8).map(|seed| Course::run(&Settings::default(), &traffic, seed).unwrap()).collect();
        Course::mean(&courses)
    };
    let found = exponent(&course(false, 3_000).regret()).unwrap();
    assert!(found <= 0.6, "the exponent is {found}");
    let back = recovery(&course(true, 4_000).won, 2_000);
    assert!(back.is_some_and(|count| count <= 500), "back after {back:?}");
}

#[test]
fn late_rewards_are_learned_from_all_the_same() {
    let traffic = Traffic { visitors: 2_000, drift: false, delay: true, season: true };
    let course = Course::run(&Settings::default(), &traffic, 2).unwrap();
    let late = |values: &[f64]| values[1_000..].iter().sum::<f64>();
    assert!(late(&course.won) > 0.9 * late(&course.best));
}

#[test]
fn classes_may_be_words_and_what_is_wrong_is_named() {
    let rows: String = (0..300)
        .map(|i| format!("{},{},{}\n", i % 7, (i * 5) % 11, if i % 7 < 3 { "low" } else { "high" }))
        .collect();
    let headless = Table::read(&written("plain.csv", &rows)).unwrap();
    let headed = Table::read(&written("headed.csv", &format!("a,b,class\n{rows}"))).unwrap();
    assert_eq!((headless.rows.len(), headed.rows.len()), (300, 300));
    assert_eq!(headed.names, ["high", "low"]);
    let loss = loss(&headed, &Settings::default(), 1, 5_000).unwrap();
    assert!(loss < 0.15, "two classes that a line parts: {loss}");
    for (text, named) in [
        ("a,b,class\n1,x,c\n", "line 2, column 2: `x`"),
        ("a,class\n1,c\n2,c\n", "1 classes"),
        ("a,b,class\n1,2,c\n1,d\n", "CSV error: record 2"),
        ("", "0 rows"),
    ] {
        let message =
            format!("{:#}", anyhow::Error::from(Table::read(&written("wrong.csv", text)).unwrap_err()));
        assert!(message.contains(named), "{text} gave: {message}");
    }
}

#[test]
fn the_default_settings_learn_the_shared_tables() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/bandit");
    for (name, most) in [("vehicle", 0.40), ("segment", 0.20)] {
        let path = folder.join(name).with_extension("csv");
        if !path.exists() {
            println!("skipped: there is no {}", path.display());
            continue;
        }
        let table = Table::read(&path).unwrap();
        let mean =
            (1..=3).map(|seed| loss(&table, &Settings::default(), seed, 5_000).unwrap()).sum::<f64>() / 3.0;
        assert!(mean <= most, "{name}: {mean}");
    }
}
