//! One thing that a machine needs.

use std::path::Path;

use anyhow::Result;

/// A thing to have: how to see that it is there, and how to get it.
pub(crate) struct Step {
    /// What it is, as the plan shows it.
    pub(crate) name: &'static str,
    /// What needs it.
    pub(crate) why: &'static str,
    /// How long it takes on two cores, in minutes.
    pub(crate) minutes: f32,
    /// What to do when it fails.
    pub(crate) remedy: &'static str,
    /// Whether it is there already; quick, and without side effects.
    pub(crate) is_done: fn() -> bool,
    /// Gets it, writing what it does to the log.
    pub(crate) perform: fn(&Path) -> Result<()>,
}
