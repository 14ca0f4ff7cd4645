//! The command line, as people and scripts meet it: what it prints, and 2 for what can't be done.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::{path::PathBuf, process::Command};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Exit code, standard output, standard error.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_nearside-trainer"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn what_can_not_be_read_is_named_and_gives_2() {
    for (arguments, named) in [
        (vec!["replay", "no/such/file.json"], "no/such/file.json"),
        (vec!["replay", "Cargo.toml"], "not JSON"),
        (vec!["replay", "models/attention/manifest.json"], "not a nearside recording"),
        (vec!["inspect", "crates"], "manifest.json"),
        (vec!["evaluate", "attention", "--data", "models"], "models"),
        (vec!["train", "attention", "--data", "nowhere", "--out", "target/none"], "nowhere"),
        (vec!["compare", "attention", "--data", "nowhere"], "nowhere"),
        (vec!["evaluate", "attention", "--data", "nowhere", "--out", "x.json"], "--importance"),
        (vec!["train", "segments", "--data", "nowhere", "--out", "target/none"], "nowhere"),
        (vec!["evaluate", "segments", "--data", "Cargo.toml"], "Cargo.toml"),
        (vec!["evaluate", "fine-tuning", "--data", "nowhere.csv"], "nowhere.csv"),
        (vec!["evaluate", "segments", "--model", "models/attention", "--data", "x"], "not for segments"),
        (vec!["replay"], "FILE"),
    ] {
        let (code, out, error) = run(&arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(error.contains(named), "{arguments:?} says: {error}");
    }
}

#[test]
fn a_model_is_described_and_the_schema_printed() {
    let (code, text, _) = run(&["inspect", "models/attention"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("estimate.auc") && text.contains("pull.*.share_2s"), "{text}");
    let (code, text, _) = run(&["schema", "--markdown"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("| `scroll.depth` | ratio | 0 to 1 | linear |"), "{text}");
}

/// On the recordings that the shipped model was made of, where they are at hand.
#[test]
fn the_shipped_model_is_measured_on_recordings() {
    let data = root().join("../shared/data/attention/recordings");
    if !data.is_dir() {
        println!("skipped: no recordings at {}", data.display());
        return;
    }
    let (code, text, error) =
        run(&["evaluate", "attention", "--json", "--data", &data.display().to_string()]);
    assert_eq!(code, Some(0), "{error}");
    let measured: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(measured["rows"], 8_310);
    let estimate = &measured["shipped"]["as published"]["estimate"];
    assert!(estimate["auc"].as_f64().unwrap() > 0.83 && estimate["ece"].as_f64().unwrap() < 0.03, "{text}");

    let visit = data.join("p005-b2-t2.json").display().to_string();
    let (code, text, error) = run(&["replay", "--model", "models/attention", "--json", &visit]);
    assert_eq!(code, Some(0), "{error}");
    let replayed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(
        replayed["attention"].as_object().unwrap().values().any(|ms| ms.as_f64().unwrap() > 1_000.0),
        "{text}"
    );
}

/// On a visit recorded by nearside, and on those that the shipped segments were found in, where they are at hand.
#[test]
fn the_shipped_segments_are_measured_on_recordings() {
    let measure = |data: &str| -> serde_json::Value {
        let (code, text, error) = run(&["evaluate", "segments", "--json", "--data", data]);
        assert_eq!(code, Some(0), "{error}");
        serde_json::from_str(&text).unwrap()
    };
    let visit = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("own-visit.json");
    let recording = serde_json::json!({
        "nearside": 2, "config": {"allow_automation": true}, "start": {"wall": 0, "seed": "1", "kept": null},
        "events": [
            [0, "viewport", 1280, 900], [0, "document", 1280, 4000], [0, "scroll", 0, 0],
            [3000, "scroll", 0, 300], [3500, "scroll", 0, 900], [6000, "scroll", 0, 1500], [9000, "tick"],
        ],
    });
    std::fs::write(&visit, recording.to_string()).unwrap();
    let visit = visit.display().to_string();
    let own = measure(&visit);
    let total: f64 = own["segments"].as_array().unwrap().iter().map(|s| s["share"].as_f64().unwrap()).sum();
    assert!((total - 1.0).abs() < 1e-6 && own["touch"].is_null() && own["moments"] == 5, "{own}");
    let (code, _, error) = run(&["train", "segments", "--data", &visit, "--out", "target/none"]);
    assert!(code == Some(2) && error.contains("too few visits to find segments in: 1"), "{error}");

    let data = root().join("../shared/data/attention/recordings");
    if !data.is_dir() {
        println!("skipped: no recordings at {}", data.display());
        return;
    }
    let measured = measure(&data.display().to_string());
    assert_eq!([&measured["visits"], &measured["people"]], [81, 27]);
    assert!(measured["log_likelihood"].as_f64().unwrap() > -5.0, "{measured}");
    for segment in measured["segments"].as_array().unwrap() {
        assert!(segment["share"].as_f64().unwrap() >= 0.08, "{segment}");
    }
}
