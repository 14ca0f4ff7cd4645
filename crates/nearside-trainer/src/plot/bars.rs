//! Bars by name: how much each of a list of things matters.

use plotters::prelude::*;

use super::{BLUE, INK, Line, PlotError, VERMILION, Words, axes, failed, image, lines};

/// Height of one name's bars and of everything around them, px.
const BAND: u32 = 22;
const AROUND: u32 = 130;
/// Room for the names, as a share of the longest bar.
const NAMES: f64 = 0.62;

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
    let size = (720, AROUND + BAND * rows.len() as u32);
    image(size, words, |canvas| {
        let mut chart = axes(canvas, words, (least - NAMES * most..most * 1.05, 0.0..count))?;
        for (head, colour) in [BLUE, VERMILION].into_iter().enumerate() {
            let bars = rows.iter().enumerate().map(|(index, (_, values))| {
                let top = count - index as f64 - 0.12 - 0.38 * head as f64;
                Rectangle::new([(0.0, top), (values[head], top - 0.38)], colour.filled())
            });
            chart.draw_series(bars).map_err(failed)?;
        }
        let names = rows.iter().enumerate().map(|(index, (name, _))| {
            let at = (least - NAMES * most, count - index as f64 - 0.25);
            Text::new(format!(" {name}"), at, (super::FONT, 13, &INK).into_text_style(canvas))
        });
        chart.draw_series(names).map_err(failed)?;
        let key = [("estimate", BLUE), ("forecast", VERMILION)];
        let key =
            key.map(|(name, colour)| Line { name: name.to_owned(), points: vec![], colour, dashed: false });
        lines(&mut chart, &key, SeriesLabelPosition::LowerRight)
    })
}
