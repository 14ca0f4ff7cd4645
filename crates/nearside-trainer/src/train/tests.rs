//! Training on made-up visits: it learns what is there, and gives the same bytes twice.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{
    TrainError,
    attention::{columns, fit_with, tables, train},
    checkpoint::{CheckpointError, Checkpoints, Identity},
    run::Run,
    settings::Settings,
};
use crate::{
    data::{rows::Rows, visit::load},
    train::{
        distilled::Lesson,
        folds::{Fold, folds},
        held_out::HeldOut,
        learner::{Learner, Recipe},
    },
};

/// A folder that is gone with its test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nearside-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Visits in which the eyes go where the cursor is: person `p` starts at another box.
pub(crate) fn write_visits(folder: &Path) {
    let element = |y: usize| json!({"location": {"x": 100, "y": y}, "size": {"width": 500, "height": 150}});
    for person in 0..6_usize {
        let (mut cursor, mut fixations) = (Vec::new(), Vec::new());
        for second in 0..20 {
            let y = 50 + 200 * ((person + second / 3 * (1 + person % 2)) % 5);
            for step in 0..10 {
                let t = second * 1_000 + step * 100;
                cursor.push(json!({"t": t, "x": 200 + step, "y": y + 60, "event": "mousemove"}));
            }
            fixations.push(json!({"t": second * 1_000 + 500, "x": 210, "y": y + 60, "duration": 450}));
        }
        let visit = json!({
            "duration_ms": 20_000, "screenshot_width": 1280, "ratio_x": 1.0, "doc_height": 3_000,
            "bboxes": {"all": (0..5).map(|index| element(50 + 200 * index)).collect::<Vec<Value>>()},
            "cursor": cursor, "fixations": fixations,
        });
        std::fs::write(folder.join(format!("p{person:03}-b1-t1.json")), visit.to_string()).unwrap();
    }
}

pub(crate) fn settings() -> Settings {
    use clap::{Args, FromArgMatches};
    let command = Settings::augment_args(clap::Command::new("train"));
    let matches = command
        .get_matches_from(["train", "--folds", "3", "--epochs", "12", "--batch", "32", "--hidden", "8"]);
    Settings::from_arg_matches(&matches).unwrap()
}

#[test]
fn it_learns_where_the_eyes_are_and_gives_the_same_bytes_twice() {
    let (data, first, second) = (Folder::new("visits"), Folder::new("first"), Folder::new("second"));
    write_visits(&data.0);
    let run = |folder: &Folder| Run::at(&folder.0.join("run"), false);
    let crossed = train(&data.0, &first.0.join("model"), &settings(), &run(&first)).unwrap();
    let [estimate, _] = crossed.metrics[0];
    assert!(estimate.auc > 0.8 && estimate.top1 > 0.6, "{estimate:?}");
    train(&data.0, &second.0.join("model"), &settings(), &run(&second)).unwrap();
    for file in [
        "model/weights.safetensors",
        "model/manifest.json",
        "model/golden.json",
        "model/card.md",
        "run/metrics.json",
        "run/loss.svg",
        "run/roc.svg",
        "run/precision-recall.svg",
        "run/calibration.svg",
    ] {
        let read = |folder: &Folder| std::fs::read(folder.0.join(file)).unwrap();
        assert!(read(&first) == read(&second), "{file} differs");
    }
}

/// Weights of the final fit on `data`, with checkpoints in `folder`; stopped after `epochs` if they are given.
fn final_weights(
    data: &Path,
    folder: &Path,
    resume: bool,
    stop: Option<usize>,
    settings: &Settings,
) -> Result<Vec<u8>, TrainError> {
    let tables = tables(&load(data).unwrap());
    let tables = tables.each_ref();
    let columns = columns(settings).unwrap();
    let statistics = columns.statistics(&tables, |_| true);
    let examples = columns.examples(&tables, &statistics, |_| true);
    let kept = Checkpoints::open(folder.to_owned(), Identity::of(settings, &tables), resume)?;
    let mut done = 0;
    let (network, losses) = fit_with(&examples, settings, 5, &kept, &mut || {
        done += 1;
        if stop == Some(done) { Err(TrainError::Fold) } else { Ok(()) }
    })?;
    assert_eq!(losses.len(), 5);
    Ok(safetensors::serialize(&network.tensors(), None).unwrap())
}

#[test]
fn an_interrupted_fit_goes_on_to_the_same_bytes() {
    let (data, through, broken) = (Folder::new("kept"), Folder::new("through"), Folder::new("broken"));
    write_visits(&data.0);
    let settings = settings();
    let whole = final_weights(&data.0, &through.0, false, None, &settings).unwrap();
    for (resume, stop) in [(false, Some(2)), (true, Some(1))] {
        assert!(final_weights(&data.0, &broken.0, resume, stop, &settings).is_err());
    }
    let resumed = final_weights(&data.0, &broken.0, true, None, &settings).unwrap();
    assert!(resumed == whole, "stopped after epochs 2 and 3, the weights differ");

    let other = Settings { rate: 1e-3, ..settings.clone() };
    let anew = Folder::new("anew");
    write_visits(&anew.0);
    std::fs::remove_file(anew.0.join("p005-b1-t1.json")).unwrap();
    for (data, settings, differs) in [(&data, &other, "settings"), (&anew, &settings, "data")] {
        match final_weights(&data.0, &broken.0, true, None, settings) {
            Err(TrainError::Checkpoint(CheckpointError::Other { what, .. })) => assert_eq!(what, differs),
            other => panic!("with other {differs}: {:?}", other.map(|weights| weights.len())),
        }
    }
    let cut = std::fs::read(broken.0.join("final.safetensors")).unwrap();
    std::fs::write(broken.0.join("final.safetensors"), &cut[..cut.len() / 2]).unwrap();
    let error = final_weights(&data.0, &broken.0, true, None, &settings).err().unwrap();
    assert!(matches!(error, TrainError::Checkpoint(CheckpointError::Form { .. })), "{error}");
    assert!(final_weights(&data.0, &broken.0, false, None, &settings).unwrap() == whole, "begun anew");
}

