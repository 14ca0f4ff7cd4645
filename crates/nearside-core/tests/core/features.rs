//! Features, as signals make them: one line of the table is one thing a visitor does and what it shows.

use nearside_core::{
    config::Config,
    features::schema::{Page, Region},
    geometry::{Point, Size},
    signal::{
        Device, Environment, FormStep, Key, MediaStep, Navigation, PointerKind, Referrer, RegionId, Signal,
    },
    slot::SlotSpec,
};

use crate::visit::{Visit, slot};

const PHOTOS: RegionId = RegionId(0);
const REVIEWS: RegionId = RegionId(1);
/// The slot, 1,000 px down the page.
const ADVICE: RegionId = RegionId(2);

fn page() -> Visit {
    let spec: SlotSpec = slot(&[("proof", None, &["reviews"])]);
    Visit::of_page(Config::default(), spec)
}

/// Plays (at ms, signal), lets time pass until `end`, and reads.
fn play(script: &[(f64, Signal)], end: f64) -> Visit {
    let mut visit = page();
    for &(at, signal) in script {
        visit.signal(at, signal);
    }
    visit.event(end, nearside_core::event::Event::Tick);
    visit
}

fn scroll(y: f64) -> Signal {
    Signal::Scroll(Point { x: 0.0, y })
}

fn cursor(x: f64, y: f64) -> Signal {
    Signal::Move { to: Point { x, y }, pointer: PointerKind::Mouse }
}

fn click(x: f64, y: f64, interactive: bool) -> Signal {
    Signal::Click { at: Point { x, y }, region: Some(PHOTOS), interactive }
}

