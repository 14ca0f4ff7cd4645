//! A million signals: no allocation in steady state, and how fast (printed, not asserted).

use crate::visit::{HoverScorer, Visit, slot};
use nearside_core::{config::Config, event::Event, geometry::Point, signal::Signal};

/// A visit of scrolling, pointing and clicking, with a tick every 16 signals, from signal `from` on.
fn signals(visit: &mut Visit, from: u32, count: u32) {
    for i in from..from + count {
        let (at, step) = (f64::from(i) * 5.0, f64::from(i));
        match i % 16 {
            0 => visit.event(at, Event::Tick),
            1..=9 => {
                visit.cursor(at, 500.0 + 400.0 * (step / 90.0).sin(), 300.0 + 250.0 * (step / 70.0).cos())
            }
            10..=14 => {
                let y = 1_000.0 + 1_000.0 * (step / 900.0).sin();
                visit.signal(at, Signal::Scroll(Point { x: 0.0, y }));
            }
            _ => {
                let click = Signal::Click {
                    at: Point { x: step % 900.0, y: 300.0 },
                    region: None,
                    interactive: true,
                };
                visit.signal(at, click);
            }
        }
        visit.effects.clear();
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "prints a rate; nothing in the core reads a clock")]
fn a_million_signals_allocate_nothing() {
    const SIGNALS: u32 = 1_000_000;
    let rules = &[
        ("proof", Some(r#"{"hover.reviews.ms": {"$gt": 1e9}, "scroll.depth": {"$gt": 0.1}}"#), [].as_slice()),
        ("voices", None, ["reviews"].as_slice()),
    ];
    let config = Config { min_attention: 600_000.0, min_lead: 100.0, ..Config::default() };
    let mut visit = Visit::of_page(config, slot(rules)).with_scorer(HoverScorer::default());
    signals(&mut visit, 0, 20_000);

    let started = std::time::Instant::now();
    let counted = allocation_counter::measure(|| signals(&mut visit, 20_000, SIGNALS));
    let rate = f64::from(SIGNALS) / started.elapsed().as_secs_f64();
    println!("{SIGNALS} signals: {} allocations, {:.2} million a second", counted.count_total, rate / 1e6);
    assert_eq!(counted.count_total, 0);
    assert!(visit.engine.now().0 >= 5.0 * f64::from(SIGNALS), "they were all taken");
}
