//! What can make an element taller or shorter, so that what is below it moves.

use nearside_core::catalogue::{Change, Declaration, Lists, Visibility};

/// Properties that the height of a box, or of the boxes around it, follows from; with `*` all that begin so.
#[rustfmt::skip]
const PROPERTIES: [&str; 28] = [
    "height", "min-height", "max-height", "block-size", "width", "min-width", "max-width", "aspect-ratio", "margin*",
    "padding*", "border", "border-*", "font*", "line-height", "letter-spacing", "word-spacing", "display", "position",
    "float", "clear", "flex*", "grid*", "gap", "row-gap", "columns", "column-*", "white-space", "writing-mode",
];

/// Attributes that it follows from.
const ATTRIBUTES: [&str; 7] = ["width", "height", "rows", "size", "open", "hidden", "src"];

/// Why an edit can change a height.
pub(super) fn judge(change: &Change) -> Option<String> {
    match change {
        Change::Style(lists) => {
            let names: Vec<&str> = match lists {
                Lists::Set(declared) | Lists::Append(declared) => {
                    declared.iter().map(|Declaration { property, .. }| property.as_str()).collect()
                }
                Lists::Remove(names) => names.iter().map(String::as_str).collect(),
            };
            let name = names.into_iter().find(|name| PROPERTIES.iter().any(|other| is_of(name, other)))?;
            Some(format!("`{name}` can change the height"))
        }
        Change::Visibility(Visibility::Gone) => {
            Some("what is gone has no room: `hidden` keeps it".to_owned())
        }
        Change::Attribute { name, .. } => {
            let name = ATTRIBUTES.iter().find(|other| name.eq_ignore_ascii_case(other))?;
            Some(format!("`{name}` can change the height"))
        }
        _ => None,
    }
}

/// Colours and corners of a border take no room.
fn is_of(name: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start) && !name.ends_with("color") && !name.contains("radius"),
        None => name == pattern,
    }
}
