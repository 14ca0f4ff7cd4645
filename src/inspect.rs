//! Inspect: engine, stage and journal → plain data for people. Reading changes nothing.

use nearside_core::{
    consent::Purpose,
    decision::{Decision, Weighed},
    engine::Engine,
    experiment::analysis::{Tally, Uplift},
    explain::{explain, meaning},
    features::schema,
    finetune::Tuning,
    signal::RegionId,
    slot::{Slot, SlotId, Variant, VariantId},
};

use crate::{
    act::Stage,
    dto::{
        ConsentReport, DecisionReport, FeatureReport, InsteadReport, OutlookReport, RegionFeatureReport,
        RegionReport, ScoreReport, SegmentReport, SlotReport, TuningReport, VariantReport, WeighedReport,
    },
    load::answer_name,
};

/// The name of a slot's variant.
pub fn variant_name(slot: &Slot, variant: VariantId) -> String {
    slot.variants.get(usize::from(variant.0)).map(|variant| variant.name.clone()).unwrap_or_default()
}

/// A decision, by names.
pub fn decision(slot: &Slot, decision: &Decision) -> DecisionReport {
    DecisionReport {
        slot: slot.name.clone(),
        variant: variant_name(slot, decision.variant),
        reason: decision.reason.name(),
        propensity: decision.propensity.get(),
        weighed: weighed(&decision.weighed),
    }
}

/// A slot: what it shows and why.
pub fn slot(engine: &Engine, stage: &Stage, id: SlotId) -> Option<SlotReport> {
    let slot = engine.slots().nth(usize::from(id.0))?;
    let latest = engine.decision(id)?;
    Some(SlotReport {
        name: slot.name.clone(),
        shown: variant_name(slot, stage.shown(id)),
        decided: variant_name(slot, latest.variant),
        reason: latest.reason.name(),
        propensity: latest.propensity.get(),
        forced: stage.is_forced(id),
        exposed: engine.is_exposed(id),
        swaps: engine.swaps(id),
        explanation: explain(slot, latest),
        weighed: weighed(&latest.weighed),
        instead: latest.instead.as_ref().map(|instead| InsteadReport {
            variant: variant_name(slot, instead.variant),
            meaning: meaning(&instead.path),
            path: instead.path.clone(),
            value: instead.value,
            now: instead.now,
        }),
        variants: variants(engine, slot),
    })
}

fn variants(engine: &Engine, slot: &Slot) -> Vec<VariantReport> {
    let report = |(variant, (tally, uplift)): (&Variant, (Tally, Option<Uplift>))| VariantReport {
        name: variant.name.clone(),
        about: variant.about.clone(),
        has_rule: variant.when.is_some(),
        exposures: tally.exposures,
        rewards: tally.rewards,
        uplift: uplift.map(|uplift| [uplift.estimate, uplift.low, uplift.high]),
    };
    slot.variants.iter().zip(engine.came_to(slot)).map(report).collect()
}

/// All slots.
pub fn slots(engine: &Engine, stage: &Stage) -> Vec<SlotReport> {
    (0..engine.slots().len()).filter_map(|id| slot(engine, stage, SlotId(id as u16))).collect()
}

/// The page's features.
pub fn context(engine: &Engine) -> Vec<FeatureReport> {
    let values = engine.context();
    let report = |(feature, value): (&schema::Feature, f32)| FeatureReport {
        path: feature.path,
        unit: feature.unit.symbol(),
        meaning: feature.meaning,
        value,
    };
    schema::PAGE.iter().zip(values).map(report).collect()
}

/// All regions and their features.
pub fn regions(engine: &Engine) -> Vec<RegionReport> {
    let names = engine.region_names().iter().zip(0_u16..);
    names.map(|(name, id)| region(engine, name, RegionId(id))).collect()
}

fn region(engine: &Engine, name: &str, id: RegionId) -> RegionReport {
    let row = engine.region_features(id).unwrap_or([0.0; schema::REGION.len()]);
    let named = |(feature, value): (&schema::Feature, f32)| RegionFeatureReport {
        path: feature.path.replace('*', name),
        value,
    };
    RegionReport {
        name: name.to_owned(),
        slot: engine.slots().any(|slot| slot.region == id),
        visible: engine.is_visible(id),
        score: engine
            .score_of(id)
            .map(|score| ScoreReport { estimate: score.estimate, forecast: score.forecast }),
        attention_ms: engine.attention(id).0,
        features: schema::REGION.iter().zip(row).map(named).collect(),
    }
}

/// What the models say of the whole visit.
pub fn outlook(engine: &Engine) -> OutlookReport {
    let outlook = engine.outlook();
    let segments = outlook.segments().map(|(name, share)| SegmentReport { name: name.to_owned(), share });
    let Tuning { sessions, converted, waiting, tuned_loss, shipped_loss, reverts } = engine.tuning();
    let tuning = TuningReport { sessions, converted, waiting, tuned_loss, shipped_loss, reverts };
    OutlookReport { conversion: outlook.conversion, tuning, segments: segments.collect() }
}

/// The visitor's answers.
pub fn consent(engine: &Engine) -> ConsentReport {
    let answer = |purpose| answer_name(engine.consent().answer(purpose));
    ConsentReport {
        personalize: answer(Purpose::Personalize),
        store: answer(Purpose::Store),
        learn: answer(Purpose::Learn),
        measure: answer(Purpose::Measure),
    }
}

fn weighed(weighed: &[Weighed]) -> Vec<WeighedReport> {
    let report = |w: &Weighed| WeighedReport {
        path: w.path.clone(),
        meaning: meaning(&w.path),
        value: w.value,
        weight: w.weight,
    };
    weighed.iter().map(report).collect()
}
