//! Tests of a whole run: in which order its steps answer, what sticks, and how likely a choice was.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::sticky::experiment_name;
use super::{
    Assignment, Assignments, Cause, Context, Cyclic, Experiment, NoPrerequisites, Outcome, Prerequisites,
    hash, is_targeted,
};
use crate::condition::SavedGroups;
use crate::units::Ratio;

/// An experiment `e` that gives everyone variation 1, but for the changes.
fn experiment(changes: Value) -> Experiment {
    let mut json = json!({"key": "e", "variations": ["a", "b"], "weights": [0, 1], "meta": [{"key": "x"}, {"key": "y"}]});
    for (key, value) in changes.as_object().unwrap() {
        json[key] = value.clone();
    }
    Experiment::read(&json).unwrap()
}

static ATTRIBUTES: LazyLock<Value> = LazyLock::new(|| json!({"id": "1", "kind": "k"}));
static GROUPS: LazyLock<SavedGroups> = LazyLock::new(SavedGroups::default);

/// The visit that all but some rows are about.
fn visit<'a>() -> Context<'a> {
    Context::new(&*ATTRIBUTES, &GROUPS)
}

fn run(experiment: &Experiment, context: &Context<'_>) -> Outcome {
    experiment.run(context, &mut NoPrerequisites)
}

/// Cause, variation, in the experiment, hash used.
fn summary(outcome: &Outcome) -> (Cause, usize, bool, bool) {
    (outcome.cause, outcome.variation, outcome.in_experiment, outcome.hash_used)
}

#[test]
fn each_step_answers_before_the_next() {
    // Each row breaks one step more than the row after it, so a step out of order shows.
    let mut json = json!({
        "urlPatterns": [{"type": "simple", "pattern": "/here"}], "status": "draft", "hashAttribute": "none",
        "namespace": ["n", 0, 0], "condition": {"kind": "other"},
        "parentConditions": [{"id": "p", "condition": {"value": 1}}], "groups": ["staff"], "hashVersion": 3,
        "coverage": 0, "force": 1,
    });
    for (mended, cause) in [
        (None, Cause::Url),
        (Some(("urlPatterns", json!(null))), Cause::Inactive),
        (Some(("status", json!("stopped"))), Cause::NoIdentifier),
        (Some(("hashAttribute", json!("id"))), Cause::Excluded),
        (Some(("namespace", json!(["n", 0, 1]))), Cause::Condition),
        (Some(("condition", json!({"kind": "k"}))), Cause::Prerequisite),
        (Some(("parentConditions", json!(null))), Cause::Group),
        (Some(("groups", json!(null))), Cause::UnknownHash),
        (Some(("hashVersion", json!(2))), Cause::NotCovered),
        (Some(("coverage", json!(1))), Cause::ForcedByExperiment),
        (Some(("force", json!(null))), Cause::ForcedOnly),
    ] {
        if let Some((key, value)) = mended {
            json[key] = value;
        }
        let outcome = run(
            &experiment(json.clone()),
            &Context { url: "/there", is_targeted, forced_only: true, ..visit() },
        );
        let forced = cause == Cause::ForcedByExperiment;
        assert_eq!(summary(&outcome), (cause, usize::from(forced), forced, false), "{json}");
    }
    assert_eq!(run(&experiment(json.clone()), &visit()).cause, Cause::Stopped);
    json["status"] = json!("running");
    assert_eq!(summary(&run(&experiment(json), &visit())), (Cause::Hashed, 1, true, true));
}

#[test]
fn what_is_forced_comes_first() {
    let draft = || experiment(json!({"status": "draft", "active": false, "hashAttribute": "none"}));
    let forced = [("e".to_owned(), 1), ("e".to_owned(), 0), ("f".to_owned(), 0)];
    let (by_url, by_visit) = (Cause::ForcedByUrl, Cause::ForcedByVisit);
    for (url, forced, expected) in [
        ("/?e=0", &forced[..], (by_url, 0, true, false)),
        ("/?e=2", &forced[..], (by_visit, 1, true, false)),
        ("", &forced[1..], (by_visit, 0, true, false)),
        ("", &[("e".to_owned(), -1)][..], (by_visit, 0, false, false)),
        ("", &[("e".to_owned(), 2)][..], (by_visit, 0, false, false)),
        ("", &forced[2..], (Cause::Inactive, 0, false, false)),
    ] {
        let outcome = run(&draft(), &Context { url, forced, ..visit() });
        assert_eq!(summary(&outcome), expected, "{url} {forced:?}");
        assert_eq!((outcome.propensity, outcome.assignment), (Ratio::new(1.0), None));
    }
    let off = run(&draft(), &Context { url: "/?e=1", enabled: false, ..visit() });
    assert_eq!(off.cause, Cause::Disabled);
    let lone = run(&experiment(json!({"variations": ["a"]})), &Context { url: "/?e=0", ..visit() });
    assert_eq!(summary(&lone), (Cause::TooFewVariations, 0, false, false));
}

