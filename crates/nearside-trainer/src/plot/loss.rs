//! Loss by epoch: what training gains on the rows learned from, and on people held out.

use plotters::prelude::*;

use super::{BLUE, GREEN, INK, Line, PlotError, SIZE, VERMILION, Words, axes, failed, image, lines};
use crate::train::{conclude::FoldReport, learner::Losses};

/// Mean over the folds, the final fit, and the epoch that was chosen.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn draw(folds: &[FoldReport], fitted: &[f64], chosen: usize) -> Result<String, PlotError> {
    let trained = mean(folds, |losses| losses.trained);
    let held_out = mean(folds, |losses| losses.held_out);
    let about = format!(
        "Mean cross-entropy by epoch over {} folds. After epoch {chosen}, which was chosen, {:.4} on people held out.",
        folds.len(),
        held_out.get(chosen.saturating_sub(1)).map_or(f64::NAN, |point| point.1)
    );
    let words = Words { title: "Loss by epoch", about: &about, x: "epoch", y: "cross-entropy (nats)" };
    let fitted = fitted.iter().enumerate().map(|(epoch, &loss)| ((epoch + 1) as f64, loss)).collect();
    let drawn = [
        ("people held out, mean of folds", held_out, VERMILION, false),
        ("learned from, mean of folds", trained, BLUE, false),
        ("final fit, learned from", fitted, GREEN, true),
    ];
    let drawn =
        drawn.map(|(name, points, colour, dashed)| Line { name: name.to_owned(), points, colour, dashed });
    let all = || drawn.iter().flat_map(|line| &line.points);
    let last = all().map(|point| point.0).fold(1.0, f64::max);
    let low = all().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let high = all().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.15).max(0.005);
    image(SIZE, words, |canvas| {
        let mut chart = axes(canvas, words, (0.5..last + 0.5, low - room..high + 2.0 * room))?;
        let mark = [(chosen as f64, low - room), (chosen as f64, high + room)];
        chart.draw_series(DashedLineSeries::new(mark, 2, 4, INK.stroke_width(1))).map_err(failed)?;
        for line in &drawn {
            let points = line.points.iter().map(|&point| Circle::new(point, 3, line.colour.filled()));
            chart.draw_series(points).map_err(failed)?;
        }
        lines(&mut chart, &drawn, SeriesLabelPosition::UpperRight)
    })
}

/// The mean of all folds by epoch, as far as the least patient one went: beyond it, the mean would be of others.
fn mean(folds: &[FoldReport], of: impl Fn(&Losses) -> f64) -> Vec<(f64, f64)> {
    let epochs = folds.iter().map(|fold| fold.losses.len()).min().unwrap_or(0);
    let epoch = |epoch: usize| {
        let sum: f64 = folds.iter().map(|fold| of(&fold.losses[epoch])).sum();
        ((epoch + 1) as f64, sum / folds.len() as f64)
    };
    (0..epochs).map(epoch).collect()
}
