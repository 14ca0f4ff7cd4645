//! Edits: applied, taken back in any order, and then no trace of them: not a byte, not a node.

use std::rc::Rc;

use nearside::act::{EditFailure, Edits};
use nearside_core::catalogue::{Catalogue, Edit};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement, Node};

use crate::page::{dispatch, find, fixture};

/// What the page under test says of itself.
fn page(name: &str) -> Option<String> {
    match name {
        "name" => Some("<b>Ada</b>".to_owned()),
        "link" => Some("javascript:alert(1)".to_owned()),
        "number" => Some("7".to_owned()),
        _ => None,
    }
}

fn edits(json: &str) -> Vec<Edit> {
    let catalogue = format!(
        r#"{{"version": 1, "slots": [{{"name": "s", "variants": [{{"name": "v", "edits": [{json}]}}]}}]}}"#
    );
    let catalogue = Catalogue::parse(&catalogue);
    catalogue.unwrap_or_else(|error| panic!("{json}: {error}")).slots.remove(0).edits.remove(0)
}

fn slot(html: &str) -> (Element, Edits) {
    fixture(html);
    let slot = find("#slot");
    (slot.clone(), Edits::new(slot, Rc::new(page), &js_sys::Map::new()))
}

/// Every node below `node`, itself first.
fn nodes(node: &Node) -> Vec<Node> {
    let mut found = vec![node.clone()];
    let children = node.child_nodes();
    for at in 0..children.length() {
        found.extend(nodes(&children.item(at).unwrap()));
    }
    found
}

/// Every order of `0..count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    let put = |order: Vec<usize>| {
        (0..count).map(move |at| {
            let mut order = order.clone();
            order.insert(at, count - 1);
            order
        })
    };
    shorter.into_iter().flat_map(put).collect()
}

fn applied(html: &str, edits: &[Edit]) -> String {
    let (slot, mut of_slot) = slot(html);
    for edit in edits {
        of_slot.apply(edit).unwrap_or_else(|failure| panic!("{html}: {edit:?}: {failure}"));
    }
    slot.outer_html()
}

const HTML: &str = r#"<div id="slot" class="card  wide" title="t"> one <p class="a" style="color:red" title="p" lang="en">a <i>b</i></p><!-- c -->
  <ul><li data-rank="1">1</li> <li data-rank="3">3</li><li>none</li> <li data-rank="3.0">3b</li><li data-rank="x">x</li></ul><img alt="i" src="data:," width="1"><a href="/a" hidden>l</a></div>"#;

