//! Any stream of events at all: no panic, no feature out of its range, the same again on replay, and a
//! recording that reads back as it was.

use crate::visit::{HoverScorer, START, Visit};
use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    event::{Effect, Event},
    features::schema::{Feature, PAGE, REGION},
    geometry::{Point, Rect, Size},
    recording::Recording,
    scorer::Task,
    signal::{
        Device, Environment, FormStep, Key, MediaStep, Navigation, Observed, PageKind, PointerKind, Referrer,
        RegionId, Signal,
    },
    slot::{SlotId, SlotSpec, VariantId, VariantSpec},
    units::Millis,
};
use proptest::{prelude::*, sample::select};

/// Numbers as pages give them, and as no page should.
fn number() -> BoxedStrategy<f64> {
    prop_oneof![
        8 => -100.0..3_000.0,
        1 => any::<f64>(),
        1 => select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1e8, 1e-300]),
    ]
    .boxed()
}

/// Numbers that JSON can hold.
fn sound_number() -> BoxedStrategy<f64> {
    prop_oneof![-1e8..1e8, -100.0..3_000.0].boxed()
}

fn signal(number: BoxedStrategy<f64>) -> impl Strategy<Value = Signal> {
    let point = (number.clone(), number.clone()).prop_map(|(x, y)| Point { x, y });
    let size = (number.clone(), number.clone()).prop_map(|(width, height)| Size { width, height });
    let rect = (point.clone(), size.clone()).prop_map(|(Point { x, y }, Size { width, height })| Rect {
        x,
        y,
        width,
        height,
    });
    let region = (0..6_u16).prop_map(RegionId);
    let pointer = select(vec![PointerKind::Mouse, PointerKind::Touch, PointerKind::Pen]);
    let environment = (
        select(vec![Device::Mobile, Device::Tablet, Device::Desktop]),
        pointer.clone(),
        any::<(bool, bool, bool, bool)>(),
        (any::<[u8; 2]>(), 0..1_600_u16, 0..9_u8, 0..15_u8, 0..35_u8),
        select(vec![
            Referrer::Search,
            Referrer::Social,
            Referrer::Direct,
            Referrer::Internal,
            Referrer::Other,
        ]),
    )
        .prop_map(
            |(device, pointer, flags, (language, minute_of_day, weekday, month, day), referrer)| {
                Environment {
                    device,
                    pointer,
                    save_data: flags.0,
                    reduced_motion: flags.1,
                    dark: flags.2,
                    automated: flags.3,
                    language,
                    minute_of_day,
                    weekday,
                    month,
                    day,
                    referrer,
                }
            },
        );
    let fixed = select(vec![
        Signal::Leave,
        Signal::Copy,
        Signal::Release,
        Signal::Stir,
        Signal::Deselect,
        Signal::ExitIntent,
        Signal::Restored,
        Signal::Left,
        Signal::Visible(true),
        Signal::Visible(false),
        Signal::Focused(true),
        Signal::Focused(false),
        Signal::Key(Key::Tab),
        Signal::Key(Key::Arrow),
        Signal::Key(Key::Activate),
        Signal::Key(Key::Escape),
        Signal::Key(Key::Other),
        Signal::Form(FormStep::Edit),
        Signal::Form(FormStep::Submit),
        Signal::Media(MediaStep::Play),
        Signal::Media(MediaStep::Pause),
        Signal::Media(MediaStep::End),
        Signal::Navigate(Navigation::Push),
        Signal::Navigate(Navigation::Replace),
        Signal::Navigate(Navigation::Traverse),
        Signal::Navigate(Navigation::Hash),
        Signal::Page { kind: PageKind::Account, channel: 0, system: 64 },
        Signal::Page { kind: PageKind::Information, channel: 3, system: 1 },
        Signal::Page { kind: PageKind::Product, channel: 200, system: 0 },
        Signal::Page { kind: PageKind::Other, channel: 63, system: 63 },
    ]);
    let maybe = proptest::option::of(region.clone());
    prop_oneof![
        6 => (point.clone(), pointer.clone()).prop_map(|(to, pointer)| Signal::Move { to, pointer }),
        4 => point.clone().prop_map(Signal::Scroll),
        3 => fixed,
        2 => (region.clone(), rect).prop_map(|(region, rect)| Signal::Layout { region, rect, shown: 0.5 }),
        1 => environment.prop_map(Signal::Environment),
        1 => size.clone().prop_map(Signal::Viewport),
        1 => size.prop_map(Signal::Document),
        1 => region.prop_map(Signal::Gone),
        1 => (point.clone(), pointer).prop_map(|(at, pointer)| Signal::Press { at, pointer }),
        2 => (point, maybe.clone(), any::<bool>())
            .prop_map(|(at, region, interactive)| Signal::Click { at, region, interactive }),
        1 => maybe.clone().prop_map(Signal::Focus),
        1 => maybe.prop_map(Signal::Select),
        1 => number.prop_map(Signal::Motion),
    ]
}

