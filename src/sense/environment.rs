//! The browser's surroundings: device, preferences, language, hour, and where the visit came from, as a class.
//!
//! navigator, media queries, clock → `Environment`, at the start, when a preference changes and when the tab
//! comes back. The referrer is read, classed and dropped.

use std::rc::Rc;

use js_sys::{Date, Reflect};
use nearside_core::signal::{Device, Environment, PointerKind};
use wasm_bindgen::JsValue;
use web_sys::{Document, Event, MediaQueryList, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
    referrer,
};

/// The preferences and properties that may change during a visit.
const QUERIES: [&str; 3] =
    ["(prefers-reduced-motion: reduce)", "(prefers-color-scheme: dark)", "(pointer: coarse)"];
/// Shorter side of the screen, px, from which a touch device is a tablet: the usual break in style sheets.
const TABLET_FROM: f64 = 600.0;

/// Reads the surroundings.
pub(super) struct Surroundings {
    queries: [Option<MediaQueryList>; 3],
    referrer: nearside_core::signal::Referrer,
}

impl Surroundings {
    /// Begins to listen for changes.
    pub(super) fn new(
        listeners: &mut Listeners,
        window: &Window,
        document: &Document,
        inbox: &Rc<Inbox>,
    ) -> Self {
        let queries = QUERIES.map(|query| window.match_media(query).ok().flatten());
        for query in queries.iter().flatten() {
            let inbox = Rc::clone(inbox);
            listeners.on(query, "change", move |event: Event| inbox.note(&event, What::Surroundings));
        }
        let host = window.location().hostname().unwrap_or_default();
        Surroundings { queries, referrer: referrer::class(&document.referrer(), &host) }
    }

    /// The surroundings now.
    pub(super) fn read(&self, window: &Window) -> Environment {
        let [reduced_motion, dark, coarse] =
            self.queries.each_ref().map(|query| query.as_ref().is_some_and(MediaQueryList::matches));
        let navigator = window.navigator();
        let now = Date::new_0();
        Environment {
            device: device(coarse, shorter_side(window)),
            pointer: if coarse { PointerKind::Touch } else { PointerKind::Mouse },
            save_data: flag(&navigator, "connection")
                .is_some_and(|c| flag(&c, "saveData").is_some_and(|s| s.is_truthy())),
            reduced_motion,
            dark,
            language: language(&navigator.language().unwrap_or_default()),
            minute_of_day: (now.get_hours() * 60 + now.get_minutes()) as u16,
            // JavaScript's week begins on Sunday.
            weekday: ((now.get_day() + 6) % 7) as u8,
            // And its year with month 0.
            month: now.get_month() as u8 + 1,
            day: now.get_date() as u8,
            referrer: self.referrer,
            automated: flag(&navigator, "webdriver").is_some_and(|w| w.is_truthy()),
        }
    }
}

fn flag(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn shorter_side(window: &Window) -> f64 {
    let px = |value: Result<JsValue, JsValue>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    px(window.inner_width()).min(px(window.inner_height()))
}

/// The class of device, by its primary pointer and the shorter side of its window.
fn device(coarse: bool, shorter: f64) -> Device {
    match (coarse, shorter < TABLET_FROM) {
        (false, _) => Device::Desktop,
        (true, true) => Device::Mobile,
        (true, false) => Device::Tablet,
    }
}

/// The primary subtag of a language tag, if it has two letters.
fn language(tag: &str) -> [u8; 2] {
    match tag.split('-').next().map(str::as_bytes) {
        Some(&[a, b]) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
            [a.to_ascii_lowercase(), b.to_ascii_lowercase()]
        }
        _ => [0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_classed_by_pointer_and_size() {
        for (coarse, shorter, expected) in [
            (true, 390.0, Device::Mobile),
            (true, 820.0, Device::Tablet),
            (false, 390.0, Device::Desktop),
            (false, 1_080.0, Device::Desktop),
        ] {
            assert_eq!(device(coarse, shorter), expected);
        }
    }

    #[test]
    fn only_two_letter_languages_are_known() {
        for (tag, expected) in
            [("en-GB", *b"en"), ("DE", *b"de"), ("fil", [0, 0]), ("", [0, 0]), ("1x", [0, 0])]
        {
            assert_eq!(language(tag), expected, "{tag}");
        }
    }
}
