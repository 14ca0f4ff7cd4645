//! What weighed in a decision: which features moved the model's score, and how far.
//!
//! Occlusion (Zeiler & Fergus 2014): set one input to its typical value, score again, and take the change in
//! log-odds. As many scores as the model has inputs, once per decision. Exact for what it says, and the same for
//! every architecture.

use crate::{
    decision::{MOST_WEIGHED, Weighed},
    features::schema::{self, WIDTH},
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
    let mut scores = vec![Score::default(); inputs.len() + 1];
    scorer.score(&rows, &mut scores)?;

    let full = log_odds(scores[0].estimate);
    let mut weighed: Vec<Weighed> = inputs
        .iter()
        .zip(&scores[1..])
        .filter_map(|(&input, without)| {
            Some(Weighed {
                path: schema::column(input)?.path.replace('*', region),
                value: row[input],
                weight: full - log_odds(without.estimate),
            })
        })
        .filter(|feature| feature.weight.abs() > 1e-3)
        .collect();
    weighed.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    weighed.truncate(MOST_WEIGHED);
    Ok(weighed)
}

/// ln(p / (1 − p)), kept finite at the ends.
fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    libm::logf(p / (1.0 - p))
}

/// Whether a scorer fits this agent: same schema, columns that exist, a full typical row.
///
/// # Errors
/// [`ScorerError`] that says what does not fit.
pub(crate) fn check(scorer: &dyn Scorer) -> Result<(), ScorerError> {
    if scorer.schema() != schema::HASH {
        return Err(ScorerError::Schema { expected: schema::HASH, found: scorer.schema() });
    }
    if scorer.typical().len() != WIDTH || scorer.inputs().iter().any(|&input| input >= WIDTH) {
        return Err(ScorerError::Failed("its columns are not this schema's".into()));
    }
    Ok(())
}
