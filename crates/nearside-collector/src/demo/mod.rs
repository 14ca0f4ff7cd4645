//! The verb `demo`: eight weeks of made-up reports of a made-up shop, then the dashboard over them.
//!
//! Days → reports, by a seed of the day: running it again makes the same reports with the same ids, which count once,
//! and adds the days that are new. They go the way that all reports go, noise and store included.

mod shop;

use std::sync::Arc;

use nearside_report::{Draft, Epsilon, MayMeasure, Origin, Report, Stream};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use thiserror::Error;

use crate::clock::Clock;
use crate::config::ServeOptions;
use crate::measured::{Measured, MeasuredError, MeasuredSites};
use crate::opening::{OpenError, Place};
use crate::store::{Standing, Store, StoreError};

use shop::{SLOTS, Slot};

const DAYS: u32 = 56;
/// One visit in ten always gets the default.
const HOLDOUT: f64 = 0.1;

/// Why there is no demo.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The made-up site's description.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
    /// The counts.
    #[error("the made-up reports cannot be counted")]
    Counts(#[from] StoreError),
    /// A made-up visitor's report.
    #[error("a made-up report cannot be sealed")]
    Seal(#[from] nearside_report::draft::SealError),
}

/// Made-up visitors agree.
struct MadeUp;

impl MayMeasure for MadeUp {}

/// Counts the reports, and measures the made-up shop from then on.
pub async fn fill(options: &mut ServeOptions, clock: Clock) -> Result<(), DemoError> {
    let site = shop::measured();
    // The description is checked as an operator's is.
    MeasuredSites::new(vec![site.clone()])?;
    let store = Place::named(&options.store.database).open().await?;
    let today = clock();
    let mut counted = 0;
    for day in today.saturating_sub(DAYS - 1)..=today {
        counted += count_day(&store, &site, day, today).await?;
    }
    println!("{counted} reports of the made-up site {} were counted", site.name);
    options.store.measured.retain(|other| other.name != site.name);
    options.store.measured.push(site);
    Ok(())
}

async fn count_day(
    store: &Arc<dyn Store>,
    site: &Measured,
    day: u32,
    today: u32,
) -> Result<usize, DemoError> {
    let mut rng = Pcg64Mcg::seed_from_u64(u64::from(day));
    let mut reports = Vec::new();
    for slot in SLOTS {
        for _ in 0..slot.visits(day, &mut rng) {
            reports.push(visit(slot, site, day, today.saturating_sub(day), &mut rng)?);
        }
    }
    let standings = store.count(reports).await?;
    Ok(standings.iter().filter(|standing| **standing == Standing::New).count())
}

fn visit(
    slot: &Slot,
    site: &Measured,
    day: u32,
    days_ago: u32,
    rng: &mut Pcg64Mcg,
) -> Result<Report, DemoError> {
    let segment = shop::segment(unit(rng));
    let is_held_out = unit(rng) < HOLDOUT;
    let arm = if is_held_out { 0 } else { (rng.next_u64() % slot.variants.len() as u64) as usize };
    let reward = f64::from(u8::from(unit(rng) < slot.rate(arm, segment, days_ago)));
    let cells = nearside_report::Cells::new(shop::SEGMENTS.len() as u8, site.bins);
    let stream = Stream {
        site: site.name.clone(),
        slot: slot.name.to_owned(),
        variant: slot.variants[arm].name.to_owned(),
        origin: if is_held_out { Origin::Holdout } else { Origin::Explored },
        arms: slot.variants.len() as u16,
        epsilon: Epsilon::TWO,
        cells: cells.map_err(|source| MeasuredError::Cells { site: site.name.clone(), source })?,
    };
    let random = std::iter::repeat_with(|| rng.next_u64().to_le_bytes()).flatten();
    Ok(Draft { stream, day, segment, reward }.seal(&MadeUp, random)?)
}

/// A uniform draw from [0, 1) with 53 bits.
fn unit(rng: &mut Pcg64Mcg) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}
