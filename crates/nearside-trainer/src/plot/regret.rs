//! Regret by visitor: policies side by side.

use plotters::prelude::*;

use super::{BLUE, GREEN, INK, Line, NEAR, PlotError, SIZE, VERMILION, Words, axes, failed, image, lines};

/// Okabe and Ito's orange and purple, darkened enough for a thin line on white.
const ORANGE: RGBColor = RGBColor(176, 112, 0);
const PURPLE: RGBColor = RGBColor(170, 85, 135);
const COLOURS: [RGBColor; 5] = [BLUE, VERMILION, GREEN, ORANGE, PURPLE];

/// Curves by name, the regret so far after each visitor; a mark where the drift was.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn draw(curves: &[(String, Vec<f64>)], drift_at: Option<usize>) -> Result<String, PlotError> {
    let ends = curves.iter().map(|(name, regret)| format!("{name} {:.0}", last(regret)));
    let about = format!(
        "Regret so far by visitor, the mean of several sites. In the end: {}.",
        ends.collect::<Vec<_>>().join(", ")
    );
    let words = Words { title: "Regret", about: &about, x: "visitors", y: "rewards missed so far" };
    let visitors = curves.iter().map(|(_, regret)| regret.len()).max().unwrap_or_default() as f64;
    let high = curves.iter().map(|(_, regret)| last(regret)).fold(1.0, f64::max) * 1.05;
    let drawn: Vec<Line> = curves
        .iter()
        .zip(COLOURS.into_iter().cycle())
        .map(|((name, regret), colour)| {
            let step = ((visitors * NEAR) as usize).max(1);
            let points = regret.iter().enumerate().step_by(step);
            let points = points.map(|(count, &regret)| ((count + 1) as f64, regret)).collect();
            Line { name: name.clone(), points, colour, dashed: false }
        })
        .collect();
    image(SIZE, words, |canvas| {
        let mut chart = axes(canvas, words, (0.0..visitors, 0.0..high))?;
        if let Some(at) = drift_at {
            let mark = [(at as f64, 0.0), (at as f64, high)];
            chart.draw_series(DashedLineSeries::new(mark, 2, 4, INK.stroke_width(1))).map_err(failed)?;
        }
        lines(&mut chart, &drawn, SeriesLabelPosition::UpperLeft)
    })
}

fn last(regret: &[f64]) -> f64 {
    regret.last().copied().unwrap_or_default()
}
