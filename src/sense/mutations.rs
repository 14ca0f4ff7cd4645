//! Mutations: that the page's DOM changed, in its document or in an open shadow root.
//!
//! One observer, whose callback marks and asks for a frame; the frame looks for marked elements and whether what the agent
//! put on the page still stands. Boxes are not measured for it: what moves them is heard otherwise. What the agent itself
//! does to the page is no news.

use std::{cell::Cell, rc::Rc};

use js_sys::{Array, WeakMap};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{AbortSignal, Element, ShadowRoot};

use super::inbox::Inbox;

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    /// The document and the open shadow roots in it.
    type Roots;

    #[wasm_bindgen(constructor)]
    fn new(notice: &Closure<dyn FnMut(bool)>, signal: &AbortSignal) -> Roots;
    #[wasm_bindgen(method)]
    fn look(this: &Roots) -> Array;
    #[wasm_bindgen(method)]
    fn newcomers(this: &Roots, ids: &WeakMap) -> Array;
    #[wasm_bindgen(method)]
    fn renamed(this: &Roots) -> Array;
    #[wasm_bindgen(method, catch)]
    fn first(this: &Roots, selector: &str) -> Result<Option<Element>, JsValue>;
    #[wasm_bindgen(method)]
    fn attend(this: &Roots, slot: &Element);
    #[wasm_bindgen(method)]
    fn notice(this: &Roots);
    #[wasm_bindgen(method)]
    fn disregard(this: &Roots);
}

/// What happened since the last frame.
#[derive(Debug, Default)]
struct News {
    any: Cell<bool>,
    came: Cell<bool>,
}

/// The page's DOM, as it changes.
pub struct Mutations {
    roots: Roots,
    news: Rc<News>,
    /// Owned here because the observer calls it.
    _notice: Closure<dyn FnMut(bool)>,
}

impl Mutations {
    /// Observes until `signal` aborts.
    pub(super) fn new(inbox: Rc<Inbox>, signal: &AbortSignal) -> Mutations {
        let news = Rc::new(News::default());
        let noted = Rc::clone(&news);
        let notice = Closure::new(move |came: bool| {
            noted.any.set(true);
            noted.came.set(noted.came.get() || came);
            inbox.wake();
        });
        Mutations { roots: Roots::new(&notice, signal), news, _notice: notice }
    }

    /// Whether anything changed since the last time.
    pub fn take_any(&self) -> bool {
        self.news.any.take()
    }

    /// Whether elements came, or were renamed, since the last time.
    pub fn take_came(&self) -> bool {
        self.news.came.take()
    }

    /// Looks for shadow roots that came since the last look, and gives them.
    pub(super) fn look(&self) -> Vec<ShadowRoot> {
        self.roots.look().iter().map(JsCast::unchecked_into).collect()
    }

    /// Marked elements that `ids` does not know, in the document's order and then in that of each shadow root.
    pub fn newcomers(&self, ids: &WeakMap) -> Vec<Element> {
        elements(&self.roots.newcomers(ids))
    }

    /// Elements whose name may be another than before; each given once.
    pub fn renamed(&self) -> Vec<Element> {
        elements(&self.roots.renamed())
    }

    /// The first element that matches.
    ///
    /// # Errors
    /// What the browser threw: it is no selector here.
    pub fn first(&self, selector: &str) -> Result<Option<Element>, JsValue> {
        self.roots.first(selector)
    }

    /// Hears of all that happens in a slot from now on.
    pub fn attend(&self, slot: &Element) {
        self.roots.attend(slot);
    }

    /// Takes note of what the page did until now, which the browser has not told yet.
    pub fn notice(&self) {
        self.roots.notice();
    }

    /// Forgets what was done since: it was the agent.
    pub fn disregard(&self) {
        self.roots.disregard();
    }
}

fn elements(array: &Array) -> Vec<Element> {
    array.iter().map(JsCast::unchecked_into).collect()
}
