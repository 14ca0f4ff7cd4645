//! What holds for any window, and what a fit makes of windows whose law is known.

use proptest::prelude::*;
use rand_core::Rng;

use super::{
    example::{Label, time},
    layer::probability,
    *,
};
use crate::{
    consent::{Answer, Consent, Purpose},
    json::{self, ToJson},
    seed::{self, VisitRng, unit},
};

const DAY: f64 = 8.64e7;
const WIDTH: usize = 4;

fn granted() -> Consent {
    let mut consent = Consent::default();
    consent.set(Purpose::Learn, Answer::Granted);
    consent
}

fn layer() -> LastLayer {
    LastLayer::new(7, vec![1.0, -0.5, 0.25, 0.0], -1.0).unwrap()
}

fn hidden(rng: &mut VisitRng) -> [f32; WIDTH] {
    [(); WIDTH].map(|()| (2.0 * unit(rng) - 0.5) as f32)
}

/// A window of `count` sessions, a moment each, in which whether one converts follows `law`: from what was shipped says of
/// it, its activations and its segment, to log-odds.
fn lived(count: u32, seed: u64, law: impl Fn(u32, f64, &[f32], u16) -> f64) -> Window {
    let (consent, layer, mut rng) = (granted(), layer(), seed::rng(seed));
    let mut window = Window::new(layer.model(), WIDTH);
    for session in 1..=count {
        let began = f64::from(session) * DAY;
        let (hidden, segment) = (hidden(&mut rng), 1 + (session % 2) as u16);
        let example = Example::new(began, began + 60_000.0, rng.next_u32(), segment, &hidden).unwrap();
        window.note(&consent.grant().unwrap(), example);
        if unit(&mut rng) < probability(law(session, layer.log_odds(hidden), &hidden, segment)) {
            window.convert(&consent.grant().unwrap(), began);
        }
    }
    window.settle(0.0, f64::INFINITY);
    window
}

#[test]
fn what_is_other_here_is_learned_and_what_is_not_costs_nothing() {
    type Law = fn(u32, f64, &[f32], u16) -> f64;
    let laws: [(&str, Law, f64); 4] = [
        ("more buy", |_, shipped, _, _| shipped + 1.5, -0.05),
        (
            "another activation speaks",
            |_, shipped, hidden, _| shipped + 3.0 * f64::from(hidden[3]) - 1.5,
            -0.005,
        ),
        ("one segment buys", |_, shipped, _, segment| shipped + if segment == 1 { 2.0 } else { -2.0 }, -0.05),
        ("as shipped", |_, shipped, _, _| shipped, 0.012),
    ];
    for (what, law, most) in laws {
        let fits: Vec<Fit> = (0..40).map(|seed| Fit::of(&layer(), &lived(128, seed, law))).collect();
        let better =
            fits.iter().map(|fit| fit.tuning().tuned_loss - fit.tuning().shipped_loss).sum::<f64>() / 40.0;
        assert!(better < most, "{what}: {better:+.4} nats a session");
        let reverts: u32 = fits.iter().map(|fit| fit.tuning().reverts).sum();
        assert!(reverts <= 4, "{what}: {reverts} reverts in 40 windows");
    }
}

#[test]
fn segments_are_calibrated_each_by_itself() {
    let window = lived(128, 3, |_, shipped, _, segment| shipped + if segment == 1 { 2.0 } else { -2.0 });
    let fit = Fit::of(&layer(), &window);
    let said = |segment| fit.probability(&layer(), &[0.0; WIDTH], segment);
    assert!(said(1) > said(9) && said(9) > said(2), "{} {} {}", said(1), said(9), said(2));
}

#[test]
fn the_guard_goes_back_when_what_was_learned_no_longer_holds() {
    let turned = |session, shipped, _: &[f32], _| if session <= 64 { shipped + 3.0 } else { shipped - 1.0 };
    let (mut won, mut reverts) = (0.0, 0);
    for seed in 0..20 {
        let window = lived(128, seed, turned);
        let (guarded, unguarded) = (Fit::of(&layer(), &window), Fit::unguarded(&layer(), &window));
        won += unguarded.tuning().tuned_loss - guarded.tuning().tuned_loss;
        reverts += guarded.tuning().reverts;
        assert_eq!(unguarded.tuning().reverts, 0);
    }
    assert!(reverts >= 15 && won / 20.0 > 0.02, "{reverts} reverts won {:.4} nats a session", won / 20.0);
}

#[test]
fn a_first_step_goes_down_the_gradient_and_no_further_than_its_rate() {
    let window = lived(1, 5, |_, _, _, _| 99.0);
    let fit = Fit::of(&layer(), &window);
    let read: Vec<f32> = window.examples()[0].hidden().collect();
    let shipped = probability(layer().log_odds(read.iter().copied()));
    let tuned = fit.probability(&layer(), &read, 0);
    assert!(tuned > shipped, "it converted: {shipped} became {tuned}");
    // No activation is more than 1.5, or twice the typical one.
    let odds = |p: f64| (p / (1.0 - p)).ln();
    assert!(odds(tuned) - odds(shipped) <= 0.1 + 0.02 * 2.0 * WIDTH as f64);
    assert!(Fit::of(&layer(), &Window::new(7, WIDTH)).is_shipped());
}

