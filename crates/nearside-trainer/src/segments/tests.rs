//! Segments on made-up rows and visits: three groups are found as three, small ones are merged, bytes come out alike.

use std::path::PathBuf;

use nearside_core::{
    config::Config,
    engine::Start,
    event::Event,
    geometry::{Point, Size},
    recording::Recording,
    scorer::{Scorer, Task},
    seed,
    signal::{Observed, PointerKind, Signal},
    units::Millis,
};
use rand::RngExt;

use super::{
    agreement::adjusted_rand,
    error::SegmentsError,
    evaluate::measure,
    export::read,
    fit::{fit, held},
    sample::Sample,
    select::select,
    settings::Settings,
    train::{prepare, train},
};
use crate::{
    data::{
        moments::Moments,
        script::{Script, load},
        visit::Manner,
    },
    model::load_for,
};

fn settings() -> Settings {
    Settings {
        max_segments: 5,
        least_share: 0.08,
        floor: 0.1,
        restarts: 3,
        folds: 3,
        resamples: 4,
        without: Vec::new(),
        with: Vec::new(),
        source: "made up".to_owned(),
        licence: "none".to_owned(),
        seed: 7,
    }
}

/// Rows around `centres`, `sizes` of each, and the group of each row.
fn groups(centres: &[[f64; 2]], sizes: &[usize]) -> (Sample, Vec<usize>) {
    let mut rng = seed::rng(3);
    let (mut sample, mut group) =
        (Sample { width: 2, values: vec![], weights: vec![], people: vec![] }, Vec::new());
    for (index, (centre, &size)) in centres.iter().zip(sizes).enumerate() {
        for row in 0..size {
            // Four uniform draws are near enough to a Gaussian of spread 0.58.
            let mut noise = || (0..4).map(|_| rng.random_range(-0.5..0.5)).sum::<f64>();
            let value = [centre[0] + noise(), centre[1] + noise()];
            sample.values.extend(value);
            sample.weights.push(1.0);
            sample.people.push(row % 12);
            group.push(index);
        }
    }
    (sample, group)
}

const CENTRES: [[f64; 2]; 3] = [[-3.0, 0.0], [0.0, 3.0], [3.0, -1.0]];

#[test]
fn three_clear_groups_are_found_as_three() {
    let (sample, group) = groups(&CENTRES, &[120, 90, 60]);
    let selection = select(&sample, &settings(), &|| ()).unwrap();
    assert_eq!(selection.point().segments, 3);
    let assigned = selection.mixture.assign(&sample);
    assert!(adjusted_rand(&group, &assigned) > 0.95);
    // The largest first: names of groups and components are the same then.
    let right = group.iter().zip(&assigned).filter(|(a, b)| a == b).count();
    assert!(right as f64 / group.len() as f64 > 0.95, "{right} of {}", group.len());
    let point = selection.point();
    assert!(point.ari.unwrap() > 0.95 && point.silhouette.unwrap() > 0.6, "{point:?}");
    assert!(
        point.heldout > selection.curve[0].heldout + 0.5,
        "people held out are described better by three"
    );
}

#[test]
fn one_cloud_is_not_divided() {
    let (sample, _) = groups(&CENTRES[..1], &[200]);
    assert!(matches!(select(&sample, &settings(), &|| ()), Err(SegmentsError::Undivided)));
}

#[test]
fn rows_count_by_their_weight() {
    let (mut sample, _) = groups(&CENTRES[..2], &[100, 100]);
    (0..100).for_each(|row| sample.weights[row] = 4.0);
    let mixture = fit(&sample, 2, &settings(), 1).unwrap().unwrap();
    assert!((mixture.components[0].weight - 0.8).abs() < 0.02, "{}", mixture.components[0].weight);
    let (alike, _) = groups(&CENTRES[..2], &[400, 100]);
    let other = fit(&alike, 2, &settings(), 1).unwrap().unwrap();
    assert!((mixture.components[0].mean[0] - other.components[0].mean[0]).abs() < 0.15);
}

#[test]
fn segments_with_few_visits_are_merged_into_the_nearest() {
    // Twelve of 212 rows, near the second group.
    let (sample, group) = groups(&[CENTRES[0], CENTRES[2], [3.0, 5.0]], &[100, 100, 12]);
    let apart = fit(&sample, 3, &Settings { least_share: 0.0, ..settings() }, 1).unwrap().unwrap();
    assert_eq!(apart.components.len(), 3);
    let merged = fit(&sample, 3, &settings(), 1).unwrap().unwrap();
    assert!(held(&merged, &sample).iter().all(|share| *share >= 0.08));
    assert_eq!(merged.components.len(), 2);
    let assigned = merged.assign(&sample);
    let strays: Vec<usize> = (0..group.len()).filter(|&row| group[row] == 2).collect();
    let second = assigned[150];
    assert!(strays.iter().all(|&row| assigned[row] == second), "the nearest took them");
}

