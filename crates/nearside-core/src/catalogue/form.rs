//! The catalogue as it is written, before anything but its shape is checked.
//!
//! These types are the file's reference: its JSON Schema is made from them. Unknown keys are an error that names them.

use serde::Deserialize;
use serde_json::Value;

/// Slots and their variants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "nearside's catalogue", rename = "Catalogue"))]
pub(super) struct CatalogueForm {
    /// Raised with each change of the catalogue.
    pub(super) version: u32,
    /// Elements of `html` may have a `style`, whose declarations are judged as those of the attribute `style` are.
    #[serde(default)]
    pub(super) styles: bool,
    /// Places on the page, their names all different.
    pub(super) slots: Vec<SlotForm>,
}

/// A place on the page and what may be shown there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Slot"))]
pub(super) struct SlotForm {
    /// Unique on the page: 1 to 64 letters, digits, `_` or `-`.
    pub(super) name: String,
    /// Where it is; `[data-nearside-slot="NAME"]` unless given.
    pub(super) selector: Option<String>,
    /// What counts as success: `click`, `dwell MS`, `attention MS`, `scroll-through` or `goal NAME`.
    pub(super) reward: Option<String>,
    /// A fixed split of visitors, in GrowthBook's form.
    pub(super) experiment: Option<Value>,
    /// May change again after its first change.
    #[serde(default)]
    pub(super) live: bool,
    /// Nothing is to be tried out here.
    #[serde(default)]
    pub(super) careful: bool,
    /// What may be shown besides the default, which is what the page itself has there.
    pub(super) variants: Vec<VariantForm>,
}

/// One thing that may be shown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Variant"))]
pub(super) struct VariantForm {
    /// Unique in the slot: 1 to 64 letters, digits, `_` or `-`; not `default`.
    pub(super) name: String,
    /// The condition under which it is shown.
    pub(super) when: Option<Value>,
    /// The regions that it is about.
    #[serde(default)]
    pub(super) about: Vec<String>,
    /// What to change, in this order.
    pub(super) edits: Vec<EditForm>,
}

/// One change, which can be taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Edit"))]
pub(super) struct EditForm {
    /// All that it matches within the slot is changed; the slot itself unless given.
    pub(super) selector: Option<String>,
    /// What to do with it. `order`, `position` and `visibility` can only be set.
    pub(super) action: Action,
    /// `text`, `html`, `class`, `style`, `order`, `position`, `visibility`, or the name of an attribute.
    pub(super) attribute: String,
    /// By attribute: words, which may hold `{{placeholder}}` or `{{placeholder|words without it}}` (`text`, `html`, any
    /// attribute); class names (`class`); declarations, or to remove them names of properties (`style`);
    /// `visible`, `hidden` or `gone` (`visibility`); `first`, `last`, `before SELECTOR`, `after SELECTOR` or
    /// `into SELECTOR` (`position`); `by ATTRIBUTE` or `first SELECTOR, SELECTOR` (`order`). None to remove `text`,
    /// `html` or an attribute.
    pub(super) value: Option<String>,
}

/// What an edit does.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) enum Action {
    /// Puts it in the place of what is there.
    Set,
    /// Adds it after what is there.
    Append,
    /// Takes it away.
    Remove,
}

impl Action {
    /// Its name in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            Action::Set => "set",
            Action::Append => "append",
            Action::Remove => "remove",
        }
    }
}

/// The JSON Schema of catalogues.
#[cfg(feature = "schema")]
pub fn schema() -> Value {
    schemars::schema_for!(CatalogueForm).to_value()
}