#[test]
fn what_the_visitor_does_shows_in_the_pages_features() {
    type Case<'a> = (&'a [(f64, Signal)], f64, Page, f32);
    let environment = Environment {
        device: Device::Mobile,
        referrer: Referrer::Search,
        minute_of_day: 19 * 60,
        weekday: 6,
        dark: true,
        ..Environment::default()
    };
    let environment = &[(0.0, Signal::Environment(environment))];
    let touch = Signal::Press { at: Point { x: 5.0, y: 5.0 }, pointer: PointerKind::Touch };
    let cases: &[Case<'_>] = &[
        (&[], 1_000.0, Page::ScrollDepth, 800.0 / 3_000.0),
        (&[(100.0, scroll(700.0)), (900.0, scroll(0.0))], 2_000.0, Page::ScrollDepth, 0.5),
        (&[(100.0, scroll(1_100.0))], 1_000.0, Page::ScrollPosition, 0.5),
        (&[(100.0, scroll(300.0)), (200.0, scroll(500.0))], 1_000.0, Page::ScrollDistance2s, 500.0),
        (&[(100.0, scroll(300.0)), (200.0, scroll(500.0))], 3_000.0, Page::ScrollDistance2s, 0.0),
        (&[(100.0, scroll(300.0)), (200.0, scroll(500.0))], 3_000.0, Page::ScrollDistance5s, 500.0),
        (&[(100.0, scroll(300.0)), (200.0, scroll(180.0))], 1_000.0, Page::ScrollUp2s, 120.0),
        (
            &[(100.0, scroll(300.0)), (200.0, scroll(180.0)), (300.0, scroll(400.0))],
            1_000.0,
            Page::ScrollReversals,
            2.0,
        ),
        (
            &[(100.0, scroll(300.0)), (200.0, scroll(298.0)), (300.0, scroll(400.0))],
            1_000.0,
            Page::ScrollReversals,
            0.0,
        ),
        (&[(400.0, scroll(300.0))], 1_000.0, Page::ScrollIdle, 600.0),
        (&[(0.0, cursor(10.0, 10.0))], 100.0, Page::PointerPresent, 1.0),
        (&[(0.0, cursor(10.0, 10.0)), (50.0, Signal::Leave)], 100.0, Page::PointerPresent, 0.0),
        (&[(0.0, touch)], 100.0, Page::PointerPresent, 0.0),
        (&[(0.0, touch)], 100.0, Page::PointerTouch, 1.0),
        (&[(0.0, cursor(0.0, 0.0)), (100.0, cursor(30.0, 40.0))], 1_000.0, Page::PointerTravel2s, 50.0),
        (&[(0.0, cursor(0.0, 0.0)), (100.0, cursor(30.0, 40.0))], 1_000.0, Page::PointerIdle, 900.0),
        (&[(0.0, cursor(0.0, 0.0)), (600.0, cursor(30.0, 40.0))], 1_000.0, Page::PointerHesitations, 1.0),
        (&[(0.0, cursor(0.0, 0.0)), (100.0, cursor(30.0, 40.0))], 1_000.0, Page::PointerHesitations, 0.0),
        (
            &[(0.0, click(5.0, 5.0, false)), (300.0, click(5.0, 5.0, true)), (600.0, click(5.0, 5.0, true))],
            1_000.0,
            Page::ClicksRage,
            1.0,
        ),
        (&[(0.0, click(5.0, 5.0, false)), (300.0, click(5.0, 5.0, true))], 1_000.0, Page::ClicksDead, 1.0),
        (&[(0.0, Signal::Key(Key::Tab)), (9.0, Signal::Key(Key::Other))], 1_000.0, Page::KeysNavigation, 1.0),
        (&[(0.0, Signal::Focus(Some(PHOTOS))), (9.0, Signal::Focus(None))], 1_000.0, Page::FocusMoves, 2.0),
        (
            &[(0.0, Signal::Select(Some(PHOTOS))), (9.0, Signal::Select(None))],
            1_000.0,
            Page::TextSelections,
            1.0,
        ),
        (&[(0.0, Signal::Copy)], 1_000.0, Page::TextCopies, 1.0),
        (&[(0.0, Signal::Copy)], 320_000.0, Page::TextCopies, 0.0),
        (&[(0.0, Signal::Form(FormStep::Edit))], 1_000.0, Page::FormEdits, 1.0),
        (&[(0.0, Signal::Form(FormStep::Submit))], 1_000.0, Page::FormSubmits, 1.0),
        (
            &[(0.0, Signal::Media(MediaStep::Play)), (5.0, Signal::Media(MediaStep::End))],
            1_000.0,
            Page::MediaPlays,
            1.0,
        ),
        (&[(0.0, Signal::ExitIntent)], 1_000.0, Page::ExitIntents, 1.0),
        (
            &[(0.0, Signal::Navigate(Navigation::Push)), (5.0, Signal::Navigate(Navigation::Hash))],
            1_000.0,
            Page::PageNavigations,
            1.0,
        ),
        (&[(0.0, Signal::Navigate(Navigation::Push))], 1_000.0, Page::SessionPages, 2.0),
        (&[(0.0, Signal::Visible(false)), (400.0, Signal::Visible(true))], 1_000.0, Page::PageHides, 1.0),
        (&[(0.0, Signal::Visible(false)), (400.0, Signal::Visible(true))], 1_000.0, Page::PageDwell, 600.0),
        (&[(0.0, Signal::Restored)], 1_000.0, Page::PageRestores, 1.0),
        (&[], 100_000.0, Page::PageDwell, 30_000.0),
        (&[], 100_000.0, Page::PageElapsed, 100_000.0),
        (&[], 1_000.0, Page::PageScreens, 3.75),
        (&[], 1_000.0, Page::PageRegionsVisible, 2.0),
        (&[(0.0, scroll(1_000.0))], 1_000.0, Page::PageRegionsVisible, 1.0),
        (environment, 1_000.0, Page::DeviceMobile, 1.0),
        (environment, 1_000.0, Page::ReferrerSearch, 1.0),
        (environment, 1_000.0, Page::ReferrerSocial, 0.0),
        (environment, 1_000.0, Page::TimeEvening, 1.0),
        (environment, 1_000.0, Page::TimeMorning, 0.0),
        (environment, 1_000.0, Page::TimeWeekend, 1.0),
        (environment, 1_000.0, Page::PrefersDark, 1.0),
        (&[(0.0, Signal::Viewport(Size { width: 390.0, height: 844.0 }))], 50.0, Page::ViewportWidth, 390.0),
    ];
    for (script, end, column, expected) in cases {
        let value = play(script, *end).engine.context()[*column as usize];
        assert!((value - expected).abs() < 1e-3, "{column:?} is {value}, not {expected}, after {script:?}");
    }
}

