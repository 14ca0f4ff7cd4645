//! The page's grammar: a slot's HTML, or a catalogue's word for it → what the core checks, and what to show.
//!
//! `<section data-nearside-slot="hero"><template data-nearside-variant="proof" data-nearside-when='{…}'
//! data-nearside-about="reviews specs">…</template>…</section>`. A template that can't work refuses its slot.

use nearside_core::{
    catalogue::CatalogueSlot,
    experiment::query_override,
    json,
    preview::preview,
    slot::{SlotSpec, VariantSpec},
};
use thiserror::Error;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement};

use super::content::Content;

/// What marks a slot, and names it.
pub(super) const SLOT: &str = "data-nearside-slot";
/// What marks a variant's template.
pub(super) const VARIANT: &str = "data-nearside-variant";

/// Why a slot's HTML was refused.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum MarkupError {
    /// A variant that is not a `<template>`.
    #[error("variant `{0}` is not in a <template>: only a template's content stays inert until it is shown")]
    NotATemplate(String),
    /// A template without a variant's name.
    #[error("a template has no name: give it data-nearside-variant=\"name\"")]
    NoName,
    /// A template with nothing in it.
    #[error("the template of variant `{0}` is empty: put its content inside")]
    Empty(String),
    /// A slot inside a template.
    #[error("the template of variant `{0}` holds a slot: slots do not nest, move it out")]
    NestedSlot(String),
    /// A script inside a template.
    #[error(
        "the template of variant `{0}` holds a script: put it on the page and let it listen for nearside:exposure"
    )]
    Script(String),
}

/// What the site marks as no place to try things out: a page, a part of one, or a slot.
const CAREFUL: &str = "[data-nearside~='careful']";

/// A slot as read from the page.
pub struct Markup {
    /// For the core to check.
    pub spec: SlotSpec,
    /// One per variant, in the order of `spec.variants`.
    pub contents: Vec<Content>,
    /// What selects its element, whichever it is.
    pub scope: String,
    /// The variant that the page or its address wants shown whatever is decided.
    pub forced: Option<String>,
}

impl Markup {
    /// Reads a slot of the page at `address`, which may ask for one of its variants by the experiment's key.
    ///
    /// # Errors
    /// [`MarkupError`], the first found.
    pub fn read(slot: &Element, address: &str) -> Result<Markup, MarkupError> {
        let mut spec = SlotSpec {
            name: attribute(slot, SLOT),
            live: slot.has_attribute("data-nearside-live"),
            experiment: slot.get_attribute("data-nearside-experiment"),
            reward: slot.get_attribute("data-nearside-reward"),
            ..SlotSpec::default()
        };
        let mut contents = Vec::new();
        let mut next = slot.first_element_child();
        while let Some(child) = next {
            next = child.next_element_sibling();
            if child.has_attribute(VARIANT) {
                let (variant, template) = read_variant(child)?;
                spec.variants.push(variant);
                contents.push(Content::Template(template));
            }
        }
        let scope = named(&spec.name);
        Ok(Markup::on_page(slot, address, scope, spec, contents))
    }

    /// Whether the slot's HTML holds a variant.
    pub fn is_offered(slot: &Element) -> bool {
        let children = slot.children();
        (0..children.length()).filter_map(|at| children.item(at)).any(|child| child.has_attribute(VARIANT))
    }

    /// Reads what a catalogue says of a slot that it found on the page.
    pub fn catalogued(slot: &Element, address: &str, entry: &CatalogueSlot) -> Markup {
        let contents = entry.edits.iter().map(|edits| Content::Edits(edits.as_slice().into())).collect();
        Markup::on_page(slot, address, selector(entry), entry.spec.clone(), contents)
    }

    /// Adds what place and address have to say.
    fn on_page(
        slot: &Element,
        address: &str,
        scope: String,
        mut spec: SlotSpec,
        contents: Vec<Content>,
    ) -> Markup {
        spec.careful |= matches!(slot.closest(CAREFUL), Ok(Some(_)));
        let key = spec.experiment.as_deref().and_then(key);
        let forced = key.and_then(|key| query_override(&key, address, contents.len() + 1));
        spec.forced = forced.map(|variation| variation as u16);
        let previewed = preview(address, &spec.name).map(str::to_owned);
        let forced = previewed.or_else(|| slot.get_attribute("data-nearside-show"));
        Markup { spec, contents, scope, forced }
    }
}

/// Where a catalogue's slot is: unless it says, where the page's HTML bears its name.
pub fn selector(entry: &CatalogueSlot) -> String {
    entry.selector.clone().unwrap_or_else(|| named(&entry.spec.name))
}

fn named(name: &str) -> String {
    format!("[{SLOT}=\"{name}\"]")
}

fn read_variant(child: Element) -> Result<(VariantSpec, HtmlTemplateElement), MarkupError> {
    let name = attribute(&child, VARIANT);
    let template = match child.dyn_into::<HtmlTemplateElement>() {
        Ok(template) => template,
        Err(_) => return Err(MarkupError::NotATemplate(name)),
    };
    if name.trim().is_empty() {
        return Err(MarkupError::NoName);
    }
    let content = template.content();
    let holds = |selector: &str| matches!(content.query_selector(selector), Ok(Some(_)));
    if content.text_content().is_none_or(|text| text.trim().is_empty()) && !holds("*") {
        return Err(MarkupError::Empty(name));
    }
    if holds("[data-nearside-slot]") {
        return Err(MarkupError::NestedSlot(name));
    }
    if holds("script") {
        return Err(MarkupError::Script(name));
    }
    let about = attribute(&template, "data-nearside-about");
    let variant = VariantSpec {
        when: template.get_attribute("data-nearside-when"),
        about: about.split_whitespace().map(str::to_owned).collect(),
        name,
    };
    Ok((variant, template))
}

/// An experiment's key; whether the rest of it is right is for the core to say.
fn key(experiment: &str) -> Option<String> {
    let experiment = json::parse(experiment).ok()?;
    Some(experiment.get("key")?.as_str()?.to_owned())
}

fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}
