//! The HTML that an edit brings: its images and its headings.

use super::rule::Rule;

/// What there is to look at in `html`.
pub(super) fn judge(html: &str) -> Vec<(Rule, String)> {
    let mut found = Vec::new();
    let tags: Vec<(String, String)> = html.split('<').skip(1).filter_map(tag).collect();
    if tags.iter().any(|(name, rest)| name == "img" && !has_attribute(rest, "alt")) {
        found
            .push((Rule::Alt, "an image has no `alt`: say what it is, or alt=\"\" if it is none".to_owned()));
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

fn has_attribute(rest: &str, name: &str) -> bool {
    rest.split_whitespace().any(|part| part.split('=').next() == Some(name))
}