#[test]
fn folds_that_are_done_are_not_learned_again() {
    let (data, out) = (Folder::new("folds"), Folder::new("crossed"));
    write_visits(&data.0);
    let run = out.0.join("run");
    let train = |resume| train(&data.0, &out.0.join("model"), &settings(), &Run::at(&run, resume)).unwrap();
    let first = train(false);
    let fold = |index: usize| run.join(format!("checkpoints/fold{index}.safetensors"));
    let before = std::fs::metadata(fold(0)).unwrap().modified().unwrap();
    std::fs::remove_file(fold(1)).unwrap();
    let second = train(true);
    assert_eq!(std::fs::metadata(fold(0)).unwrap().modified().unwrap(), before);
    assert!(fold(1).exists());
    assert_eq!((first.metrics, first.scores), (second.metrics, second.scores));
}

#[test]
fn trees_teach_only_people_that_they_have_not_seen() {
    let data = Folder::new("taught");
    write_visits(&data.0);
    let tables = tables(&load(&data.0).unwrap());
    let (table, columns) = (&tables[0], columns(&settings()).unwrap());
    let statistics = columns.statistics(&[table], |_| true);
    // Whatever one person's labels are, the trees that teach about them say the same.
    let taught = |table: &Rows| {
        let mut examples = columns.examples(&[table], &statistics, |_| true);
        let lesson =
            Lesson { tables: &[table], columns: &columns, statistics: &statistics, chosen: &|_| true };
        let before = examples.labels.clone();
        lesson.teach(&mut examples, 1).unwrap();
        let said = examples.labels.iter().zip(&before).map(|(after, before)| after[0] - 0.5 * before[0]);
        said.collect::<Vec<f32>>()
    };
    let mut turned = table.clone();
    turned.keys.iter_mut().filter(|key| key.person == 2).for_each(|key| key.looked = key.looked.map(|l| !l));
    let (said, others) = (taught(table), taught(&turned));
    let (mut same, mut moved) = (0, 0);
    for (row, key) in table.keys.iter().enumerate() {
        assert!((0.0..=0.5).contains(&said[row]), "{}", said[row]);
        let differs = (said[row] - others[row]).abs() > 1e-6;
        match key.person {
            2 => same += usize::from(!differs),
            _ => moved += usize::from(differs),
        }
    }
    assert_eq!(same, table.keys.iter().filter(|key| key.person == 2).count());
    assert!(moved > 0, "what others are taught does depend on that person");
}

#[test]
fn networks_kept_for_people_held_out_say_what_cross_validation_heard() {
    let data = Folder::new("held-out");
    write_visits(&data.0);
    let visits = load(&data.0).unwrap();
    let (settings, tables) = (settings(), tables(&visits));
    let (tables, columns) = (tables.each_ref(), columns(&settings).unwrap());
    let of = folds(tables[0], &settings);
    let networks = HeldOut::of(&visits, &settings, 2).unwrap();
    let judged = tables[0].judged();
    let outputs = networks.outputs(&judged).unwrap();
    for index in 0..settings.folds {
        let fold = Fold { index, tables: &tables, columns: &columns, of: &of, seed: settings.seed };
        let learned = Recipe(settings.clone()).learn(&fold, &|| ()).unwrap();
        let rows: Vec<usize> = (0..judged.keys.len()).filter(|&row| fold.judges(&judged.keys[row])).collect();
        assert!(!rows.is_empty());
        for (&row, heard) in rows.iter().zip(&learned.outputs[1]) {
            // More rows at once are added up in another order.
            let near = |head: usize| (outputs[head][row] - f64::from(heard[head])).abs() < 1e-4;
            assert!(near(0) && near(1), "row {row}: {heard:?}");
        }
    }
}

#[test]
fn folds_keep_a_person_together_and_even_out() {
    let key = |person: usize| crate::data::rows::Key {
        visit: person,
        person,
        region: 0,
        at: 0.0,
        judged: true,
        looked: [true; 2],
    };
    let sizes = [50, 10, 10, 10, 10, 10];
    let keys =
        sizes.iter().enumerate().flat_map(|(person, &n)| std::iter::repeat_n(key(person), n)).collect();
    let table = Rows { keys, features: Vec::new() };
    for seed in 0..8 {
        let fold_of = folds(&table, &Settings { folds: 2, seed, ..settings() });
        assert_eq!(fold_of.len(), sizes.len());
        let alone = fold_of.iter().filter(|&&fold| fold == fold_of[0]).count();
        assert_eq!(alone, 1, "the largest has a fold of its own: {fold_of:?}");
    }
}

#[test]
fn too_few_people_is_an_error_that_says_so() {
    let (data, out) = (Folder::new("few"), Folder::new("none"));
    write_visits(&data.0);
    for folds in [0, 1, 7] {
        let run = Run::at(&out.0, false);
        let error =
            train(&data.0, &out.0, &Settings { folds, ..settings() }, &run).err().unwrap().to_string();
        assert!(error.contains("6 people"), "{error}");
    }
}
