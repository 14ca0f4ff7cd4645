//! The HTML that an edit brings: its images, its headings and its styles.

use nearside_core::catalogue::{Change, Lists};

use super::{height, rule::Rule};

/// What there is to look at in `html`.
pub(super) fn judge(html: &str) -> Vec<(Rule, String)> {
    let mut found = Vec::new();
    let tags: Vec<(String, String)> = html.split('<').skip(1).filter_map(tag).collect();
    if tags.iter().any(|(name, rest)| name == "img" && !has_attribute(rest, "alt")) {
        found
            .push((Rule::Alt, "an image has no `alt`: say what it is, or alt=\"\" if it is none".to_owned()));
    }
    let has_room = |rest: &str| has_attribute(rest, "width") && has_attribute(rest, "height");
    if tags.iter().any(|(name, rest)| name == "img" && !has_room(rest)) {
        let why = "an image has no `width` and `height`: what is below it moves when it comes";
        found.push((Rule::Height, why.to_owned()));
    }
    if let Some(why) = tags.iter().filter_map(|(_, rest)| style(rest)).find_map(|style| height::judge(&style))
    {
        found.push((Rule::Height, why));
    }
    let levels: Vec<u32> = tags.iter().filter_map(|(name, _)| level(name)).collect();
    if levels.contains(&1) {
        found.push((Rule::Headings, "it brings an <h1>: a page has one".to_owned()));
    }
    if let Some(pair) = levels.windows(2).find(|pair| pair[1] > pair[0] + 1) {
        found.push((Rule::Headings, format!("an <h{}> follows an <h{}>", pair[1], pair[0])));
    }
    found
}

/// Whether a selector asks for headings.
pub(super) fn names_heading(selector: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | '#');
    let mut parts = selector.split(|character| !is_part(character));
    parts.any(|part| part.split(['.', '#']).next().is_some_and(|tag| level(&tag.to_lowercase()).is_some()))
}

fn level(tag: &str) -> Option<u32> {
    let level = tag.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The name and the rest of what stands after a `<`, if it opens an element.
fn tag(text: &str) -> Option<(String, String)> {
    let inside = text.split('>').next()?.to_lowercase();
    let end = inside.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    (!name.is_empty()).then(|| (name.to_owned(), rest.to_owned()))
}

/// What its `style` declares, of an element's attributes.
fn style(rest: &str) -> Option<Change> {
    let (_, after) = rest.split_once("style")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let text = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    Some(Change::Style(Lists::Set(Change::style_value(text).ok()?)))
}

fn has_attribute(rest: &str, name: &str) -> bool {
    rest.split_whitespace().any(|part| part.split('=').next() == Some(name))
}