#[test]
fn what_the_visitor_does_shows_in_the_regions_features() {
    type Case<'a> = (&'a [(f64, Signal)], f64, RegionId, Region, f32);
    // Over `reviews`, whose left edge stands at 500 px.
    let over: &[(f64, Signal)] = &[(0.0, cursor(600.0, 200.0))];
    let cases: &[Case<'_>] = &[
        (&[], 1_000.0, PHOTOS, Region::Visible, 1.0),
        (&[], 1_000.0, PHOTOS, Region::VisibleMs, 1_000.0),
        (&[], 1_000.0, ADVICE, Region::VisibleMs, 0.0),
        (&[(500.0, scroll(250.0))], 1_000.0, PHOTOS, Region::Visible, 0.5),
        (&[(500.0, scroll(251.0))], 1_000.0, PHOTOS, Region::VisibleMs, 500.0),
        (&[(1_000.0, scroll(500.0))], 2_000.0, PHOTOS, Region::Visible2s, 0.5),
        (&[(400.0, Signal::Focused(false))], 1_000.0, PHOTOS, Region::DwellMs, 400.0),
        (&[(400.0, Signal::Focused(false))], 1_000.0, PHOTOS, Region::VisibleMs, 1_000.0),
        (&[(400.0, Signal::Visible(false))], 1_000.0, PHOTOS, Region::VisibleMs, 400.0),
        (&[(400.0, Signal::Gone(PHOTOS))], 1_000.0, PHOTOS, Region::VisibleMs, 400.0),
        (over, 1_000.0, REVIEWS, Region::HoverMs, 1_000.0),
        (over, 1_000.0, PHOTOS, Region::HoverMs, 0.0),
        (over, 1_000.0, PHOTOS, Region::Distance, 200.0),
        (&[(0.0, cursor(450.0, 200.0))], 1_000.0, REVIEWS, Region::NearMs, 1_000.0),
        (&[(0.0, cursor(600.0, 200.0)), (1_000.0, Signal::Leave)], 2_000.0, REVIEWS, Region::Hover2s, 0.5),
        (
            &[(0.0, cursor(600.0, 200.0)), (1_000.0, cursor(480.0, 200.0))],
            2_000.0,
            REVIEWS,
            Region::DistanceMin2s,
            0.0,
        ),
        (
            &[(0.0, cursor(600.0, 200.0)), (1_000.0, cursor(480.0, 200.0))],
            2_000.0,
            REVIEWS,
            Region::DistanceMean2s,
            10.0,
        ),
        (&[(0.0, cursor(600.0, 200.0)), (500.0, Signal::Leave)], 2_000.0, REVIEWS, Region::Distance, 0.0),
        (&[(0.0, Signal::Focus(Some(REVIEWS)))], 1_000.0, REVIEWS, Region::FocusMs, 1_000.0),
        (&[(0.0, click(5.0, 150.0, true))], 1_000.0, PHOTOS, Region::Clicks, 1.0),
        (&[(0.0, Signal::Select(Some(PHOTOS)))], 1_000.0, PHOTOS, Region::Selections, 1.0),
        (&[], 1_000.0, REVIEWS, Region::CentreX, 0.7),
        (&[(0.0, scroll(100.0))], 1_000.0, REVIEWS, Region::CentreY, 150.0 / 800.0),
    ];
    for (script, end, region, column, expected) in cases {
        let value = play(script, *end).engine.region_features(*region).unwrap()[*column as usize];
        assert!((value - expected).abs() < 1e-3, "{column:?} is {value}, not {expected}, after {script:?}");
    }
}

#[test]
fn features_depend_on_signals_and_their_times_not_on_frames() {
    let script = [
        (130.0, cursor(100.0, 150.0)),
        (777.0, scroll(40.0)),
        (1_234.5, cursor(600.0, 200.0)),
        (2_001.0, scroll(90.0)),
    ];
    let play = |frame: f64| {
        let mut visit = page();
        let mut tick = 0.0;
        for (at, signal) in script {
            while tick < at {
                visit.event(tick, nearside_core::event::Event::Tick);
                tick += frame;
            }
            visit.signal(at, signal);
        }
        visit.event(5_000.0, nearside_core::event::Event::Tick);
        (visit.engine.context(), visit.engine.region_features(REVIEWS))
    };
    assert_eq!(play(16.7), play(1_000.0));
}
