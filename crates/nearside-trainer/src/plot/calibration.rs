//! Reliability: of what was said to be so likely, how much came true; and how often it was said.

use plotters::prelude::*;

use super::{FAINT, INK, Line, PlotError, Scored, Words, axes, failed, image, lines};
use crate::{curves::bins, metrics::BINS};

/// Width and height, px, and the share of the latter that the counts have.
const SIZE: (u32, u32) = (720, 680);
const COUNTS: f64 = 0.32;

/// Heads with a cursor: lines above, counts of rows by bin below.
pub(super) fn draw(heads: &[Scored<'_>]) -> Result<String, PlotError> {
    let heads: Vec<&Scored<'_>> = heads.iter().filter(|head| !head.dashed).collect();
    let named = |head: &&Scored<'_>| format!("{} (ECE {:.3})", head.name, head.metrics.ece);
    let said: Vec<String> = heads.iter().map(named).collect();
    let about =
        format!("Share that came true by predicted probability, in {BINS} bins: {}.", said.join(", "));
    let above =
        Words { title: "Calibration", about: &about, x: "predicted probability", y: "share that came true" };
    image(SIZE, above, |canvas| {
        let (top, bottom) = canvas.split_vertically((f64::from(SIZE.1) * (1.0 - COUNTS)) as u32);
        let mut chart = axes(&top, above, (0.0..1.0, 0.0..1.0))?;
        let mut drawn = Vec::new();
        for (head, name) in heads.iter().zip(said) {
            let filled = bins(head.scores, &head.labels).into_iter().filter(|bin| bin.rows > 0);
            let points: Vec<(f64, f64)> = filled.map(|bin| (bin.said, bin.came)).collect();
            let dots = points.iter().map(|&point| Circle::new(point, 4, head.colour.filled()));
            chart.draw_series(dots).map_err(failed)?;
            drawn.push(Line { name, points, colour: head.colour, dashed: false });
        }
        drawn.push(Line {
            name: "as said".to_owned(),
            points: vec![(0.0, 0.0), (1.0, 1.0)],
            colour: FAINT,
            dashed: false,
        });
        lines(&mut chart, &drawn, SeriesLabelPosition::UpperLeft)?;
        counts(&bottom, &heads)
    })
}

/// Bars side by side, with their numbers on top.
fn counts(canvas: &super::Canvas<'_>, heads: &[&Scored<'_>]) -> Result<(), PlotError> {
    let all: Vec<Vec<usize>> = heads
        .iter()
        .map(|head| bins(head.scores, &head.labels).into_iter().map(|bin| bin.rows).collect())
        .collect();
    let most = all.iter().flatten().copied().max().unwrap_or(1) as f64;
    let words = Words { title: "", about: "", x: "predicted probability", y: "rows" };
    let mut chart = axes(canvas, words, (0.0..1.0, 0.0..most * 1.2))?;
    let (bin, bar) = (1.0 / BINS as f64, 0.9 / BINS as f64 / heads.len().max(1) as f64);
    for (index, (head, rows)) in heads.iter().zip(&all).enumerate() {
        let left = |at: usize| at as f64 * bin + 0.05 * bin + index as f64 * bar;
        let bars = rows.iter().enumerate().map(|(at, &rows)| {
            let corners = [(left(at), 0.0), (left(at) + bar, rows as f64)];
            Rectangle::new(corners, head.colour.mix(0.8).filled())
        });
        chart.draw_series(bars).map_err(failed)?;
        let numbers = rows.iter().enumerate().map(|(at, &rows)| {
            let style = (super::FONT, 11, &INK).into_text_style(canvas);
            let centred = style.pos(plotters::style::text_anchor::Pos::new(
                plotters::style::text_anchor::HPos::Center,
                plotters::style::text_anchor::VPos::Bottom,
            ));
            Text::new(rows.to_string(), (left(at) + bar / 2.0, rows as f64), centred)
        });
        chart.draw_series(numbers).map_err(failed)?;
    }
    Ok(())
}
