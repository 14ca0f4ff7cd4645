//! One slot of the stage: its element and what was done to it, what it may show, shows and is to show.

use nearside_core::{slot::VariantId, units::Millis};
use web_sys::{Document, DomRect};

use crate::act::{
    budget::Budget,
    content::Content,
    edit::{EditFailure, Edits},
    guard::{Pane, Surroundings},
    sheet::Sheet,
    shifts::Standing,
};

/// A slot of the stage.
#[derive(Default)]
pub(super) struct Placed {
    /// What was done to its element; none while it is not on the page.
    pub(super) edits: Option<Edits>,
    /// (name, content) of each variant but the default.
    pub(super) variants: Vec<(String, Content)>,
    pub(super) shown: VariantId,
    pub(super) wanted: VariantId,
    pub(super) forced: Option<VariantId>,
    /// Where showing this variant would have moved what is seen: tried again when any of this is otherwise.
    pub(super) waits: Option<(VariantId, Pane, [f64; 2])>,
    /// What selects its element, whichever it is.
    pub(super) scope: String,
    /// How often the page may still take away what is shown, and whether it has just done so.
    pub(super) budget: Budget,
    pub(super) fell: bool,
    /// What is shown as rules instead of on its element.
    pub(super) sheet: Option<Sheet>,
    /// How it stood after its last swap, while it shows a variant that nobody forced.
    pub(super) standing: Option<Standing>,
}

impl Placed {
    /// Takes an element, with what stands on it already.
    pub(super) fn take(&mut self, mut edits: Edits, variants: Vec<(String, Content)>) {
        let standing = edits.found();
        let named = variants.iter().zip(1..).find(|((name, _), _)| Some(name) == standing.as_ref());
        self.shown = named.map_or(VariantId::DEFAULT, |(_, id)| VariantId(id));
        if self.shown == VariantId::DEFAULT {
            edits.clear();
        }
        (self.edits, self.variants) = (Some(edits), variants);
    }

    /// What it is to show.
    pub(super) fn due(&self) -> VariantId {
        self.forced.unwrap_or(self.wanted)
    }

    /// Whether it is known that what it is to show would move what is seen.
    pub(super) fn is_waiting(&self, pane: Pane, place: &DomRect) -> bool {
        // To try the default, or another variant, would cost what the visitor did in this one.
        self.shown != VariantId::DEFAULT || self.waits == Some((self.due(), pane, size(place)))
    }

    /// Shows what is due if nothing that is seen moves by it; gives whether it does.
    pub(super) fn try_out(
        &mut self,
        document: &Document,
        pane: Pane,
        place: &DomRect,
    ) -> Result<bool, EditFailure> {
        let Some(edits) = &self.edits else { return Ok(false) };
        let (due, around) = (self.due(), Surroundings::of(document, edits.slot(), pane));
        self.apply(due)?;
        if around.moved() && !self.stays_by_reserve(&around, place)? {
            self.apply(VariantId::DEFAULT)?;
            self.waits = Some((due, pane, size(place)));
        }
        Ok(self.shown == due)
    }

    /// Notes what came of showing what was due: how it stands if it was `in_view` (how far down the page is scrolled, and
    /// when), or that it can't be shown.
    pub(super) fn settled(
        &mut self,
        done: Result<bool, EditFailure>,
        in_view: Option<(f64, Millis)>,
    ) -> Result<VariantId, EditFailure> {
        if let Err(failure) = done {
            (self.wanted, self.forced) = (VariantId::DEFAULT, None);
            return Err(failure);
        }
        let seen = self.edits.as_ref().zip(in_view);
        let standing = seen
            .map_or(Standing::Unknown, |(edits, (offset, at))| Standing::in_view(edits.slot(), offset, at));
        self.standing = (self.shown != VariantId::DEFAULT).then_some(standing);
        Ok(self.shown)
    }

    /// Keeps the slot's height where the variant is the lower one; gives whether nothing has moved then.
    fn stays_by_reserve(&self, around: &Surroundings, place: &DomRect) -> Result<bool, EditFailure> {
        let Some(edits) = &self.edits else { return Ok(false) };
        if edits.slot().get_bounding_client_rect().height() >= place.height() {
            return Ok(false);
        }
        edits.reserve(place.height())?;
        Ok(!around.moved())
    }

    /// Shows a variant, whatever it moves.
    pub(super) fn apply(&mut self, variant: VariantId) -> Result<(), EditFailure> {
        let Some(edits) = &mut self.edits else { return Ok(()) };
        edits.clear();
        (self.shown, self.sheet) = (VariantId::DEFAULT, None);
        let chosen = usize::from(variant.0).checked_sub(1).and_then(|index| self.variants.get(index));
        if let Some((name, content)) = chosen {
            content.show(edits, name)?;
        }
        self.shown = variant;
        Ok(())
    }
}

fn size(place: &DomRect) -> [f64; 2] {
    [place.width(), place.height()]
}
