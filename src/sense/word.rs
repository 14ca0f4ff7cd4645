//! The page's own word: what kind of page it is, and the site's numbers for the visit, from attributes of its body.
//!
//! `data-nearside-page`, `data-nearside-channel` and `data-nearside-system`, read while the page is looked at anyway → a signal when they say
//! something new, or the same of another page.

use nearside_core::signal::{MAX_CODE, PageKind, Signal};
use web_sys::Document;

/// What was told last.
#[derive(Default)]
pub(super) struct Word {
    told: Option<(PageKind, u8, u8)>,
}

impl Word {
    /// Another page is there in all but the load: what it says is news even if it says the same.
    pub(super) fn forget(&mut self) {
        self.told = None;
    }

    /// What the page says now, if that is news.
    pub(super) fn read(&mut self, document: &Document) -> Option<Signal> {
        let attribute = |name: &str| document.body().and_then(|body| body.get_attribute(name));
        let said = (
            kind(attribute("data-nearside-page").as_deref()),
            code(attribute("data-nearside-channel").as_deref()),
            code(attribute("data-nearside-system").as_deref()),
        );
        // A page that never says anything makes no signal.
        let is_news = self.told.map_or(said != (PageKind::Other, 0, 0), |told| told != said);
        self.told = Some(said);
        let (kind, channel, system) = said;
        is_news.then_some(Signal::Page { kind, channel, system })
    }
}

/// The kind of page by its word; any other word is another kind.
fn kind(word: Option<&str>) -> PageKind {
    match word.map(str::trim) {
        Some("account") => PageKind::Account,
        Some("information") => PageKind::Information,
        Some("product") => PageKind::Product,
        _ => PageKind::Other,
    }
}

/// A number of the site's; 0 for what is none.
fn code(number: Option<&str>) -> u8 {
    number.and_then(|number| number.trim().parse().ok()).filter(|&code| code <= MAX_CODE).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_words_and_small_numbers_say_something() {
        for (word, expected) in [
            (Some("product"), PageKind::Product),
            (Some(" account "), PageKind::Account),
            (Some("Product"), PageKind::Other),
            (Some(""), PageKind::Other),
            (None, PageKind::Other),
        ] {
            assert_eq!(kind(word), expected, "{word:?}");
        }
        for (number, expected) in
            [(Some("63"), 63), (Some("64"), 0), (Some("-1"), 0), (Some("x"), 0), (None, 0)]
        {
            assert_eq!(code(number), expected, "{number:?}");
        }
    }
}
