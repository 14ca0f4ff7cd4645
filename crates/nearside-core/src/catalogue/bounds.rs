//! How large, how deep and how many: checked before anything is read, or before anything is made of it.
//!
//! Text → nothing, or why it is refused. The depth is counted over the text itself, so that no parser recurses further
//! than allowed.

use super::CatalogueError;

/// Most bytes of a catalogue.
pub(super) const MOST_BYTES: usize = 512 * 1024;
/// Deepest nesting: that of a condition, below a variant, which is the fifth level.
const MOST_DEPTH: usize = 72;
/// Most slots: as many as one page is made for.
pub(super) const MOST_SLOTS: usize = 200;
/// Most variants of a slot: as many as an experiment's variations, less the default.
pub(super) const MOST_VARIANTS: usize = 63;
/// Most edits of a variant.
pub(super) const MOST_EDITS: usize = 64;
/// Most regions that a variant is about.
pub(super) const MOST_ABOUT: usize = 64;
/// Most bytes of a selector.
pub(super) const MOST_SELECTOR: usize = 512;
/// Most bytes of an edit's value, and of what its template makes of the page's attributes.
pub(super) const MOST_VALUE: usize = 64 * 1024;
/// Most bytes that an error shows of what was given.
const MOST_SHOWN: usize = 80;

/// Refuses a text that is too large or too deep.
pub(super) fn check(json: &str) -> Result<(), CatalogueError> {
    if json.len() > MOST_BYTES {
        return Err(CatalogueError::TooLarge { bytes: json.len(), most: MOST_BYTES });
    }
    if depth(json) > MOST_DEPTH { Err(CatalogueError::TooDeep { most: MOST_DEPTH }) } else { Ok(()) }
}

/// Refuses more of something than may be.
pub(super) fn count(
    what: &'static str,
    count: usize,
    most: usize,
    within: impl FnOnce() -> String,
) -> Result<(), CatalogueError> {
    if count <= most { Ok(()) } else { Err(CatalogueError::TooMany { within: within(), what, count, most }) }
}

/// The beginning of what was given, for an error to show.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(MOST_SHOWN).collect()
}

/// How deep brackets nest outside of strings.
fn depth(json: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let (mut is_text, mut is_escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b'{' | b'[' if !is_text => now += 1,
            b'}' | b']' if !is_text => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}
