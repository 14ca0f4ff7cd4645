//! Attributes, classes, styles and whether an element is seen.
//!
//! Styles are declared through the element's style object: a strict policy refuses the attribute.

use nearside_core::catalogue::{Change, Declaration, Lists, Visibility, Write};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{EditFailure, Hands};

impl Hands<'_> {
    pub(super) fn attribute(&self, element: &Element, name: &str, write: &Write) -> Result<(), EditFailure> {
        let value = match write {
            Write::Remove => None,
            Write::Set(template) => Some(template.fill(self.page)?),
            Write::Append(template) => {
                Some(element.get_attribute(name).unwrap_or_default() + &template.fill(self.page)?)
            }
        };
        if let Some(value) = &value {
            Change::attribute_value(name, value)?;
        }
        Ok(self.log.attribute(element, name, value.as_deref())?)
    }

    pub(super) fn class(&self, element: &Element, names: &Lists<String>) -> Result<(), EditFailure> {
        let former = element.get_attribute("class");
        let there: Vec<&str> = former.as_deref().unwrap_or_default().split_ascii_whitespace().collect();
        let names: Vec<&str> = match names {
            Lists::Set(names) => names.iter().map(String::as_str).collect(),
            Lists::Append(names) => {
                let added = names.iter().map(String::as_str).filter(|name| !there.contains(name));
                there.iter().copied().chain(added).collect()
            }
            Lists::Remove(names) => {
                there.into_iter().filter(|name| !names.iter().any(|removed| removed == name)).collect()
            }
        };
        if former.is_none() && names.is_empty() {
            return Ok(());
        }
        Ok(self.log.attribute(element, "class", Some(&names.join(" ")))?)
    }

    pub(super) fn style(&self, element: &Element, lists: &Lists<Declaration>) -> Result<(), EditFailure> {
        let spelled = |declaration: &Declaration| {
            let Declaration { property, value, important } = declaration.clone();
            [property, value, weight(important)]
        };
        let (afresh, declarations) = match lists {
            Lists::Set(declarations) => (true, declarations.iter().flat_map(spelled).collect()),
            Lists::Append(declarations) => (false, declarations.iter().flat_map(spelled).collect()),
            Lists::Remove(names) => (false, names.iter().flat_map(|name| off(name)).collect()),
        };
        Ok(self.log.style(element, afresh, declarations)?)
    }

    pub(super) fn visibility(&self, element: &Element, visibility: Visibility) -> Result<(), EditFailure> {
        let hide = |property: &str, value: &str| {
            // What hides must win over what the page's own style sheet says of it.
            self.log.style(element, false, vec![property.to_owned(), value.to_owned(), weight(true)])
        };
        match visibility {
            Visibility::Hidden => hide("visibility", "hidden")?,
            Visibility::Gone => hide("display", "none")?,
            Visibility::Visible => {
                if element.has_attribute("hidden") {
                    self.log.attribute(element, "hidden", None)?;
                }
                let declared = |property: &str| {
                    let style = element.unchecked_ref::<HtmlElement>().style();
                    style.get_property_value(property).unwrap_or_default()
                };
                if element.has_attribute("style") {
                    for (property, value) in [("display", "none"), ("visibility", "hidden")] {
                        if declared(property) == value {
                            self.log.style(element, false, off(property).into())?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn weight(important: bool) -> String {
    if important { "important".to_owned() } else { String::new() }
}

/// A declaration that takes a property off.
fn off(property: &str) -> [String; 3] {
    [property.to_owned(), String::new(), String::new()]
}
