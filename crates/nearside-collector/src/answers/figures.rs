//! A number with what it may be off by, as it is written.

use nearside_report::Estimate;
use nearside_report::analysis::Uplift;
use serde::Serialize;
use utoipa::ToSchema;

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Figure {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl From<Estimate> for Figure {
    fn from(Estimate { value, low, high, .. }: Estimate) -> Self {
        Self { value, low, high }
    }
}

impl From<Uplift> for Figure {
    fn from(Uplift { estimate, low, high }: Uplift) -> Self {
        Self { value: estimate, low, high }
    }
}
