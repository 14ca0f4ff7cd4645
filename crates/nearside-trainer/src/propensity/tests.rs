//! Training on made-up sessions: it learns what is there, reads no label, and gives the same bytes twice.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use clap::{Args, FromArgMatches};
use indicatif::ProgressBar;
use nearside_core::{
    features::schema::{self, PAGE},
    scorer::{Scorer, Task},
};

use super::{
    cross::{cross_validate, folds},
    settings::Settings,
    train::{Arguments, fit, train},
};
use crate::{
    data::sessions::{Sessions, load},
    model::load_for,
    train::calibrate::calibrated,
};

/// A folder that is gone with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nearside-propensity-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// 600 sessions: who comes by channel 2 and reads many products buys, and nobody else; page values tell it all.
fn write_table(path: &Path) {
    let mut table = "ProductRelated,ProductRelated_Duration,Administrative,Administrative_Duration,Informational,\
        Informational_Duration,SpecialDay,Month,OperatingSystems,TrafficType,VisitorType,Weekend,PageValues,Revenue\n"
        .to_owned();
    for n in 0..600 {
        let (products, channel) = (n % 20, 1 + n / 20 % 3);
        let bought = products >= 10 && channel == 2;
        writeln!(
            table,
            "{products},{}.5,{},0,0,0,0,{},{},{channel},{},{},{},{}",
            products * 30,
            n % 3,
            ["Feb", "June", "Nov"][n % 3],
            1 + n % 2,
            ["Returning_Visitor", "New_Visitor"][n % 2],
            ["TRUE", "FALSE"][n / 2 % 2],
            if bought { 50 } else { 0 },
            bought.to_string().to_uppercase(),
        )
        .unwrap();
    }
    std::fs::write(path, table).unwrap();
}

/// The recipe, on few folds and short.
const QUICK: [&str; 10] =
    ["train", "--folds", "2", "--splits", "1", "--fits", "1", "--epochs", "12", "--batch=64"];

fn settings() -> Settings {
    let command = Settings::augment_args(clap::Command::new("train"));
    Settings::from_arg_matches(&command.get_matches_from(QUICK)).unwrap()
}

fn arguments(data: &Path, out: &Path) -> Arguments {
    let command = Arguments::augment_args(clap::Command::new("train"));
    let [data, out, run] = [data, out, &out.join("run")].map(|path| path.to_str().unwrap().to_owned());
    let paths = ["--data".to_owned(), data, "--out".to_owned(), out, "--run".to_owned(), run];
    let all = QUICK.map(str::to_owned).into_iter().chain(paths);
    Arguments::from_arg_matches(&command.get_matches_from(all)).unwrap()
}

fn sessions(folder: &Folder) -> Sessions {
    let path = folder.0.join("sessions.csv");
    write_table(&path);
    load(&path).unwrap()
}

#[test]
fn it_learns_who_buys_and_gives_the_same_bytes_twice() {
    let folder = Folder::new("bytes");
    let sessions = sessions(&folder);
    let crossed = cross_validate(&sessions, &settings(), &ProgressBar::hidden()).unwrap();
    let [known, unknown] = crossed.network.clone();
    assert!(known.mean.auc > 0.95 && known.mean.brier < 0.1, "{known}");
    assert!(unknown.mean.auc < known.mean.auc, "without the channel there is less to go by: {unknown}");
    assert!(crossed.trees[0].mean.auc > 0.95, "{}", crossed.trees[0]);

    for name in ["first", "second"] {
        train(&arguments(&folder.0.join("sessions.csv"), &folder.0.join(name).join("model"))).unwrap();
    }
    let run = ["run/metrics.json", "run/roc.svg", "run/precision-recall.svg", "run/calibration.svg"];
    let model = ["weights.safetensors", "manifest.json", "golden.json", "card.md"];
    for file in model.into_iter().chain(run) {
        let read = |name: &str| std::fs::read(folder.0.join(name).join("model").join(file)).unwrap();
        assert!(read("first") == read("second"), "{file} differs");
    }
    let model = load_for(Task::Propensity, &folder.0.join("first/model")).unwrap();
    assert_eq!(model.manifest().architecture.heads, ["convert"]);
    assert!(load_for(Task::Attention, &folder.0.join("first/model")).is_err());
}

