//! Features of the page and the visit: how the visitor scrolls, points, clicks and types.
//!
//! Signals update counts and running distances in O(1); a sample every [`super::GRID`] turns distances into
//! speeds and short windows. Reading writes the page's columns of a row.

use std::f64::consts::LN_2;

use super::{
    GRID, SAMPLES_2S, SAMPLES_5S,
    clicks::Clicks,
    region::{RegionFeatures, RegionRow},
    ring::Ring,
    schema::{PAGE, Page as Column, Region as Compared},
    window::Window,
};
use crate::{
    geometry::Point,
    hygiene::RobustClip,
    session::Session,
    signal::{Device, FormStep, Key, MediaStep, Navigation, PageKind, PointerKind, Referrer, Signal},
    units::Millis,
    view::View,
};

/// px scrolled the other way before it counts as a reversal: below that it is the hand's tremor.
const REVERSAL: f64 = 10.0;
/// Windows a second that a reader moves down a page, roughly.
const READING: f64 = 0.06;
/// Samples in 0.5 s.
const SAMPLES_HALF: usize = 10;
/// How long the cursor rests, in ms, in a hesitation.
const HESITATION: std::ops::Range<f64> = 300.0..3_000.0;

/// The page's columns of a row.
pub type Context = [f32; PAGE.len()];

/// Running state behind the page's features.
#[derive(Clone, Debug)]
pub(super) struct PageFeatures {
    /// The visit's first scroll offset is known: what came before it was the browser's doing.
    placed: bool,
    /// Scroll offset, px, and the deepest so far, at each sample.
    offsets: Ring<SAMPLES_5S>,
    deepest: Ring<SAMPLES_5S>,
    deepest_now: f64,
    scroll: Travel,
    scrolled_up: Ring<SAMPLES_5S>,
    up_since_sample: f64,
    /// Signed distance scrolled since the last turn.
    run: f64,
    reversals: Window,
    pointer: Travel,
    cursor_at: Option<Point>,
    hesitations: Window,
    clicks: Clicks,
    keys: Window,
    focus_moves: Window,
    selections: Window,
    copies: Window,
    form_edits: Window,
    form_submits: Window,
    media_plays: Window,
    exit_intents: Window,
    navigations: Window,
    motion: f64,
    motion_now: f64,
}

/// Distance travelled, as short windows, a speed and a time since the last move.
#[derive(Clone, Debug)]
struct Travel {
    since_sample: f64,
    samples: Ring<SAMPLES_5S>,
    clip: RobustClip,
    speed: f64,
    last: Option<Millis>,
}

impl Travel {
    const fn half_life() -> f64 {
        1_000.0
    }

    fn new() -> Self {
        Travel {
            since_sample: 0.0,
            samples: Ring::new(),
            clip: RobustClip::default(),
            speed: 0.0,
            last: None,
        }
    }

    fn moved(&mut self, distance: f64, now: Millis) {
        self.since_sample += distance;
        self.last = Some(now);
    }

    fn sample(&mut self) {
        let raw = std::mem::take(&mut self.since_sample);
        // Rest is not a sample of the speed's law: clipping against it would clip every movement.
        let distance = if raw > 0.0 { self.clip.clip(raw) } else { 0.0 };
        self.samples.push(distance as f32);
        self.speed = decayed(self.speed, distance / GRID.seconds(), Travel::half_life());
    }

    fn idle(&self, now: Millis) -> f32 {
        now.since(self.last.unwrap_or(Millis::ZERO)).0 as f32
    }
}

/// Exponential moving average over one grid step with the given half-life, ms.
fn decayed(average: f64, sample: f64, half_life: f64) -> f64 {
    let keep = libm::exp(-LN_2 * GRID.0 / half_life);
    keep * average + (1.0 - keep) * sample
}

impl PageFeatures {
    pub(super) fn new() -> Self {
        PageFeatures {
            placed: false,
            offsets: Ring::new(),
            deepest: Ring::new(),
            deepest_now: 0.0,
            scroll: Travel::new(),
            scrolled_up: Ring::new(),
            up_since_sample: 0.0,
            run: 0.0,
            reversals: Window::new(),
            pointer: Travel::new(),
            cursor_at: None,
            hesitations: Window::new(),
            clicks: Clicks::new(),
            keys: Window::new(),
            focus_moves: Window::new(),
            selections: Window::new(),
            copies: Window::new(),
            form_edits: Window::new(),
            form_submits: Window::new(),
            media_plays: Window::new(),
            exit_intents: Window::new(),
            navigations: Window::new(),
            motion: 0.0,
            motion_now: 0.0,
        }
    }

