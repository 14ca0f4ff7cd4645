//! A recording made here, driven to its end.

use nearside_core::recording::Recording;
use serde_json::{Value, json};

use super::drive::drive;

/// A slot whose rule holds once the page was scrolled halfway, in view all the while.
fn recording(more: &[Value]) -> Recording {
    let slot = json!({"name": "hero", "variants": [
        {"name": "proof", "when": "{\"scroll.position\": {\"$gt\": 0.5}}", "about": []},
    ]});
    let mut events = vec![
        json!([0, "viewport", 1_000, 800]),
        json!([0, "document", 1_000, 1_200]),
        json!([0, "slot", slot]),
        json!([0, "layout", 0, 100, 500, 600, 200, 1]),
        json!([0, "watch", "reviews"]),
        json!([0, "layout", 1, 100, 900, 600, 200, 1]),
        json!([0, "watch", "reviews"]),
        json!([1_000, "tick"]),
        json!([1_500, "scroll", 0, 300]),
        json!([2_000, "tick"]),
        // The page answers that it shows the first variant.
        json!([2_016, "shown", 0, 1]),
        json!([2_500, "tick"]),
        json!([3_500, "tick"]),
    ];
    events.extend_from_slice(more);
    let json = json!({
        "nearside": 2,
        "config": {"consent": {"personalize": "granted"}},
        "start": {"wall": 0, "seed": "7"},
        "events": events,
    });
    Recording::parse(&json.to_string()).unwrap()
}

fn replayed(recording: Recording) -> Value {
    serde_json::from_str(&drive(recording, &[], Some(1_000.0)).unwrap().to_json()).unwrap()
}

#[test]
fn decisions_exposures_and_refusals_are_told_by_name() {
    let outcome = replayed(recording(&[]));
    let decided: Vec<(&Value, &Value, &Value)> = outcome["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| (&decision["at"], &decision["variant"], &decision["reason"]))
        .collect();
    assert_eq!(
        decided,
        [
            (&json!(0.0), &json!("default"), &json!("default")),
            (&json!(2_000.0), &json!("proof"), &json!("rule")),
        ]
    );
    let weighed = &outcome["decisions"][1]["weighed"][0];
    assert_eq!((&weighed["path"], &weighed["value"]), (&json!("scroll.position"), &json!(0.75)));
    assert_eq!(outcome["shown"], json!({"hero": "proof"}));
    let exposures = outcome["exposures"].as_array().unwrap();
    assert!(exposures.iter().any(|e| e["slot"] == "hero" && e["variant"] == "proof"), "{exposures:?}");
    assert!(outcome["refused"][0]["error"].as_str().unwrap().contains("reviews"));
}

#[test]
fn the_last_features_are_told_by_path_and_region() {
    let outcome = replayed(recording(&[]));
    assert_eq!(outcome["context"]["page.elapsed"], json!(3_500.0));
    assert_eq!(outcome["regions"]["reviews"]["visible.*.share"], json!(1.0));
    assert_eq!(outcome["regions"]["hero"]["visible.*.ms"], json!(3_500.0));
    assert_eq!((&outcome["scores"], &outcome["attention"]["hero"]), (&json!({}), &json!(0.0)));
    let moments: Vec<&Value> = outcome["moments"].as_array().unwrap().iter().map(|m| &m["at"]).collect();
    assert_eq!(moments, [&json!(1_000.0), &json!(2_000.0), &json!(3_500.0)]);
}

#[test]
fn a_shipped_model_scores_what_is_in_view() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/attention");
    let outcome =
        drive(recording(&[json!([2_600, "scorer", "attention"])]), std::slice::from_ref(&folder), None)
            .unwrap();
    let outcome: Value = serde_json::from_str(&outcome.to_json()).unwrap();
    assert_eq!(outcome["refused"].as_array().unwrap().len(), 1, "only the double name: {outcome:#}");
    // The scorer came after the last tick in time, so nothing was scored.
    assert_eq!(outcome["scores"], json!({}));
    let outcome = drive(recording(&[]), std::slice::from_ref(&folder), None).unwrap();
    let text = outcome.to_text();
    let outcome: Value = serde_json::from_str(&outcome.to_json()).unwrap();
    for region in ["hero", "reviews"] {
        let estimate = outcome["scores"][region]["estimate"].as_f64().unwrap();
        assert!(estimate > 0.0 && estimate < 1.0, "{outcome:#}");
        assert!(outcome["attention"][region].as_f64().unwrap() > 0.0);
    }
    assert!(text.contains("hero → proof (rule, propensity 1.0)"), "{text}");
}
