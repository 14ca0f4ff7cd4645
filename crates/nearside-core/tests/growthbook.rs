//! Conformance with the cases that GrowthBook's SDKs share (spec 0.8.0).
//!
//! The cases are data beside the repository, not part of it: `NEARSIDE_GROWTHBOOK_CASES` names the file, and
//! without it the tests say that they are skipped. Each list of the file is one entry of `LISTS`, with the
//! function that checks one case; every list prints how many passed and failed, and the last line is the total.

use std::path::{Path, PathBuf};
use std::{env, fs};

use nearside_core::condition::{Condition, SavedGroups};
use nearside_core::experiment::payload::{Evaluated, FeatureResult, LiteralFirst, Payload};
use nearside_core::experiment::{
    Assignments, Context, Experiment, Namespace, Outcome, Range, choose, equal_weights, hash, is_targeted,
    query_override, ranges,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Whether one case passes; the reason where it does not.
type Check = fn(&[Value]) -> Result<(), String>;

/// The lists of the file that are checked.
const LISTS: &[(&str, Check)] = &[
    ("evalCondition", eval_condition),
    ("hash", hashes),
    ("getBucketRange", bucket_range),
    ("chooseVariation", choose_variation),
    ("getQueryStringOverride", query_string_override),
    ("inNamespace", in_namespace),
    ("getEqualWeights", get_equal_weights),
    ("run", run),
    ("feature", feature),
    ("stickyBucket", sticky_bucket),
    ("contextualBandit", feature),
    ("urlRedirect", url_redirect),
];

/// Where the cases are by default, relative to the repository's root.
const DEFAULT_CASES: &str = "../shared/data/growthbook/cases_dev.json";

#[test]
fn growthbook_cases_pass() -> Result<(), String> {
    let path = cases_path();
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: no GrowthBook cases at {}", path.display());
        return Ok(());
    };
    let cases: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let (mut total, mut failures) = (0, Vec::new());
    for (list, check) in LISTS {
        let Some(rows) = cases[*list].as_array() else {
            println!("{list}: not in this file");
            continue;
        };
        let failed: Vec<_> = rows.iter().filter_map(|row| failure(list, row, *check)).collect();
        println!("{list}: {} passed, {} failed", rows.len() - failed.len(), failed.len());
        total += rows.len();
        failures.extend(failed);
    }
    println!("{} passed, {} failed", total - failures.len(), failures.len());
    if total == 0 {
        return Err(format!("{} holds no cases", path.display()));
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn cases_path() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(env::var_os("NEARSIDE_GROWTHBOOK_CASES").unwrap_or_else(|| DEFAULT_CASES.into()))
}

fn failure(list: &str, row: &Value, check: Check) -> Option<String> {
    let case = row.as_array().map_or(&[][..], Vec::as_slice);
    check(case).err().map(|reason| format!("{list}: {}: {reason}", case.first().unwrap_or(row)))
}

fn expect(actual: &Value, expected: &Value) -> Result<(), String> {
    if same(actual, expected) { Ok(()) } else { Err(format!("got {actual}, not {expected}")) }
}

/// Equality of JSON in which 1 is 1.0.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

fn form<T: for<'a> Deserialize<'a>>(json: &Value) -> Result<T, String> {
    T::deserialize(json).map_err(|error| format!("unexpected form: {error} in {json}"))
}

/// The SDKs' own tests compare no more digits.
fn rounded(number: f64) -> f64 {
    (number * 1e8).floor() / 1e8
}

fn all_rounded(json: &Value) -> Value {
    match json {
        Value::Array(list) => list.iter().map(all_rounded).collect(),
        other => other.as_f64().map(rounded).into(),
    }
}

/// `[name, condition, attributes, expected, savedGroups?]`, evaluated as an SDK does.
fn eval_condition(case: &[Value]) -> Result<(), String> {
    let [_, condition, attributes, Value::Bool(expected), rest @ ..] = case else {
        return Err("unexpected form".to_owned());
    };
    let groups = rest.first().map(SavedGroups::parse_lenient).unwrap_or_default();
    let answer = Condition::parse_lenient(condition).eval(attributes, &groups);
    if answer == *expected { Ok(()) } else { Err(format!("got {answer} for {condition} on {attributes}")) }
}

/// `[seed, value, version, expected]`.
fn hashes(case: &[Value]) -> Result<(), String> {
    let (seed, value, version, expected): (String, String, u32, Value) = form(&json!(case))?;
    expect(&json!(hash(&seed, &value, version)), &expected)
}

/// `[name, [count, coverage, weights], ranges]`.
fn bucket_range(case: &[Value]) -> Result<(), String> {
    let (_, arguments, expected): (Value, Value, Value) = form(&json!(case))?;
    let (count, coverage, weights): (usize, Option<f64>, Option<Vec<f64>>) = form(&arguments)?;
    let made = ranges(count, coverage, weights.as_deref());
    let pairs: Vec<_> = made.iter().map(|range| [range.0, range.1]).collect();
    expect(&all_rounded(&json!(pairs)), &all_rounded(&expected))
}

/// `[name, bucket, ranges, index or -1]`.
fn choose_variation(case: &[Value]) -> Result<(), String> {
    let (_, bucket, ranges, expected): (Value, f64, Vec<(f64, f64)>, Value) = form(&json!(case))?;
    let ranges: Vec<_> = ranges.into_iter().map(|(from, to)| Range(from, to)).collect();
    expect(&json!(choose(bucket, &ranges).map_or(-1, |index| index as i64)), &expected)
}

/// `[name, key, url, count, index or null]`.
fn query_string_override(case: &[Value]) -> Result<(), String> {
    let (_, key, url, count, expected): (Value, String, String, usize, Value) = form(&json!(case))?;
    expect(&json!(query_override(&key, &url, count)), &expected)
}

/// `[name, id, namespace, expected]`.
fn in_namespace(case: &[Value]) -> Result<(), String> {
    let (_, id, (name, from, to), expected): (Value, String, (String, f64, f64), Value) = form(&json!(case))?;
    expect(&json!(Namespace(name, from, to).holds(&id)), &expected)
}

/// `[count, weights]`.
fn get_equal_weights(case: &[Value]) -> Result<(), String> {
    let (count, expected): (i64, Value) = form(&json!(case))?;
    // Fewer than none is none: a count of variations can't be negative here.
    let weights = equal_weights(usize::try_from(count).unwrap_or(0));
    expect(&all_rounded(&json!(weights)), &all_rounded(&expected))
}

/// `[name, context, experiment, value, inExperiment, hashUsed]`.
fn run(case: &[Value]) -> Result<(), String> {
    let (_, visit, experiment, value, in_experiment, hash_used): (Value, Value, Value, Value, bool, bool) =
        form(&json!(case))?;
    let visit = Visit::of(&visit)?;
    let experiment = Experiment::read(&experiment).map_err(|error| error.to_string())?;
    let outcome = visit.payload.run(&experiment, &visit.context(None));
    let value_seen = experiment.variations.get(outcome.variation);
    let seen = json!([value_seen, outcome.in_experiment, outcome.hash_used]);
    expect(&seen, &json!([value, in_experiment, hash_used]))
}

/// `[name, context, feature, result]`.
fn feature(case: &[Value]) -> Result<(), String> {
    let (_, visit, id, mut expected): (Value, Value, String, Value) = form(&json!(case))?;
    let visit = Visit::of(&visit)?;
    let result = visit.payload.evaluate(&id, &visit.context(None));
    let experiment = expected.as_object_mut().and_then(|expected| expected.remove("experiment"));
    expect(&feature_result(&result, &id), &expected)?;
    match (result.experiment, experiment) {
        (None, None) => Ok(()),
        (Some(evaluated), Some(experiment)) => same_experiment(&evaluated, &experiment),
        (_, experiment) => Err(format!("expected the experiment {experiment:?}")),
    }
}

/// `[name, context, documents, feature, result of the experiment or null, documents afterwards]`.
fn sticky_bucket(case: &[Value]) -> Result<(), String> {
    let (_, visit, documents, id, expected, kept): (Value, Value, Value, String, Value, Value) =
        form(&json!(case))?;
    let mut sticky = Assignments::from_documents(&visit["stickyBucketAssignmentDocs"]);
    Assignments::from_documents(&documents).iter().cloned().for_each(|assignment| sticky.add(assignment));
    let visit = Visit::of(&visit)?;
    let result = visit.payload.evaluate(&id, &visit.context(Some(&sticky)));
    let outcome = result.experiment.as_ref().map(|evaluated| experiment_result(evaluated, &id));
    expect(&outcome.unwrap_or_default(), &expected)?;
    result.assignments.into_iter().for_each(|assignment| sticky.add(assignment));
    expect(&sticky.to_documents(), &kept)
}

/// `[name, context, [{inExperiment, urlRedirect, urlWithParams}]]`.
fn url_redirect(case: &[Value]) -> Result<(), String> {
    let (_, visit, expected): (Value, Value, Vec<Value>) = form(&json!(case))?;
    let visit = Visit::of(&visit)?;
    let redirect = visit.payload.redirect(&visit.context(None));
    let seen = redirect.into_iter().map(|redirect| {
        let mut seen = json!({"inExperiment": true, "urlWithParams": redirect.url.unwrap_or_default()});
        if let Some(to) = redirect.to {
            seen["urlRedirect"] = json!(to);
        }
        seen
    });
    expect(&seen.collect(), &json!(expected))
}

/// The context of a case.
struct Visit {
    payload: Payload,
    attributes: LiteralFirst,
    groups: Vec<String>,
    forced: Vec<(String, i64)>,
    url: String,
    enabled: bool,
    forced_only: bool,
}

impl Visit {
    fn of(json: &Value) -> Result<Visit, String> {
        let payload = Payload::parse(&json.to_string()).map_err(|error| error.to_string())?;
        if let Some(refused) = payload.refused.first() {
            return Err(format!("{refused:?}"));
        }
        let entries = |key: &str| json[key].as_object().into_iter().flatten();
        let forced =
            entries("forcedVariations").filter_map(|(key, value)| Some((key.clone(), value.as_i64()?)));
        let groups =
            entries("groups").filter(|(_, member)| *member == &json!(true)).map(|(group, _)| group.clone());
        Ok(Visit {
            payload,
            attributes: LiteralFirst(json["attributes"].clone()),
            groups: groups.collect(),
            forced: forced.collect(),
            url: json["url"].as_str().unwrap_or_default().to_owned(),
            enabled: json["enabled"] != json!(false),
            forced_only: json["qaMode"] == json!(true),
        })
    }

    fn context<'a>(&'a self, sticky: Option<&'a Assignments>) -> Context<'a> {
        Context {
            groups: &self.groups,
            url: &self.url,
            is_targeted,
            forced: &self.forced,
            sticky,
            enabled: self.enabled,
            forced_only: self.forced_only,
            identifiers: &self.attributes,
            ..Context::new(&self.attributes.0, &self.payload.saved_groups)
        }
    }
}

fn feature_result(result: &FeatureResult<'_>, id: &str) -> Value {
    let mut json = json!({
        "value": result.value,
        "on": result.is_on(),
        "off": !result.is_on(),
        "source": result.source.name(),
        "ruleId": result.rule,
    });
    if let Some(evaluated) = &result.experiment {
        json["experimentResult"] = experiment_result(evaluated, id);
    }
    json
}

fn experiment_result(evaluated: &Evaluated<'_>, id: &str) -> Value {
    let Outcome {
        variation,
        in_experiment,
        hash_used,
        sticky_used,
        bucket,
        identifier,
        key,
        name,
        passthrough,
        ..
    } = &evaluated.outcome;
    let mut json = json!({
        "featureId": id,
        "key": key,
        "variationId": variation,
        "value": evaluated.experiment.variations[*variation],
        "inExperiment": in_experiment,
        "hashUsed": hash_used,
        "hashAttribute": identifier.attribute,
        "hashValue": identifier.value,
        "stickyBucketUsed": sticky_used,
    });
    let leaf = evaluated.leaf.as_ref();
    let optional = [
        ("bucket", json!(bucket)),
        ("name", json!(name)),
        ("passthrough", if *passthrough { json!(true) } else { Value::Null }),
        ("leafId", json!(leaf.map(|leaf| leaf.id))),
        ("variationWeights", json!(leaf.map(|leaf| &leaf.weights))),
        ("banditVersion", json!(leaf.and_then(|leaf| leaf.version))),
    ];
    for (key, value) in optional.into_iter().filter(|(_, value)| !value.is_null()) {
        json[key] = value;
    }
    json
}

/// Whether the experiment that ran is the one that the case shows, with what the bandit made of it.
fn same_experiment(evaluated: &Evaluated<'_>, expected: &Value) -> Result<(), String> {
    let leaf = evaluated.leaf.as_ref().map_or(Value::Null, |leaf| {
        let mut json = json!({"leafId": leaf.id, "variationWeights": leaf.weights});
        if let Some(version) = leaf.version {
            json["banditVersion"] = json!(version);
        }
        json
    });
    expect(&leaf, &expected["contextualBandit"])?;
    let experiment = Experiment::read(expected).map_err(|error| error.to_string())?;
    if evaluated.experiment.as_ref() == &experiment {
        Ok(())
    } else {
        Err(format!("ran {:?}, not {experiment:?}", evaluated.experiment))
    }
}