/// What is edited, and what of the slot's markup shows that it was.
#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    (r#"{"action":"set","attribute":"text","value":"new <b> & {{number}}"}"#, ">new &lt;b&gt; &amp; 7</div>"),
    (r#"{"action":"append","attribute":"text","value":" more"}"#, "</a> more</div>"),
    (r#"{"action":"remove","attribute":"text"}"#, r#"title="t"></div>"#),
    (r#"{"selector":"li","action":"set","attribute":"text","value":"x"}"#, r#"<li>x</li> <li data-rank="3.0">x</li>"#),
    (r#"{"action":"set","attribute":"html","value":"<h2>New</h2>{{name}}"}"#, "<h2>New</h2>&lt;b&gt;Ada&lt;/b&gt;</div>"),
    (r#"{"selector":"p","action":"append","attribute":"html","value":"<em>c</em>"}"#, "<i>b</i><em>c</em></p>"),
    (r#"{"selector":"p","action":"remove","attribute":"html"}"#, r#"lang="en"></p>"#),
    (r#"{"action":"set","attribute":"title","value":"new"}"#, r#"title="new""#),
    (r#"{"action":"append","attribute":"title","value":" & more"}"#, r#"title="t &amp; more""#),
    (r#"{"action":"remove","attribute":"title"}"#, r#"<div id="slot" class="card  wide">"#),
    (r#"{"action":"set","attribute":"aria-label","value":"{{none|nobody}}"}"#, r#"aria-label="nobody""#),
    (r#"{"action":"append","attribute":"data-x","value":"y"}"#, r#"data-x="y""#),
    (r#"{"action":"remove","attribute":"role"}"#, r#"title="t">"#),
    (r#"{"selector":"p","action":"remove","attribute":"title"}"#, r#"style="color:red" lang="en""#),
    (r#"{"selector":"a","action":"set","attribute":"href","value":"/b"}"#, r#"href="/b""#),
    (r#"{"selector":"a","action":"append","attribute":"href","value":"?c"}"#, r#"href="/a?c""#),
    (r#"{"selector":"img","action":"remove","attribute":"alt"}"#, r#"<img src="data:," width="1">"#),
    (r#"{"selector":"img","action":"set","attribute":"src","value":"/favicon.ico"}"#, r#"src="/favicon.ico""#),
    (r#"{"selector":"img","action":"set","attribute":"ALT","value":"j"}"#, r#"alt="j""#),
    (r#"{"action":"set","attribute":"class","value":"only"}"#, r#"class="only""#),
    (r#"{"action":"append","attribute":"class","value":"card hot"}"#, r#"class="card wide hot""#),
    (r#"{"action":"remove","attribute":"class","value":"card none"}"#, r#"class="wide""#),
    (r#"{"selector":"ul","action":"append","attribute":"class","value":"n"}"#, r#"<ul class="n">"#),
    (r#"{"selector":"ul","action":"remove","attribute":"class","value":"n"}"#, "<ul>"),
    (r#"{"selector":"p","action":"set","attribute":"style","value":"margin-top: 1px"}"#, r#"style="margin-top: 1px;""#),
    (r#"{"selector":"p","action":"append","attribute":"style","value":"margin-top: 1px !important"}"#, r#"style="color: red; margin-top: 1px !important;""#),
    (r#"{"selector":"p","action":"remove","attribute":"style","value":"color"}"#, r#"style="" title="p""#),
    (r#"{"selector":"ul","action":"append","attribute":"style","value":"--own: 1px"}"#, "--own: 1px"),
    (r#"{"selector":"ul","action":"set","attribute":"visibility","value":"hidden"}"#, r#"<ul style="visibility: hidden !important;">"#),
    (r#"{"selector":"ul","action":"set","attribute":"visibility","value":"gone"}"#, r#"<ul style="display: none !important;">"#),
    (r#"{"selector":"a","action":"set","attribute":"visibility","value":"visible"}"#, r#"<a href="/a">"#),
    (r#"{"action":"set","attribute":"visibility","value":"visible"}"#, r#"title="t"> one"#),
    (r#"{"selector":"a","action":"set","attribute":"position","value":"first"}"#, r#"title="t"><a href"#),
    (r#"{"selector":"p","action":"set","attribute":"position","value":"last"}"#, "</p></div>"),
    (r#"{"selector":"p","action":"set","attribute":"position","value":"before img"}"#, "</p><img"),
    (r#"{"selector":"img","action":"set","attribute":"position","value":"after p"}"#, "</p><img"),
    (r#"{"selector":"i","action":"set","attribute":"position","value":"into li:nth-of-type(2)"}"#, "3<i>b</i></li>"),
    (r#"{"selector":"li:first-child","action":"set","attribute":"position","value":"first"}"#, r#"<ul><li data-rank="1">"#),
    (r#"{"selector":"ul","action":"set","attribute":"order","value":"by data-rank"}"#, r#"<ul><li data-rank="3">3</li> <li data-rank="3.0">3b</li><li data-rank="1">1</li> <li>none</li><li data-rank="x">x</li></ul>"#),
    (r#"{"selector":"ul","action":"set","attribute":"order","value":"first :not([data-rank]), [data-rank=x]"}"#, r#"<ul><li>none</li> <li data-rank="x">x</li><li data-rank="1">1</li>"#),
    (r#"{"action":"set","attribute":"order","value":"first img, ul"}"#, r#"title="t"> one <img"#),
    // Several, over one another.
    (r#"{"action":"set","attribute":"text","value":"x"},{"action":"set","attribute":"html","value":"<b>y</b>"},{"selector":"b","action":"append","attribute":"text","value":"z"}"#, "<b>yz</b></div>"),
    (r#"{"action":"append","attribute":"class","value":"a b"},{"action":"remove","attribute":"class","value":"a wide"},{"action":"set","attribute":"class","value":"c"}"#, r#"class="c""#),
    (r#"{"action":"remove","attribute":"title"},{"action":"append","attribute":"title","value":"u"},{"action":"remove","attribute":"class","value":"card wide"}"#, r#"class="" title="u""#),
    (r#"{"selector":"p","action":"append","attribute":"style","value":"color: blue"},{"selector":"p","action":"set","attribute":"visibility","value":"gone"},{"selector":"p","action":"set","attribute":"visibility","value":"visible"}"#, r#"style="color: blue;""#),
    (r#"{"selector":"p","action":"set","attribute":"position","value":"last"},{"selector":"i","action":"set","attribute":"position","value":"into ul"},{"selector":"ul","action":"set","attribute":"order","value":"first i, [data-rank='3']"}"#, r#"<ul><i>b</i>"#),
    (r#"{"selector":"p","action":"set","attribute":"position","value":"into ul"},{"selector":"ul","action":"set","attribute":"position","value":"first"},{"selector":"p","action":"set","attribute":"text","value":"moved"}"#, "moved</p></ul>"),
    (r#"{"selector":"li","action":"append","attribute":"text","value":"!"},{"selector":"ul","action":"set","attribute":"order","value":"by data-rank"},{"selector":"ul","action":"set","attribute":"order","value":"first [data-rank='1']"}"#, r#"<ul><li data-rank="1">1!</li> <li data-rank="3">3!</li>"#),
    (r#"{"selector":"p","action":"remove","attribute":"style","value":"color"},{"selector":"p","action":"remove","attribute":"title"},{"selector":"p","action":"remove","attribute":"lang"}"#, r#"<p class="a" style="">"#),
    (r#"{"action":"append","attribute":"html","value":"<ol><li>n</li></ol>"},{"selector":"li","action":"set","attribute":"lang","value":"de"},{"selector":"ol","action":"set","attribute":"position","value":"before ul"}"#, r#"<ol><li lang="de">n</li></ol><ul>"#),
];

#[wasm_bindgen_test]
fn every_edit_is_taken_back_in_every_order_to_the_byte_and_the_node() {
    for (json, expected) in TABLE {
        let edits = edits(json);
        let html = applied(HTML, &edits);
        assert!(html.contains(expected), "{json} gave: {html}");
        for order in orders(edits.len()) {
            let (slot, mut of_slot) = slot(HTML);
            let (before, of_before) = (slot.outer_html(), nodes(&slot));
            let ids: Vec<_> = edits.iter().map(|edit| of_slot.apply(edit).unwrap()).collect();
            for at in &order {
                of_slot.revert(ids[*at]).unwrap_or_default();
            }
            assert_eq!(slot.outer_html(), before, "{json}, taken back in the order {order:?}");
            let same = |(one, other): (&Node, &Node)| one.is_same_node(Some(other));
            let after = nodes(&slot);
            assert!(
                after.len() == of_before.len() && after.iter().zip(&of_before).all(same),
                "{json} {order:?}"
            );
        }
    }
    assert!(TABLE.len() >= 40);
}

#[wasm_bindgen_test]
fn what_is_left_is_as_if_the_others_had_never_been() {
    for (json, _) in TABLE {
        let edits = edits(json);
        for out in (0..edits.len()).filter(|_| edits.len() > 1) {
            let (slot, mut of_slot) = slot(HTML);
            let ids: Vec<_> = edits.iter().map(|edit| of_slot.apply(edit).unwrap()).collect();
            if of_slot.revert(ids[out]).is_err() {
                // An edit after it was of what it had brought.
                continue;
            }
            let (left, mut others) = (slot.outer_html(), edits.clone());
            others.remove(out);
            assert_eq!(left, applied(HTML, &others), "{json} without {out}");
        }
    }
}

#[wasm_bindgen_test]
fn listeners_and_what_was_typed_stay() {
    let (slot, mut of_slot) =
        slot(r#"<form id="slot"><input id="field"><button type="button">b</button><p>p</p></form>"#);
    let field: HtmlInputElement = find("#field").unchecked_into();
    field.set_value("typed");
    let heard = Rc::new(std::cell::Cell::new(0));
    let counter = Rc::clone(&heard);
    let listener = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(move || counter.set(counter.get() + 1));
    find("button").add_event_listener_with_callback("click", listener.as_ref().unchecked_ref()).unwrap();
    let html = slot.outer_html();
    for edit in edits(
        r#"{"selector":"input","action":"set","attribute":"position","value":"last"},
        {"action":"set","attribute":"order","value":"first p"},
        {"selector":"button","action":"set","attribute":"text","value":"c"},
        {"action":"set","attribute":"html","value":"<p>all else gone</p>"}"#,
    ) {
        of_slot.apply(&edit).unwrap();
    }
    assert_eq!(slot.text_content().unwrap(), "all else gone");
    of_slot.clear();
    assert_eq!(slot.outer_html(), html);
    assert_eq!(find("#field").unchecked_into::<HtmlInputElement>().value(), "typed");
    dispatch(&find("button"), "click", "");
    assert_eq!(heard.get(), 1);
}

#[wasm_bindgen_test]
fn what_the_page_did_meanwhile_is_the_page_s() {
    let (slot, mut of_slot) = slot(
        r#"<div id="slot" class="a b" title="t" style="color:red"><p id="p">p</p><i id="i">i</i><ul><li>1</li><li id="two">2</li></ul></div>"#,
    );
    for edit in edits(
        r##"{"action":"set","attribute":"title","value":"ours"},
        {"action":"append","attribute":"class","value":"ours"},
        {"action":"remove","attribute":"class","value":"a"},
        {"action":"append","attribute":"style","value":"margin-top: 1px"},
        {"selector":"i","action":"set","attribute":"position","value":"first"},
        {"selector":"ul","action":"set","attribute":"order","value":"first #two"}"##,
    ) {
        of_slot.apply(&edit).unwrap();
    }
    slot.set_attribute("title", "the page's").unwrap();
    slot.set_attribute("class", &(slot.get_attribute("class").unwrap() + " open")).unwrap();
    slot.set_attribute("style", "color: green").unwrap();
    find("#p").remove();
    find("ul").append_with_str_1("new").unwrap();
    of_slot.clear();
    assert_eq!(
        slot.outer_html(),
        r#"<div id="slot" class="b open a" title="the page's" style="color: green"><i id="i">i</i><ul><li>1</li><li id="two">2</li>new</ul></div>"#
    );
}

#[wasm_bindgen_test]
fn an_element_that_was_away_comes_back_without_its_edits() {
    let (slot, mut of_slot) = slot(r#"<div id="slot"><p lang="en">p</p><i>i</i></div>"#);
    let html = slot.outer_html();
    for edit in edits(
        r#"{"selector":"p","action":"set","attribute":"lang","value":"de"},
        {"selector":"p","action":"set","attribute":"text","value":"neu"},
        {"selector":"p","action":"set","attribute":"position","value":"last"}"#,
    ) {
        of_slot.apply(&edit).unwrap();
    }
    let paragraph = find("p");
    paragraph.remove();
    slot.append_child(&paragraph).unwrap();
    assert_eq!(paragraph.outer_html(), r#"<p lang="de">neu</p>"#, "its edits stay on it");
    of_slot.clear();
    assert_eq!(slot.outer_html(), html);
    let (slot, mut of_slot) = self::slot(r#"<div id="slot"><p lang="en">p</p><i>i</i></div>"#);
    for edit in edits(r#"{"selector":"p","action":"set","attribute":"lang","value":"de"}"#) {
        of_slot.apply(&edit).unwrap();
    }
    let paragraph = find("p");
    paragraph.remove();
    of_slot.clear();
    assert_eq!(paragraph.outer_html(), r#"<p lang="en">p</p>"#, "away, it is given back as well");
    slot.append_child(&paragraph).unwrap();
}

#[wasm_bindgen_test]
fn an_edit_that_fails_leaves_nothing_of_itself() {
    for (json, expected) in [
        (
            r##"{"selector":"#none","action":"remove","attribute":"text"}"##,
            "nothing in the slot matches `#none`",
        ),
        (
            r#"{"selector":"p:nonsense","action":"remove","attribute":"text"}"#,
            "`p:nonsense` is not a selector here",
        ),
        (r#"{"selector":"*","action":"set","attribute":"text","value":"x"}"#, "<script> may not be edited"),
        (
            r#"{"selector":"style","action":"set","attribute":"text","value":"*{}"}"#,
            "<style> may not be edited",
        ),
        (r#"{"selector":"p","action":"set","attribute":"text","value":"{{none}}"}"#, "does not say `none`"),
        (
            r#"{"selector":"a","action":"set","attribute":"href","value":"{{link}}"}"#,
            "`href` may not be `javascript:alert(1)`",
        ),
        (
            r#"{"selector":"a","action":"append","attribute":"href","value":"{{none|ript:x}}"}"#,
            "`href` may not be `javascript:x`",
        ),
        (r#"{"action":"set","attribute":"position","value":"first"}"#, "it is the slot itself"),
        (r#"{"selector":"p","action":"set","attribute":"position","value":"into b"}"#, "within itself"),
        (r#"{"selector":"p,a","action":"set","attribute":"position","value":"into b"}"#, "within itself"),
        (
            r#"{"selector":"p","action":"set","attribute":"position","value":"before .none"}"#,
            "matches `.none`",
        ),
        (
            r#"{"selector":"p","action":"set","attribute":"order","value":"first b:nonsense"}"#,
            "not a selector here",
        ),
    ] {
        let (slot, mut of_slot) = slot(
            r#"<div id="slot"><a href="javasc">a</a><p>x<b>b</b></p><script type="none"></script><style></style></div>"#,
        );
        let html = slot.outer_html();
        let failure: EditFailure = of_slot.apply(&edits(json)[0]).unwrap_err();
        assert!(failure.to_string().contains(expected), "{json} gave: {failure}");
        assert_eq!(slot.outer_html(), html, "{json}");
        of_slot.clear();
    }
}
