//! The native programs that browsers' tests run beside the page: the server, and the trainer that replays.
//!
//! Each is built alone, because cargo would otherwise unite their features and compile what they share once
//! more when one of them is run by itself.

use anyhow::Result;

use crate::command::{run, tool};

const PROGRAMS: &[&str] = &["nearside-collector", "nearside-trainer"];
/// The profile of programs that work for a living.
pub(crate) const PROFILE: [&str; 2] = ["--profile", "native"];

/// Builds them into `target/native`.
pub(crate) fn build() -> Result<()> {
    for program in PROGRAMS {
        run(tool("cargo").args(["build", "--quiet", "--package", program]).args(PROFILE))?;
    }
    Ok(())
}