#[test]
fn groups_filters_and_prerequisites_let_in() {
    struct Other;
    impl Prerequisites for Other {
        fn value(&mut self, id: &str) -> Result<Value, Cyclic> {
            if id == "self" { Err(Cyclic) } else { Ok(json!(id)) }
        }
    }
    let (attributes, saved, groups) = (json!({"id": "1"}), SavedGroups::default(), ["staff".to_owned()]);
    let context = Context { groups: &groups, ..Context::new(&attributes, &saved) };
    for (changes, cause) in [
        (json!({"groups": ["beta", "staff"]}), Cause::Hashed),
        (json!({"groups": ["beta"]}), Cause::Group),
        (json!({"groups": []}), Cause::Group),
        (json!({"filters": [], "namespace": ["n", 0, 0]}), Cause::Hashed),
        (json!({"filters": [{"seed": "s", "ranges": [[0, 1]]}], "namespace": ["n", 0, 0]}), Cause::Hashed),
        (json!({"filters": [{"seed": "s", "ranges": [[0, 1]], "attribute": "no"}]}), Cause::Excluded),
        (json!({"parentConditions": [{"id": "on", "condition": {"value": "on"}}]}), Cause::Hashed),
        (json!({"parentConditions": [{"id": "on", "condition": {"value": "off"}}]}), Cause::Prerequisite),
        (json!({"parentConditions": [{"id": "self"}]}), Cause::Prerequisite),
    ] {
        assert_eq!(experiment(changes.clone()).run(&context, &mut Other).cause, cause, "{changes}");
    }
}

#[test]
fn an_assignment_sticks_past_eligibility() {
    let kept = |experiment: &str, variation: &str| {
        let mut kept = Assignments::default();
        kept.add(Assignment {
            attribute: "id".into(),
            value: "1".into(),
            experiment: experiment.into(),
            variation: variation.into(),
        });
        kept
    };
    let closed = json!({"condition": {"kind": "other"}, "coverage": 0});
    let versions = json!({"bucketVersion": 3, "minBucketVersion": 2});
    for (changes, kept, expected) in [
        (closed.clone(), kept("e__0", "x"), (Cause::Stuck, 0, true, true)),
        (closed.clone(), kept("e__0", "gone"), (Cause::Condition, 0, false, false)),
        (closed, kept("f__0", "x"), (Cause::Condition, 0, false, false)),
        (versions.clone(), kept("e__3", "x"), (Cause::Stuck, 0, true, true)),
        (versions.clone(), kept("e__2", "x"), (Cause::Hashed, 1, true, true)),
        (versions, kept("e__1", "x"), (Cause::Blocked, 0, false, false)),
        (json!({"disableStickyBucketing": true}), kept("e__0", "x"), (Cause::Hashed, 1, true, true)),
        (json!({"status": "stopped"}), kept("e__0", "x"), (Cause::Stopped, 0, false, false)),
        (json!({"hashVersion": 3}), kept("e__0", "x"), (Cause::UnknownHash, 0, false, false)),
    ] {
        let outcome = run(&experiment(changes.clone()), &Context { sticky: Some(&kept), ..visit() });
        assert_eq!(summary(&outcome), expected, "{changes} {kept:?}");
        assert_eq!(outcome.sticky_used, matches!(outcome.cause, Cause::Stuck | Cause::Blocked), "{changes}");
    }
}

#[test]
fn a_new_choice_is_to_be_kept_once() {
    let hashed = experiment(json!({"bucketVersion": 2, "hashAttribute": "none", "fallbackAttribute": "id"}));
    assert_eq!(run(&hashed, &visit()).cause, Cause::NoIdentifier, "nothing sticks, so no fallback");
    let mut kept = Assignments::default();
    let first = run(&hashed, &Context { sticky: Some(&kept), ..visit() });
    let assignment = first.assignment.unwrap();
    assert_eq!((&*assignment.attribute, &*assignment.value), ("id", "1"));
    assert_eq!((assignment.experiment.as_str(), assignment.variation.as_str()), ("e__2", "y"));
    assert_eq!(experiment_name("e", 2), "e__2");
    kept.add(assignment);
    let again = run(&hashed, &Context { sticky: Some(&kept), ..visit() });
    assert_eq!((again.cause, again.assignment), (Cause::Stuck, None));
}

#[test]
fn what_is_hashed_unless_said_otherwise() {
    for (changes, expected) in [
        (json!({}), hash("e", "1", 1)),
        (json!({"hashVersion": 0, "seed": ""}), hash("e", "1", 1)),
        (json!({"hashVersion": 2, "seed": "s"}), hash("s", "1", 2)),
        (json!({"hashAttribute": "kind"}), hash("e", "k", 1)),
    ] {
        assert_eq!(run(&experiment(changes.clone()), &visit()).bucket, expected, "{changes}");
    }
}

#[test]
fn propensity_is_the_frequency() {
    let split = experiment(
        json!({"variations": [0, 1, 2], "weights": [0.2, 0.3, 0.5], "coverage": 0.6, "hashVersion": 2}),
    );
    let groups = SavedGroups::default();
    let (mut counts, mut told, mut covered) = ([0_u32; 3], [0.0; 3], 0_u32);
    for id in 0..20_000 {
        let attributes = json!({ "id": id + 1 });
        let outcome = split.run(&Context::new(&attributes, &groups), &mut NoPrerequisites);
        if outcome.in_experiment {
            covered += 1;
            counts[outcome.variation] += 1;
            told[outcome.variation] = outcome.propensity.get();
        }
    }
    assert!((f64::from(covered) / 20_000.0 - 0.6).abs() < 0.02, "{covered}");
    for (count, told) in counts.into_iter().zip(told) {
        assert!((f64::from(count) / f64::from(covered) - told).abs() < 0.02, "{counts:?} {told}");
    }
}