#[test]
fn a_session_counts_once_however_many_moments_of_it_there_are() {
    let consent = granted();
    let said = |moments: u32| {
        let mut window = Window::new(7, WIDTH);
        for session in 1..=40 {
            let began = f64::from(session) * DAY;
            // Every other session converts, and has so many moments that are all but the same.
            for moment in 0..if session % 2 == 0 { moments } else { 1 } {
                let hidden = [1.0, 1.0, 1.0, 1.0 + 0.01 * moment as f32];
                let example = Example::new(began, began + f64::from(moment), 0, 0, &hidden).unwrap();
                window.note(&consent.grant().unwrap(), example);
            }
            if session % 2 == 0 {
                window.convert(&consent.grant().unwrap(), began);
            }
        }
        window.settle(0.0, f64::INFINITY);
        Fit::of(&layer(), &window).probability(&layer(), &[1.0; WIDTH], 0)
    };
    assert!((said(4) - said(1)).abs() < 0.005, "{} and {}", said(4), said(1));
}

#[test]
fn a_window_of_another_model_moves_nothing() {
    let window = lived(60, 1, |_, shipped, _, _| shipped + 3.0);
    assert!(!Fit::of(&layer(), &window).is_shipped());
    let other = LastLayer::new(8, vec![1.0; WIDTH], 0.0).unwrap();
    let fit = Fit::of(&other, &window);
    assert!(fit.is_shipped() && fit.tuning() == Tuning::default());
    let mut own = Window::new(8, WIDTH);
    own.merge(&window);
    assert!(own.examples().is_empty());
}

#[test]
fn a_session_is_labelled_by_its_goal_or_its_end() {
    let consent = granted();
    let grant = || consent.grant().unwrap();
    let mut window = Window::new(7, WIDTH);
    let moment = |began: f64, at: f64, value: f32| Example::new(began, at, 0, 0, &[value; WIDTH]).unwrap();
    let labels = |window: &Window| window.examples().iter().map(|example| example.label).collect::<Vec<_>>();
    window.note(&grant(), moment(1.0, 5.0, 0.1));
    window.note(&grant(), moment(1.0, 6.0, 0.1));
    assert_eq!(labels(&window), [Label::Waiting], "the same moment twice is one");
    for at in 7..=12 {
        window.note(&grant(), moment(1.0, f64::from(at), at as f32));
    }
    assert_eq!(window.examples().iter().map(Example::at).collect::<Vec<_>>(), [9.0, 10.0, 11.0, 12.0]);

    // It goes on, as far as is known; then another has begun, long after.
    window.settle(1.0, 1e6);
    window.settle(500.0, 12.0);
    assert_eq!(labels(&window), [Label::Waiting; 4]);
    window.settle(500.0, 13.0);
    assert_eq!(labels(&window), [Label::Left; 4]);
    // Another tab knows better.
    let mut other = window.clone();
    other.convert(&grant(), 1.0);
    window.merge(&other);
    assert_eq!(labels(&window), [Label::Converted; 4]);
    window.note(&grant(), moment(1.0, 13.0, 0.5));
    assert_eq!(window.examples().len(), 4, "whoever has bought is not about to");

    // A tab that could not know of the others began a session of its own, which was the same.
    window.note(&grant(), moment(900.0, 1_000.0, 0.5));
    window.rename(900.0, 800.0, 950.0);
    window.convert(&grant(), 800.0);
    assert_eq!(window.examples()[4].label, Label::Converted);
}

#[test]
fn what_was_kept_is_refused_when_it_is_not_what_is_written_here() {
    let window = lived(3, 1, |_, shipped, _, _| shipped);
    let kept = KeptTuning::of(&window);
    assert_eq!(kept.window(), Ok(window));
    for spoilt in [
        KeptTuning { width: 0, ..kept.clone() },
        KeptTuning { width: WIDTH + 1, ..kept.clone() },
        KeptTuning { width: MOST_WIDTH + 1, ..kept.clone() },
        KeptTuning { converted: vec![1; 17], ..kept.clone() },
        KeptTuning { examples: "####".into(), ..kept.clone() },
        // Whole examples, but more than there is room for.
        KeptTuning { examples: kept.examples.repeat(103), ..kept.clone() },
        KeptTuning { examples: kept.examples[..40].to_owned(), ..kept.clone() },
        // The label of the first one is 0xff.
        KeptTuning {
            examples: format!("{}////{}", &kept.examples[..20], &kept.examples[24..]),
            ..kept.clone()
        },
    ] {
        assert!(matches!(spoilt.window(), Err(TuningError::Kept(_))), "{spoilt:?}");
    }
    let json = kept.write().to_string();
    assert_eq!(json::read::<KeptTuning>(&json).unwrap(), kept);
    assert!(json::read::<KeptTuning>(&json.replace("width", "breadth")).is_err());
}

