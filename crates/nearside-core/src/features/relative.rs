//! Features that compare a region with the others in view: attention is shared, so what draws it to one region
//! takes it from the rest.

use super::{
    region::{RegionFeatures, RegionRow, Standing, VISIBLE_FROM},
    schema::Region as Column,
};
use crate::view::View;

/// The regions at least half visible, as they stand now. Looked up afresh each time: reading happens twice a
/// second, and keeping a list would allocate.
#[derive(Clone, Copy)]
pub(super) struct InView<'a> {
    regions: &'a [RegionFeatures],
    view: &'a View,
}

impl<'a> InView<'a> {
    pub(super) fn of(regions: &'a [RegionFeatures], view: &'a View) -> InView<'a> {
        InView { regions, view }
    }

    fn standings(self) -> impl Iterator<Item = Standing> + 'a {
        let standings = self.regions.iter().filter_map(move |region| region.standing(self.view));
        standings.filter(|standing| standing.visible >= VISIBLE_FROM)
    }

    pub(super) fn count(self) -> usize {
        self.standings().count()
    }

    /// Writes the columns that compare `region` with what is in view.
    pub(super) fn compare(self, region: &RegionFeatures, row: &mut RegionRow) {
        let Some(own) = region.standing(self.view) else { return };
        let others = (self.count().max(2) - 1) as f32;
        row[Column::Rank as usize] = own.distance.map_or(0.5, |distance| {
            let nearer = self.standings().filter(|other| other.distance.is_some_and(|d| d < distance));
            (nearer.count() as f32 / others).min(1.0)
        });
        row[Column::Order as usize] = self.standings().filter(|other| other.top < own.top).count() as f32;
    }
}
