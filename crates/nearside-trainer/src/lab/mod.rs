//! The laboratory: bandit policies measured where the truth is known.
//!
//! Four commands: `bandit` on classified data, `simulate` on made-up visitors, `evaluate-policy` on a log, `analyse` on the
//! counts that browsers hold. The first three run the policies of nearside-core as a page does, with the same defaults for
//! every set of data.

pub(crate) mod analyse;
mod course;
mod estimate;
pub(crate) mod evaluate_policy;
mod fit;
mod log;
mod methods;
pub(crate) mod progressive;
pub(crate) mod simulate;
mod table;
#[cfg(test)]
mod tests;
mod world;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `count` runs, with the time left; silent where nobody looks on.
fn progress(what: &'static str, count: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta} left");
    let bar = ProgressBar::new(count).with_message(what);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
