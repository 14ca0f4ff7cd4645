//! The outlook: what the models say of the whole visit, not of one region.
//!
//! Outputs of the propensity and segment models → how likely the session is to convert, and how far the visit
//! falls in each segment. Empty until a model has answered.

/// What is said of the visit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outlook<'a> {
    /// Probability that this session converts.
    pub conversion: Option<f32>,
    /// Names of the segments.
    pub(crate) names: &'a [String],
    /// How far the visit falls in each; together 1, or empty.
    pub(crate) shares: &'a [f32],
}

impl<'a> Outlook<'a> {
    /// The segments with how far the visit falls in each.
    pub fn segments(self) -> impl Iterator<Item = (&'a str, f32)> {
        self.names.iter().map(String::as_str).zip(self.shares.iter().copied())
    }

    /// The segment that the visit falls in most; the first of equals.
    pub fn segment(self) -> Option<&'a str> {
        self.segments().reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(name, _)| name)
    }

    /// How far the visit falls in the segment of this name.
    pub fn share(self, name: &str) -> Option<f32> {
        self.segments().find(|(segment, _)| *segment == name).map(|(_, share)| share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_segment_is_the_one_with_the_greatest_share() {
        let names = ["quick", "deep", "selective"].map(str::to_owned);
        for (shares, expected) in [
            (vec![0.2, 0.5, 0.3], Some("deep")),
            (vec![0.4, 0.4, 0.2], Some("quick")),
            // Not asked yet.
            (vec![], None),
        ] {
            let outlook = Outlook { conversion: None, names: &names, shares: &shares };
            assert_eq!(outlook.segment(), expected);
            assert_eq!(outlook.share("deep"), shares.get(1).copied());
            assert_eq!(outlook.share("shallow"), None);
        }
    }
}
