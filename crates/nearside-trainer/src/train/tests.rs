//! Training on made-up visits: it learns what is there, and gives the same bytes twice.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{attention::train, settings::Settings};
use crate::{data::rows::Rows, train::cross::folds};

/// A folder that is gone with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
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
fn write_visits(folder: &Path) {
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

fn settings() -> Settings {
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
    let crossed = train(&data.0, &first.0.join("model"), &settings()).unwrap();
    let [estimate, _] = crossed.metrics[0];
    assert!(estimate.auc > 0.8 && estimate.top1 > 0.6, "{estimate:?}");
    train(&data.0, &second.0.join("model"), &settings()).unwrap();
    for file in ["weights.safetensors", "manifest.json", "golden.json", "card.md"] {
        let read = |folder: &Folder| std::fs::read(folder.0.join("model").join(file)).unwrap();
        assert!(read(&first) == read(&second), "{file} differs");
    }
}

#[test]
fn folds_keep_a_person_together_and_even_out() {
    let key = |person: usize| crate::data::rows::Key {
        visit: person,
        person,
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
        let error = train(&data.0, &out.0, &Settings { folds, ..settings() }).err().unwrap().to_string();
        assert!(error.contains("6 people"), "{error}");
    }
}