    /// Takes one signal; `before` is the view as it was until now.
    pub(super) fn observe(&mut self, signal: &Signal, before: &View, now: Millis) {
        match *signal {
            Signal::Scroll(to) if self.placed => self.scrolled(to.y - before.scroll.y, now),
            Signal::Scroll(_) => self.placed = true,
            Signal::Move { to, pointer } if pointer != PointerKind::Touch => self.moved(to, now),
            Signal::Leave => self.cursor_at = None,
            Signal::Click { at, interactive, .. } => self.clicks.observe(at, interactive, now),
            Signal::Key(Key::Tab | Key::Arrow | Key::Activate) => self.keys.count(now),
            Signal::Focus(_) => self.focus_moves.count(now),
            Signal::Select(_) => self.selections.count(now),
            Signal::Copy => self.copies.count(now),
            Signal::Form(FormStep::Edit) => self.form_edits.count(now),
            Signal::Form(FormStep::Submit) => self.form_submits.count(now),
            Signal::Media(MediaStep::Play) => self.media_plays.count(now),
            Signal::ExitIntent => self.exit_intents.count(now),
            Signal::Navigate(Navigation::Push | Navigation::Traverse) => {
                self.navigations.count(now);
                // Another page in all but the load: how deep the last one was read says nothing of it.
                self.deepest_now = 0.0;
            }
            Signal::Motion(magnitude) => self.motion_now = magnitude,
            _ => {}
        }
    }

    /// Whether the latest click made its burst a rage click.
    pub(super) fn is_raging(&self) -> bool {
        self.clicks.is_raging()
    }

    fn scrolled(&mut self, by: f64, now: Millis) {
        if by == 0.0 {
            return;
        }
        self.scroll.moved(by.abs(), now);
        self.up_since_sample += (-by).max(0.0);
        if by * self.run >= 0.0 {
            self.run += by;
        } else if by.abs() >= REVERSAL {
            self.reversals.count(now);
            self.run = by;
        } else {
            // A small step back shortens the run; many of them in a row turn it.
            self.run += by;
        }
    }

    fn moved(&mut self, to: Point, now: Millis) {
        if let Some(from) = self.cursor_at.replace(to) {
            if let Some(last) = self.pointer.last
                && HESITATION.contains(&now.since(last).0)
            {
                self.hesitations.count(now);
            }
            self.pointer.moved(from.distance(to), now);
        } else {
            self.pointer.last = Some(now);
        }
    }

    /// Takes the sample of one grid step, with the view as it was.
    pub(super) fn sample(&mut self, view: &View) {
        self.deepest_now = self.deepest_now.max(view.scroll.y);
        self.offsets.push(view.scroll.y as f32);
        self.deepest.push(self.deepest_now as f32);
        self.scroll.sample();
        self.scrolled_up.push(std::mem::take(&mut self.up_since_sample) as f32);
        self.pointer.sample();
        self.motion = decayed(self.motion, self.motion_now, 2_000.0);
    }

    /// Whether the cursor moved in the latest sample.
    pub(super) fn is_pointing(&self) -> bool {
        self.pointer.samples.recent(1).any(|distance| distance > 0.0)
    }

    /// Writes a region's columns that compare it with how far the visitor has come.
    pub(super) fn compare(&self, region: &RegionFeatures, view: &View, now: Millis, row: &mut RegionRow) {
        let Some(rect) = region.rect() else { return };
        let height = view.window.height.max(1.0);
        let reader = READING * now.seconds();
        row[Compared::Ahead as usize] = (rect.y / height - reader) as f32;
        let seen = self.deepest.recent(SAMPLES_5S).last().map_or(0.0, f64::from) + height;
        row[Compared::Unseen5s as usize] = ((rect.centre().y - seen) / height) as f32;
    }

    /// Lets counts leave their windows.
    pub(super) fn roll(&mut self, now: Millis) {
        for window in [
            &mut self.reversals,
            &mut self.hesitations,
            &mut self.keys,
            &mut self.focus_moves,
            &mut self.selections,
            &mut self.copies,
            &mut self.form_edits,
            &mut self.form_submits,
            &mut self.media_plays,
            &mut self.exit_intents,
            &mut self.navigations,
        ] {
            window.roll(now);
        }
        self.clicks.roll(now);
    }

