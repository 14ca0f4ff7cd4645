//! What the agent takes from the device and what it wants kept there; the host, which reads and writes, is made up here.

use nearside::{api::Agent, host::Host};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{asked, fixture, host, looks, start, start_with, text, told, until};

const SLOT: &str = r#"<div data-nearside-slot="s" data-nearside-reward="goal sold"><button>default</button>
    <template data-nearside-variant="v"><button>new</button></template></div>"#;
const RULED: &str = r#"<div data-nearside-slot="s">default
    <template data-nearside-variant="v" data-nearside-when='{"page.elapsed": {"$gte": 0}}'>new</template></div>"#;
const STORED: &str = r#""consent":{"store":"granted","learn":"granted"}"#;
const DENIED: &str = r#""consent":{"store":"denied"}"#;
/// What an earlier page kept: seed 41.
const EARLIER: &str =
    r#"{"version":1,"seed":41,"session":{"started":1,"ended":2,"pages":3,"dwell":5,"returning":true}}"#;

fn merged(agent: &Agent, stored: Option<&str>) -> Option<String> {
    agent.merge(stored.map(str::to_owned)).unwrap()
}

fn errors(host: &Host) -> Vec<String> {
    told(host).into_iter().filter(|line| line.starts_with("error")).collect()
}

/// Starts, waits until what was drawn is seen, and rewards it.
async fn taught(host: &Host) -> Agent {
    fixture(SLOT);
    let agent = start(host, STORED);
    until("what was drawn is seen", || told(host).iter().any(|line| line.starts_with("exposure:s="))).await;
    agent.reward("sold", 1.0).unwrap();
    agent
}

