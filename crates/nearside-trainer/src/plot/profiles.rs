//! Profiles of segments: how far each one's means stand from those of all visits.

use plotters::prelude::*;

use super::{BLUE, FAINT, INK, PlotError, VERMILION, Words, axes, failed, image};

/// Height of one bar, and of everything around them, px.
const BAND: u32 = 18;
const AROUND: u32 = 120;
/// Room for the names, as a share of the longest bar.
const NAMES: f64 = 1.1;

/// One bar for each of `paths` in each segment, in spreads from the mean of all visits.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn draw(paths: &[&str], segments: &[(&str, &[f64])]) -> Result<String, PlotError> {
    let most =
        segments.iter().flat_map(|(_, means)| *means).fold(0.5, |most: f64, mean| most.max(mean.abs()));
    let names: Vec<&str> = segments.iter().map(|(name, _)| *name).collect();
    let about = format!("Standardised means of {}, one bar a feature.", names.join(", "));
    let words = Words { title: "Segments", about: &about, x: "spreads from the mean of all visits", y: "" };
    let block = paths.len() + 1;
    let rows = (segments.len() * block) as f64;
    let left = -most * (1.0 + NAMES);
    image((720, AROUND + BAND * rows as u32), words, |canvas| {
        let mut chart = axes(canvas, words, (left..most * 1.05, 0.0..rows))?;
        let text = |at: (f64, f64), text: String, size: i32| {
            Text::new(text, at, (super::FONT, size, &INK).into_text_style(canvas))
        };
        for (segment, (name, means)) in segments.iter().enumerate() {
            let top = rows - (segment * block) as f64;
            let rule = PathElement::new([(left, top), (most * 1.05, top)], FAINT);
            chart.draw_series([rule]).map_err(failed)?;
            chart.draw_series([text((left, top - 0.2), format!(" {name}"), 15)]).map_err(failed)?;
            for (place, (path, mean)) in paths.iter().zip(*means).enumerate() {
                let top = top - 1.0 - place as f64;
                let colour = if *mean < 0.0 { VERMILION } else { BLUE };
                let bar = Rectangle::new([(0.0, top - 0.15), (*mean, top - 0.85)], colour.filled());
                chart.draw_series([bar]).map_err(failed)?;
                chart.draw_series([text((left, top - 0.2), format!("   {path}"), 12)]).map_err(failed)?;
            }
        }
        Ok(())
    })
}
