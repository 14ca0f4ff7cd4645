//! The model as the agent sees it: an object from elsewhere that may be anything.

use nearside_core::features::schema;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{broken_model, code, find, fixture, host, model, start, told, until};

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
    agent.attach_model(model(&schema(), schema::WIDTH, 0.9)).unwrap();
    until("the score decided", || find("[data-nearside-slot]").text_content().unwrap().trim() == "new").await;
    assert!(told(&host).contains(&"decision:s=v".to_owned()));
    agent.destroy();
}

#[wasm_bindgen_test]
fn one_that_was_made_for_other_features_is_refused_once() {
    fixture(SUBJECTS);
    let host = host();
    let agent = start(&host, "");
    for _ in 0..2 {
        let refused = agent.attach_model(model("00000000deadbeef", schema::WIDTH, 0.9)).unwrap_err();
        assert_eq!(code(&refused), "model-refused");
    }
    let nothing = js_sys::Object::new().unchecked_into();
    assert_eq!(code(&agent.attach_model(nothing).unwrap_err()), "model-refused");
    let errors = told(&host).into_iter().filter(|line| line == "error:model-refused").count();
    assert_eq!(errors, 1, "{:?}", told(&host));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn one_that_throws_is_dropped_with_one_error() {
    fixture(SUBJECTS);
    let host = host();
    let agent = start(&host, "");
    agent.attach_model(broken_model(&schema(), schema::WIDTH)).unwrap();
    until("its failure is told", || told(&host).contains(&"error:model-failed".to_owned())).await;
    assert_eq!(find("[data-nearside-slot]").text_content().unwrap().trim(), "default");
    agent.destroy();
}