#[test]
fn more_segments_than_rows_that_differ_are_none() {
    let sample =
        Sample { width: 1, values: vec![0.0, 0.0, 1.0], weights: vec![1.0; 3], people: vec![0, 1, 2] };
    assert_eq!(fit(&sample, 3, &settings(), 1).unwrap(), None);
}

/// How a made-up visitor reads: px a step, every how many steps it turns back, ms that the cursor rests, ms in all.
type Style = (f64, usize, f64, f64);
const STYLES: [Style; 3] =
    [(220.0, 1_000, 0.0, 9_000.0), (120.0, 3, 900.0, 26_000.0), (8.0, 1_000, 0.0, 9_000.0)];

fn visit(style: Style, wobble: f64) -> Recording {
    let (step, turn, rest, length) = style;
    let signal = |signal| Event::Signal(Observed { signal, trusted: true });
    let mut events = vec![
        (Millis(0.0), signal(Signal::Viewport(Size { width: 1_200.0, height: 800.0 }))),
        (Millis(0.0), signal(Signal::Document(Size { width: 1_200.0, height: 6_000.0 }))),
    ];
    let (mut at, mut y, mut way, mut count) = (0.0, 0.0_f64, 1.0, 0);
    while at < length {
        at += 250.0 + wobble + rest;
        count += 1;
        if count % turn == 0 {
            way = -way;
        }
        y = (y + way * (step + wobble)).clamp(0.0, 5_200.0);
        events.push((Millis(at), signal(Signal::Scroll(Point { x: 0.0, y }))));
        let to = Point { x: 300.0 + (at / 7.0) % 200.0, y: 300.0 };
        events.push((Millis(at + 20.0), signal(Signal::Move { to, pointer: PointerKind::Mouse })));
        events.push((Millis(at + 30.0), Event::Tick));
    }
    Recording {
        config: Config { allow_automation: true, ..Config::default() },
        start: Start { wall: 0.0, seed: 1, kept: None },
        events,
    }
}

