//! What weighed in a decision: which features moved the model's score, and how far.
//!
//! Occlusion (Zeiler & Fergus 2014): set one input to its typical value, score again, and take the change in
//! log-odds. As many scores as the model has inputs, once per decision. Exact for what it says, and the same for
//! every architecture.

use crate::{
    decision::{MOST_WEIGHED, Weighed},
    features::schema,
    rank::heaviest_first,
    scorer::{Score, Scorer, ScorerError},
};

/// The inputs that moved the estimate of `row` most, heaviest first; `region` names the row's region.
///
/// # Errors
/// What the scorer reports.
pub(crate) fn weigh(scorer: &mut dyn Scorer, row: &[f32], region: &str) -> Result<Vec<Weighed>, ScorerError> {
    let inputs = scorer.inputs().to_vec();
    let typical = scorer.typical().to_vec();

    // The row itself first, then the row with each input in turn left out.
    let mut rows = row.to_vec();
    for &input in &inputs {
        let start = rows.len();
        rows.extend_from_slice(row);
        rows[start + input] = typical[input];
    }
    let mut outputs = vec![0.0; (inputs.len() + 1) * scorer.outputs().len()];
    scorer.score(&rows, &mut outputs)?;

    let mut scores = Score::read(&outputs).map(|score| log_odds(score.estimate));
    let full = scores.next().unwrap_or_default();
    let weighed = inputs
        .iter()
        .zip(scores)
        .filter_map(|(&input, without)| {
            Some(Weighed {
                path: schema::column(input)?.path.replace('*', region),
                value: row[input],
                weight: full - without,
            })
        })
        .filter(|feature| feature.weight.abs() > 1e-3)
        .collect();
    let mut weighed = heaviest_first(weighed, |feature: &Weighed| f64::from(feature.weight.abs()));
    weighed.truncate(MOST_WEIGHED);
    Ok(weighed)
}

/// ln(p / (1 − p)), kept finite at the ends.
fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    libm::logf(p / (1.0 - p))
}
