//! The catalogue in use: slots that no HTML tells of → their places on the page.
//!
//! A new version keeps what it says in the same words, gives back what it no longer names or says otherwise, and places
//! the rest. Former versions are remembered for as long as the page lives, so that one can be gone back to.

use std::rc::Rc;

use nearside_core::{
    catalogue::{Catalogue, CatalogueSlot},
    event::Event,
    signal::{Observed, RegionId, Signal},
    units::Millis,
};
use web_sys::Element;

use super::{Look, Runtime};
use crate::{
    act::{Markup, selector},
    error::AgentError,
    sense::Mutations,
};

/// Shortest time between two searches for its slots on a page that changes, ms: each selector is a search through all of it.
const SEEK_EVERY: Millis = Millis(100.0);
/// Most versions remembered; the oldest goes first.
const MOST_VERSIONS: usize = 16;

/// The catalogues that this page was given.
#[derive(Debug, Default)]
pub(super) struct Catalogues {
    current: Option<Rc<Catalogue>>,
    /// By version.
    versions: Vec<Rc<Catalogue>>,
    /// One is on its way.
    is_due: bool,
    /// When its slots were last looked for.
    sought: Millis,
}

impl Catalogues {
    /// None yet; one may be on its way.
    pub(super) fn new(is_due: bool) -> Catalogues {
        Catalogues { is_due, ..Catalogues::default() }
    }

    /// The version in use.
    pub(super) fn version(&self) -> Option<u32> {
        Some(self.current.as_ref()?.version)
    }

    /// Whether the catalogue, not the page's HTML, has the word on a slot; or may have, once it is here, on one whose
    /// HTML offers nothing.
    pub(super) fn speaks_for(&self, name: &str, offers: bool) -> bool {
        match self.entry(name) {
            Some(_) => true,
            None => self.is_due && !offers,
        }
    }

    /// Whether it names a slot.
    pub(super) fn names(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&CatalogueSlot> {
        self.current.as_ref()?.slots.iter().find(|slot| slot.spec.name == name)
    }
}

impl Runtime {
    /// Takes a catalogue into use in place of the one before.
    ///
    /// # Errors
    /// [`AgentError::Catalogue`]; reported as well, and the one before stays in use.
    pub fn use_catalogue(&mut self, json: &str, now: Millis) -> Result<(), AgentError> {
        let parsed = Catalogue::parse(json).map_err(|error| AgentError::Catalogue(Box::new(error)));
        let taken = parsed.map(|catalogue| self.take_up(Rc::new(catalogue), now));
        self.catalogue_came(taken, now)
    }

    /// Goes on without the catalogue that was on its way.
    pub fn without_catalogue(&mut self, why: &str, now: Millis) {
        // Reported; nobody waits for it.
        let _ = self.catalogue_came(Err(AgentError::NoCatalogue(why.to_owned())), now);
    }

    /// Goes back to a version that this page was given before.
    ///
    /// # Errors
    /// [`AgentError::UnknownVersion`].
    pub fn roll_back(&mut self, version: u32, now: Millis) -> Result<(), AgentError> {
        let former = self.catalogues.versions.iter().find(|known| known.version == version).cloned();
        self.take_up(former.ok_or(AgentError::UnknownVersion(version))?, now);
        Ok(())
    }

    fn catalogue_came(&mut self, taken: Result<(), AgentError>, now: Millis) -> Result<(), AgentError> {
        self.catalogues.is_due = false;
        if let Err(error) = &taken {
            self.fail(now, error);
        }
        // What waited for it has been passed over.
        self.sense.remeasure();
        taken
    }

    fn take_up(&mut self, catalogue: Rc<Catalogue>, now: Millis) {
        let former = self.catalogues.current.take();
        let same = |slot: &&CatalogueSlot| {
            let former = former.iter().flat_map(|former| &former.slots);
            former.into_iter().any(|other| other == *slot)
        };
        let changed = catalogue.slots.iter().filter(|slot| !same(slot));
        let named =
            |slot: &CatalogueSlot| catalogue.slots.iter().any(|other| other.spec.name == slot.spec.name);
        let gone = former.iter().flat_map(|former| &former.slots).filter(|slot| !named(slot));
        for slot in changed.chain(gone) {
            if let Some(region) = self.region(&slot.spec.name) {
                self.vacate(region, now);
                // That was us, not the page.
                let _ = self.slot_id(&slot.spec.name).map(|slot| self.stage.forgive(slot));
            }
        }
        self.journal.tell(now, "catalogue", format!("version {} is in use", catalogue.version));
        let versions = &mut self.catalogues.versions;
        versions.retain(|known| known.version != catalogue.version);
        let place = versions.partition_point(|known| known.version < catalogue.version);
        versions.insert(place, Rc::clone(&catalogue));
        let excess = versions.len().saturating_sub(MOST_VERSIONS);
        versions.drain(..excess);
        self.catalogues.current = Some(catalogue);
        self.catalogues.sought = Millis(f64::NEG_INFINITY);
        self.register(now, Look::News);
    }

    /// Gives the catalogue's slots their places, and lets go of those that are theirs no more.
    pub(super) fn register_catalogue(&mut self, now: Millis, look: Look) {
        let Some(catalogue) = self.catalogues.current.clone() else { return };
        if look != Look::Everything && now.since(self.catalogues.sought) < SEEK_EVERY {
            return;
        }
        self.catalogues.sought = now;
        for entry in &catalogue.slots {
            let name = &entry.spec.name;
            let region = self.region(name);
            let standing = region.and_then(|region| self.sense.regions().element(region));
            if let (Some(region), Some(element)) = (region, standing) {
                if !element.is_connected() || element.matches(&selector(entry)).unwrap_or(true) {
                    continue;
                }
                self.vacate(region, now);
            }
            match find(self.sense.mutations(), entry) {
                Ok(Some(element)) => self.offer_catalogued(&element, entry, now),
                // It is on another page.
                Ok(None) => {}
                Err(problem) => self.fail(now, &AgentError::SlotHtml { slot: name.clone(), problem }),
            }
        }
    }

    fn offer_catalogued(&mut self, element: &Element, entry: &CatalogueSlot, now: Millis) {
        let name = &entry.spec.name;
        if let Some(slot) = self.stage.nested(element) {
            let other = self.engine.slots().nth(usize::from(slot.0)).map_or("another", |other| &other.name);
            let problem = format!("it overlaps slot `{other}`: slots do not nest, give it another selector");
            return self.fail(now, &AgentError::SlotHtml { slot: name.clone(), problem });
        }
        let markup = Markup::catalogued(element, &self.document.url().unwrap_or_default(), entry);
        self.offer_slot(element, name, Ok(markup), self.region(name), now);
    }

    fn region(&self, name: &str) -> Option<RegionId> {
        let index = self.engine.region_names().iter().position(|other| other == name);
        index.map(|index| RegionId(index as u16))
    }

    /// Takes a region from an element that is on the page still: another says what stands there.
    pub(super) fn vacate(&mut self, region: RegionId, now: Millis) {
        self.leave(region, now);
        if self.sense.let_go(region) {
            let gone = Observed { signal: Signal::Gone(region), trusted: true };
            self.step(Event::Signal(gone), now);
        }
    }
}

fn find(mutations: &Mutations, entry: &CatalogueSlot) -> Result<Option<Element>, String> {
    let selector = selector(entry);
    mutations.first(&selector).map_err(|_| format!("`{selector}` is not a selector here"))
}