#[test]
fn what_the_model_reads_is_what_the_network_was_taught() {
    let folder = Folder::new("served");
    let sessions = sessions(&folder);
    train(&arguments(&folder.0.join("sessions.csv"), &folder.0.join("model"))).unwrap();
    let mut model = load_for(Task::Propensity, &folder.0.join("model")).unwrap();
    let epochs = cross_validate(&sessions, &settings(), &ProgressBar::hidden()).unwrap().epochs;
    let (inputs, network) = fit(&sessions, &settings(), epochs).unwrap();
    let taught: Vec<f32> = sessions.rows().flat_map(|row| inputs.taught(row)).collect();
    let mut served = vec![0.0; sessions.len()];
    model.score(&sessions.features, &mut served).unwrap();
    let platt = model.manifest().calibration[0];
    for (served, taught) in served.into_iter().zip(network.outputs(&taught).unwrap()) {
        let said = calibrated(platt, taught);
        assert!((f64::from(served) - said).abs() < 1e-4, "{served} is not {said}");
    }
    let manifest = &model.manifest().inputs;
    assert_eq!(manifest.len(), inputs.all.len());
    for (shipped, input) in manifest.iter().zip(&inputs.all) {
        assert_eq!(
            (shipped.path.as_str(), shipped.equals, shipped.mean, shipped.spread),
            (input.feature.path, input.equals, input.statistic.mean, input.statistic.spread)
        );
    }
}

#[test]
fn neither_label_nor_page_values_reach_a_row() {
    let folder = Folder::new("label");
    let before = sessions(&folder);
    let path = folder.0.join("sessions.csv");
    let table = std::fs::read_to_string(&path).unwrap();
    let swapped = table
        .replace(",50,TRUE\n", ",x,no\n")
        .replace(",0,FALSE\n", ",7,TRUE\n")
        .replace(",x,no\n", ",,FALSE\n");
    std::fs::write(&path, swapped).unwrap();
    let after = load(&path).unwrap();
    assert_eq!(before.features, after.features);
    assert!(before.bought.iter().zip(&after.bought).all(|(before, after)| before != after));
}

#[test]
fn folds_have_their_share_of_those_who_bought() {
    let bought: Vec<bool> = (0..103).map(|n| n % 7 == 0).collect();
    for seed in 0..4 {
        let fold_of = folds(&bought, 5, seed);
        for wanted in [true, false] {
            let size = |fold| (0..103).filter(|&n| fold_of[n] == fold && bought[n] == wanted).count();
            let sizes: Vec<usize> = (0..5).map(size).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
        }
    }
    assert_ne!(folds(&bought, 5, 1), folds(&bought, 5, 2));
}

#[test]
fn too_few_sessions_and_nothing_to_train_say_so() {
    let folder = Folder::new("few");
    let sessions = sessions(&folder);
    let bar = ProgressBar::hidden();
    let error = |settings: Settings| cross_validate(&sessions, &settings, &bar).unwrap_err().to_string();
    for folds in [0, 1, 101] {
        assert!(error(Settings { folds, ..settings() }).contains("sessions that bought"));
    }
    assert!(error(Settings { epochs: 0, ..settings() }).contains("no epochs"));
    let every = PAGE.iter().map(|feature| feature.path.to_owned()).collect();
    assert!(error(Settings { without: every, ..settings() }).contains("no inputs"));
}

#[test]
fn unknown_codes_are_codes_at_zero() {
    let folder = Folder::new("unknown");
    let sessions = sessions(&folder);
    let codes = super::inputs::site_codes().unwrap();
    let blank = sessions.without(&codes);
    let channel = schema::index_of("session.channel").unwrap();
    assert!(codes.contains(&channel) && blank.rows().all(|row| row[channel] == 0.0));
    for (row, before) in blank.rows().zip(sessions.rows()) {
        let differ = |column: &usize| row[*column] != before[*column];
        assert!((0..PAGE.len()).filter(differ).all(|column| codes.contains(&column)));
    }
}
