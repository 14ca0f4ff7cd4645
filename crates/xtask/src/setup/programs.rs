//! The programs that come from the operating system: browsers, their drivers, a C compiler, a screen for WebKit.
//!
//! Debian's packages are installed for the programs that are missing. Elsewhere the programs are named, for
//! the user to install in that system's own way.

use std::path::Path;

use anyhow::{Result, bail};

use super::debian;
use super::step::Step;
use crate::command::find;

/// A program that must be on the path, by any of its names.
struct Program {
    names: &'static [&'static str],
    packages: &'static [&'static str],
    /// Whether systems other than Debian are asked for it.
    everywhere: bool,
}

const PROGRAMS: &[Program] = &[
    Program { names: &["cc"], packages: &["build-essential"], everywhere: true },
    Program {
        names: &["chromium", "google-chrome", "chrome", "google-chrome-stable"],
        packages: &["chromium", "fonts-dejavu-core"],
        everywhere: false,
    },
    Program { names: &["chromedriver"], packages: &["chromium-driver"], everywhere: true },
    Program { names: &["firefox-esr", "firefox"], packages: &["firefox-esr"], everywhere: false },
    Program { names: &["WebKitWebDriver"], packages: &["webkit2gtk-driver"], everywhere: false },
    Program { names: &["Xvfb"], packages: &["xvfb"], everywhere: false },
];

/// The step that installs them.
pub(super) fn step() -> Step {
    Step {
        name: "system programs",
        why: "browsers and drivers for the tests, a C compiler",
        minutes: 0.5,
        remedy: "install Chromium, its chromedriver, Firefox, WebKitWebDriver and Xvfb so that they are on the PATH",
        is_done: || missing().is_empty(),
        perform: install,
    }
}

fn install(log: &Path) -> Result<()> {
    let missing = missing();
    if debian::is_here() {
        let packages: Vec<&str> = missing.iter().flat_map(|program| program.packages).copied().collect();
        return debian::install(&packages, log);
    }
    let names: Vec<&str> = missing.iter().map(|program| program.names[0]).collect();
    bail!("not on the PATH: {}. This system has no apt, so please install them its own way", names.join(", "))
}

fn missing() -> Vec<&'static Program> {
    let is_asked = |program: &&Program| program.everywhere || debian::is_here();
    let is_missing = |program: &&Program| !program.names.iter().any(|name| find(name).is_some());
    PROGRAMS.iter().filter(is_asked).filter(is_missing).collect()
}
