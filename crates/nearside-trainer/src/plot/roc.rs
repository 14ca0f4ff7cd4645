//! ROC: how many true rows are found for how many false alarms.

use plotters::prelude::SeriesLabelPosition;

use super::{FAINT, Line, PlotError, SIZE, Scored, Words, axes, image, lines, thinned};
use crate::curves::roc;

/// One line a head and view, with chance as the diagonal.
pub(super) fn draw(heads: &[Scored<'_>]) -> Result<String, PlotError> {
    let named = |head: &Scored<'_>| format!("{} (AUC {:.3})", head.name, head.metrics.auc);
    let said: Vec<String> = heads.iter().map(named).collect();
    let about = format!("True positive rate over false positive rate: {}.", said.join(", "));
    let words = Words { title: "ROC", about: &about, x: "false positive rate", y: "true positive rate" };
    image(SIZE, words, |canvas| {
        let mut chart = axes(canvas, words, (0.0..1.0, 0.0..1.0))?;
        let chance = Line {
            name: "chance".to_owned(),
            points: vec![(0.0, 0.0), (1.0, 1.0)],
            colour: FAINT,
            dashed: false,
        };
        let curves = heads.iter().zip(said).map(|(head, name)| Line {
            name,
            points: thinned(&roc(head.scores, &head.labels)),
            colour: head.colour,
            dashed: head.dashed,
        });
        lines(&mut chart, &curves.chain([chance]).collect::<Vec<_>>(), SeriesLabelPosition::LowerRight)
    })
}
