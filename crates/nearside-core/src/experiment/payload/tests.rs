//! Tests of payloads: what is refused, and what evaluation comes to beyond the shared cases.

use serde_json::{Value, json};

use super::{LiteralFirst, NO_LEAF, Payload, PayloadError, Source};
use crate::experiment::{Assignments, Context, hash, is_targeted};

fn payload(json: Value) -> Payload {
    Payload::parse(&json.to_string()).unwrap()
}

/// Value and source of the feature `f`.
fn evaluated(json: Value, attributes: Value) -> (Value, Source) {
    let payload = payload(json);
    let result = payload.evaluate("f", &Context::new(&attributes, &payload.saved_groups));
    (result.value, result.source)
}

fn rules(rules: Value) -> Value {
    json!({"features": {"f": {"defaultValue": "default", "rules": rules}}})
}

#[test]
fn a_broken_feature_is_refused_alone() {
    let payload = payload(json!({
        "features": {"bad": {"rules": [{"force": 1, "coverage": "half"}]}, "worse": 1, "good": {"defaultValue": 2}},
        "experiments": [{"key": 1}],
        "dateUpdated": "2026-01-01",
    }));
    let places: Vec<_> = payload.refused.iter().map(|refused| refused.at.as_str()).collect();
    assert_eq!(places, ["features.bad", "features.worse", "experiments.0"]);
    assert!(payload.refused[0].reason.contains("`coverage` must be a number"), "{:?}", payload.refused[0]);
    assert_eq!(payload.features().collect::<Vec<_>>(), ["good"]);
}

