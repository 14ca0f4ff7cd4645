//! Style declarations that an edit may write.
//!
//! `color: red; margin-top: 4px !important` → name, value and weight of each. A value may call only functions that
//! compute (colours, lengths, shapes, gradients): none that fetches, as `url()`, `image-set()` and `src()` do, or reads
//! the page, as `attr()` and `element()` do. An escape could spell any of them, so there are none.

use thiserror::Error;

use super::bounds::shown;

/// Most declarations of one edit.
const MOST_DECLARATIONS: usize = 64;

/// A declaration that an edit may not write.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum StyleError {
    /// Nothing to declare.
    #[error("there is no declaration")]
    Empty,
    /// Too many.
    #[error("there are more than {most} declarations")]
    TooMany {
        /// How many may be.
        most: usize,
    },
    /// Not `property: value`.
    #[error("`{0}` is not a declaration: use `property: value`, with a `;` between two")]
    Form(String),
    /// A property that may not be written.
    #[error("`{0}` is not a property that an edit may write")]
    Property(String),
    /// A value that calls what does more than compute.
    #[error("`{property}` calls `{function}()`, which is not a function that only computes")]
    Function {
        /// Of which property.
        property: String,
        /// Which function.
        function: String,
    },
    /// A value with what can end it or hide in it.
    #[error("the value of `{property}` holds `{}`, which could end it or hide something", .found.escape_default())]
    Character {
        /// Of which property.
        property: String,
        /// What.
        found: char,
    },
}

/// One declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Its property, in lower case unless it is the page's own.
    pub property: String,
    /// Its value, without its weight.
    pub value: String,
    /// Whether it says `!important`.
    pub important: bool,
}

/// Properties that old browsers take programs from.
const PROGRAMS: [&str; 2] = ["behavior", "-moz-binding"];

/// Functions that only compute.
#[rustfmt::skip]
const COMPUTE: &[&str] = &[
    "", "calc", "min", "max", "clamp", "round", "var", "env", "minmax", "repeat", "fit-content", "rgb", "rgba",
    "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark", "linear-gradient",
    "radial-gradient", "conic-gradient", "repeating-linear-gradient", "repeating-radial-gradient",
    "repeating-conic-gradient", "translate", "translatex", "translatey", "translatez", "translate3d", "scale",
    "scalex", "scaley", "scale3d", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d", "skew", "skewx", "skewy",
    "matrix", "matrix3d", "perspective", "blur", "brightness", "contrast", "drop-shadow", "grayscale",
    "hue-rotate", "invert", "opacity", "saturate", "sepia", "cubic-bezier", "steps", "linear", "polygon",
    "circle", "ellipse", "inset",
];

/// Reads declarations.
pub(super) fn parse(text: &str) -> Result<Vec<Declaration>, StyleError> {
    let mut declarations = Vec::new();
    for text in text.split(';').map(str::trim).filter(|text| !text.is_empty()) {
        if declarations.len() == MOST_DECLARATIONS {
            return Err(StyleError::TooMany { most: MOST_DECLARATIONS });
        }
        declarations.push(declaration(text)?);
    }
    if declarations.is_empty() { Err(StyleError::Empty) } else { Ok(declarations) }
}

/// Reads the names of properties.
pub(super) fn parse_names(text: &str) -> Result<Vec<String>, StyleError> {
    let names: Vec<String> = text.split_whitespace().map(property).collect::<Result<_, _>>()?;
    match names.len() {
        0 => Err(StyleError::Empty),
        1..=MOST_DECLARATIONS => Ok(names),
        _ => Err(StyleError::TooMany { most: MOST_DECLARATIONS }),
    }
}

fn declaration(text: &str) -> Result<Declaration, StyleError> {
    let wrong = || StyleError::Form(shown(text));
    let (name, value) = text.split_once(':').ok_or_else(wrong)?;
    let property = property(name.trim())?;
    let value = value.trim();
    let (value, important) = match value.rsplit_once('!') {
        Some((value, weight)) if weight.trim().eq_ignore_ascii_case("important") => (value.trim_end(), true),
        _ => (value, false),
    };
    if value.is_empty() {
        return Err(wrong());
    }
    check_value(&property, value)?;
    Ok(Declaration { property, value: value.to_owned(), important })
}

fn property(name: &str) -> Result<String, StyleError> {
    let is_property = name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    // A page's own properties tell capitals apart.
    let name = if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() };
    if is_property && !PROGRAMS.contains(&name.as_str()) {
        Ok(name)
    } else {
        Err(StyleError::Property(shown(&name)))
    }
}

fn check_value(property: &str, value: &str) -> Result<(), StyleError> {
    let ends = |found: &char| found.is_control() || matches!(found, '\\' | '<' | '{' | '}' | '@' | '!');
    let property = || property.to_owned();
    if let Some(found) = value.chars().find(ends) {
        return Err(StyleError::Character { property: property(), found });
    }
    if value.contains("/*") {
        return Err(StyleError::Character { property: property(), found: '*' });
    }
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    // What stands before each opening bracket; the last piece is before none.
    let mut pieces: Vec<&str> = value.split('(').collect();
    pieces.pop();
    for piece in pieces {
        let name = piece.trim_end_matches(is_name).len();
        let function = piece[name..].to_ascii_lowercase();
        if !COMPUTE.contains(&function.as_str()) {
            return Err(StyleError::Function { property: property(), function: shown(&function) });
        }
    }
    Ok(())
}
