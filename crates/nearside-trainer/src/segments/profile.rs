//! Profiles: what each segment's visits are like, in words' raw material.
//!
//! Moments and the segment of each → shares, means in the features' own units, and means in spreads from all visits.

use super::{
    error::SegmentsError,
    inputs::{Columns, DESCRIBED},
    sample::{Sample, statistics},
};
use crate::data::moments::Moments;

/// From here on a visit's segment is asked to hold, ms.
const SETTLED: f64 = 10_000.0;

/// What one segment is like.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Its share of the visits, by their moments.
    pub(crate) share: f64,
    /// Share of the visits that end in it.
    pub(crate) ends: f64,
    /// Means of the features of [`DESCRIBED`], in their units.
    pub(crate) raw: Vec<f64>,
    /// The same in spreads from the mean of all visits, bent and standardised.
    pub(crate) standard: Vec<f64>,
}

/// The profile of each of `count` segments.
///
/// # Errors
/// [`SegmentsError::Still`] where nothing differs.
pub(crate) fn profiles(
    moments: &Moments,
    assigned: &[usize],
    count: usize,
) -> Result<Vec<Profile>, SegmentsError> {
    let columns = Columns::named(DESCRIBED.iter().copied())?;
    let statistics = statistics(moments, &columns).ok_or(SegmentsError::Still)?;
    let sample = Sample::of(moments, &columns, &statistics);
    let of = |segment: usize| {
        let mut profile = Profile {
            share: 0.0,
            ends: 0.0,
            raw: vec![0.0; sample.width],
            standard: vec![0.0; sample.width],
        };
        let mut mass = 0.0;
        let rows = moments.rows().zip(sample.rows()).zip(&moments.keys).zip(assigned);
        for (((raw, standard), key), _) in rows.filter(|(_, assigned)| **assigned == segment) {
            mass += key.weight;
            profile.ends += f64::from(u8::from(key.is_last)) / moments.visits as f64;
            for (at, (index, _)) in columns.iter().enumerate() {
                profile.raw[at] += key.weight * f64::from(raw[index]);
                profile.standard[at] += key.weight * standard[at];
            }
        }
        profile.share = mass / sample.total();
        // A segment that nobody falls in has no means; 0 says that nothing sets it apart.
        let mass = mass.max(f64::MIN_POSITIVE);
        profile.raw.iter_mut().chain(&mut profile.standard).for_each(|mean| *mean /= mass);
        profile
    };
    Ok((0..count).map(of).collect())
}

/// How often, after 10 s, a visit already is in the segment that it ends in; mean over visits that last so long.
pub(crate) fn holds(moments: &Moments, assigned: &[usize]) -> Option<f64> {
    let (mut sum, mut visits, mut start) = (0.0, 0.0, 0);
    for visit in moments.keys.chunk_by(|a, b| a.visit == b.visit) {
        let segments = &assigned[start..start + visit.len()];
        start += visit.len();
        let later = visit.iter().zip(segments).filter(|(key, _)| key.at >= SETTLED && !key.is_last);
        let later: Vec<usize> = later.map(|(_, segment)| *segment).collect();
        if let (false, Some(last)) = (later.is_empty(), segments.last()) {
            sum += later.iter().filter(|segment| *segment == last).count() as f64 / later.len() as f64;
            visits += 1.0;
        }
    }
    (visits > 0.0).then(|| sum / visits)
}
