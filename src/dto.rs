//! What JavaScript sees of the agent: plain data, and its TypeScript types, both from these structs.
//!
//! The page and the inspector read these; nothing here leaves the page. Times are ms since the page's zero.

use serde::{Deserialize, Serialize};
use tsify::Tsify;

/// What `Agent.start` takes besides the configuration.
#[derive(Clone, Debug, Default, Deserialize, Tsify)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Keep a recording of this visit, in memory, for `recording()`.
    pub record: bool,
    /// Answers that were given before the agent started: purpose and answer.
    pub consent: Vec<(String, String)>,
    /// The snapshot that was kept on the device, read under a grant for `store`.
    pub kept: Option<String>,
    /// What pages left behind that could not finish their last write.
    pub journals: Vec<String>,
    /// A catalogue is on its way: what it may name is not refused before it is here.
    #[serde(rename = "catalogueDue")]
    pub catalogue_due: bool,
}

/// A feature that weighed in a decision.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct WeighedReport {
    /// Its path, with the region's name in place.
    pub path: String,
    /// What it says of the visit.
    pub meaning: String,
    /// Its value, in its unit.
    pub value: f32,
    /// How much it moved the score, in log-odds; 1 for a feature that a rule read.
    pub weight: f32,
}

/// The nearest change to one input that would have led to another variant.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct InsteadReport {
    /// That variant.
    pub variant: String,
    /// The input's path.
    pub path: String,
    /// What the input says of the visit.
    pub meaning: String,
    /// What its value would have had to be, in its unit.
    pub value: f32,
    /// What it was.
    pub now: f32,
}

/// Detail of `nearside:decision`.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct DecisionReport {
    /// Where.
    pub slot: String,
    /// What.
    pub variant: String,
    /// Which step of the chain answered.
    pub reason: &'static str,
    /// Probability of this choice when it was made.
    pub propensity: f64,
    /// The features that weighed most, heaviest first.
    pub weighed: Vec<WeighedReport>,
}

/// Detail of `nearside:exposure`.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct ExposureReport {
    /// Where.
    pub slot: String,
    /// What was seen: half visible for a second.
    pub variant: String,
}

/// Detail of `nearside:error`.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct ErrorReport {
    /// Stable, in kebab case.
    pub code: &'static str,
    /// What went wrong and what to do.
    pub message: String,
}

/// A variant as the inspector lists it.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VariantReport {
    /// Its name.
    pub name: String,
    /// Names of the regions that it is about.
    pub about: Vec<String>,
    /// It has a condition.
    pub has_rule: bool,
    /// Exposures on this device whose reward is settled.
    pub exposures: u64,
    /// Their rewards, together.
    pub rewards: f64,
    /// By how much its mean reward differs from the default's: estimate, low, high; none before there is enough to tell.
    pub uplift: Option<(f64, f64, f64)>,
}

/// A slot: what it shows and why.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct SlotReport {
    /// Its name.
    pub name: String,
    /// The variant on the page now.
    pub shown: String,
    /// The variant last decided for.
    pub decided: String,
    /// Which step of the chain answered.
    pub reason: &'static str,
    /// Probability of that choice when it was made.
    pub propensity: f64,
    /// It shows what `show` or the page's HTML demanded, whatever was decided.
    pub forced: bool,
    /// What it shows has been seen.
    pub exposed: bool,
    /// How often it changed.
    pub swaps: u32,
    /// Why, in plain words.
    pub explanation: String,
    /// The features that weighed most, heaviest first.
    pub weighed: Vec<WeighedReport>,
    /// What would have changed the choice, where one input alone could have.
    pub instead: Option<InsteadReport>,
    /// All of them, the default first.
    pub variants: Vec<VariantReport>,
}

/// A page feature's value.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct FeatureReport {
    /// Its path, as conditions name it.
    pub path: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it says of the visit.
    pub meaning: &'static str,
    /// Its value now.
    pub value: f32,
}

/// A region feature's value.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct RegionFeatureReport {
    /// Its path, with the region's name in place.
    pub path: String,
    /// Its value now.
    pub value: f32,
}