    /// Writes the page's columns.
    pub(super) fn read(&self, view: &View, session: &Session, visible: usize, now: Millis) -> Context {
        let mut row = [0.0; PAGE.len()];
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        let flag = |on: bool| f32::from(u8::from(on));

        if view.document.height > 0.0 {
            // Against the document as it is now: it may have grown since.
            set(Column::ScrollDepth, ((self.deepest_now + view.window.height) / view.document.height) as f32);
        }
        if view.scroll_range() > 0.0 {
            set(Column::ScrollPosition, (view.scroll.y / view.scroll_range()) as f32);
        }
        set(Column::ScrollVelocity, self.scroll.speed as f32);
        set(Column::ScrollDistance2s, self.scroll.samples.sum(SAMPLES_2S));
        set(Column::ScrollDistance5s, self.scroll.samples.sum(SAMPLES_5S));
        set(Column::ScrollUp2s, self.scrolled_up.sum(SAMPLES_2S));
        set(Column::ScrollUp5s, self.scrolled_up.sum(SAMPLES_5S));
        if view.window.height > 0.0 {
            let in_windows = |px: f64| (px / view.window.height) as f32;
            let before = self.offsets.recent(SAMPLES_HALF).last().map_or(0.0, f64::from);
            set(Column::ScrollNetHalf, in_windows(view.scroll.y - before));
            set(Column::ScrollScreens, in_windows(view.scroll.y));
            set(Column::ScrollBack, in_windows(self.deepest_now - view.scroll.y));
        }
        set(Column::ScrollReversals, self.reversals.total());
        set(Column::ScrollIdle, self.scroll.idle(now));

        set(Column::PointerPresent, flag(view.cursor.is_some()));
        let anchor = view.anchor();
        set(Column::PointerX, (anchor.x / view.window.width.max(1.0)) as f32);
        set(Column::PointerY, (anchor.y / view.window.height.max(1.0)) as f32);
        set(Column::PointerTouch, flag(view.pointer == PointerKind::Touch));
        set(Column::PointerPen, flag(view.pointer == PointerKind::Pen));
        set(Column::PointerSpeed, self.pointer.speed as f32);
        set(Column::PointerTravel2s, self.pointer.samples.sum(SAMPLES_2S));
        set(Column::PointerTravel5s, self.pointer.samples.sum(SAMPLES_5S));
        set(Column::PointerIdle, self.pointer.idle(now));
        set(Column::PointerHesitations, self.hesitations.total());

        set(Column::Clicks, self.clicks.total());
        set(Column::ClicksRage, self.clicks.rage());
        set(Column::ClicksWait, self.clicks.wait(now).0 as f32);
        set(Column::ClicksDead, self.clicks.dead());
        set(Column::KeysNavigation, self.keys.total());
        set(Column::FocusMoves, self.focus_moves.total());
        set(Column::TextSelections, self.selections.total());
        set(Column::TextCopies, self.copies.total());
        set(Column::FormEdits, self.form_edits.total());
        set(Column::FormSubmits, self.form_submits.total());
        set(Column::MediaPlays, self.media_plays.total());
        set(Column::ExitIntents, self.exit_intents.total());
        set(Column::MotionEnergy, self.motion as f32);

        set(Column::PageElapsed, session.elapsed().0 as f32);
        set(Column::PageDwell, session.dwell.0 as f32);
        set(Column::PageHides, session.hides as f32);
        set(Column::PageRestores, session.restores as f32);
        set(Column::PageNavigations, self.navigations.total());
        if view.window.height > 0.0 {
            set(Column::PageScreens, (view.document.height / view.window.height) as f32);
        }
        set(Column::PageRegionsVisible, visible as f32);
        set(Column::SessionPages, session.pages() as f32);
        set(Column::SessionDwell, session.total_dwell().0 as f32);
        set(Column::SessionReturning, flag(session.returning));

        set(Column::SessionChannel, f32::from(session.channel));
        set(Column::SessionSystem, f32::from(session.system));
        let kinds = session.kinds();
        for (kind, columns) in [
            (PageKind::Account, [Column::AccountPages, Column::AccountDwell, Column::AccountDwellEach]),
            (
                PageKind::Information,
                [Column::InformationPages, Column::InformationDwell, Column::InformationDwellEach],
            ),
            (PageKind::Product, [Column::ProductPages, Column::ProductDwell, Column::ProductDwellEach]),
        ] {
            let (count, dwell) = (kinds.count(kind) as f32, kinds.dwell(kind).0 as f32);
            for (column, value) in columns.into_iter().zip([count, dwell, dwell / count.max(1.0)]) {
                set(column, value);
            }
        }

        let environment = &view.environment;
        set(Column::DeviceMobile, flag(environment.device == Device::Mobile));
        set(Column::DeviceTablet, flag(environment.device == Device::Tablet));
        set(Column::ViewportWidth, view.window.width as f32);
        set(Column::ViewportHeight, view.window.height as f32);
        set(Column::PrefersSaveData, flag(environment.save_data));
        set(Column::PrefersReducedMotion, flag(environment.reduced_motion));
        set(Column::PrefersDark, flag(environment.dark));
        set(Column::ReferrerSearch, flag(environment.referrer == Referrer::Search));
        set(Column::ReferrerSocial, flag(environment.referrer == Referrer::Social));
        set(Column::ReferrerInternal, flag(environment.referrer == Referrer::Internal));
        let hour = environment.minute_of_day / 60;
        set(Column::TimeMorning, flag((5..12).contains(&hour)));
        set(Column::TimeEvening, flag((18..23).contains(&hour)));
        set(Column::TimeNight, flag(!(5..23).contains(&hour)));
        set(Column::TimeWeekend, flag(environment.weekday >= 5));
        set(Column::TimeSpecial, session.special);
        set(Column::TimeMonth, f32::from(environment.month));

        for (value, feature) in row.iter_mut().zip(PAGE) {
            *value = super::normalise::clip(feature, *value);
        }
        row
    }
}
