//! Edits: one change of the page each, as the shell carries it out.
//!
//! `{selector, action, attribute, value}` → [`Edit`], in which only what makes sense can be said. An attribute's value is
//! checked twice: as far as the catalogue says it here, and as the page filled it in by [`Change::attribute_value`].

use thiserror::Error;

use super::{
    FillError,
    attribute::{self, AttributeError},
    bounds::shown,
    form::{Action, EditForm},
    place::{Order, Position},
    selector::{self, SelectorError},
    style::{self, Declaration, StyleError},
    template::{Template, TemplateError},
};

/// Most class names of one edit.
const MOST_CLASSES: usize = 64;

/// An edit that can't be, or may not.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum EditError {
    /// A selector that can't be one.
    #[error(transparent)]
    Selector(#[from] SelectorError),
    /// An action that makes no sense with this attribute.
    #[error("`{attribute}` can't be edited by `{action}`, only by `set`")]
    Action {
        /// Which attribute.
        attribute: &'static str,
        /// Which action.
        action: &'static str,
    },
    /// A value is missing, or is not of the form that it takes.
    #[error("the value of `{attribute}` must be {expected}")]
    Value {
        /// Of which attribute.
        attribute: &'static str,
        /// What is expected.
        expected: &'static str,
    },
    /// A value where there can be none.
    #[error("to remove `{0}` takes no value")]
    NoValue(String),
    /// What can't be a class's name.
    #[error("`{0}` is not the name of a class")]
    Class(String),
    /// An attribute that may not be written, or not so.
    #[error(transparent)]
    Attribute(#[from] AttributeError),
    /// Declarations that may not be written.
    #[error(transparent)]
    Style(#[from] StyleError),
    /// A template that can't be one.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// One change of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// All that it matches within the slot is changed; the slot itself unless given.
    pub selector: Option<String>,
    /// What is changed.
    pub change: Change,
}

/// What is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The content, as text.
    Text(Write),
    /// The content, as HTML that is yet to be sanitized.
    Html {
        /// What becomes of it.
        write: Write,
        /// Whether its elements may have a `style`, each as [`Change::style_value`] reads it.
        styles: bool,
    },
    /// An attribute.
    Attribute {
        /// Its name.
        name: String,
        /// What becomes of it.
        write: Write,
    },
    /// The classes.
    Class(Lists<String>),
    /// The element's own style.
    Style(Lists<Declaration>),
    /// Whether it is seen.
    Visibility(Visibility),
    /// Where it stands.
    Position(Position),
    /// In which order its children stand.
    Order(Order),
}

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// It is replaced.
    Set(Template),
    /// Something is added to its end.
    Append(Template),
    /// It goes.
    Remove,
}

/// What becomes of a list of classes or declarations.
#[derive(Clone, Debug, PartialEq)]
pub enum Lists<T> {
    /// These instead of all others.
    Set(Vec<T>),
    /// These besides the others.
    Append(Vec<T>),
    /// All but those of these names.
    Remove(Vec<String>),
}

/// Whether an element is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// It is, unless a style sheet hides it.
    Visible,
    /// It is not, but keeps its room.
    Hidden,
    /// It is not, and has no room.
    Gone,
}

impl Edit {
    /// With `styles`, HTML may hold them.
    pub(super) fn read(form: EditForm, styles: bool) -> Result<Edit, EditError> {
        let EditForm { selector, action, attribute, value } = form;
        selector.as_deref().map_or(Ok(()), selector::check)?;
        Ok(Edit { selector, change: Change::read(action, attribute, value, styles)? })
    }
}

impl Change {
    fn read(
        action: Action,
        attribute: String,
        value: Option<String>,
        styles: bool,
    ) -> Result<Change, EditError> {
        let set = |attribute, expected| match (action, &value) {
            (Action::Set, Some(value)) => Ok(value.as_str()),
            (Action::Set, None) => Err(EditError::Value { attribute, expected }),
            _ => Err(EditError::Action { attribute, action: action.name() }),
        };
        Ok(match attribute.as_str() {
            "text" => Change::Text(Write::read(action, &attribute, value)?),
            "html" => Change::Html { write: Write::read(action, &attribute, value)?, styles },
            "class" => {
                let expected = EditError::Value { attribute: "class", expected: "names of classes" };
                let names = classes(&value.ok_or(expected)?)?;
                Change::Class(match action {
                    Action::Set => Lists::Set(names),
                    Action::Append => Lists::Append(names),
                    Action::Remove => Lists::Remove(names),
                })
            }
            "style" => {
                let expected =
                    EditError::Value { attribute: "style", expected: "declarations or properties" };
                let value = value.ok_or(expected)?;
                Change::Style(match action {
                    Action::Set => Lists::Set(style::parse(&value)?),
                    Action::Append => Lists::Append(style::parse(&value)?),
                    Action::Remove => Lists::Remove(style::parse_names(&value)?),
                })
            }
            "visibility" => {
                let expected = "`visible`, `hidden` or `gone`";
                Change::Visibility(match set("visibility", expected)?.trim() {
                    "visible" => Visibility::Visible,
                    "hidden" => Visibility::Hidden,
                    "gone" => Visibility::Gone,
                    _ => return Err(EditError::Value { attribute: "visibility", expected }),
                })
            }
            "position" => Change::Position(Position::parse(set("position", "a place")?)?),
            "order" => Change::Order(Order::parse(set("order", "an order")?)?),
            _ => {
                attribute::check_name(&attribute)?;
                let write = Write::read(action, &attribute, value)?;
                // What is appended says little alone; the whole is checked on the page.
                if let Write::Set(template) = &write {
                    attribute::check_value(&attribute, &template.words())?;
                }
                Change::Attribute { name: attribute, write }
            }
        })
    }

    /// Checks what an attribute is to hold, now that the page filled it in.
    ///
    /// # Errors
    /// [`FillError::Attribute`].
    pub fn attribute_value(name: &str, value: &str) -> Result<(), FillError> {
        Ok(attribute::check_value(name, value)?)
    }

    /// Reads the `style` of an element of HTML.
    ///
    /// # Errors
    /// [`StyleError`], the first found.
    pub fn style_value(text: &str) -> Result<Vec<Declaration>, StyleError> {
        style::parse(text)
    }
}

impl Write {
    fn read(action: Action, attribute: &str, value: Option<String>) -> Result<Write, EditError> {
        Ok(match (action, value) {
            (Action::Remove, None) => Write::Remove,
            (Action::Remove, Some(_)) => return Err(EditError::NoValue(shown(attribute))),
            (_, None) => {
                return Err(EditError::Value { attribute: "text, html or attribute", expected: "words" });
            }
            (Action::Set, Some(value)) => Write::Set(Template::parse(&value)?),
            (Action::Append, Some(value)) => Write::Append(Template::parse(&value)?),
        })
    }
}

fn classes(text: &str) -> Result<Vec<String>, EditError> {
    let names: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let is_class = |name: &&String| name.len() <= 128 && !name.contains(['<', '>', '"', '\'', '&', '\0']);
    if let Some(bad) = names.iter().find(|name| !is_class(name)) {
        return Err(EditError::Class(shown(bad)));
    }
    if names.is_empty() || names.len() > MOST_CLASSES {
        return Err(EditError::Value { attribute: "class", expected: "1 to 64 names of classes" });
    }
    Ok(names)
}
