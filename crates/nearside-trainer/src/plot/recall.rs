//! Precision-recall: how much of what is picked is true, by how much of what is true is picked.

use plotters::prelude::SeriesLabelPosition;

use super::{Line, PlotError, SIZE, Scored, Words, axes, image, lines, thinned};
use crate::curves::precision_recall;

/// One line a head and view.
pub(super) fn draw(heads: &[Scored<'_>]) -> Result<String, PlotError> {
    let named = |head: &Scored<'_>| format!("{} (AP {:.3})", head.name, head.metrics.ap);
    let said: Vec<String> = heads.iter().map(named).collect();
    let about = format!("Precision over recall: {}.", said.join(", "));
    let words = Words { title: "Precision and recall", about: &about, x: "recall", y: "precision" };
    image(SIZE, words, |canvas| {
        let mut chart = axes(canvas, words, (0.0..1.0, 0.0..1.0))?;
        let curves = heads.iter().zip(said).map(|(head, name)| Line {
            name,
            points: thinned(&precision_recall(head.scores, &head.labels)),
            colour: head.colour,
            dashed: head.dashed,
        });
        lines(&mut chart, &curves.collect::<Vec<_>>(), SeriesLabelPosition::UpperRight)
    })
}