#[wasm_bindgen_test]
async fn what_brings_a_reward_is_learned_and_kept_until_learning_is_denied() {
    let host = host();
    let agent = taught(&host).await;
    let report = js_sys::JSON::stringify(&agent.explain("s").unwrap()).unwrap().as_string().unwrap();
    assert!(report.contains(r#""reason":"policy""#), "{report}");
    assert_eq!(asked(&host).last().map(String::as_str), Some("keep"));
    let kept = merged(&agent, None).unwrap();
    assert!(kept.contains(r#""rewards":1.0"#) && kept.contains(r#""slot":"s""#), "{kept}");
    agent.set_consent("learn", "denied").unwrap();
    let kept = merged(&agent, None).unwrap();
    assert!(!kept.contains(r#""slot":"s""#), "{kept}");
    agent.destroy();
}

#[wasm_bindgen_test]
fn nothing_is_asked_for_taken_or_given_without_a_grant() {
    fixture(RULED);
    for consent in ["", DENIED] {
        let host = host();
        let agent = start_with(&host, consent, "kept", &EARLIER.into());
        agent.set_consent("measure", "granted").unwrap();
        assert_eq!(asked(&host), [""; 0], "{consent}");
        assert_eq!(merged(&agent, Some(EARLIER)), None);
        assert_eq!(agent.journal().unwrap(), None);
        agent.set_consent("store", "granted").unwrap();
        assert_eq!(asked(&host), ["keep"]);
        assert!(!merged(&agent, None).unwrap().contains(r#""seed":41,"#), "taken before the grant");
        assert!(merged(&agent, Some(EARLIER)).unwrap().contains(r#""seed":41,"#), "not taken after it");
        agent.set_consent("store", "denied").unwrap();
        assert_eq!(asked(&host).pop().as_deref(), Some("erase"));
        assert_eq!(merged(&agent, Some(EARLIER)), None);
        agent.destroy();
    }
}

/// An agent that has noted its visit.
fn noted(host: &Host) -> Agent {
    fixture(SLOT);
    let agent = start(host, STORED);
    agent.set_consent("store", "granted").unwrap();
    agent
}

#[wasm_bindgen_test]
async fn agents_that_write_in_turn_keep_what_each_of_them_added() {
    let one = taught(&host()).await;
    one.set_consent("store", "granted").unwrap();
    let stored = merged(&one, None);
    one.destroy();
    let two = noted(&host());
    let both = merged(&two, stored.as_deref()).unwrap();
    two.written().unwrap();
    // Written again, it counts once.
    for kept in [&both, &merged(&two, Some(&both)).unwrap()] {
        assert!(kept.contains(r#""pages":2"#) && kept.contains(r#""rewards":1.0"#), "{kept}");
    }
    two.destroy();
}

#[wasm_bindgen_test]
fn a_journal_is_taken_in_once_by_whoever_comes_next() {
    let agent = noted(&host());
    let journal = agent.journal().unwrap().unwrap();
    agent.destroy();
    for late in [false, true] {
        fixture(SLOT);
        let journals = js_sys::Array::of1(&journal.as_str().into());
        let option = if late { JsValue::from(js_sys::Array::new()) } else { journals.into() };
        let agent = start_with(&host(), STORED, "journals", &option);
        if late {
            agent.absorb(&journal).unwrap();
        }
        agent.absorb(&journal).unwrap();
        let kept = merged(&agent, None).unwrap();
        assert!(kept.contains(r#""pages":2"#), "{kept}");
        agent.destroy();
    }
}

#[wasm_bindgen_test]
fn what_can_not_be_read_is_told_once_and_written_over_unless_it_is_newer() {
    fixture(RULED);
    let host = host();
    let agent = start_with(&host, STORED, "kept", &"{".into());
    agent.set_consent("store", "granted").unwrap();
    assert!(merged(&agent, Some("{")).is_some());
    agent.absorb("{").unwrap();
    assert_eq!(errors(&host), ["error:state-invalid"]);
    let newer = EARLIER.replace(r#""version":1"#, r#""version":99"#);
    assert_eq!(merged(&agent, Some(&newer)), None);
    assert_eq!(errors(&host).len(), 2);
    agent.destroy();
}

#[wasm_bindgen_test]
fn each_loss_of_storage_is_told_once() {
    fixture(RULED);
    let host = host();
    let agent = start(&host, STORED);
    for (why, instead) in [
        ("SecurityError", "localStorage"),
        ("UnknownError", "localStorage"),
        ("QuotaExceededError", "memory"),
    ] {
        agent.without_storage(why.into(), instead.into()).unwrap();
    }
    assert_eq!(errors(&host), ["error:storage-unavailable", "error:storage-unavailable"]);
    agent.destroy();
}

#[wasm_bindgen_test]
fn forgetting_leaves_a_new_visitor_and_erases_unless_another_tab_did() {
    for (elsewhere, erased) in [(false, true), (true, false)] {
        let host = host();
        let agent = noted(&host);
        assert!(merged(&agent, Some(EARLIER)).unwrap().contains(r#""seed":41,"#));
        if elsewhere {
            agent.forgotten().unwrap()
        } else {
            agent.forget().unwrap()
        }
        assert_eq!(asked(&host).contains(&"erase".to_owned()), erased);
        assert_eq!(
            (merged(&agent, None), agent.journal().unwrap()),
            (None, None),
            "not before the next page"
        );
        agent.set_consent("store", "granted").unwrap();
        let after = merged(&agent, None).unwrap();
        assert!(!after.contains(r#""seed":41,"#), "{after}");
        agent.destroy();
    }
}

#[wasm_bindgen_test]
async fn a_pause_puts_the_defaults_back_and_outlives_what_is_stored() {
    fixture(RULED);
    let agent = start(&host(), STORED);
    until("the variant is shown", || text("[data-nearside-slot]") == "new").await;
    let running = merged(&agent, None);
    agent.pause(true).unwrap();
    assert_eq!(text("[data-nearside-slot]"), "default");
    let paused = merged(&agent, running.as_deref()).unwrap();
    assert!(paused.contains(r#""paused":true"#), "{paused}");
    agent.destroy();

    let agent = start_with(&host(), STORED, "kept", &paused.as_str().into());
    looks(&agent, 2).await;
    assert_eq!(text("[data-nearside-slot]"), "default", "paused on the next page, too");
    agent.pause(false).unwrap();
    assert_eq!(text("[data-nearside-slot]"), "new");
    agent.destroy();
}

#[wasm_bindgen_test]
fn a_page_that_comes_back_knows_by_what_is_kept_whether_it_was_forgotten() {
    for (took, knows, forgotten) in [(true, true, false), (true, false, true), (false, false, false)] {
        let agent = noted(&host());
        let own = merged(&agent, None);
        let stored = if knows { own } else { Some(EARLIER.to_owned()) };
        agent.come_back(stored, took).unwrap();
        assert_eq!(merged(&agent, Some(EARLIER)).is_none(), forgotten, "{took} {knows}");
        agent.destroy();
    }
    // What can't be read is no word of anyone's having been forgotten.
    let agent = noted(&host());
    merged(&agent, None);
    agent.come_back(Some("{".into()), true).unwrap();
    assert!(merged(&agent, Some(EARLIER)).is_some());
    agent.destroy();
}
