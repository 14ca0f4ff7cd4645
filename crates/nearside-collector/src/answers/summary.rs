//! What the operator sees of a site: slots, their variants, and whether something is off.
//!
//! Counts by day → for each variant its mean reward with intervals, over all and by segment; by how much it beats
//! the holdout, which holds at every moment; whether the split was kept to; whether rewards drift.

use std::collections::BTreeMap;

use nearside_report::analysis::{ALARM, sample_ratio, uplift};
use nearside_report::budget::{MOST_THOUSANDTHS, WINDOW_DAYS};
use nearside_report::{Counts, Origin};
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::Figure;
use crate::measured::Measured;
use crate::store::DayCounts;

/// The chance that any uplift of a slot ever misleads.
const UPLIFT_ERROR: f64 = 0.05;
/// The chance that a variant that does not drift ever raises the alarm.
const DRIFT_ERROR: f64 = 0.01;
/// The last days, which are compared with those before.
const RECENT_DAYS: u32 = 7;

/// A site.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SiteSummary {
    /// The site's name.
    pub site: String,
    /// Today, in days since 1970-01-01.
    pub day: u32,
    /// The day of the newest reports.
    pub newest_day: Option<u32>,
    /// Reports that were counted.
    pub reports: u64,
    /// ε of each report.
    pub privacy_epsilon: f64,
    /// The most ε that one browser spends in 28 days.
    pub privacy_epsilon_most: f64,
    /// In so many days.
    pub privacy_window_days: u32,
    /// Slots by name.
    pub slots: Vec<SlotSummary>,
}

/// A slot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SlotSummary {
    /// The slot's name.
    pub slot: String,
    /// Whether visitors were split evenly among the arms.
    pub sample_ratio: Alarm,
    /// Variants by name, the holdout last.
    pub variants: Vec<VariantSummary>,
}

/// A p-value that may be looked at at any time, and whether it is an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Alarm {
    /// How likely so much or more is, if nothing is off.
    pub p_value: f64,
    /// Something is off.
    pub is_alarm: bool,
}

/// A variant, or the holdout.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantSummary {
    /// The variant's name.
    pub variant: String,
    /// Whether these are the visitors that always get the default.
    pub is_holdout: bool,
    /// Exposures that were reported.
    pub exposures: u64,
    /// Mean reward.
    pub mean_reward: Option<Figure>,
    /// Over the holdout, with an interval that holds at every moment.
    pub uplift: Option<Figure>,
    /// The last seven days beside those before.
    pub drift: Option<Drift>,
    /// By segment, in the site's order.
    pub segments: Vec<Segment>,
    /// By day.
    pub days: Vec<VariantDay>,
}

/// By how much the mean reward of late differs.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Drift {
    /// The difference, with an interval that holds at every moment.
    pub change: Figure,
    /// It is one.
    pub is_alarm: bool,
}

/// A variant in a segment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Segment {
    /// The segment's name.
    pub segment: String,
    /// Exposures that were in it.
    pub exposures: Figure,
    /// Mean reward, where noise does not hide it.
    pub mean_reward: Option<Figure>,
}

/// A variant on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VariantDay {
    /// Days since 1970-01-01.
    pub day: u32,
    /// Exposures that were reported.
    pub exposures: u64,
    /// Mean reward of the seven days up to this one.
    pub mean_reward: Option<Figure>,
}

/// A variant's counts by day; the key sorts the holdout last.
type Variants<'a> = BTreeMap<(Origin, &'a str), BTreeMap<u32, Counts>>;

impl SiteSummary {
    /// From what was counted.
    #[must_use]
    pub fn of(site: &Measured, counted: &[DayCounts], today: u32) -> Self {
        let mut slots = BTreeMap::<&str, Vec<&DayCounts>>::new();
        for counts in counted {
            slots.entry(&counts.stream.slot).or_default().push(counts);
        }
        Self {
            site: site.name.clone(),
            day: today,
            newest_day: counted.iter().map(|counts| counts.day).max(),
            reports: counted.iter().map(|counts| counts.counts.reports()).sum(),
            privacy_epsilon: f64::from(site.privacy_epsilon_thousandths) / 1_000.0,
            privacy_epsilon_most: f64::from(MOST_THOUSANDTHS) / 1_000.0,
            privacy_window_days: WINDOW_DAYS,
            slots: slots.into_iter().map(|(slot, counted)| of_slot(site, slot, &counted, today)).collect(),
        }
    }
}

