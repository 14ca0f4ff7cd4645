//! What features may know and what labels may: on a visit made up here.

use nearside_core::{
    event::Event,
    features::schema::{self, WIDTH},
    recording::Recording,
    signal::Signal,
};
use serde_json::{Value, json};

use super::{
    rows::Rows,
    visit::{Manner, Reading, Visit},
};

/// 12 s: a cursor that wanders over three boxes, a scroll and a click; gaze on the first, then the second.
fn script() -> Value {
    let element = |y: i32| json!({"location": {"x": 100, "y": y}, "size": {"width": 500, "height": 200}});
    let mut cursor = vec![];
    for step in 0..200 {
        let t = 100 + step * 50;
        cursor.push(json!({"t": t, "x": 150 + step, "y": 120 + 3 * step, "event": "mousemove"}));
    }
    cursor.push(json!({"t": 6_010, "x": 0, "y": 300, "event": "scroll"}));
    cursor.push(json!({"t": 11_000, "x": 300, "y": 500, "event": "click"}));
    json!({
        "duration_ms": 12_000, "screenshot_width": 1280, "ratio_x": 0.5, "doc_height": 6_000, "win_width": 2560,
        "bboxes": {"one": [element(100), element(400)], "two": [element(1_500)]},
        "cursor": cursor,
        "fixations": [
            {"t": 3_900, "x": 200, "y": 150, "duration": 500},
            {"t": 7_900, "x": 200, "y": 450, "duration": 900},
        ],
    })
}

fn visit(script: &Value) -> Visit {
    serde_json::from_value(script.clone()).unwrap()
}

fn rows(script: &Value, reading: Reading, manner: Manner) -> Rows {
    Rows::of(&[visit(script)], reading, manner)
}

/// (T, labels, features) of the rows at `at`.
fn at(rows: &Rows, at: f64) -> Vec<([bool; 2], Vec<f32>)> {
    let pairs = rows.keys.iter().zip(rows.features.chunks_exact(WIDTH));
    pairs.filter(|(key, _)| key.at == at).map(|(key, row)| (key.looked, row.to_vec())).collect()
}

#[test]
fn a_visit_becomes_signals_in_the_windows_own_px() {
    let recording = visit(&script()).recording(Manner::Mouse);
    let signals: Vec<&Signal> = recording
        .events
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Signal(observed) if observed.trusted => Some(&observed.signal),
            _ => None,
        })
        .collect();
    let window = signals.iter().find_map(|signal| match signal {
        Signal::Viewport(size) => Some((size.width, size.height)),
        _ => None,
    });
    assert_eq!(window, Some((2_560.0, 2_046.0)));
    let clicked = signals.iter().find_map(|signal| match signal {
        Signal::Click { at, region, .. } => Some((at.x, at.y, region.map(|id| id.0))),
        _ => None,
    });
    // x is scaled, y is CSS px and loses the scroll: page y 500 is in the first box, 200 to 600.
    assert_eq!(clicked, Some((600.0, 200.0, Some(0))));
    assert_eq!(Recording::parse(&recording.to_json()).unwrap(), recording);
}

#[test]
fn touch_has_no_cursor_and_the_same_scroll() {
    let recording = visit(&script()).recording(Manner::Touch);
    let is = |wanted: fn(&Signal) -> bool| {
        recording.events.iter().any(|(_, event)| matches!(event, Event::Signal(o) if wanted(&o.signal)))
    };
    assert!(!is(|signal| matches!(signal, Signal::Move { .. })));
    assert!(is(|signal| matches!(signal, Signal::Scroll(_))));
    let rows = rows(&script(), Reading::Aligned, Manner::Touch);
    let present = schema::index_of("pointer.present").unwrap();
    assert!(rows.features.chunks_exact(WIDTH).all(|row| row[present] == 0.0));
}

#[test]
fn labels_follow_gaze_and_the_reading_of_its_time() {
    // Fixation 1 is 3,400 to 3,900 by its end, 3,900 to 4,400 by its start.
    let labels = |reading, time| -> Vec<[bool; 2]> {
        at(&rows(&script(), reading, Manner::Mouse), time).into_iter().map(|(looked, _)| looked).collect()
    };
    assert_eq!(labels(Reading::Aligned, 4_000.0)[0], [true, false]);
    assert_eq!(labels(Reading::Published, 4_000.0)[0], [false, true]);
    assert_eq!(labels(Reading::Aligned, 2_000.0)[0], [false, true]);
    assert_eq!(labels(Reading::Aligned, 6_000.0)[1], [false, true]);
}

#[test]
fn rows_are_of_visible_elements_up_to_the_tail() {
    let rows = rows(&script(), Reading::Aligned, Manner::Mouse);
    // The third box begins at 3,000 px, below a window of 2,046.
    assert_eq!(at(&rows, 4_000.0).len(), 2);
    assert!(rows.keys.iter().all(|key| (2_000.0..=9_700.0).contains(&key.at)));
    let judged: Vec<f64> = rows.judged().keys.iter().map(|key| key.at).collect();
    assert_eq!(judged, [2_000.0, 2_000.0, 4_000.0, 4_000.0, 6_000.0, 6_000.0, 8_000.0, 8_000.0]);
}

/// Whatever comes after T is turned about: order of places, kinds, gaze. What is known at T stays.
#[test]
fn no_feature_knows_the_future() {
    const T: f64 = 4_000.0;
    let whole = script();
    let mut shuffled = whole.clone();
    for list in ["cursor", "fixations"] {
        let events = shuffled[list].as_array_mut().unwrap();
        let later: Vec<usize> =
            (0..events.len()).filter(|&index| events[index]["t"].as_f64().unwrap() > T).collect();
        for (&index, &other) in later.iter().zip(later.iter().rev()) {
            let (x, y) = (whole[list][other]["x"].clone(), whole[list][other]["y"].clone());
            (events[index]["x"], events[index]["y"]) = (json!(x.as_f64().unwrap() + 77.0), y);
            if list == "cursor" {
                events[index]["event"] = json!(["scroll", "click", "mousemove"][index % 3]);
            }
        }
    }
    for manner in [Manner::Mouse, Manner::Touch] {
        let (before, after) =
            (rows(&whole, Reading::Aligned, manner), rows(&shuffled, Reading::Aligned, manner));
        for time in [2_000.0, 3_500.0, T] {
            let features = |rows| at(rows, time).into_iter().map(|(_, row)| row).collect::<Vec<_>>();
            assert!(!features(&before).is_empty());
            assert_eq!(features(&before), features(&after), "at {time}");
        }
        assert_ne!(at(&before, 6_000.0), at(&after, 6_000.0), "the shuffle changes something");
    }
}

#[test]
fn gaze_reaches_no_feature() {
    let mut without = script();
    without["fixations"] = json!([]);
    let (with, without) =
        (rows(&script(), Reading::Aligned, Manner::Mouse), rows(&without, Reading::Aligned, Manner::Mouse));
    assert_eq!(with.features, without.features);
    assert!(with.keys.iter().any(|key| key.looked != [false; 2]));
    assert!(without.keys.iter().all(|key| key.looked == [false; 2]));
}
