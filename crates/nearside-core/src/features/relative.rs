//! Features that compare a region with the others in view: attention is shared, so what draws it to one region
//! takes it from the rest.

use super::{
    region::{RegionFeatures, RegionRow, Standing, VISIBLE_FROM},
    schema::Region as Column,
};
use crate::view::View;

/// The regions at least half visible, as they stand now.
pub(super) struct InView {
    standings: Vec<Standing>,
}

impl InView {
    pub(super) fn of(regions: &[RegionFeatures], view: &View) -> InView {
        let standings = regions
            .iter()
            .filter_map(|region| region.standing(view))
            .filter(|standing| standing.visible >= VISIBLE_FROM)
            .collect();
        InView { standings }
    }

    pub(super) fn count(&self) -> usize {
        self.standings.len()
    }

    /// Writes the columns that compare `region` with what is in view.
    pub(super) fn compare(&self, region: &RegionFeatures, view: &View, row: &mut RegionRow) {
        let Some(own) = region.standing(view) else { return };
        let share = |count: usize| count as f32 / (self.count().max(2) - 1) as f32;
        let nearer = |distance: f64| {
            self.standings.iter().filter(|other| other.distance.is_some_and(|d| d < distance)).count()
        };
        row[Column::Rank as usize] = own.distance.map_or(0.5, |distance| share(nearer(distance)).min(1.0));
        row[Column::Order as usize] =
            self.standings.iter().filter(|other| other.top < own.top).count() as f32;
    }
}
