//! Apps that render anew: elements that come, go, come back and overlap.

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{find, fixture, hold_timers, host, looks, release_timers, start, text, tick, told, until};

const RULED: &str = r#"<div data-nearside-slot="s">default
    <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#;

fn errors(host: &nearside::host::Host) -> Vec<String> {
    told(host).into_iter().filter(|line| line.starts_with("error")).collect()
}

/// A second element for the same slot, not yet on the page.
fn another() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let holder = document.create_element("div").unwrap();
    holder.set_inner_html(RULED);
    holder.first_element_child().unwrap()
}

#[wasm_bindgen_test]
async fn an_element_that_was_kept_alive_comes_back_to_its_slot() {
    fixture(RULED);
    let (host, a, b) = (host(), find("[data-nearside-slot]"), another());
    let agent = start(&host, "");
    until("a shows the variant", || text("[data-nearside-slot]") == "new").await;
    a.replace_with_with_node_1(&b).unwrap();
    until("b shows the variant", || text("[data-nearside-slot]") == "new").await;
    assert_eq!(a.text_content().unwrap().trim(), "default", "what left the page has its default back");
    b.replace_with_with_node_1(&a).unwrap();
    until("a shows it again", || a.text_content().unwrap().trim() == "new").await;
    assert_eq!(errors(&host), [""; 0]);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_template_that_comes_later_makes_a_slot_after_all() {
    fixture(r#"<div data-nearside-slot="s">default</div>"#);
    let host = host();
    let agent = start(&host, "");
    until("it is refused", || errors(&host) == ["error:slot-invalid"]).await;
    looks(&agent, 2).await;
    let later = another();
    find("[data-nearside-slot]")
        .append_with_node_1(&later.query_selector("template").unwrap().unwrap())
        .unwrap();
    until("it shows the variant", || text("[data-nearside-slot]").starts_with("new")).await;
    assert_eq!(errors(&host).len(), 1, "the same content was refused once");
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_view_that_overlaps_the_one_it_replaces_is_no_duplicate_and_one_that_stays_is() {
    for stays in [false, true] {
        fixture(RULED);
        let (host, a, b) = (host(), find("[data-nearside-slot]"), another());
        hold_timers();
        let agent = start(&host, "");
        release_timers();
        assert_eq!(text("[data-nearside-slot]"), "new");
        a.after_with_node_1(&b).unwrap();
        tick();
        if !stays {
            a.remove();
        }
        tick();
        assert_eq!(b.text_content().unwrap().trim() == "new", !stays);
        assert_eq!(!errors(&host).is_empty(), stays);
        agent.destroy();
    }
}

#[wasm_bindgen_test]
async fn what_left_the_page_has_its_default_and_no_place() {
    fixture(RULED);
    let (host, a) = (host(), find("[data-nearside-slot]"));
    let agent = start(&host, "");
    until("a shows the variant", || text("[data-nearside-slot]") == "new").await;
    a.remove();
    until("it has its default back", || a.text_content().unwrap().trim() == "default").await;
    assert_eq!(host.logs().size(), 0, "nothing of it is kept alive");
    agent.destroy();
}
