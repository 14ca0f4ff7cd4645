//! Navigation within the page: single-page apps, fragments, back and forward.
//!
//! The Navigation API where the browser has it; else the History API, wrapped by a few lines of JavaScript that
//! pass every call on and undo themselves. No URL is kept: two are compared, then only the later one's words are.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, JsString, Reflect};
use nearside_core::{
    signal::{Navigation, Signal},
    units::Millis,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{EventTarget, Location, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
    layout::Stale,
};

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    /// Calls `notice` with the time and "push" or "replace" after each such call; gives the function that ends it.
    #[wasm_bindgen(js_name = watchHistory)]
    fn watch_history(notice: &Function) -> Function;
}

#[wasm_bindgen]
extern "C" {
    /// The address as JavaScript holds it: comparing two copies nothing in here.
    #[wasm_bindgen(extends = Location)]
    type Address;

    #[wasm_bindgen(method, getter)]
    fn href(this: &Address) -> JsString;
}

/// A change of address, as the handler found it.
#[derive(Debug)]
pub struct Moved {
    before: JsString,
    now: JsString,
    kind: JsString,
}

impl Moved {
    /// What it was; the addresses end here.
    pub(super) fn signal(&self) -> Option<Signal> {
        let kind = named(&String::from(&self.kind));
        classify(&String::from(&self.before), &String::from(&self.now), kind).map(Signal::Navigate)
    }
}

/// The wrapped History API, where it had to be wrapped.
pub(super) struct Wrapped {
    undo: Function,
    _notice: Closure<dyn FnMut(f64, JsString)>,
}

impl Wrapped {
    /// Puts the browser's own functions back.
    pub(super) fn undo(&self) {
        let _ = self.undo.call0(&JsValue::UNDEFINED);
    }
}

/// Listens for navigations; gives what has to be undone at the end.
pub(super) fn listen(
    listeners: &mut Listeners,
    window: &Window,
    inbox: &Rc<Inbox>,
    stale: &Rc<Stale>,
    moved_on: &Rc<Cell<bool>>,
) -> Option<Wrapped> {
    let (inbox, stale, location) = (Rc::clone(inbox), Rc::clone(stale), window.location());
    let moved_on = Rc::clone(moved_on);
    let location: Address = location.unchecked_into();
    let last = RefCell::new(location.href());
    let notice = Rc::new(move |at: Millis, trusted: bool, kind: JsString| {
        let now = location.href();
        let before = last.replace(now.clone());
        if before != now {
            stale.mark();
            // Apps replace the address for less than another page.
            moved_on.set(moved_on.get() || kind != "replace");
            inbox.note_at(at, trusted, What::Navigated(Moved { before, now, kind }));
        }
    });

    if let Some(api) = navigation_api(window) {
        listeners.on(&api, "currententrychange", move |event| {
            let kind =
                Reflect::get(&event, &"navigationType".into()).ok().and_then(|kind| kind.dyn_into().ok());
            // Without a type the entry's state was updated, not the place.
            if let Some(kind) = kind {
                notice(Millis(event.time_stamp()), event.is_trusted(), kind);
            }
        });
        return None;
    }
    // What changes only the fragment is told by comparing.
    for kind in ["popstate", "hashchange"] {
        let (notice, traverse) = (Rc::clone(&notice), JsString::from("traverse"));
        listeners.on(window, kind, move |event| {
            notice(Millis(event.time_stamp()), event.is_trusted(), traverse.clone());
        });
    }
    // A call makes no event; the page that navigates is taken at its word.
    let wrapped = Closure::new(move |at: f64, kind: JsString| notice(Millis(at), true, kind));
    let undo = watch_history(wrapped.as_ref().unchecked_ref());
    Some(Wrapped { undo, _notice: wrapped })
}

fn navigation_api(window: &Window) -> Option<EventTarget> {
    Reflect::get(window, &"navigation".into()).ok()?.dyn_into().ok()
}

fn named(kind: &str) -> Navigation {
    match kind {
        "push" => Navigation::Push,
        "replace" => Navigation::Replace,
        _ => Navigation::Traverse,
    }
}

/// What a change of address is; nothing if the address stayed the same.
fn classify(before: &str, now: &str, kind: Navigation) -> Option<Navigation> {
    let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    if before == now {
        None
    } else if page(before) == page(now) {
        Some(Navigation::Hash)
    } else {
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_navigation_is_classed_by_what_changed_in_the_address() {
        for (before, now, kind, expected) in [
            ("http://a/x", "http://a/y", Navigation::Push, Some(Navigation::Push)),
            ("http://a/x", "http://a/x?q=1", Navigation::Replace, Some(Navigation::Replace)),
            ("http://a/x", "http://a/x#part", Navigation::Push, Some(Navigation::Hash)),
            ("http://a/x#part", "http://a/x", Navigation::Traverse, Some(Navigation::Hash)),
            ("http://a/x", "http://a/x", Navigation::Push, None),
        ] {
            assert_eq!(classify(before, now, kind), expected, "{before} to {now}");
        }
    }
}
