//! Features, as signals make them: one line of the table is one thing a visitor does and what it shows.

use nearside_core::{
    config::Config,
    features::schema::{Page, Region},
    geometry::{Point, Rect, Size},
    signal::{
        Device, Environment, FormStep, Key, MediaStep, Navigation, PageKind, PointerKind, Referrer, RegionId,
        Signal,
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
        month: 11,
        day: 19,
        dark: true,
        ..Environment::default()
    };
    let environment = &[(0.0, Signal::Environment(environment))];
    let touch = Signal::Press { at: Point { x: 5.0, y: 5.0 }, pointer: PointerKind::Touch };
    let product = &[(400.0, Signal::Page { kind: PageKind::Product, channel: 7, system: 2 })];
    let product_twice = &[product[0], (700.0, Signal::Navigate(Navigation::Push)), (700.0, product[0].1)];
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
        (&[(100.0, scroll(300.0)), (200.0, scroll(180.0))], 3_000.0, Page::ScrollUp5s, 120.0),
        (&[(900.0, scroll(400.0))], 1_000.0, Page::ScrollNetHalf, 0.5),
        (&[(100.0, scroll(700.0)), (900.0, scroll(300.0))], 1_000.0, Page::ScrollNetHalf, -0.5),
        (&[(100.0, scroll(400.0))], 1_000.0, Page::ScrollNetHalf, 0.0),
        (&[(100.0, scroll(700.0))], 1_000.0, Page::ScrollScreens, 0.875),
        (&[(100.0, scroll(700.0)), (900.0, scroll(300.0))], 1_000.0, Page::ScrollBack, 0.5),
        (&[(0.0, cursor(250.0, 600.0))], 1_000.0, Page::PointerX, 0.25),
        (&[(0.0, cursor(250.0, 600.0))], 1_000.0, Page::PointerY, 0.75),
        (&[(0.0, touch)], 1_000.0, Page::PointerY, 0.5),
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
        (&[(0.0, Signal::Select(Some(PHOTOS))), (9.0, Signal::Deselect)], 1_000.0, Page::TextSelections, 1.0),
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
        (&[(400.0, click(5.0, 5.0, true)), (900.0, click(5.0, 5.0, true))], 1_000.0, Page::ClicksWait, 400.0),
        (&[], 1_000.0, Page::ClicksWait, 1_000.0),
        (product, 1_000.0, Page::ProductPages, 1.0),
        (product, 1_000.0, Page::ProductDwell, 1_000.0),
        (product, 1_000.0, Page::AccountPages, 0.0),
        (product, 1_000.0, Page::SessionChannel, 7.0),
        (product, 1_000.0, Page::SessionSystem, 2.0),
        (product_twice, 1_000.0, Page::ProductDwellEach, 500.0),
        (&[], 100_000.0, Page::PageDwell, 30_000.0),
        (&[], 100_000.0, Page::PageElapsed, 100_000.0),
        (&[], 1_000.0, Page::PageScreens, 3.75),
        (&[], 1_000.0, Page::PageRegionsVisible, 2.0),
        (&[(0.0, scroll(1_000.0))], 1_000.0, Page::PageRegionsVisible, 1.0),
        (environment, 1_000.0, Page::TimeMonth, 11.0),
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
        (&[], 1_000.0, PHOTOS, Region::Area, 0.15),
        (&[(0.0, scroll(250.0))], 1_000.0, PHOTOS, Region::Area, 0.075),
        (&[], 1_000.0, PHOTOS, Region::VisibleY, 250.0 / 800.0),
        (&[(0.0, scroll(250.0))], 1_000.0, PHOTOS, Region::VisibleY, 75.0 / 800.0),
        // 300 px to the left and 150 px above the centre.
        (&[], 1_000.0, PHOTOS, Region::OffCentre, 0.419_263),
        (&[], 1_000.0, PHOTOS, Region::Middle2s, 0.0),
        (&[(0.0, scroll(700.0))], 1_000.0, ADVICE, Region::Middle2s, 1.0),
        // exp(−½ ((0.3125 − 0.35) / 0.2)²)
        (&[], 1_000.0, PHOTOS, Region::Band2s, 0.982_575),
        (&[(1_000.0, scroll(1_000.0))], 4_000.0, PHOTOS, Region::Band2s, 0.0),
        (&[(1_000.0, scroll(1_000.0))], 4_000.0, PHOTOS, Region::Band5s, 0.982_575 / 4.0),
        (&[], 1_000.0, PHOTOS, Region::Place2s, 0.5),
        (&[(0.0, scroll(1_000.0))], 1_000.0, ADVICE, Region::Place2s, 1.0),
        (&[(0.0, scroll(1_000.0))], 1_000.0, PHOTOS, Region::Place2s, 0.0),
        (over, 1_000.0, PHOTOS, Region::Place2s, 0.5),
        // e^(2 e^(−200/150)) / (e^(2 e^(−200/150)) + e²)
        (over, 1_000.0, PHOTOS, Region::Pull2s, 0.186_52),
        (&[], 1_000.0, PHOTOS, Region::PullAverage, 0.5 * (1.0 - 0.904_837)),
        (&[(0.0, cursor(450.0, 200.0))], 1_000.0, REVIEWS, Region::Near2s, 1.0),
        (over, 1_000.0, PHOTOS, Region::Near2s, 0.0),
        (over, 1_000.0, REVIEWS, Region::MovingNear2s, 0.0),
        // One of 20 samples.
        (
            &[(0.0, cursor(600.0, 200.0)), (100.0, cursor(610.0, 200.0))],
            1_000.0,
            REVIEWS,
            Region::MovingNear2s,
            0.05,
        ),
        // 1 / (1 + e^(−200/100))
        (over, 1_000.0, REVIEWS, Region::Nearness, 0.880_797),
        (&[], 1_000.0, REVIEWS, Region::Nearness, 0.0),
        (over, 1_000.0, PHOTOS, Region::AnchorY, 0.0625),
        (&[], 1_000.0, PHOTOS, Region::AnchorY, -0.1875),
        (
            &[(0.0, cursor(420.0, 200.0)), (900.0, cursor(500.0, 200.0))],
            1_000.0,
            REVIEWS,
            Region::ApproachHalf,
            0.1,
        ),
        (
            &[(0.0, cursor(420.0, 200.0)), (900.0, cursor(500.0, 200.0))],
            2_000.0,
            REVIEWS,
            Region::ApproachHalf,
            0.0,
        ),
        (
            &[(0.0, cursor(420.0, 200.0)), (900.0, cursor(500.0, 200.0))],
            2_000.0,
            REVIEWS,
            Region::Approach2s,
            0.1,
        ),
        // Without a cursor, the window's centre comes nearer.
        (&[(900.0, scroll(100.0))], 1_000.0, ADVICE, Region::ApproachHalf, 0.122_968),
        (&[], 1_000.0, PHOTOS, Region::Ahead, 0.125 - 0.06),
        (&[], 1_000.0, ADVICE, Region::Unseen5s, 0.4375),
        (&[(0.0, scroll(500.0))], 1_000.0, ADVICE, Region::Unseen5s, -0.1875),
        (&[(3_000.0, scroll(500.0))], 6_000.0, ADVICE, Region::Unseen5s, 0.4375),
        (over, 1_000.0, PHOTOS, Region::Nearer, 1.0),
        (over, 1_000.0, REVIEWS, Region::Nearer, 0.0),
        (&[], 1_000.0, PHOTOS, Region::Nearer, 1.0),
        (&[], 1_000.0, PHOTOS, Region::First, 1.0),
        (&[], 1_000.0, ADVICE, Region::First, 0.0),
        (&[], 1_000.0, ADVICE, Region::Order, 2.0),
        (&[], 1_000.0, PHOTOS, Region::Beside, 1.0),
        (&[(0.0, scroll(1_000.0))], 1_000.0, ADVICE, Region::Beside, 0.0),
        (&[], 1_000.0, PHOTOS, Region::NextVisible, 0.0),
        (&[(0.0, scroll(400.0))], 1_000.0, PHOTOS, Region::NextVisible, 1.0),
        (&[(0.0, scroll(400.0))], 1_000.0, REVIEWS, Region::NextVisible, 0.0),
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

#[test]
fn what_is_clipped_or_larger_than_the_window_is_seen_for_what_it_is() {
    let share = |height: f64, shown: f64| {
        let rect = Rect { x: 0.0, y: 0.0, width: 1_000.0, height };
        let visit = play(&[(0.0, Signal::Layout { region: PHOTOS, rect, shown })], 1_000.0);
        visit.engine.region_features(PHOTOS).unwrap()[Region::VisibleMs as usize]
    };
    assert_eq!(share(400.0, 1.0), 1_000.0);
    assert_eq!(share(400.0, 0.4), 0.0, "its ancestors hide most of it");
    assert_eq!(share(9_000.0, 1.0), 1_000.0, "it fills the window");
    assert_eq!(share(9_000.0, 0.1), 0.0);
}

#[test]
fn a_cursor_left_behind_hovers_for_nobody() {
    let over = (0.0, cursor(600.0, 200.0));
    for absence in [Signal::Visible(false), Signal::Focused(false)] {
        let visit = play(&[over, (1_000.0, absence)], 60_000.0);
        let row = visit.engine.region_features(REVIEWS).unwrap();
        assert_eq!(row[Region::HoverMs as usize], 1_000.0, "{absence:?}");
    }
    let idle = play(&[over], 600_000.0).engine.region_features(REVIEWS).unwrap();
    assert!(idle[Region::HoverMs as usize] <= 30_000.0);
}

#[test]
fn depth_is_against_the_document_as_it_is_now_and_begins_again_on_another_route() {
    let depth = |script: &[(f64, Signal)]| play(script, 2_000.0).engine.context()[Page::ScrollDepth as usize];
    let grown = Signal::Document(Size { width: 1_000.0, height: 8_000.0 });
    let small = Signal::Document(Size { width: 1_000.0, height: 800.0 });
    assert_eq!(depth(&[(0.0, small), (500.0, grown)]), 0.1);
    let route = Signal::Navigate(Navigation::Push);
    assert_eq!(depth(&[(100.0, scroll(2_200.0)), (900.0, scroll(0.0)), (1_000.0, route)]), 800.0 / 3_000.0);
}

#[test]
fn where_the_browser_puts_the_visit_is_no_scrolling() {
    let mut visit = Visit::new(Config::default());
    visit.signal(0.0, scroll(2_200.0));
    visit.signal(500.0, scroll(2_300.0));
    visit.event(1_000.0, nearside_core::event::Event::Tick);
    assert_eq!(visit.engine.context()[Page::ScrollDistance2s as usize], 100.0);
}
