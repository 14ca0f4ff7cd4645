//! Templates: words with places for what the page says of itself.
//!
//! `Hello {{first-name|friend}}` → the words, and at each place the page's attribute of that name or the words after the
//! bar. What is filled in is data wherever it lands: [`Template::fill_html`] escapes it. A missing attribute without
//! words to stand in for it is an error, so that no visitor reads half a sentence.

use thiserror::Error;

use super::{
    attribute::AttributeError,
    bounds::{MOST_VALUE, shown},
};
use crate::name::is_name;

/// Most places in one template.
const MOST_PLACES: usize = 64;

/// A template that can't be one.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateError {
    /// `{{` without `}}`.
    #[error("a placeholder is not closed: `{{{{{0}`")]
    Open(String),
    /// A placeholder without a name.
    #[error("`{{{{{0}}}}}` is not a placeholder: use a name, and after a `|` the words to use without it")]
    Name(String),
    /// Too many.
    #[error("there are more than {most} placeholders")]
    TooMany {
        /// How many may be.
        most: usize,
    },
    /// Too long.
    #[error("the value has {bytes} bytes, but may have {most}")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
}

/// A template that this page can't fill. Its variant is not shown.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FillError {
    /// The page has no such attribute, and the template no words without it.
    #[error("the page does not say `{0}`, and the placeholder has no words to use without it")]
    Missing(String),
    /// What came of it is too long.
    #[error("filled in, the value has more than {most} bytes")]
    TooLong {
        /// How many it may have.
        most: usize,
    },
    /// What came of it may not stand in its attribute.
    #[error(transparent)]
    Attribute(#[from] AttributeError),
}

/// Words with places to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Place { name: String, without: Option<String> },
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`], the first found.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        if text.len() > MOST_VALUE {
            return Err(TemplateError::TooLong { bytes: text.len(), most: MOST_VALUE });
        }
        let (mut parts, mut places, mut rest) = (Vec::new(), 0, text);
        while let Some((words, after)) = rest.split_once("{{") {
            let Some((place, after)) = after.split_once("}}") else {
                return Err(TemplateError::Open(shown(after)));
            };
            places += 1;
            if places > MOST_PLACES {
                return Err(TemplateError::TooMany { most: MOST_PLACES });
            }
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            parts.push(read_place(place)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Ok(Template(parts))
    }

    /// The words, with what `attribute` gives for each name.
    ///
    /// # Errors
    /// [`FillError::Missing`] and [`FillError::TooLong`].
    pub fn fill(&self, attribute: impl Fn(&str) -> Option<String>) -> Result<String, FillError> {
        self.fill_with(attribute, |filled, into| into.push_str(filled))
    }

    /// The same as HTML: what is filled in is escaped, for text and for attributes in quotes.
    ///
    /// # Errors
    /// As [`Template::fill`].
    pub fn fill_html(&self, attribute: impl Fn(&str) -> Option<String>) -> Result<String, FillError> {
        self.fill_with(attribute, escape)
    }

    /// The names of the attributes that it has no words without.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Place { name, without: None } => Some(name.as_str()),
            _ => None,
        })
    }

    /// The words as far as the catalogue alone says them: without what the page must fill in.
    pub fn words(&self) -> String {
        let of = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Place { without, .. } => without.clone().unwrap_or_default(),
        };
        self.0.iter().map(of).collect()
    }

    fn fill_with(
        &self,
        attribute: impl Fn(&str) -> Option<String>,
        put: impl Fn(&str, &mut String),
    ) -> Result<String, FillError> {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Place { name, without } => {
                    let found = attribute(name).or_else(|| without.clone());
                    put(&found.ok_or_else(|| FillError::Missing(name.clone()))?, &mut filled);
                }
            }
            if filled.len() > MOST_VALUE {
                return Err(FillError::TooLong { most: MOST_VALUE });
            }
        }
        Ok(filled)
    }
}

fn read_place(place: &str) -> Result<Part, TemplateError> {
    let (name, without) = match place.split_once('|') {
        Some((name, without)) => (name, Some(without.trim().to_owned())),
        None => (place, None),
    };
    let name = name.trim();
    if !is_name(name) {
        return Err(TemplateError::Name(shown(place)));
    }
    Ok(Part::Place { name: name.to_owned(), without })
}

fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            other => into.push(other),
        }
    }
}
