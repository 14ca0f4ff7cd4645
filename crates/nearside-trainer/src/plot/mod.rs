//! Plots as SVG: losses, curves, calibration.
//!
//! Numbers → one self-contained image: on a ground of its own, so that it reads on light and dark pages, with a title
//! and a description for those who don't see it. Colours are Okabe and Ito's, which colour-blind people tell apart.

use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
};
use thiserror::Error;

use crate::{
    data::rows::Key,
    metrics::Metrics,
    train::conclude::{Heads, labels, measure},
};

pub(crate) mod bars;
mod calibration;
pub(crate) mod loss;
pub(crate) mod profiles;
mod recall;
pub(crate) mod regret;
mod roc;
pub(crate) mod selection;
#[cfg(test)]
mod tests;

/// Width and height, px.
const SIZE: (u32, u32) = (720, 480);
const BLUE: RGBColor = RGBColor(0, 114, 178);
const VERMILION: RGBColor = RGBColor(213, 94, 0);
const GREEN: RGBColor = RGBColor(0, 128, 96);
const INK: RGBColor = RGBColor(34, 34, 34);
const FAINT: RGBColor = RGBColor(226, 226, 226);
const FONT: &str = "system-ui, sans-serif";
/// Points of a curve closer than this share of the plot to the last one drawn are left out.
const NEAR: f64 = 1.0 / 500.0;

/// A plot could not be drawn.
#[derive(Debug, Error)]
#[non_exhaustive]
#[error("a plot can't be drawn: {0}")]
pub(crate) struct PlotError(String);

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// One line of a plot.
#[derive(Clone, Debug)]
struct Line {
    name: String,
    points: Vec<(f64, f64)>,
    colour: RGBColor,
    dashed: bool,
}

/// What a plot says in words.
#[derive(Clone, Copy)]
struct Words<'a> {
    title: &'a str,
    about: &'a str,
    x: &'a str,
    y: &'a str,
}

/// ROC, precision-recall and calibration by file name, for the judged rows of each view: the first with a cursor, the
/// second by touch.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn curves(
    judged: &[Vec<Key>],
    scores: &[Heads],
) -> Result<Vec<(&'static str, String)>, PlotError> {
    let mut heads = Vec::new();
    for ((keys, scores), (manner, dashed)) in judged.iter().zip(scores).zip([("", false), (", touch", true)])
    {
        for (head, (name, colour)) in [("estimate", BLUE), ("forecast", VERMILION)].into_iter().enumerate() {
            heads.push(Scored {
                name: format!("{name}{manner}"),
                colour,
                dashed,
                metrics: measure(keys, head, &scores[head]),
                scores: &scores[head],
                labels: labels(keys, head),
            });
        }
    }
    drawn(&heads)
}

/// The same for two named lists of probabilities of one thing, of which `came` says where it came true.
///
/// # Errors
/// [`PlotError`].
pub(crate) fn curves_of(
    named: [(&str, &[f64]); 2],
    came: &[bool],
) -> Result<Vec<(&'static str, String)>, PlotError> {
    let alone: Vec<(usize, u64)> = (0..came.len()).map(|row| (row, 0)).collect();
    let scored = named.into_iter().zip([BLUE, VERMILION]).map(|((name, scores), colour)| Scored {
        name: name.to_owned(),
        colour,
        dashed: false,
        metrics: Metrics::of(scores, came, &alone),
        scores,
        labels: came.to_vec(),
    });
    drawn(&scored.collect::<Vec<_>>())
}

fn drawn(scored: &[Scored<'_>]) -> Result<Vec<(&'static str, String)>, PlotError> {
    Ok(vec![
        ("roc.svg", roc::draw(scored)?),
        ("precision-recall.svg", recall::draw(scored)?),
        ("calibration.svg", calibration::draw(scored)?),
    ])
}

/// One head's probabilities in one view, and what came true.
struct Scored<'a> {
    name: String,
    colour: RGBColor,
    dashed: bool,
    metrics: Metrics,
    scores: &'a [f64],
    labels: Vec<bool>,
}

