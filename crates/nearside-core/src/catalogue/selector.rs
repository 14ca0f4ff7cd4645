//! Selectors: whether a text can be one, as far as that can be said without a browser.
//!
//! Brackets and quotes close, nothing of another grammar (`{`, `<`, `;`, `@`) stands outside of quotes, and no
//! pseudo-element is asked for, which nothing can be put into. What the browser refuses beyond that, an edit reports
//! when it is applied.

use thiserror::Error;

use super::bounds::{MOST_SELECTOR, shown};

/// A selector that can't be one.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectorError {
    /// Nothing at all.
    #[error("a selector is empty")]
    Empty,
    /// Too long.
    #[error("a selector has {bytes} bytes, but may have {most}")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// A character that no selector has there.
    #[error("`{selector}` is not a selector: `{}` stands where it can't", .found.escape_default())]
    Character {
        /// What was given.
        selector: String,
        /// The character.
        found: char,
    },
    /// A bracket or a quote without its other half.
    #[error("`{0}` is not a selector: a bracket or a quote is not closed")]
    Open(String),
    /// What is not an element.
    #[error("`{0}` names a pseudo-element, which can't be edited")]
    PseudoElement(String),
}

/// Refuses what can't be a selector.
pub(super) fn check(selector: &str) -> Result<(), SelectorError> {
    if selector.trim().is_empty() {
        return Err(SelectorError::Empty);
    }
    if selector.len() > MOST_SELECTOR {
        return Err(SelectorError::TooLong { bytes: selector.len(), most: MOST_SELECTOR });
    }
    let wrong = |found| Err(SelectorError::Character { selector: shown(selector), found });
    let (mut open, mut quote, mut before) = (Vec::new(), None, ' ');
    let mut characters = selector.chars();
    while let Some(found) = characters.next() {
        match (quote, found) {
            (_, '\\') if characters.next().is_some() => {}
            (_, control) if control.is_control() => return wrong(control),
            (Some(end), _) if end == found => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(found),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() == Some(found) => {}
            (None, ')' | ']' | '{' | '}' | '<' | ';' | '@' | '\\') => return wrong(found),
            (None, ':') if before == ':' => return Err(SelectorError::PseudoElement(shown(selector))),
            _ => {}
        }
        before = found;
    }
    let ends_well = !selector.trim_end().ends_with([',', '>', '+', '~', '.', '#', ':']);
    if open.is_empty() && quote.is_none() && ends_well {
        Ok(())
    } else {
        Err(SelectorError::Open(shown(selector)))
    }
}
