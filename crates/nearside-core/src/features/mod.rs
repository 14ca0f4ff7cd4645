//! Features: signals → a named, versioned vector for the page (the context) and for each region.
//!
//! State is sampled on a fixed grid of signal time, so a feature depends on signals and their times alone, not
//! on frames, and comes out alike in the browser and in the trainer. Work per signal does not grow with what
//! went before; windows are rings and buckets of fixed size.

pub mod schema;
pub mod normalise;
mod ring;
mod window;
mod clicks;
mod standing;
mod pull;
mod region;
mod relative;
mod page;

pub use page::Context;
pub use region::RegionRow;

use page::PageFeatures;
use region::{RegionFeatures, Weight};
use relative::InView;
use schema::{PAGE, WIDTH};

use crate::{
    session::Session,
    signal::{RegionId, Signal},
    units::Millis,
    view::View,
};

/// The sampling grid.
pub const GRID: Millis = Millis(50.0);
/// Samples in 2 s.
const SAMPLES_2S: usize = 40;
/// Samples in 5 s.
const SAMPLES_5S: usize = 100;
/// The longest gap that is sampled in full; a longer one (a sleeping laptop) counts as this long.
const LONGEST_GAP: Millis = Millis(60_000.0);

/// The features of one page, kept up to date signal by signal.
#[derive(Clone, Debug)]
pub struct Features {
    page: PageFeatures,
    regions: Vec<RegionFeatures>,
    /// Time of the last sample, a multiple of the grid.
    sampled: Millis,
    now: Millis,
}

impl Default for Features {
    fn default() -> Self {
        Features { page: PageFeatures::new(), regions: Vec::new(), sampled: Millis::ZERO, now: Millis::ZERO }
    }
}

impl Features {
    /// Adds a region, which gets the next id.
    pub fn add_region(&mut self) -> RegionId {
        let id = RegionId(self.regions.len() as u16);
        self.regions.push(RegionFeatures::new(id));
        id
    }

    /// Samples the grid up to `now`, with the view as it has been since the last signal.
    pub fn advance(&mut self, view: &View, session: &Session, now: Millis) {
        self.now = Millis(self.now.0.max(now.0));
        if self.now.since(self.sampled) > LONGEST_GAP {
            let skipped = libm::floor((self.now.0 - LONGEST_GAP.0) / GRID.0) * GRID.0;
            self.sampled = Millis(skipped);
        }
        while self.sampled + GRID <= self.now {
            self.sampled += GRID;
            let dwelling = session.is_dwelling(view, self.sampled);
            self.page.sample(view);
            let moving = self.page.is_pointing();
            let mut all = Weight::default();
            for region in &mut self.regions {
                let Weight { place, pull } = region.sample(view, dwelling, moving);
                all = Weight { place: all.place + place, pull: all.pull + pull };
            }
            for region in &mut self.regions {
                region.share(all);
            }
        }
    }

    /// Takes one signal, after [`Features::advance`] to its time; `before` is the view until then.
    pub fn observe(&mut self, signal: &Signal, before: &View, now: Millis) {
        self.page.observe(signal, before, now);
        let named = match *signal {
            Signal::Layout { region, .. } | Signal::Gone(region) => Some(region),
            Signal::Click { region, .. } | Signal::Select(region) => region,
            _ => None,
        };
        if let Some(region) = named.and_then(|id| self.regions.get_mut(usize::from(id.0))) {
            region.observe(signal, now);
        }
    }

    /// Whether the latest click made its burst a rage click.
    pub(crate) fn is_raging(&self) -> bool {
        self.page.is_raging()
    }

    /// Lets old counts leave their windows; call before reading.
    pub fn roll(&mut self) {
        self.page.roll(self.now);
        for region in &mut self.regions {
            region.roll(self.now);
        }
    }

    /// The page's features now.
    pub fn context(&self, view: &View, session: &Session) -> Context {
        self.page.read(view, session, InView::of(&self.regions, view).count(), self.now)
    }

    /// One region's features now; none for an id that was never given.
    pub fn region(&self, id: RegionId, view: &View) -> Option<RegionRow> {
        let region = self.regions.get(usize::from(id.0))?;
        Some(self.region_row(region, InView::of(&self.regions, view), view))
    }

    /// Full rows (page, then region) of the visible regions, and whose they are.
    pub fn rows(&self, view: &View, session: &Session, ids: &mut Vec<RegionId>, rows: &mut Vec<f32>) {
        ids.clear();
        rows.clear();
        let in_view = InView::of(&self.regions, view);
        let context = self.page.read(view, session, in_view.count(), self.now);
        for (index, region) in self.regions.iter().enumerate() {
            if region.standing(view).is_some_and(|standing| standing.is_visible()) {
                ids.push(RegionId(index as u16));
                rows.extend_from_slice(&context);
                rows.extend_from_slice(&self.region_row(region, in_view, view));
            }
        }
        debug_assert_eq!(rows.len(), ids.len() * WIDTH);
    }

    /// Whether a region counts as visible now.
    pub fn is_visible(&self, id: RegionId, view: &View) -> bool {
        self.regions.get(usize::from(id.0)).and_then(|r| r.standing(view)).is_some_and(|s| s.is_visible())
    }

    /// Whether a region has a box.
    pub fn is_placed(&self, id: RegionId) -> bool {
        self.regions.get(usize::from(id.0)).is_some_and(|region| region.rect().is_some())
    }

    /// Whether the cursor is over a region now.
    pub fn is_hovered(&self, id: RegionId, view: &View) -> bool {
        self.regions
            .get(usize::from(id.0))
            .and_then(|region| region.standing(view))
            .is_some_and(|standing| standing.distance == Some(0.0))
    }

    /// A region's own columns and those that compare it, clipped to their ranges.
    fn region_row(&self, region: &RegionFeatures, in_view: InView<'_>, view: &View) -> RegionRow {
        let mut row = region.read(view);
        in_view.compare(region, &mut row);
        self.page.compare(region, view, self.now, &mut row);
        for (value, feature) in row.iter_mut().zip(schema::REGION) {
            *value = normalise::clip(feature, *value);
        }
        row
    }
}

const _: () = assert!(PAGE.len() + schema::REGION.len() == WIDTH);