/// Draws on a white ground and says what it is.
fn image(
    (width, height): (u32, u32),
    words: Words<'_>,
    draw: impl FnOnce(&Canvas<'_>) -> Result<(), PlotError>,
) -> Result<String, PlotError> {
    let mut svg = String::new();
    {
        let canvas = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        canvas.fill(&WHITE).map_err(failed)?;
        draw(&canvas)?;
        canvas.present().map_err(failed)?;
    }
    let named = format!(
        "<svg role=\"img\" aria-labelledby=\"title about\" font-family=\"{FONT}\" \
        $1>\n<title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>",
        escaped(words.title),
        escaped(words.about)
    );
    let (opening, rest) = svg.split_once('>').ok_or_else(|| PlotError("it is empty".to_owned()))?;
    let attributes = opening.trim_start_matches("<svg ");
    Ok(named.replace("$1", attributes) + rest)
}

/// Axes with their labels, and a grid.
fn axes<'a, 'b>(
    canvas: &'a Canvas<'b>,
    words: Words<'_>,
    (x, y): (std::ops::Range<f64>, std::ops::Range<f64>),
) -> Result<Chart<'a, 'b>, PlotError> {
    // An axis without a label has its own words beside it.
    let labelled = !words.y.is_empty();
    let mut chart = ChartBuilder::on(canvas)
        .caption(words.title, (FONT, 20, &INK))
        .margin(14)
        .x_label_area_size(48)
        .y_label_area_size(if labelled { 64 } else { 1 })
        .build_cartesian_2d(x, y)
        .map_err(failed)?;
    let mut mesh = chart.configure_mesh();
    if !labelled {
        mesh.disable_y_mesh().y_labels(0);
    }
    mesh.x_desc(words.x)
        .y_desc(words.y)
        .axis_desc_style((FONT, 15, &INK))
        .label_style((FONT, 13, &INK))
        .x_label_formatter(&short)
        .y_label_formatter(&short)
        .bold_line_style(FAINT)
        .light_line_style(TRANSPARENT)
        .axis_style(INK)
        .draw()
        .map_err(failed)?;
    Ok(chart)
}

/// Lines with a legend at `place`.
fn lines<'a, 'b: 'a>(
    chart: &mut Chart<'a, 'b>,
    lines: &[Line],
    place: SeriesLabelPosition,
) -> Result<(), PlotError> {
    for line in lines {
        let (style, dashed) = (line.colour.stroke_width(2), line.dashed);
        let drawn = match dashed {
            true => chart.draw_series(DashedLineSeries::new(line.points.iter().copied(), 6, 4, style)),
            false => chart.draw_series(LineSeries::new(line.points.iter().copied(), style)),
        };
        drawn.map_err(failed)?.label(&line.name).legend(move |(x, y)| {
            let gap = if dashed { (9, 13) } else { (11, 11) };
            EmptyElement::at((x, y))
                + PathElement::new([(0, 0), (gap.0, 0)], style)
                + PathElement::new([(gap.1, 0), (22, 0)], style)
        });
    }
    chart
        .configure_series_labels()
        .position(place)
        .legend_area_size(30)
        .margin(12)
        .label_font((FONT, 14, &INK))
        .background_style(WHITE.mix(0.85))
        .border_style(FAINT)
        .draw()
        .map_err(failed)
}

/// A curve without the points that would fall onto one another; the ends stay.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (index, &point) in points.iter().enumerate() {
        let far = |last: &(f64, f64)| (point.0 - last.0).abs() >= NEAR || (point.1 - last.1).abs() >= NEAR;
        if index + 1 == points.len() || kept.last().is_none_or(far) {
            kept.push(point);
        }
    }
    kept
}

/// As few digits as tell it.
fn short(value: &f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn failed(error: impl std::fmt::Display) -> PlotError {
    PlotError(error.to_string())
}
