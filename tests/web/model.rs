//! The model as the agent sees it: an object from elsewhere that may be anything.

use nearside_core::features::schema;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{broken_model, code, find, fixture, host, model, start, told, until, visit_model};

const SUBJECTS: &str = r#"<div data-nearside-watch="reviews" style="height:40px">reviews</div>
    <div data-nearside-slot="s">default<template data-nearside-variant="v" data-nearside-about="reviews">new</template></div>"#;

fn schema() -> String {
    format!("{:016x}", schema::HASH)
}

#[wasm_bindgen_test]
async fn its_scores_pick_the_variant() {
    fixture(SUBJECTS);
    let host = host();
    let agent = start(&host, r#""min_attention":100"#);
    agent.attach_model("m", model(&schema(), schema::WIDTH, 0.9)).unwrap();
    until("the score decided", || find("[data-nearside-slot]").text_content().unwrap().trim() == "new").await;
    assert!(told(&host).contains(&"decision:s=v".to_owned()));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_it_says_of_the_visit_is_read_by_rules_and_seen_by_people() {
    fixture(
        r#"<div data-nearside-slot="s">default
        <template data-nearside-variant="v" data-nearside-when='{"segment": "deep", "session.conversion": {"$gt": 0.5}}'>new</template></div>"#,
    );
    let agent = start(&host(), r#""models":["p","s"]"#);
    let outputs = |json: &str| js_sys::JSON::parse(json).unwrap().unchecked_into::<js_sys::Object>();
    for (folder, task, named) in
        [("p", "propensity", r#"{"convert": 0.75}"#), ("s", "segments", r#"{"quick": 0.25, "deep": 0.75}"#)]
    {
        let model = visit_model(&schema(), schema::PAGE.len(), task, &outputs(named));
        agent.attach_model(folder, model).unwrap();
    }
    until("the rule holds", || find("[data-nearside-slot]").text_content().unwrap().trim() == "new").await;
    let inspection = js_sys::JSON::stringify(&agent.inspect().unwrap()).unwrap().as_string().unwrap();
    for part in [
        r#""conversion":0.75"#,
        r#""segments":[{"name":"quick","share":0.25},{"name":"deep","share":0.75}]"#,
        r#"{"folder":"p","name":"even","state":"ready","task":"propensity"}"#,
    ] {
        assert!(inspection.contains(part), "{part}");
    }
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_second_one_for_the_same_task_is_refused() {
    fixture(SUBJECTS);
    let agent = start(&host(), r#""models":["a","b"]"#);
    agent.attach_model("a", model(&schema(), schema::WIDTH, 0.5)).unwrap();
    let refused = agent.attach_model("b", model(&schema(), schema::WIDTH, 0.5)).unwrap_err();
    assert_eq!(code(&refused), "model-refused");
    let inspection = js_sys::JSON::stringify(&agent.inspect().unwrap()).unwrap().as_string().unwrap();
    assert!(inspection.contains(r#"{"folder":"a","name":"even","state":"ready""#), "{inspection}");
    assert!(inspection.contains(r#"{"folder":"b","name":null,"state":"refused""#));
    agent.destroy();
}

#[wasm_bindgen_test]
fn one_that_was_made_for_other_features_is_refused_once() {
    fixture(SUBJECTS);
    let host = host();
    let agent = start(&host, "");
    for _ in 0..2 {
        let refused = agent.attach_model("m", model("00000000deadbeef", schema::WIDTH, 0.9)).unwrap_err();
        assert_eq!(code(&refused), "model-refused");
    }
    let nothing = js_sys::Object::new().unchecked_into();
    assert_eq!(code(&agent.attach_model("m", nothing).unwrap_err()), "model-refused");
    let errors = told(&host).into_iter().filter(|line| line == "error:model-refused").count();
    assert_eq!(errors, 1, "{:?}", told(&host));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn one_that_throws_is_dropped_with_one_error() {
    fixture(SUBJECTS);
    let host = host();
    let agent = start(&host, "");
    agent.attach_model("m", broken_model(&schema(), schema::WIDTH)).unwrap();
    until("its failure is told", || told(&host).contains(&"error:model-failed".to_owned())).await;
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "default");
    agent.destroy();
}
