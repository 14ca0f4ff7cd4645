//! The catalogue: slots and variants in one JSON file, for pages whose HTML can't be touched.
//!
//! JSON → [`Catalogue`]: for each slot what the core checks, as from HTML, and for each variant its edits. Whatever is
//! wrong refuses the whole file and is named with its place, so that half a catalogue never shows. What an edit may not
//! do (run script, fetch from elsewhere, take over names) is refused here, before any page sees it; what stands in a
//! variant's `html` is for the browser's sanitizer. Bounds: bytes, depth, and the number and length of everything.

mod address;
mod attribute;
mod bounds;
mod edit;
mod error;
mod form;
mod place;
mod selector;
mod style;
mod template;
#[cfg(test)]
mod tests;

pub use attribute::AttributeError;
pub use edit::{Change, Edit, EditError, Lists, Visibility, Write};
pub use error::{CatalogueError, Site};
#[cfg(feature = "schema")]
pub use form::schema;
pub use place::{Order, Position};
pub use selector::SelectorError;
pub use style::{Declaration, StyleError};
pub use template::{FillError, Template, TemplateError};

use std::collections::BTreeSet;

use crate::{
    signal::RegionId,
    slot::{Slot, SlotSpec, VariantSpec},
};
use form::{CatalogueForm, SlotForm, VariantForm};

/// A checked catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Raised by the site with each change.
    pub version: u32,
    /// Its slots, their names all different.
    pub slots: Vec<CatalogueSlot>,
}

/// A slot of a catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueSlot {
    /// Where it is on the page; where its HTML bears its name, unless given.
    pub selector: Option<String>,
    /// What [`Slot::new`] takes, and would not refuse.
    pub spec: SlotSpec,
    /// The edits of each variant, in the order of `spec.variants`; no variant has none.
    pub edits: Vec<Vec<Edit>>,
}

impl Catalogue {
    /// Reads and checks a catalogue.
    ///
    /// # Errors
    /// [`CatalogueError`], the first found.
    pub fn parse(json: &str) -> Result<Catalogue, CatalogueError> {
        bounds::check(json)?;
        let form: CatalogueForm =
            serde_json::from_str(json).map_err(|error| CatalogueError::Syntax(error.to_string()))?;
        bounds::count("slots", form.slots.len(), bounds::MOST_SLOTS, || "the catalogue".to_owned())?;
        let mut names = BTreeSet::new();
        if let Some(slot) = form.slots.iter().find(|slot| !names.insert(slot.name.as_str())) {
            return Err(CatalogueError::DuplicateSlot(slot.name.clone()));
        }
        let slots = form
            .slots
            .into_iter()
            .map(|slot| CatalogueSlot::read(slot, form.styles))
            .collect::<Result<_, _>>()?;
        Ok(Catalogue { version: form.version, slots })
    }
}

impl CatalogueSlot {
    fn read(form: SlotForm, styles: bool) -> Result<CatalogueSlot, CatalogueError> {
        let SlotForm { name, selector, reward, experiment, live, careful, variants } = form;
        let site = Site { slot: name, ..Site::default() };
        if let Some(selector) = &selector {
            selector::check(selector)
                .map_err(|source| CatalogueError::Selector { site: site.clone(), source })?;
        }
        bounds::count("variants", variants.len(), bounds::MOST_VARIANTS, || site.to_string())?;
        let (mut specs, mut edits) = (Vec::new(), Vec::new());
        for variant in variants {
            let (spec, of_variant) = read_variant(variant, &site, styles)?;
            specs.push(spec);
            edits.push(of_variant);
        }
        let spec = SlotSpec {
            name: site.slot,
            live,
            careful,
            experiment: experiment.map(|json| json.to_string()),
            forced: None,
            reward,
            variants: specs,
        };
        // Which region it will be makes no difference to what is wrong with it.
        Slot::new(spec.clone(), RegionId(0))?;
        Ok(CatalogueSlot { selector, spec, edits })
    }
}

fn read_variant(
    form: VariantForm,
    site: &Site,
    styles: bool,
) -> Result<(VariantSpec, Vec<Edit>), CatalogueError> {
    let VariantForm { name, when, about, edits } = form;
    let mut site = Site { variant: Some(name.clone()), ..site.clone() };
    if edits.is_empty() {
        return Err(CatalogueError::NoEdits(site));
    }
    bounds::count("edits", edits.len(), bounds::MOST_EDITS, || site.to_string())?;
    bounds::count("names in `about`", about.len(), bounds::MOST_ABOUT, || site.to_string())?;
    let mut read = Vec::with_capacity(edits.len());
    for (index, edit) in edits.into_iter().enumerate() {
        site.edit = Some(index);
        let wrong = |source| CatalogueError::Edit { site: site.clone(), source: Box::new(source) };
        read.push(Edit::read(edit, styles).map_err(wrong)?);
    }
    Ok((VariantSpec { name, when: when.map(|json| json.to_string()), about }, read))
}
