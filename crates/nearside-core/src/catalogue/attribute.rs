//! Attributes: which an edit may write, and what may stand in them.
//!
//! Name and value → nothing, or why not. Refused is what runs script, opens a page within the page, loosens what guards
//! it, takes over names that scripts and labels look for, or speaks nearside's own grammar; an address must be one of
//! those that its attribute may have.

use thiserror::Error;

use super::{
    address::{Use, is_allowed, is_allowed_set},
    bounds::shown,
};

/// An attribute that an edit may not write, or not so.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeError {
    /// What is no attribute's name.
    #[error("`{0}` is not an attribute's name: use letters, digits, `-` or `_`, a letter first")]
    Name(String),
    /// One that may not be written.
    #[error("the attribute `{name}` may not be edited: {why}")]
    Refused {
        /// Which.
        name: String,
        /// Why.
        why: &'static str,
    },
    /// An address that may not stand there.
    #[error("`{name}` may not be `{value}`: use {instead}")]
    Address {
        /// Which attribute.
        name: String,
        /// The beginning of what was given.
        value: String,
        /// What may stand there.
        instead: &'static str,
    },
}

const MOST_NAME: usize = 64;

const RUNS: &str = "it can run script";
const OPENS: &str = "it loads another page or program into this one";
const GUARDS: &str = "it guards the page or the visitor";
const NAMES: &str = "scripts, styles and labels look things up by it";
const ANIMATES: &str = "it can animate an address into script";
const SENDS: &str = "it sends or takes the visitor elsewhere";

/// Those that may not be written, whatever they hold.
#[rustfmt::skip]
const REFUSED: [(&str, &str); 40] = [
    ("srcdoc", OPENS), ("data", OPENS), ("code", OPENS), ("codebase", OPENS), ("classid", OPENS),
    ("archive", OPENS), ("manifest", OPENS), ("profile", OPENS), ("imagesrcset", OPENS), ("is", RUNS),
    ("language", RUNS), ("event", RUNS), ("implementation", RUNS), ("http-equiv", GUARDS), ("charset", GUARDS),
    ("content", GUARDS), ("nonce", GUARDS), ("integrity", GUARDS), ("sandbox", GUARDS), ("allow", GUARDS),
    ("csp", GUARDS), ("crossorigin", GUARDS), ("referrerpolicy", GUARDS), ("xmlns", GUARDS),
    ("id", NAMES), ("name", NAMES), ("form", NAMES), ("usemap", NAMES), ("attributename", ANIMATES),
    ("to", ANIMATES), ("from", ANIMATES), ("by", ANIMATES), ("values", ANIMATES), ("begin", ANIMATES),
    ("ping", SENDS), ("method", SENDS), ("enctype", SENDS), ("formmethod", SENDS), ("formenctype", SENDS),
    ("autofocus", "it takes the focus from where the visitor is"),
];

/// Refuses an attribute that may not be written, or removed.
pub(super) fn check_name(name: &str) -> Result<(), AttributeError> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_name = name.len() <= MOST_NAME
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(is_part);
    if !is_name {
        return Err(AttributeError::Name(shown(name)));
    }
    let lower = name.to_ascii_lowercase();
    let why = match lower.as_str() {
        handler if handler.starts_with("on") => RUNS,
        own if own.starts_with("data-nearside") => "it is nearside's own word",
        other => match REFUSED.iter().find(|(refused, _)| *refused == other) {
            Some((_, why)) => why,
            None => return Ok(()),
        },
    };
    Err(AttributeError::Refused { name: name.to_owned(), why })
}

/// Refuses a value that may not stand in an attribute whose name has been checked.
pub(super) fn check_value(name: &str, value: &str) -> Result<(), AttributeError> {
    let (is_right, instead) = match name.to_ascii_lowercase().as_str() {
        "href" | "cite" | "longdesc" => (
            is_allowed(value, Use::Link),
            "an address of the same site, or one with https:, http:, mailto:, tel: or sms:",
        ),
        "src" | "poster" | "background" | "lowsrc" | "dynsrc" => {
            (is_allowed(value, Use::Fetch), "an address of the same site, or one with https:")
        }
        "srcset" => (is_allowed_set(value), "addresses of the same site, or with https:"),
        "action" | "formaction" => (is_allowed(value, Use::Form), "an address of the same site"),
        _ => return Ok(()),
    };
    if is_right {
        Ok(())
    } else {
        Err(AttributeError::Address { name: name.to_owned(), value: shown(value), instead })
    }
}
