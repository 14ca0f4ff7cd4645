//! Attention: the model's scores, summed over the time they held.
//!
//! For each region Σ estimate × dwell: the expected time, in ms, that the visitor looked at it. This is what
//! the score step of a decision compares.

use crate::{scorer::Score, signal::RegionId, units::Millis};

/// The latest scores and the attention so far, by region.
#[derive(Clone, Debug, Default)]
pub struct Attention {
    regions: Vec<(Option<Score>, Millis)>,
}

impl Attention {
    /// Makes room for one more region.
    pub(crate) fn add_region(&mut self) {
        self.regions.push((None, Millis::ZERO));
    }

    /// Takes the scores of the regions in view, which held for `span` of dwell; the others have none now.
    pub(crate) fn update(&mut self, scored: impl Iterator<Item = (RegionId, Score)>, span: Millis) {
        for (score, _) in &mut self.regions {
            *score = None;
        }
        for (id, score) in scored {
            if let Some((latest, total)) = self.regions.get_mut(usize::from(id.0)) {
                *latest = Some(score);
                *total += Millis(f64::from(score.estimate) * span.0);
            }
        }
    }

    /// Nobody has looked at anything yet.
    pub(crate) fn forget(&mut self) {
        self.regions.fill((None, Millis::ZERO));
    }

    /// The latest score; none while the region is out of view or there is no model.
    pub fn score(&self, id: RegionId) -> Option<Score> {
        self.regions.get(usize::from(id.0)).and_then(|(score, _)| *score)
    }

    /// Expected time that the visitor looked at the region.
    pub fn total(&self, id: RegionId) -> Millis {
        self.regions.get(usize::from(id.0)).map_or(Millis::ZERO, |&(_, total)| total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_is_estimate_times_dwell_and_out_of_view_keeps_its_sum() {
        let mut attention = Attention::default();
        attention.add_region();
        attention.add_region();
        let score = |estimate| Score { estimate, forecast: 0.1 };
        attention
            .update([(RegionId(0), score(0.5)), (RegionId(1), score(0.25))].into_iter(), Millis(1_000.0));
        attention.update([(RegionId(1), score(1.0))].into_iter(), Millis(500.0));
        assert_eq!(attention.total(RegionId(0)), Millis(500.0));
        assert_eq!(attention.score(RegionId(0)), None);
        assert_eq!(attention.total(RegionId(1)), Millis(750.0));
        assert_eq!(attention.total(RegionId(9)), Millis::ZERO);
    }
}
