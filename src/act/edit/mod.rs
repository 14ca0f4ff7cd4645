//! What was done to one slot: applied in order, taken back in any.
//!
//! A template of the page, or a catalogue's [`Edit`]s → DOM, with everything that was done noted in a log of how to undo it. To take one edit back,
//! the log is undone to where it began and the edits after it are applied again: so overlapping edits come apart, and
//! with none left the slot is byte for byte and node for node what it was. An edit that fails is undone as a whole.

mod attribute;
mod content;
mod failure;
mod log;
mod place;
mod target;

pub use failure::EditFailure;

use js_sys::Map;
use nearside_core::{
    catalogue::{Change, Edit},
    decimal,
};
use web_sys::{Element, HtmlTemplateElement};

use super::page::PageAttributes;
use log::Log;

/// Tells style sheets and tests what a slot shows; absent while it shows its default.
const SHOWN: &str = "data-nearside-shown";

/// What was done to one slot.
pub struct Edits {
    slot: Element,
    page: PageAttributes,
    logs: Map,
    log: Log,
    applied: Vec<Applied>,
    next: u32,
    dropped: Vec<String>,
}

/// An edit that stands on the page.
struct Applied {
    id: EditId,
    edit: Edit,
    /// How long the log was before it.
    from: u32,
}

/// One edit of a slot, for taking it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditId(u32);

/// What an edit works with.
struct Hands<'a> {
    slot: &'a Element,
    page: &'a dyn Fn(&str) -> Option<String>,
    log: &'a Log,
    dropped: &'a mut Vec<String>,
}

impl Edits {
    /// A slot as the page made it. The log of what is done to it is one of `logs` until it is let go of.
    pub fn new(slot: Element, page: PageAttributes, logs: &Map) -> Edits {
        let log = Log::of(logs, &slot);
        Edits { slot, page, logs: logs.clone(), log, applied: Vec::new(), next: 0, dropped: Vec::new() }
    }

    /// The variant that stood there before this was made, if one did.
    pub(super) fn found(&self) -> Option<String> {
        self.slot.get_attribute(SHOWN).filter(|_| self.log.length() > 0)
    }

    /// The slot's element.
    pub fn slot(&self) -> &Element {
        &self.slot
    }

    /// Applies an edit after those that stand.
    ///
    /// # Errors
    /// [`EditFailure`]; nothing of it then stands.
    pub fn apply(&mut self, edit: &Edit) -> Result<EditId, EditFailure> {
        let id = EditId(self.next);
        self.next += 1;
        self.carry_out(id, edit.clone())?;
        Ok(id)
    }

    /// Shows a copy of a template's content in place of the slot's; its templates stay where they are.
    pub(super) fn show_template(&self, template: &HtmlTemplateElement) -> Result<(), EditFailure> {
        Ok(self.log.template(&self.slot, template)?)
    }

    /// Says on the element what it shows.
    pub(super) fn mark(&self, variant: &str) -> Result<(), EditFailure> {
        Ok(self.log.attribute(&self.slot, SHOWN, Some(variant))?)
    }

    /// From now on the page is expected to leave what stands: see [`fallen`].
    pub(super) fn seal(&self) {
        self.log.seal();
    }

    /// Keeps the slot at least as high as it was, px.
    pub(super) fn reserve(&self, height: f64) -> Result<(), EditFailure> {
        let declarations =
            [["min-height", &[&decimal::text(height), "px"].concat(), ""], ["box-sizing", "border-box", ""]];
        let declarations = declarations.as_flattened().iter().map(|&word| word.to_owned()).collect();
        Ok(self.log.style(&self.slot, false, declarations)?)
    }

    /// Takes an edit back; nothing if it does not stand.
    ///
    /// # Errors
    /// [`EditFailure`], the first, of edits after it that can't be applied any more; they then stand no longer.
    pub fn revert(&mut self, id: EditId) -> Result<(), EditFailure> {
        let Some(at) = self.applied.iter().position(|applied| applied.id == id) else { return Ok(()) };
        let later = self.applied.split_off(at);
        self.log.take_back(later.first().map_or(0, |applied| applied.from));
        let mut failures = Vec::new();
        for applied in later.into_iter().skip(1) {
            failures.extend(self.carry_out(applied.id, applied.edit).err());
        }
        failures.into_iter().next().map_or(Ok(()), Err)
    }

    /// Takes all edits back.
    pub fn clear(&mut self) {
        self.applied.clear();
        self.log.take_back(0);
    }

    /// What was left out of the HTML of these edits, in the sanitizer's words; taken once.
    pub fn take_dropped(&mut self) -> Vec<String> {
        std::mem::take(&mut self.dropped)
    }

    fn carry_out(&mut self, id: EditId, edit: Edit) -> Result<(), EditFailure> {
        let from = self.log.length();
        let Edits { slot, page, log, dropped, .. } = self;
        let done = Hands { slot, page: page.as_ref(), log, dropped }.apply(&edit);
        match done {
            Ok(()) => self.applied.push(Applied { id, edit, from }),
            Err(_) => self.log.take_back(from),
        }
        done
    }
}

/// The slots whose page took something away of what stood in them, of those whose log is one of `logs`.
pub(super) fn fallen(logs: &Map) -> Vec<Element> {
    log::fallen_of(logs)
}

impl Drop for Edits {
    fn drop(&mut self) {
        self.clear();
        self.logs.delete(&self.slot);
    }
}

impl Hands<'_> {
    fn apply(&mut self, edit: &Edit) -> Result<(), EditFailure> {
        for element in &target::find(self.slot, edit.selector.as_deref())? {
            match &edit.change {
                Change::Text(write) => self.text(element, write)?,
                Change::Html { write, styles } => self.html(element, write, *styles)?,
                Change::Attribute { name, write } => self.attribute(element, name, write)?,
                Change::Class(names) => self.class(element, names)?,
                Change::Style(declarations) => self.style(element, declarations)?,
                Change::Visibility(visibility) => self.visibility(element, *visibility)?,
                Change::Position(position) => self.position(element, position)?,
                Change::Order(order) => self.order(element, order)?,
            }
        }
        Ok(())
    }
}
