//! The criterion by the number of segments.

use plotters::prelude::SeriesLabelPosition;

use super::{BLUE, Line, PlotError, SIZE, Words, axes, image, lines};

/// One line through (segments, BIC).
///
/// # Errors
/// [`PlotError`].
pub(crate) fn draw(points: Vec<(f64, f64)>) -> Result<String, PlotError> {
    let all = || points.iter().map(|point| point.1);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let last = points.last().map_or(2.0, |point| point.0);
    let room = ((most - least) / 20.0).max(1e-6);
    let about = format!("BIC for 1 to {last} segments; the least is {least:.1}.");
    let words = Words {
        title: "How many segments",
        about: &about,
        x: "segments asked for",
        y: "BIC, less is better",
    };
    image(SIZE, words, |canvas| {
        let mut chart = axes(canvas, words, (1.0..last, least - room..most + room))?;
        let line = Line { name: "BIC".to_owned(), points, colour: BLUE, dashed: false };
        lines(&mut chart, &[line], SeriesLabelPosition::UpperRight)
    })
}