/// A folder of visits by nine people, each in all three styles, gone with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, wobble: f64) -> Folder {
        let path = std::env::temp_dir().join(format!("nearside-segments-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("data")).unwrap();
        for person in 0..9 {
            for (index, style) in STYLES.into_iter().enumerate() {
                let visit = visit(style, wobble + 3.0 * f64::from(person));
                let file = path.join(format!("data/p{person}-v{index}.json"));
                std::fs::write(file, visit.to_json()).unwrap();
            }
        }
        Folder(path)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn moments(folder: &Folder) -> Moments {
    Moments::of(&load(&folder.data(), Manner::Mouse).unwrap())
}

#[test]
fn a_model_is_made_twice_alike_and_measured_on_others() {
    let (folder, others) = (Folder::new("made", 0.0), Folder::new("others", 1.5));
    let made = ["one", "two"].map(|name| {
        let out = folder.0.join(name).join("segments");
        train(&folder.data(), &out, Some(&folder.0.join("run")), &settings()).unwrap();
        out
    });
    for file in ["manifest.json", "weights.safetensors", "golden.json", "card.md"] {
        let bytes = made.each_ref().map(|out| std::fs::read(out.join(file)).unwrap());
        assert!(bytes[0] == bytes[1], "{file} differs");
    }
    for file in ["metrics.json", "profiles.svg", "selection.svg"] {
        assert!(folder.0.join("run").join(file).is_file(), "{file}");
    }

    let mut model = load_for(Task::Segments, &made[0]).unwrap();
    let weights = std::fs::read(made[0].join("weights.safetensors")).unwrap();
    let known = measure(&mut model, &weights, &moments(&folder), &moments(&folder)).unwrap();
    let measured = measure(&mut model, &weights, &moments(&others), &moments(&others)).unwrap();
    assert_eq!(measured.counts[..2], [27, 9]);
    assert_eq!(measured.touch, None, "these can't be had without a cursor");
    assert!(measured.profiles.iter().zip(&known.profiles).all(|(a, b)| (a.share - b.share).abs() < 0.1));

    // The visits of one style end in one segment, and at least two segments have ends.
    let moments = moments(&others);
    let mut shares = vec![0.0; moments.keys.len() * model.outputs().len()];
    model.score(&moments.features, &mut shares).unwrap();
    let count = model.outputs().len();
    let most = |row: usize| {
        let shares = &shares[row * count..(row + 1) * count];
        (0..count).max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap()
    };
    let ends: Vec<usize> =
        (0..moments.keys.len()).filter(|&row| moments.keys[row].is_last).map(most).collect();
    assert!(ends.iter().zip(ends.iter().skip(3)).all(|(a, b)| a == b), "{ends:?}");
    assert!(ends[0] != ends[1], "{ends:?}");
}

#[test]
fn shares_are_those_of_the_browser() {
    let folder = Folder::new("shares", 0.0);
    let out = folder.0.join("segments");
    train(&folder.data(), &out, Some(&folder.0.join("run")), &settings()).unwrap();
    let mut model = load_for(Task::Segments, &out).unwrap();
    let moments = moments(&folder);
    let (_, _, sample) = prepare(&moments, &settings()).unwrap();
    let mixture = select(&sample, &settings(), &|| ()).unwrap().mixture;
    let stored = read(&std::fs::read(out.join("weights.safetensors")).unwrap()).unwrap();
    assert!((stored.log_likelihood(&sample) - mixture.log_likelihood(&sample)).abs() < 1e-4);
    let mut shares = vec![0.0; moments.keys.len() * model.outputs().len()];
    model.score(&moments.features, &mut shares).unwrap();
    let (ready, mut ours) = (mixture.ready(), vec![0.0; mixture.components.len()]);
    for (row, theirs) in sample.rows().zip(shares.chunks_exact(model.outputs().len())) {
        ready.shares(row, &mut ours);
        assert!(
            ours.iter().zip(theirs).all(|(a, b)| (a - f64::from(*b)).abs() < 1e-4),
            "{ours:?} {theirs:?}"
        );
    }
}

#[test]
fn moments_count_people_and_visits_alike_and_know_no_future() {
    let script = |person: &str, length: f64| Script {
        person: person.to_owned(),
        recording: visit((100.0, 3, 0.0, length), 0.0),
    };
    let scripts = [script("a", 9_000.0), script("b", 5_000.0), script("b", 30_000.0)];
    let moments = Moments::of(&scripts);
    let weight = |by: &dyn Fn(&crate::data::moments::Moment) -> bool| -> f64 {
        moments.keys.iter().filter(|key| by(key)).map(|key| key.weight).sum()
    };
    assert!((weight(&|key| key.person == 0) - 1.5).abs() < 1e-9);
    assert!((weight(&|key| key.visit == 1) - 0.75).abs() < 1e-9);
    assert!((weight(&|key| key.visit == 2) - 0.75).abs() < 1e-9);
    let ends: Vec<f64> = moments.keys.iter().filter(|key| key.visit == 0).map(|key| key.at).collect();
    assert_eq!(ends, [2_000.0, 4_000.0, 6_000.0, 8_000.0, 9_030.0]);

    let mut cut = scripts[2].clone();
    cut.recording.events.retain(|(at, _)| at.0 <= 10_000.0);
    cut.recording.events.push((Millis(10_500.0), Event::Tick));
    let cut = Moments::of(&[cut]);
    let whole = Moments::of(&scripts[2..]);
    let known = 5 * cut.features.len() / cut.keys.len();
    assert_eq!(cut.features[..known], whole.features[..known]);
}

#[test]
fn what_can_not_be_divided_says_why() {
    let moments = |styles: &[Style], visits: usize| {
        let script = |index: usize| Script {
            person: format!("p{index}"),
            recording: visit(styles[index % styles.len()], 0.0),
        };
        Moments::of(&(0..visits).map(script).collect::<Vec<_>>())
    };
    let refused = |moments: &Moments, settings: &Settings| prepare(moments, settings).unwrap_err();
    let few = refused(&moments(&STYLES, 5), &settings());
    assert!(matches!(few, SegmentsError::Visits { found: 5, needed: 12 }), "{few}");
    let folds = refused(&moments(&STYLES, 12), &Settings { folds: 13, ..settings() });
    assert!(matches!(folds, SegmentsError::Folds { folds: 13, people: 12 }), "{folds}");
    let still = refused(&moments(&[(0.0, 1_000, 0.0, 100.0)], 12), &settings());
    assert!(matches!(still, SegmentsError::Still), "{still}");
    let unknown = Settings { with: vec!["visible.*.share".to_owned()], ..settings() };
    let column = refused(&moments(&STYLES, 12), &unknown);
    assert!(matches!(&column, SegmentsError::Column(path) if path == "visible.*.share"), "{column}");
}
