//! Listeners: every one passive, and every one removed by a single signal.
//!
//! target, type, handler → a listener that ends when the host's controller aborts, which works even when this
//! instance can no longer be called. Dropping `Listeners` frees the handlers; abort first.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortSignal, AddEventListenerOptions, Event, EventTarget};

/// The listeners of one agent.
pub struct Listeners {
    signal: AbortSignal,
    handlers: Vec<Closure<dyn FnMut(Event)>>,
}

impl Listeners {
    /// None yet; all of them will end with `signal`.
    pub fn new(signal: AbortSignal) -> Listeners {
        Listeners { signal, handlers: Vec::new() }
    }

    /// Listens on `target` itself.
    pub fn on(&mut self, target: &EventTarget, kind: &str, handler: impl FnMut(Event) + 'static) {
        self.add(target, kind, false, handler);
    }

    /// Listens on `target` and all below it, before the page does: a page that stops an event hides nothing.
    pub fn capture(&mut self, target: &EventTarget, kind: &str, handler: impl FnMut(Event) + 'static) {
        self.add(target, kind, true, handler);
    }

    fn add(&mut self, target: &EventTarget, kind: &str, capture: bool, handler: impl FnMut(Event) + 'static) {
        let options = AddEventListenerOptions::new();
        options.set_passive(true);
        options.set_capture(capture);
        options.set_signal(&self.signal);
        let handler = Closure::new(handler);
        // It fails only for a detached window, where there is nothing to hear.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            kind,
            handler.as_ref().unchecked_ref(),
            &options,
        );
        self.handlers.push(handler);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.handlers.len()
    }
}