fn event(number: BoxedStrategy<f64>) -> impl Strategy<Value = Event> {
    let name = select(vec!["photos", "reviews", "a b", "", "advice"]).prop_map(str::to_owned);
    let rule = select(vec![
        None,
        Some(r#"{"scroll.depth":{"$gt":0.5}}"#),
        Some(r#"{"hover.photos.ms":{"$gt":100},"device":"desktop"}"#),
        Some(r#"{"$sequence":{"steps":["click","advice"],"within":5000},"$count":{"of":"back","$lt":3}}"#),
        Some("{"),
    ]);
    let variant = (name.clone(), rule, proptest::collection::vec(name.clone(), 0..3))
        .prop_map(|(name, when, about)| VariantSpec { name, when: when.map(str::to_owned), about });
    let (goal, words) = (number.clone(), name.clone());
    let slot = (name.clone(), any::<bool>(), proptest::collection::vec(variant, 0..4)).prop_map(
        |(name, live, variants)| SlotSpec {
            name,
            live,
            careful: !live,
            experiment: live.then(|| r#"{"key":"k"}"#.to_owned()),
            forced: None,
            reward: live.then(|| "click".to_owned()),
            variants,
        },
    );
    let purpose = select(vec![Purpose::Personalize, Purpose::Store, Purpose::Learn, Purpose::Measure]);
    let answer = select(vec![Answer::Granted, Answer::Denied, Answer::Pending]);
    prop_oneof![
        20 => (signal(number), any::<bool>()).prop_map(|(signal, odd)| {
            // Mostly trusted: untrusted signals are dropped at the door.
            Event::Signal(Observed { signal, trusted: odd || !matches!(signal, Signal::Move { .. }) })
        }),
        8 => Just(Event::Tick),
        1 => name.prop_map(|name| Event::Watch { name }),
        1 => slot.prop_map(Event::Slot),
        1 => (purpose, answer).prop_map(|(purpose, answer)| Event::Consent(purpose, answer)),
        1 => (0..4_u16, 0..4_u16)
            .prop_map(|(slot, variant)| Event::Shown { slot: SlotId(slot), variant: VariantId(variant) }),
        1 => select(Task::ALL.to_vec()).prop_map(Event::ScorerReady),
        1 => (0..4_u16).prop_map(|slot| Event::Failed(SlotId(slot))),
        1 => (words, any::<bool>()).prop_map(|(name, trusted)| Event::Happened { name, trusted }),
        1 => goal.prop_map(|value| Event::Goal { name: "sold".into(), value }),
        1 => any::<bool>().prop_map(Event::Pause),
        1 => select(vec![Event::Written, Event::Kept(None), Event::Forget { seed: 5 }]),
    ]
}

/// Gaps between events: mostly short, at times a sleeping laptop, a clock set back or no number at all.
fn gap() -> impl Strategy<Value = f64> {
    prop_oneof![20 => 0.0..400.0, 2 => 0.0..120_000.0, 1 => -5_000.0..0.0, 1 => select(vec![1.7e12, 1e18, 1e300, f64::NAN, f64::INFINITY])]
}

fn within(row: &[f32], columns: &[Feature]) -> Result<(), TestCaseError> {
    for (value, feature) in row.iter().zip(columns) {
        prop_assert!(
            value.is_finite() && (feature.low..=feature.high).contains(value),
            "{} is {value}",
            feature.path
        );
    }
    Ok(())
}

/// Runs a script, checking every feature after every event, and gives what came of it.
fn run(script: &[(f64, Event)]) -> Result<(Vec<Effect>, Vec<u32>), TestCaseError> {
    let config = Config { min_attention: 200.0, exploration_rate: 0.3, ..Config::default() };
    let mut visit = Visit::new(config).with_scorer(HoverScorer::default());
    let mut bits = Vec::new();
    for (at, event) in script {
        visit.event(*at, event.clone());
        let context = visit.engine.context();
        within(&context, PAGE)?;
        bits.extend(context.map(f32::to_bits));
        for region in 0..visit.engine.region_names().len() as u16 {
            let row = visit.engine.region_features(RegionId(region)).unwrap();
            within(&row, REGION)?;
            bits.extend(row.map(f32::to_bits));
        }
    }
    Ok((visit.effects, bits))
}

fn timed(events: Vec<(f64, Event)>) -> Vec<(f64, Event)> {
    let mut now = 0.0;
    events
        .into_iter()
        .map(|(gap, event)| {
            // A wild gap is one event's time, not all the later ones'.
            if gap.is_finite() && gap < 1e9 {
                now += gap;
                (now, event)
            } else {
                (gap, event)
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_stream_is_survived_bounded_and_repeatable(
        events in proptest::collection::vec((gap(), event(number())), 1..150).prop_map(timed)
    ) {
        let (effects, bits) = run(&events)?;
        prop_assert_eq!((effects, bits), run(&events)?);
    }

    #[test]
    fn a_recording_reads_back_as_it_was(
        events in proptest::collection::vec((0.0..1e7, event(sound_number())), 0..80)
    ) {
        let events = events.into_iter().map(|(at, event)| (Millis(at), event)).collect();
        let recording = Recording { config: Config::default(), start: START, events };
        prop_assert_eq!(Recording::parse(&recording.to_json()), Ok(recording));
    }
}
