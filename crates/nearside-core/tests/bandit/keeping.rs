//! What was learned is kept small, and read back as it was.

use nearside_core::{
    bandit::{Bandit, BanditError, Kept, Method, Outcome, Settings},
    json::{self, ToJson},
    posterior::{Form, Prior},
    seed::rng,
};
use rand_core::Rng;

/// A bandit of four arms that saw 400 outcomes.
fn taught(method: Method, inputs: usize) -> (Bandit, Vec<Vec<f64>>) {
    let mut bandit = fresh(method, inputs);
    let mut rng = rng(21);
    let mut contexts = Vec::new();
    for _ in 0..400 {
        let mut context: Vec<f64> = (0..inputs).map(|_| f64::from(rng.next_u32()) / 2e9 - 1.0).collect();
        context[0] = 1.0;
        let choice = bandit.choose(&context, &[0, 1, 2, 3], &mut rng).unwrap();
        let reward = f64::from(u8::from(context[1 + choice.arm % (inputs - 1)] > 0.2));
        let outcome = Outcome { arm: choice.arm, context: &context, reward, propensity: choice.propensity };
        bandit.learn(&outcome).unwrap();
        contexts.push(context);
    }
    (bandit, contexts)
}

fn fresh(method: Method, inputs: usize) -> Bandit {
    let settings = Settings { method, ..Settings::default() };
    Bandit::new(&settings, &vec![Prior::default(); 4], inputs).unwrap()
}

#[test]
fn a_kept_bandit_reads_back_and_decides_the_same() {
    for method in Method::all() {
        let (bandit, contexts) = taught(method, 8);
        let json = bandit.keep(Form::Full).write().to_string();
        let mut back = fresh(method, 8);
        back.restore(&json::read(&json).unwrap()).unwrap();
        for context in &contexts[..50] {
            let told = bandit.propensities(context, &[0, 1, 2, 3]).unwrap();
            let again = back.propensities(context, &[0, 1, 2, 3]).unwrap();
            for (a, b) in told.iter().zip(again) {
                assert!((a - b).abs() < 5e-3, "{method:?}: {a} became {b}");
            }
        }
    }
}

#[test]
fn keeping_after_every_reward_learns_as_well_as_keeping_once() {
    let (once, contexts) = taught(Method::default(), 8);
    let mut often = fresh(Method::default(), 8);
    let mut rng = rng(21);
    for context in &contexts {
        // The same draws as in `taught`: the context's, then the choice's.
        (0..8).for_each(|_| _ = rng.next_u32());
        let choice = often.choose(context, &[0, 1, 2, 3], &mut rng).unwrap();
        let reward = f64::from(u8::from(context[1 + choice.arm % 7] > 0.2));
        often.learn(&Outcome { arm: choice.arm, context, reward, propensity: choice.propensity }).unwrap();
        let kept = often.keep(Form::Full);
        often = fresh(Method::default(), 8);
        often.restore(&kept).unwrap();
    }
    let far: f64 = (0..4)
        .flat_map(|arm| once.weights(arm).into_iter().zip(often.weights(arm)))
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max);
    assert!(far < 0.05, "a weight is off by {far}");
}

#[test]
fn twenty_slots_of_four_arms_fit_in_64_kb() {
    let size = |inputs: usize, form: Form| {
        20 * taught(Method::default(), inputs).0.keep(form).write().to_string().len()
    };
    assert!(size(16, Form::Full) <= 60_000, "{}", size(16, Form::Full));
    assert!(size(48, Form::Marginal) <= 60_000, "{}", size(48, Form::Marginal));
    println!(
        "20 slots of 4 arms: {} bytes in full at d = 16, {} marginal at d = 48",
        size(16, Form::Full),
        size(48, Form::Marginal)
    );
}

#[test]
fn marginals_keep_each_weight_and_no_more() {
    let (bandit, contexts) = taught(Method::default(), 8);
    let mut back = fresh(Method::default(), 8);
    back.restore(&bandit.keep(Form::Marginal)).unwrap();
    for arm in 0..4 {
        for (a, b) in bandit.weights(arm).iter().zip(back.weights(arm)) {
            assert!((a - b).abs() < 1e-3, "{a} became {b}");
        }
    }
    let favourite = |bandit: &Bandit, context: &Vec<f64>| {
        let told = bandit.propensities(context, &[0, 1, 2, 3]).unwrap();
        (0..4).fold(0, |best, i| if told[i] > told[best] { i } else { best })
    };
    let same =
        contexts.iter().filter(|context| favourite(&bandit, context) == favourite(&back, context)).count();
    assert!(same > 380, "{same} of 400 contexts have the same favourite");
}

#[test]
fn an_empty_text_is_an_arm_that_starts_afresh() {
    let (bandit, _) = taught(Method::default(), 8);
    let mut kept = bandit.keep(Form::Full);
    kept.arms[2] = String::new();
    let mut back = fresh(Method::default(), 8);
    back.restore(&kept).unwrap();
    assert_eq!(back.weights(2), fresh(Method::default(), 8).weights(2));
    assert_ne!(back.weights(1), fresh(Method::default(), 8).weights(1));
}

#[test]
fn what_is_not_of_this_bandit_is_refused() {
    for method in Method::all() {
        let kept = taught(method, 8).0.keep(Form::Full);
        let refused = |change: fn(&mut Kept), inputs: usize| {
            let (mut kept, mut bandit) = (kept.clone(), fresh(method, inputs));
            change(&mut kept);
            bandit.restore(&kept).is_err()
        };
        assert!(!refused(|_| (), 8), "{method:?}");
        assert!(method == Method::FixedBest || refused(|_| (), 9), "{method:?}: another width");
        assert!(refused(|kept| drop(kept.arms.pop()), 8), "{method:?}: an arm less");
        assert!(refused(|kept| kept.arms[0].truncate(4), 8), "{method:?}: cut short");
        // 0x7fc000 is not a number.
        assert!(refused(|kept| kept.arms[0].replace_range(0..8, "f8AAf8AA"), 8), "{method:?}: not numbers");
    }
    let mut bandit = fresh(Method::default(), 8);
    let kept = Kept { form: Form::Full, arms: vec![] };
    assert_eq!(bandit.restore(&kept), Err(BanditError::Kept("another number of arms")));
}
