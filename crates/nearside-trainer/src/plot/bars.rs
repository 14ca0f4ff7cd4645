//! Bars by name: how much each of a list of things matters.

use plotters::prelude::*;

use super::{BLUE, INK, Line, PlotError, SIZE, VERMILION, Words, axes, failed, image, lines};

/// Height of one name's bars and of everything around them, px.
const BAND: u32 = 22;
const AROUND: u32 = 110;
/// Room for the names, and from the edge to them, px.
const NAMES: u32 = 190;
const EDGE: i32 = 14;

/// Two bars a name (estimate and forecast), the first name on top.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn draw(title: &str, unit: &str, rows: &[(String, [f64; 2])]) -> Result<String, PlotError> {
    let most = rows.iter().flat_map(|row| row.1).fold(1e-6, f64::max);
    let least = rows.iter().flat_map(|row| row.1).fold(0.0, f64::min);
    let first: Vec<String> =
        rows.iter().take(5).map(|(name, [estimate, _])| format!("{name} {estimate:.4}")).collect();
    let about = format!("{title}, largest first: {}.", first.join(", "));
    let words = Words { title, about: &about, x: unit, y: "" };
    let count = rows.len() as f64;
    image((SIZE.0, AROUND + BAND * rows.len() as u32), words, |canvas| {
        let (names, right) = canvas.split_horizontally(NAMES);
        let mut chart = axes(&right, words, (least * 1.05..most * 1.05, 0.0..count))?;
        for (head, colour) in [BLUE, VERMILION].into_iter().enumerate() {
            let bars = rows.iter().enumerate().map(|(index, (_, values))| {
                let top = count - index as f64 - 0.12 - 0.38 * head as f64;
                Rectangle::new([(0.0, top), (values[head], top - 0.38)], colour.filled())
            });
            chart.draw_series(bars).map_err(failed)?;
        }
        for (index, (name, _)) in rows.iter().enumerate() {
            let (_, y) = chart.backend_coord(&(0.0, count - index as f64 - 0.25));
            let style = (super::FONT, 13, &INK).into_text_style(canvas);
            names.draw(&Text::new(name.as_str(), (EDGE, y), style)).map_err(failed)?;
        }
        let key = [("estimate", BLUE), ("forecast", VERMILION)].map(|(name, colour)| Line {
            name: name.to_owned(),
            points: vec![],
            colour,
            dashed: false,
        });
        lines(&mut chart, &key, SeriesLabelPosition::LowerRight)
    })
}