#[test]
fn a_full_window_of_any_width_is_kept_in_ten_kilobytes() {
    let consent = granted();
    for (width, most) in [(1, 128), (32, 128), (64, 87), (MOST_WIDTH, 49)] {
        let mut window = Window::new(u64::MAX, width);
        for session in 0..300 {
            let at = 1.8e12 + f64::from(session) * DAY;
            let example = Example::new(at, at, 1, 0, &vec![0.7; width]).unwrap();
            window.note(&consent.grant().unwrap(), example);
            window.convert(&consent.grant().unwrap(), at);
        }
        let json = KeptTuning::of(&window).write().to_string();
        assert_eq!(window.examples().len(), most);
        assert!(json.len() <= 10 * 1_024, "{width} wide: {} bytes", json.len());
        assert_eq!(window.examples()[most - 1].place().0, time(1.8e12 + 299.0 * DAY), "the newest stay");
    }
}

/// What may happen to a window.
#[derive(Clone, Debug)]
enum Act {
    Note { session: u8, at: u16, segment: u16, hidden: Vec<f32> },
    Convert(u8),
    Settle { session: u8, since: u16 },
    Rename { old: u8, new: u8 },
}

fn act() -> impl Strategy<Value = Act> {
    let value = prop_oneof![
        6 => -3.0_f32..3.0,
        1 => prop::sample::select(vec![f32::NAN, f32::INFINITY, -1e30, 1e6, -1e6, 1e-40, 0.0]),
    ];
    let hidden = prop_oneof![12 => prop::collection::vec(value, WIDTH), 1 => Just(vec![1.0; WIDTH + 1])];
    let session = || 0..12_u8;
    prop_oneof![
        6 => (session(), any::<u16>(), 0..4_u16, hidden)
            .prop_map(|(session, at, segment, hidden)| Act::Note { session, at, segment, hidden }),
        2 => session().prop_map(Act::Convert),
        1 => (session(), any::<u16>()).prop_map(|(session, since)| Act::Settle { session, since }),
        1 => (session(), session()).prop_map(|(old, new)| Act::Rename { old, new }),
    ]
}

/// What `acts` make of an empty window; ids of different tabs differ by `chance`.
fn window(acts: &[Act], chance: u32) -> Window {
    went_on(Window::new(7, WIDTH), acts, chance)
}

fn went_on(mut window: Window, acts: &[Act], chance: u32) -> Window {
    let consent = granted();
    for act in acts {
        match act {
            Act::Note { session, at, segment, hidden } => {
                let example = Example::new(f64::from(*session), f64::from(*at), chance, *segment, hidden);
                example.into_iter().for_each(|example| window.note(&consent.grant().unwrap(), example));
            }
            Act::Convert(session) => window.convert(&consent.grant().unwrap(), f64::from(*session)),
            Act::Settle { session, since } => {
                window.settle(f64::from(*session), f64::from(*since));
            }
            Act::Rename { old, new } => window.rename(f64::from(*old), f64::from(*new), 100.0),
        }
    }
    window
}

fn merged(windows: &[&Window]) -> Window {
    let mut all = windows[0].clone();
    windows[1..].iter().for_each(|window| all.merge(window));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_fit_is_finite_and_bounded_whatever_was_lived(
        acts in prop::collection::vec(act(), 0..160),
        weights in prop::collection::vec(-1e3_f32..1e3, WIDTH),
        asked in prop::collection::vec(-1e3_f32..1e3, WIDTH),
        segment in 0..5_u16,
    ) {
        let layer = LastLayer::new(7, weights, 0.0).unwrap();
        let window = window(&acts, 1);
        let fit = Fit::of(&layer, &window);
        let tuning = fit.tuning();
        prop_assert!(tuning.tuned_loss.is_finite() && tuning.shipped_loss.is_finite());
        prop_assert!((0.0..=1.0).contains(&fit.probability(&layer, &asked, segment)));
        prop_assert!(fit.furthest() <= 4.0);
        prop_assert!(window.examples().len() <= 48, "four of each of twelve sessions");
        let back = KeptTuning::of(&window).window().unwrap();
        prop_assert_eq!(Fit::of(&layer, &back), fit);
        prop_assert_eq!(back, window);
    }

    #[test]
    fn windows_of_tabs_merge_in_any_order_and_as_often_as_they_like(
        before in prop::collection::vec(act(), 0..40),
        acts in prop::collection::vec(prop::collection::vec(act(), 0..20), 3),
    ) {
        let before = window(&before, 9);
        let [a, b, c] = [0, 1, 2].map(|tab| went_on(before.clone(), &acts[tab], tab as u32));
        let all = merged(&[&a, &b, &c]);
        prop_assert_eq!(&all, &merged(&[&c, &a, &b]));
        prop_assert_eq!(&all, &merged(&[&a, &merged(&[&b, &c])]));
        prop_assert_eq!(&all, &merged(&[&all, &a, &b, &b]));
    }
}
