//! Labels from gaze: was an element looked at within a span of time?
//!
//! Fixations are laid over the element's box, grown by a margin for the eye tracker's error, and the time that they
//! share with the span is summed. Nothing here reaches a feature.

use nearside_core::geometry::{Point, Rect};

use super::visit::{Fixation, Reading};

/// px of the screenshot by which a box is grown.
const MARGIN: f64 = 10.0;
/// Gaze, in ms, from which an element counts as looked at.
const LOOKED: f64 = 200.0;

/// Whether gaze rested on `rect` for long enough within [`from`, `to`] ms.
pub(super) fn is_looked_at(fixations: &[Fixation], reading: Reading, rect: Rect, from: f64, to: f64) -> bool {
    let grown = Rect {
        x: rect.x - MARGIN,
        y: rect.y - MARGIN,
        width: rect.width + 2.0 * MARGIN,
        height: rect.height + 2.0 * MARGIN,
    };
    let time: f64 = fixations
        .iter()
        .filter(|fixation| grown.offset(Point { x: fixation.x, y: fixation.y }) == Point::default())
        .map(|fixation| overlap(fixation, reading, from, to))
        .sum();
    time >= LOOKED
}

fn overlap(fixation: &Fixation, reading: Reading, from: f64, to: f64) -> f64 {
    let start = match reading {
        Reading::Aligned => fixation.t - fixation.duration,
        Reading::Published => fixation.t,
    };
    ((start + fixation.duration).min(to) - start.max(from)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { x: 100.0, y: 100.0, width: 50.0, height: 50.0 };

    #[test]
    fn gaze_counts_where_and_when_it_was() {
        let fixation = |t, x, duration| Fixation { t, x, y: 120.0, duration };
        for (what, fixations, reading, expected) in [
            ("none", vec![], Reading::Aligned, false),
            ("inside", vec![fixation(1_500.0, 120.0, 200.0)], Reading::Aligned, true),
            ("on the margin", vec![fixation(1_500.0, 92.0, 200.0)], Reading::Aligned, true),
            ("beside it", vec![fixation(1_500.0, 80.0, 900.0)], Reading::Aligned, false),
            ("too short", vec![fixation(1_500.0, 120.0, 199.0)], Reading::Aligned, false),
            (
                "two together",
                vec![fixation(1_500.0, 120.0, 100.0), fixation(1_900.0, 130.0, 100.0)],
                Reading::Aligned,
                true,
            ),
            ("ends in the span", vec![fixation(1_150.0, 120.0, 400.0)], Reading::Aligned, false),
            ("begins in the span", vec![fixation(1_150.0, 120.0, 400.0)], Reading::Published, true),
            ("later", vec![fixation(3_500.0, 120.0, 400.0)], Reading::Aligned, false),
        ] {
            assert_eq!(is_looked_at(&fixations, reading, BOX, 1_000.0, 3_000.0), expected, "{what}");
        }
    }
}
