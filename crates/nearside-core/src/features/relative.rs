//! Features that compare a region with the others in view: attention is shared, so what draws it to one region
//! takes it from the rest.

use super::{
    pull,
    region::{RegionFeatures, RegionRow},
    schema::Region as Column,
    standing::Standing,
};
use crate::view::View;

/// Every region that has a box, as it stands now. Looked up afresh each time: reading happens twice a second,
/// and keeping a list would allocate.
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
        self.regions.iter().filter_map(move |region| region.standing(self.view))
    }

    /// How many are at least half visible.
    pub(super) fn count(self) -> usize {
        self.standings().filter(Standing::is_visible).count()
    }

    /// Writes the columns that compare `region` with what is in view.
    pub(super) fn compare(self, region: &RegionFeatures, row: &mut RegionRow) {
        let Some(own) = region.standing(self.view) else { return };
        let (mut nearer, mut above, mut level, mut nearness) = (0, 0, 0, 0.0);
        let mut below: Option<Standing> = None;
        for other in self.standings() {
            if other.is_visible() {
                nearer += u16::from(other.anchor_distance < own.anchor_distance);
                above += u16::from(other.shown.y < own.shown.y);
                level += u16::from(is_level(&other, &own));
                nearness += pull::nearness(&other);
            }
            let comes_first = below.is_none_or(|first| other.shown.y < first.shown.y);
            if other.shown.y > own.shown.y && shares_column(&other, &own) && comes_first {
                below = Some(other);
            }
        }
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        set(Column::Nearer, f32::from(nearer));
        set(Column::Order, f32::from(above));
        set(Column::First, f32::from(u8::from(above == 0)));
        // A visible region is level with itself.
        set(Column::Beside, f32::from(level) - f32::from(u8::from(own.is_visible())));
        set(Column::NextVisible, f32::from(u8::from(below.is_some_and(|below| below.is_visible()))));
        if own.is_visible() && nearness > 0.0 {
            set(Column::Nearness, (pull::nearness(&own) / nearness) as f32);
        }
    }
}

fn is_level(a: &Standing, b: &Standing) -> bool {
    overlap((a.shown.y, a.shown.height), (b.shown.y, b.shown.height))
}

fn shares_column(a: &Standing, b: &Standing) -> bool {
    overlap((a.shown.x, a.shown.width), (b.shown.x, b.shown.width))
}

/// Whether two spans (start, length) share more than an edge.
fn overlap((a, a_length): (f64, f64), (b, b_length): (f64, f64)) -> bool {
    (a + a_length).min(b + b_length) > a.max(b)
}
