//! Reading the engine: what the inspector, a replay and the tests may see. Nothing here changes anything.

use super::Engine;
use crate::{
    config::Config,
    consent::Consent,
    decision::Decision,
    experiment::analysis::{Tally, Uplift},
    features::{Context, RegionRow},
    finetune::Tuning,
    hygiene::Automation,
    learned::{LearnedSlot, uplifts},
    outlook::Outlook,
    scorer::{Score, Task},
    signal::RegionId,
    slot::{Slot, SlotId, VariantId},
    units::Millis,
};

impl Engine {
    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The visitor's answers.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Why the visitor is taken for a program, if so.
    pub fn automation(&self) -> Option<Automation> {
        self.automation.verdict()
    }

    /// Whether a model for `task` is in use.
    pub fn has_scorer(&self, task: Task) -> bool {
        self.models.has(task)
    }

    /// What the models say of the whole visit.
    pub fn outlook(&self) -> Outlook<'_> {
        Outlook {
            conversion: self.tuned().or_else(|| self.models.outputs(Task::Propensity).first().copied()),
            names: self.models.names(Task::Segments),
            shares: self.models.outputs(Task::Segments),
        }
    }

    /// How the tuning of what they say stands; all at zero without a goal that counts as a conversion.
    pub fn tuning(&self) -> Tuning {
        self.tuner.tuning()
    }

    /// The latest time seen.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// The page's features, as of the latest event.
    pub fn context(&self) -> Context {
        self.features.context(&self.view, &self.session)
    }

    /// Names of the regions; a region's id is its place.
    pub fn region_names(&self) -> &[String] {
        &self.names
    }

    /// A region's features, as of the latest event.
    pub fn region_features(&self, region: RegionId) -> Option<RegionRow> {
        self.features.region(region, &self.view)
    }

    /// Whether a region counts as visible now.
    pub fn is_visible(&self, region: RegionId) -> bool {
        self.features.is_visible(region, &self.view)
    }

    /// The latest score of a region in view.
    pub fn score_of(&self, region: RegionId) -> Option<Score> {
        self.attention.score(region)
    }

    /// Expected time that the visitor looked at a region.
    pub fn attention(&self, region: RegionId) -> Millis {
        self.attention.total(region)
    }

    /// The slots in the order of their ids.
    pub fn slots(&self) -> impl ExactSizeIterator<Item = &Slot> {
        self.slots.iter().map(|state| &state.slot)
    }

    /// All that was learned here, of this page's slots and of others.
    pub fn learned(&self) -> Vec<LearnedSlot> {
        self.memory.learned(&self.config)
    }

    /// What each of a slot's variants came to on this device, the default first, and its uplift over that.
    pub fn came_to(&self, slot: &Slot) -> Vec<(Tally, Option<Uplift>)> {
        let tallies = self.memory.tallies(slot);
        let known = tallies.iter().copied().zip(uplifts(tallies));
        known.chain(std::iter::repeat((Tally::default(), None))).take(slot.variants.len()).collect()
    }

    /// A slot's latest decision.
    pub fn decision(&self, slot: SlotId) -> Option<&Decision> {
        self.slots.get(usize::from(slot.0)).map(|state| &state.decision)
    }

    /// What a slot shows, by the shell's word.
    pub fn shown(&self, slot: SlotId) -> Option<VariantId> {
        self.slots.get(usize::from(slot.0)).map(|state| state.shown)
    }

    /// Whether what a slot shows has been seen.
    pub fn is_exposed(&self, slot: SlotId) -> bool {
        self.slots.get(usize::from(slot.0)).is_some_and(|state| state.exposure.is_exposed())
    }

    /// How often a slot changed.
    pub fn swaps(&self, slot: SlotId) -> u32 {
        self.slots.get(usize::from(slot.0)).map_or(0, |state| state.swaps)
    }
}
