//! The rules: an edit → which of them it touches, and why.

use nearside_core::catalogue::{Change, Edit, Template, Visibility, Write};

use super::{height, markup, subject};

/// What to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It shows or changes a price: visitors must not be asked different ones unknowingly.
    Price,
    /// It changes what the law may want in certain words.
    Legal,
    /// It changes how consent is asked for.
    Consent,
    /// It changes or leaves out what an image is to those who don't see it.
    Alt,
    /// It changes the outline that a page is heard by.
    Headings,
    /// It can't be shown where the page says nothing, and has no words for that.
    Default,
    /// It can move what is below.
    Height,
}

impl Rule {
    /// Its name in what is printed.
    pub(super) fn name(self) -> &'static str {
        match self {
            Rule::Price => "price",
            Rule::Legal => "legal",
            Rule::Consent => "consent",
            Rule::Alt => "alt",
            Rule::Headings => "headings",
            Rule::Default => "default",
            Rule::Height => "height",
        }
    }
}

/// All that there is to look at in `edit`, which is in what `selectors` match.
pub(super) fn judge(edit: &Edit, selectors: &[Option<&str>]) -> Vec<(Rule, String)> {
    let mut found = Vec::new();
    let template = written(&edit.change);
    let words = template.map(Template::words).unwrap_or_default();
    found.extend(subject::judge(&words, selectors));
    match &edit.change {
        Change::Html { write: Write::Set(_) | Write::Append(_), .. } => found.extend(markup::judge(&words)),
        Change::Attribute { name, .. } if name.eq_ignore_ascii_case("alt") => {
            found.push((Rule::Alt, "it changes what the image is to those who don't see it".to_owned()));
        }
        Change::Attribute { name, .. } if name.eq_ignore_ascii_case("aria-level") => {
            found.push((Rule::Headings, "it changes a heading's level".to_owned()));
        }
        _ => {}
    }
    if moves(&edit.change) && selectors.last().copied().flatten().is_some_and(markup::names_heading) {
        found.push((Rule::Headings, "it moves, hides or takes away a heading".to_owned()));
    }
    for name in template.iter().flat_map(|template| template.needs()) {
        let why = format!("without `{name}` on the page it can't be shown: give {{{{{name}|other words}}}}");
        found.push((Rule::Default, why));
    }
    found.extend(height::judge(&edit.change).map(|why| (Rule::Height, why)));
    found
}

/// What an edit writes, if it writes words.
fn written(change: &Change) -> Option<&Template> {
    match change {
        Change::Text(write) | Change::Html { write, .. } | Change::Attribute { write, .. } => match write {
            Write::Set(template) | Write::Append(template) => Some(template),
            Write::Remove => None,
        },
        _ => None,
    }
}

/// Whether what it changes is elsewhere afterwards, or nowhere.
fn moves(change: &Change) -> bool {
    matches!(
        change,
        Change::Position(_)
            | Change::Visibility(Visibility::Hidden | Visibility::Gone)
            | Change::Text(Write::Remove)
            | Change::Html { write: Write::Remove, .. }
    )
}
