//! Catalogues at work: slots that the page's HTML says nothing of, new versions, and ways back.

use nearside::{api::Agent, host::Host};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{code, find, fixture, host, looks, start, start_with, text, told, until};

const PAGE: &str =
    r#"<main><div class="hero"><h1>default</h1></div><ul class="list"><li>a</li><li>b</li></ul></main>"#;

/// A catalogue of slots (name, selector, text of its variant `v`, which always holds).
fn catalogue(version: u32, slots: &[(&str, &str, &str)]) -> String {
    let slot = |(name, selector, text): &(&str, &str, &str)| {
        format!(
            r#"{{"name": "{name}", "selector": "{selector}", "variants": [{{"name": "v", "when": {{}}, "edits":
            [{{"action": "set", "attribute": "text", "value": "{text}"}}]}}]}}"#
        )
    };
    let slots: Vec<String> = slots.iter().map(slot).collect();
    format!(r#"{{"version": {version}, "slots": [{}]}}"#, slots.join(","))
}

fn errors(host: &Host) -> Vec<String> {
    told(host).into_iter().filter(|line| line.starts_with("error")).collect()
}

fn opened(html: &str) -> (Host, Agent) {
    fixture(html);
    let host = host();
    let agent = start(&host, "");
    (host, agent)
}

#[wasm_bindgen_test]
async fn a_slot_that_only_the_catalogue_names_is_shown_and_given_back() {
    let (host, agent) = opened(PAGE);
    let before = find("main").outer_html();
    agent.catalogue(&catalogue(1, &[("hero", ".hero h1", "new"), ("absent", ".nowhere", "x")])).unwrap();
    until("the variant is shown", || text("h1") == "new").await;
    assert_eq!(find("h1").get_attribute("data-nearside-shown").as_deref(), Some("v"));
    assert_eq!(told(&host).iter().filter(|line| *line == "decision:hero=v").count(), 1);
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
    assert_eq!(find("main").outer_html(), before);
}

#[wasm_bindgen_test]
async fn a_new_version_changes_what_it_says_otherwise_and_can_be_taken_back() {
    let (host, agent) = opened(PAGE);
    let first = catalogue(1, &[("hero", ".hero h1", "one"), ("list", ".list li", "same")]);
    agent.catalogue(&first).unwrap();
    until("both are shown", || text("h1") == "one" && text("li") == "same").await;
    let item = find("li").first_child().unwrap();
    agent.catalogue(&catalogue(2, &[("hero", ".hero h1", "two"), ("list", ".list li", "same")])).unwrap();
    until("the changed one is shown anew", || text("h1") == "two").await;
    assert!(find("li").first_child().unwrap().is_same_node(Some(&item)), "the same words were not touched");
    agent.catalogue(&catalogue(3, &[("list", ".list li", "same")])).unwrap();
    assert_eq!(text("h1"), "default", "what is no longer named has its default back at once");
    agent.rollback(1).unwrap();
    until("the first is back", || text("h1") == "one").await;
    assert_eq!(code(&agent.rollback(9).unwrap_err()), "catalogue-unknown-version");
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_catalogue_that_is_none_leaves_the_one_in_use() {
    let (host, agent) = opened(PAGE);
    agent.catalogue(&catalogue(1, &[("hero", ".hero h1", "one")])).unwrap();
    until("it is shown", || text("h1") == "one").await;
    for broken in ["{", r#"{"version": 2, "slots": [{"name": "hero", "colour": 1, "variants": []}]}"#] {
        assert_eq!(code(&agent.catalogue(broken).unwrap_err()), "catalogue-invalid", "{broken}");
    }
    looks(&agent, 2).await;
    assert_eq!((text("h1").as_str(), errors(&host).len()), ("one", 2));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn an_edit_that_this_page_can_not_take_leaves_the_default_and_is_told() {
    let (host, agent) = opened(PAGE);
    let edit = r#"{"version": 1, "slots": [{"name": "hero", "selector": ".hero", "variants": [{"name": "v", "when": {}, "edits": [
        {"selector": "h1", "action": "set", "attribute": "text", "value": "new"},
        {"selector": "h2", "action": "set", "attribute": "text", "value": "new"}]}]}]}"#;
    let before = find(".hero").outer_html();
    agent.catalogue(edit).unwrap();
    until("it is told", || errors(&host) == ["error:swap-failed"]).await;
    looks(&agent, 2).await;
    assert_eq!(find(".hero").outer_html(), before);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_the_catalogue_has_the_word_on_is_not_refused_before_it_is_here() {
    fixture(r#"<h1 data-nearside-slot="hero">default</h1><p data-nearside-slot="other">default</p>"#);
    let host = host();
    let agent = start_with(&host, "", "catalogueDue", &true.into());
    looks(&agent, 2).await;
    assert_eq!(errors(&host), [""; 0]);
    let named = r#"{"version": 1, "slots": [{"name": "hero", "variants": [{"name": "v", "when": {}, "edits":
        [{"action": "set", "attribute": "text", "value": "new"}]}]}]}"#;
    agent.catalogue(named).unwrap();
    until("it is shown", || text("h1") == "new").await;
    until("what it does not name is refused", || errors(&host) == ["error:slot-invalid"]).await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn slots_do_not_overlap() {
    let (host, agent) = opened(PAGE);
    agent.catalogue(&catalogue(1, &[("outer", ".list", "one"), ("inner", ".list li", "two")])).unwrap();
    until("the second is refused", || errors(&host) == ["error:slot-invalid"]).await;
    until("the first is shown", || text(".list") == "one").await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn an_element_that_the_selector_no_longer_means_has_its_default_back() {
    let (_, agent) = opened(PAGE);
    agent.catalogue(&catalogue(1, &[("hero", ".hero h1", "new")])).unwrap();
    until("it is shown", || text("h1") == "new").await;
    find(".hero").set_class_name("other");
    until("it is given back", || text("h1") == "default").await;
    find(".other").set_class_name("hero");
    until("it is shown again", || text("h1") == "new").await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_forced_variant_goes_when_it_is_released() {
    let (_, agent) = opened(PAGE);
    agent.catalogue(&catalogue(1, &[("hero", ".hero h1", "new")])).unwrap();
    until("it is shown", || text("h1") == "new").await;
    agent.show("hero", "default").unwrap();
    looks(&agent, 2).await;
    assert_eq!(text("h1"), "default");
    agent.release("hero").unwrap();
    until("what is decided is shown again", || text("h1") == "new").await;
    assert_eq!(code(&agent.release("nobody").unwrap_err()), "slot-unknown");
    agent.destroy();
}

#[wasm_bindgen_test]
async fn places_are_filled_by_what_the_page_says() {
    let (host, agent) = opened(&format!(r#"<meta name="nearside:who" content="Ada & <b>Co</b>">{PAGE}"#));
    agent
        .catalogue(&catalogue(1, &[("hero", ".hero h1", "Hello {{who}}"), ("list", ".list", "{{nobody}}")]))
        .unwrap();
    until("it is shown", || text("h1") == "Hello Ada & <b>Co</b>").await;
    until("what the page does not say is told", || errors(&host) == ["error:swap-failed"]).await;
    agent.destroy();
}