/// The model's view of a region.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
pub struct ScoreReport {
    /// Probability that the visitor looked at it in the last 2 s.
    pub estimate: f32,
    /// Probability that the visitor will look at it in the next 2 s.
    pub forecast: f32,
}

/// A region: a slot or a watched element.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct RegionReport {
    /// Its name.
    pub name: String,
    /// It is a slot.
    pub slot: bool,
    /// At least half of it is in the window.
    pub visible: bool,
    /// Its latest score; none out of view or without a model.
    pub score: Option<ScoreReport>,
    /// Expected time that the visitor looked at it, ms.
    pub attention_ms: f64,
    /// Its features.
    pub features: Vec<RegionFeatureReport>,
}

/// The visitor's answers: `granted`, `denied` or `pending`.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
pub struct ConsentReport {
    /// Choose content, in memory.
    pub personalize: &'static str,
    /// Keep state on this device.
    pub store: &'static str,
    /// Update beliefs here.
    pub learn: &'static str,
    /// Send noised reports.
    pub measure: &'static str,
}

/// Where a model stands.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct ModelReport {
    /// Its folder, as the configuration names it.
    pub folder: String,
    /// `loading`, `ready` or `refused`.
    pub state: &'static str,
    /// What it is for, once it is there.
    pub task: Option<&'static str>,
    /// Its name, once it is there.
    pub name: Option<String>,
}

/// How far the visit falls in a segment.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct SegmentReport {
    /// The segment.
    pub name: String,
    /// How far; together 1.
    pub share: f32,
}

/// How the propensity model is tuned to this visitor.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
pub struct TuningReport {
    /// Sessions that it is tuned to.
    pub sessions: u32,
    /// Those that converted.
    pub converted: u32,
    /// Sessions whose end is not known yet.
    pub waiting: u32,
    /// Mean loss over them as tuned, each judged before it was learned from; nats.
    pub tuned_loss: f64,
    /// Mean loss as shipped, nats.
    pub shipped_loss: f64,
    /// How often tuning was given up and begun again.
    pub reverts: u32,
}

/// What the models say of the whole visit.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct OutlookReport {
    /// Probability that this session converts, as tuned; none without a model for it.
    pub conversion: Option<f32>,
    /// How that is tuned; all zero before any session's end is known.
    pub tuning: TuningReport,
    /// The segments; empty without a model for them.
    pub segments: Vec<SegmentReport>,
}

/// How many signals of a kind were sensed.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
pub struct SignalReport {
    /// The kind.
    pub kind: &'static str,
    /// How many.
    pub count: u32,
}

/// Something that happened in the agent.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct TimelineEntry {
    /// When, ms.
    pub at: f64,
    /// `start`, `model`, `decision`, `swap`, `exposure`, `learned`, `consent` or `error`.
    pub kind: &'static str,
    /// In words.
    pub text: String,
}

/// What the agent costs.
#[derive(Clone, Copy, Debug, Default, Serialize, Tsify)]
pub struct CostReport {
    /// Drains so far.
    pub frames: u32,
    /// Signals drained so far.
    pub drained: u32,
    /// Notes lost to a storm of events.
    pub lost: u32,
}

/// All that the inspector shows.
#[derive(Clone, Debug, Serialize, Tsify)]
pub struct Inspection {
    /// Time since the page's zero, ms.
    pub now: f64,
    /// Why the visitor is taken for a program, if so.
    pub automation: Option<&'static str>,
    /// The visitor's answers.
    pub consent: ConsentReport,
    /// The visitor paused it.
    pub paused: bool,
    /// Version of the catalogue in use.
    pub catalogue: Option<u32>,
    /// Hash of the feature schema of this agent, 16 hex digits.
    pub schema: String,
    /// Where the models stand.
    pub models: Vec<ModelReport>,
    /// What they say of the whole visit.
    pub outlook: OutlookReport,
    /// The page's features.
    pub context: Vec<FeatureReport>,
    /// The regions and their features.
    pub regions: Vec<RegionReport>,
    /// The slots.
    pub slots: Vec<SlotReport>,
    /// Signals by kind.
    pub signals: Vec<SignalReport>,
    /// The latest happenings, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Every error reported so far.
    pub errors: Vec<ErrorReport>,
    /// What it costs.
    pub cost: CostReport,
}
