//! Nothing that is seen moves: what would, waits, keeps its room, or answers what the visitor did.

use nearside::{api::Agent, host::Host};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::page::{find, fixture, host, looks, scroll_to, start, text, told, until};

const RULED: &str = r#"<div data-nearside-slot="s"><p>default</p>
    <template data-nearside-variant="v" data-nearside-when='{}'><p>new</p></template></div>"#;

struct Page {
    host: Host,
    agent: Agent,
    below: Element,
    /// Where `below` was, and what the slot was, before the agent started.
    before: (f64, String),
}

/// A slot of a paragraph of `default` px between two others, in view, whose variant is `variant` px high.
fn page(default: u32, variant: u32) -> Page {
    fixture(&format!(
        r#"<div style="position: absolute; top: 0; left: 0; width: 300px"><p id="above" style="height: 20px; margin: 0">a</p>
        <div data-nearside-slot="s"><p style="height: {default}px; margin: 0">default</p>
        <template data-nearside-variant="v" data-nearside-when='{{}}'><p style="height: {variant}px; margin: 0">new</p></template></div>
        <p id="below" style="height: 20px; margin: 0">b</p><p style="height: 3000px">end</p></div>"#
    ));
    scroll_to(0.0);
    let (host, below) = (host(), find("#below"));
    let before = (top(&below), find("[data-nearside-slot]").outer_html());
    Page { agent: start(&host, ""), host, below, before }
}

fn shown() -> String {
    text("[data-nearside-slot] p")
}

fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

#[wasm_bindgen_test]
async fn a_variant_of_the_same_size_is_shown_in_view() {
    let Page { agent, below, before, .. } = page(50, 50);
    until("it is shown", || shown() == "new").await;
    assert_eq!(top(&below), before.0);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_lower_variant_keeps_the_room_of_the_default() {
    let Page { agent, below, before, .. } = page(50, 20);
    until("it is shown", || shown() == "new").await;
    assert_eq!(top(&below), before.0);
    agent.show("s", "default").unwrap();
    assert_eq!(find("[data-nearside-slot]").outer_html(), before.1);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_higher_variant_waits_until_its_slot_is_below_the_window() {
    let Page { host, agent, below, before } = page(50, 200);
    looks(&agent, 4).await;
    assert_eq!((shown().as_str(), top(&below)), ("default", before.0));
    assert!(told(&host).contains(&"decision:s=v".to_owned()), "it was decided all the same");
    // The slot goes down, out of the window, as when the visitor scrolls up.
    find("#above").set_attribute("style", "height: 2000px; margin: 0").unwrap();
    until("it is shown", || shown() == "new").await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_waits_is_tried_once_and_not_at_every_look() {
    let Page { agent, .. } = page(50, 200);
    looks(&agent, 2).await;
    let watched = crate::page::mutations(&find("[data-nearside-slot]"));
    looks(&agent, 4).await;
    assert_eq!(watched.count(), 0, "the page is left alone");
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_neighbour_that_is_not_seen_may_move() {
    // The window ends before what follows the slot.
    let Page { agent, .. } = page(5_000, 5_600);
    until("it is shown", || shown() == "new").await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn what_is_forced_waits_for_nothing() {
    let Page { agent, below, before, .. } = page(50, 200);
    looks(&agent, 2).await;
    agent.show("s", "v").unwrap();
    assert_eq!((shown().as_str(), top(&below)), ("new", before.0 + 150.0));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_withdrawal_waits_for_nothing() {
    let Page { agent, .. } = page(50, 50);
    until("it is shown", || shown() == "new").await;
    agent.set_consent("personalize", "denied").unwrap();
    until("the default is back", || shown() == "default").await;
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_shift_that_is_measured_after_all_ends_it() {
    let Page { host, agent, before, .. } = page(50, 50);
    until("it is shown", || shown() == "new").await;
    // As an image that comes late; browsers that measure no shifts leave it.
    if !crate::page::measures_shifts() {
        return agent.destroy();
    }
    crate::page::frame().await;
    find("[data-nearside-slot] p").set_attribute("style", "height: 90px; margin: 0").unwrap();
    until("the default is back", || shown() == "default").await;
    until("it is told", || told(&host).contains(&"error:layout-shifted".to_owned())).await;
    looks(&agent, 3).await;
    assert_eq!(find("[data-nearside-slot]").outer_html(), before.1);
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_shift_that_comes_from_elsewhere_is_not_laid_to_the_slot() {
    let Page { host, agent, .. } = page(50, 50);
    until("it is shown", || shown() == "new").await;
    crate::page::frame().await;
    find("#above").set_attribute("style", "height: 70px; margin: 0").unwrap();
    find("#below").set_attribute("style", "height: 70px; margin: 0").unwrap();
    looks(&agent, 3).await;
    assert_eq!((shown().as_str(), told(&host).iter().any(|line| line.starts_with("error"))), ("new", false));
    agent.destroy();
}

#[wasm_bindgen_test]
async fn a_hidden_slot_shows_itself_once_it_is_decided() {
    fixture(&RULED.replace("data-nearside-slot", "data-nearside-hide data-nearside-slot"));
    let slot = find("[data-nearside-slot]");
    // The style sheet's animation, but without its end.
    crate::page::hide(&slot);
    assert_eq!(crate::page::style(&slot, "visibility"), "hidden");
    let agent = start(&host(), "");
    assert_eq!(crate::page::style(&slot, "visibility"), "visible");
    agent.destroy();
}