#[test]
fn what_is_no_payload_is_an_error() {
    let error = |text: &str| Payload::parse(text).unwrap_err();
    assert!(matches!(error("{"), PayloadError::Syntax(_)));
    assert!(matches!(error(&"[".repeat(1_000)), PayloadError::Syntax(_)));
    assert_eq!(error(r#"{"features": {}, "encryptedFeatures": "a.b"}"#), PayloadError::Encrypted);
    assert!(matches!(error(&" ".repeat(super::MAX_BYTES + 1)), PayloadError::TooLarge { .. }));
}

#[test]
fn forced_values() {
    let forced = |rule: Value| evaluated(rules(json!([rule])), json!({"id": "1", "n": 0}));
    let default = || (json!("default"), Source::Default);
    for (rule, expected) in [
        (json!({"force": null}), (json!(null), Source::Force)),
        (json!({"force": 1, "condition": {"id": "2"}}), default()),
        (json!({"force": 1, "coverage": 0}), default()),
        (json!({"force": 1, "coverage": 0, "range": [0, 1]}), (json!(1), Source::Force)),
        (json!({"force": 1, "coverage": 1, "range": [0, 0]}), default()),
        (json!({"force": 1, "coverage": 1, "hashAttribute": "n"}), default()),
        (json!({"force": 1, "coverage": 1, "hashVersion": 9}), default()),
        (json!({"force": 1, "coverage": 1, "hashVersion": 0}), (json!(1), Source::Force)),
        (json!({"force": 1, "coverage": 1, "hashAttribute": "n", "fallbackAttribute": "id"}), default()),
        (json!({"force": 1, "filters": [{"seed": "s", "ranges": []}]}), default()),
        (json!({"variations": null, "key": "x"}), default()),
    ] {
        assert_eq!(forced(rule.clone()), expected, "{rule}");
    }
}

#[test]
fn coverage_counts_its_upper_bound_in_but_none_is_none() {
    let bucket = |id: u32| hash("f", &id.to_string(), 1).unwrap();
    let covers = |id: u32, coverage: f64| {
        evaluated(rules(json!([{"force": 1, "coverage": coverage}])), json!({ "id": id })).1 == Source::Force
    };
    assert!(covers(1, bucket(1)) && !covers(1, bucket(1) - 0.001));
    let lowest = (1..).find(|id| bucket(*id) == 0.0).unwrap();
    assert!(covers(lowest, 0.001) && !covers(lowest, 0.0));
}

#[test]
fn those_passed_through_go_on_to_the_next_rule() {
    let holdout = |weights: Value| {
        let meta = json!([{}, {"passthrough": true}]);
        let first =
            json!({"key": "holdout", "variations": ["kept", "free"], "weights": weights, "meta": meta});
        evaluated(rules(json!([first, {"force": "next"}])), json!({"id": "1"})).0
    };
    assert_eq!((holdout(json!([1, 0])), holdout(json!([0, 1]))), (json!("kept"), json!("next")));
}

#[test]
fn a_leaf_gives_its_weights_and_is_told_only_of_the_hashed() {
    let mut json =
        rules(json!([{"contextualVariations": ["a", "b"], "contextualBanditRef": "c", "weights": [1, 0]}]));
    json["contextualBandits"] = json!({"c": {"contexts": [{"leafId": 5, "weights": [0, 1]}]}});
    let (payload, attributes, forced) = (payload(json), json!({"id": "1"}), [("f".to_owned(), 0)]);
    let visit = Context::new(&attributes, &payload.saved_groups);
    let leaf = |context: &Context<'_>| {
        let result = payload.evaluate("f", context);
        (result.value, result.experiment.and_then(|evaluated| evaluated.leaf).map(|leaf| leaf.id))
    };
    assert_eq!(leaf(&visit), (json!("b"), Some(5)));
    assert_eq!(leaf(&Context { forced: &forced, ..visit }), (json!("a"), None));
}

#[test]
fn a_rule_hands_on_only_what_is_an_experiments() {
    let rule = json!({"variations": ["a", "b"], "weights": [0, 1], "active": false, "status": "draft", "phase": "2"});
    assert_eq!(evaluated(rules(json!([rule])), json!({"id": "1"})), (json!("b"), Source::Experiment));
}

#[test]
fn prerequisites_that_multiply_come_to_an_end() {
    let parents = |id: String| json!([{"parentConditions": [{"id": id}, {"id": id}], "force": 1}]);
    let deep = |depth: usize| {
        let feature = |level: usize| (level.to_string(), json!({"rules": parents((level + 1).to_string())}));
        let mut features = Value::Object((0..depth).map(feature).collect());
        features["f"] = json!({"rules": parents("0".into())});
        evaluated(json!({"features": features}), json!({})).1
    };
    assert_eq!(deep(5), Source::Force);
    assert_eq!(deep(25), Source::CyclicPrerequisite);
    assert_eq!(deep(1_000), Source::CyclicPrerequisite);
}

#[test]
fn a_leaf_that_can_not_be_meant_falls_back() {
    let leaf = |contexts: Value, weights: Value| {
        let rule =
            json!({"contextualVariations": ["a", "b"], "contextualBanditRef": "c", "weights": weights});
        let mut json = rules(json!([rule]));
        json["contextualBandits"] = json!({"c": {"banditVersion": "x", "contexts": contexts}});
        let (payload, attributes) = (payload(json), json!({"id": "1"}));
        let result = payload.evaluate("f", &Context::new(&attributes, &payload.saved_groups));
        result
            .experiment
            .and_then(|evaluated| evaluated.leaf)
            .map(|leaf| (leaf.id, leaf.weights, leaf.version))
    };
    let good = json!({"leafId": 5, "weights": [0.0, 1.0]});
    let (own, equal) = (|| Some((NO_LEAF, vec![1.0, 0.0], None)), || Some((NO_LEAF, vec![0.5, 0.5], None)));
    for (contexts, weights, expected) in [
        (json!([good]), json!([1, 0]), Some((5, vec![0.0, 1.0], None))),
        (
            json!([{"leafId": 4, "condition": {"no": 1}}, good]),
            json!([1, 0]),
            Some((5, vec![0.0, 1.0], None)),
        ),
        (json!([{"leafId": 4, "weights": [0.5]}, good]), json!([1, 0]), own()),
        (json!([{"leafId": "4", "weights": [0, 1]}, good]), json!([1, 0]), own()),
        (json!([{"leafId": 4, "weights": [0, "1"]}, good]), json!([1, 0]), own()),
        (json!([7, good]), json!([1, 0]), own()),
        (json!(null), json!(null), equal()),
        (json!([]), json!([1, 1]), equal()),
    ] {
        assert_eq!(leaf(contexts.clone(), weights), expected, "{contexts}");
    }
}

#[test]
fn redirects() {
    let run = |url: &str, keep: bool, to: Value| {
        let payload = payload(json!({"experiments": [
            {"key": "by-hand", "manual": true, "variations": [{"urlRedirect": "/x"}, {}], "weights": [1, 0],
             "urlPatterns": [{"type": "simple", "pattern": "*"}]},
            {"key": "r", "variations": [{}, {"urlRedirect": to}], "weights": [0, 1], "persistQueryString": keep,
             "urlPatterns": [{"type": "simple", "pattern": "a.com/old", "include": true}]},
        ]}));
        let attributes = json!({"id": "1"});
        let context = Context { url, is_targeted, ..Context::new(&attributes, &payload.saved_groups) };
        payload.redirect(&context).map(|redirect| redirect.url)
    };
    let to = |url: &str| Some(Some(url.to_owned()));
    let new = || json!("https://a.com/new?x=1");
    for (url, keep, target, expected) in [
        ("https://a.com/old?y=2", false, new(), to("https://a.com/new?x=1")),
        ("https://a.com/old?y=2&x=3&y=4", true, new(), to("https://a.com/new?x=1&y=2")),
        ("https://a.com/old?x=2", true, new(), to("https://a.com/new?x=1")),
        ("https://a.com/old?y=2#z", true, json!("/new"), to("/new")),
        ("https://a.com/other", true, new(), None),
        ("https://a.com/old?y=1", true, json!("https://a.com/old/"), Some(None)),
        ("https://a.com/old", true, json!(null), Some(None)),
    ] {
        assert_eq!(run(url, keep, target), expected, "{url} {keep}");
    }
}

#[test]
fn documents_read_back() {
    let documents = json!({
        "id||7": {"attributeName": "id", "attributeValue": "7", "assignments": {"a__0": "1", "b__2": "x"}},
        "d||8": {"attributeName": "d", "attributeValue": "8", "assignments": {"a__0": "0"}},
    });
    assert_eq!(Assignments::from_documents(&documents).to_documents(), documents);
    let broken = json!([1, {"attributeName": "id"}, {"attributeName": "id", "attributeValue": "7", "assignments": {"a__0": 1}}]);
    assert_eq!(Assignments::from_documents(&broken), Assignments::default());
}

#[test]
fn what_is_hashed_may_have_a_dotted_name() {
    let attributes = LiteralFirst(json!({"a.b": "literal", "a": {"b": "nested"}}));
    let payload = payload(rules(json!([{"variations": [1, 2], "hashAttribute": "a.b"}])));
    let context = Context { identifiers: &attributes, ..Context::new(&attributes.0, &payload.saved_groups) };
    let hashed = payload.evaluate("f", &context).experiment.unwrap().outcome.identifier.value;
    assert_eq!(hashed, json!("literal"));
}