fn of_slot(site: &Measured, slot: &str, counted: &[&DayCounts], today: u32) -> SlotSummary {
    let mut variants = Variants::new();
    for DayCounts { stream, day, counts } in counted {
        let days = variants.entry((stream.origin, &stream.variant)).or_default();
        days.entry(*day).and_modify(|known| known.merge(counts)).or_insert_with(|| counts.clone());
    }
    let holdouts = variants.iter().filter(|((origin, _), _)| *origin == Origin::Holdout);
    let holdout = holdouts.filter_map(|(_, days)| all(days)).reduce(|mut all, more| {
        all.merge(&more);
        all
    });
    let explored = variants.keys().filter(|(origin, _)| *origin == Origin::Explored).count();
    let error = UPLIFT_ERROR / explored.max(1) as f64;
    let variants = variants.into_iter().map(|((origin, variant), days)| {
        let is_holdout = origin == Origin::Holdout;
        let rival = if is_holdout { None } else { holdout.as_ref() };
        VariantSummary {
            variant: variant.to_owned(),
            is_holdout,
            ..of_variant(site, &days, rival, error, today)
        }
    });
    SlotSummary { slot: slot.to_owned(), sample_ratio: split(counted), variants: variants.collect() }
}

fn of_variant(
    site: &Measured,
    days: &BTreeMap<u32, Counts>,
    holdout: Option<&Counts>,
    error: f64,
    today: u32,
) -> VariantSummary {
    let whole = all(days);
    let segments = site.segments.iter().zip(0_u8..).filter_map(|(name, segment)| {
        whole.as_ref().map(|counts| Segment {
            segment: name.clone(),
            exposures: counts.in_segment(segment).into(),
            mean_reward: counts.mean_reward_in(segment).map(Figure::from),
        })
    });
    let uplift_of = |counts: &Counts| uplift(&counts.tally(), &holdout?.tally(), error);
    VariantSummary {
        variant: String::new(),
        is_holdout: false,
        exposures: whole.as_ref().map_or(0, Counts::reports),
        mean_reward: whole.as_ref().and_then(Counts::mean_reward).map(Figure::from),
        uplift: whole.as_ref().and_then(uplift_of).map(Figure::from),
        drift: drift(days, today),
        segments: segments.collect(),
        days: days
            .iter()
            .map(|(day, counts)| VariantDay {
                day: *day,
                exposures: counts.reports(),
                mean_reward: week_up_to(days, *day).and_then(|week| week.mean_reward()).map(Figure::from),
            })
            .collect(),
    }
}

fn all(days: &BTreeMap<u32, Counts>) -> Option<Counts> {
    days.values().cloned().reduce(|mut all, day| {
        all.merge(&day);
        all
    })
}

/// A day alone is mostly noise.
fn week_up_to(days: &BTreeMap<u32, Counts>, day: u32) -> Option<Counts> {
    let week = days.range(day.saturating_sub(RECENT_DAYS - 1)..=day);
    week.map(|(_, counts)| counts.clone()).reduce(|mut all, day| {
        all.merge(&day);
        all
    })
}

fn drift(days: &BTreeMap<u32, Counts>, today: u32) -> Option<Drift> {
    let since = today.saturating_sub(RECENT_DAYS - 1);
    let mut before = days.clone();
    let recent = before.split_off(&since);
    let change = uplift(&all(&recent)?.tally(), &all(&before)?.tally(), DRIFT_ERROR)?;
    Some(Drift { change: change.into(), is_alarm: change.is_better() || change.is_worse() })
}

/// Even odds among the arms that each report names; the worst of the numbers of arms that there were.
fn split(counted: &[&DayCounts]) -> Alarm {
    let mut by_arms = BTreeMap::<u16, BTreeMap<&str, u64>>::new();
    for DayCounts { stream, counts, .. } in counted {
        if stream.origin == Origin::Explored {
            *by_arms.entry(stream.arms).or_default().entry(&stream.variant).or_default() += counts.reports();
        }
    }
    let p_values = by_arms.into_iter().map(|(arms, counts)| {
        let mut counts: Vec<u64> = counts.into_values().collect();
        // An arm that was never reported counts as none; more variants than arms cannot be told apart from it.
        counts.resize(counts.len().max(usize::from(arms)), 0);
        sample_ratio(&counts, &vec![1.0; counts.len()])
    });
    let p_value = p_values.fold(1.0, f64::min);
    Alarm { p_value, is_alarm: p_value < ALARM }
}
