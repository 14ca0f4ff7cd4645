//! What goes into the engine, and what comes out.
//!
//! Every input is an [`Event`] with a time, so that a visit is a script and replays bit for bit; every
//! output is an [`Effect`] that the shell carries out. Neither holds a clock, a node or a promise.

use crate::{
    consent::{Answer, Purpose},
    decision::Decision,
    error::EngineError,
    scorer::Task,
    signal::{Observed, RegionId},
    slot::{SlotId, SlotSpec, VariantId},
    state::{Journal, Snapshot},
    units::Ratio,
};

/// One input of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A signal from the page.
    Signal(Observed),
    /// An element to watch was found; the engine numbers regions in the order of these events and of `Slot`.
    Watch {
        /// Its name.
        name: String,
    },
    /// A slot was found, or found anew with other variants; the shell first takes back what it shows there.
    Slot(SlotSpec),
    /// The visitor's answer for one purpose.
    Consent(Purpose, Answer),
    /// The scorer that `set_scorer` handed over for this task is in use from now on.
    ScorerReady(Task),
    /// Time passed: drain, score, decide. The shell sends one a frame with news, and two a second without.
    Tick,
    /// What the page really shows in a slot from now on: what the engine asked for, or what a page or person
    /// forced.
    Shown {
        /// Where.
        slot: SlotId,
        /// What.
        variant: VariantId,
    },
    /// What stands on the device now, if anything: read late, written by another tab, or about to be written over.
    Kept(Option<Snapshot>),
    /// What a page left behind that could not finish its last write.
    Left(Journal),
    /// What [`Engine::snapshot`](crate::engine::Engine::snapshot) gave is on the device.
    Written,
    /// The visitor paused the agent, or lets it go on.
    Pause(bool),
    /// The visitor wants to be forgotten: a new visitor begins here, with this seed.
    Forget {
        /// Random, from the browser's CSPRNG.
        seed: u64,
    },
    /// The page says that the visitor reached a goal.
    Goal {
        /// Its name.
        name: String,
        /// How much that is worth, 0 to 1.
        value: f64,
    },
    /// Something happened that the page has a word for.
    Happened {
        /// The word.
        name: String,
        /// A person did it, by the browser's word or the page's.
        trusted: bool,
    },
    /// The shell could not show what it was told to; the slot keeps its default from now on.
    Failed(SlotId),
}

/// One output of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A watched element or slot was given this region; its layout is wanted.
    Observe(RegionId),
    /// Show this variant in this slot (0 restores the default).
    Show {
        /// Where.
        slot: SlotId,
        /// What.
        variant: VariantId,
    },
    /// A decision was made; for the page's listeners and the inspector.
    Decided(Decision),
    /// A variant was seen: half visible for a second.
    Exposed {
        /// Where.
        slot: SlotId,
        /// What.
        variant: VariantId,
    },
    /// Something was learned of a variant, from a reward or its absence.
    Learned {
        /// Where.
        slot: SlotId,
        /// Of what.
        variant: VariantId,
        /// What it brought, 0 to 1.
        reward: Ratio,
    },
    /// There is something to keep: read what is there ([`Event::Kept`]), then write the engine's snapshot, when there is
    /// time. Only made under a grant for `store`.
    Keep,
    /// The page may be gone at any moment: leave this behind at once. Only made under a grant for `store`.
    Leave(Journal),
    /// Erase what was kept on the device.
    Erase,
    /// Something was refused; the page keeps its default content.
    Refused(EngineError),
}
