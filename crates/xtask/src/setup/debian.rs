//! Packages of Debian and its kin.
//!
//! Input: package names; output: they are installed. Only root, or someone whose sudo asks for no
//! password, gets them installed here; anyone else is given the command to pass on.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::command::{find, output, run_logged, tool};

/// Another apt may be at work, on a machine that has just started for example; wait for it this long.
const LOCK_TIMEOUT: &str = "DPkg::Lock::Timeout=300";

/// Whether this system has apt.
pub(crate) fn is_here() -> bool {
    find("apt-get").is_some()
}

/// Installs packages, after refreshing the lists, which a bare machine lacks.
pub(crate) fn install(packages: &[&str], log: &Path) -> Result<()> {
    let Some(prefix) = privilege() else {
        bail!(
            "installing packages needs root. Run\n\n    sudo apt-get update && sudo apt-get install -y \
             --no-install-recommends {}\n\nthen `cargo xtask setup` again",
            packages.join(" ")
        );
    };
    run_logged(apt(prefix).arg("update"), log)?;
    run_logged(apt(prefix).args(["install", "-y", "--no-install-recommends"]).args(packages), log)
}

/// A command with root's rights, or `None` where those are not to be had without asking.
pub(crate) fn privileged(program: &str) -> Option<Command> {
    privilege().map(|prefix| with(prefix, program))
}

/// The words to put before a command: none for root.
fn privilege() -> Option<&'static [&'static str]> {
    if output(tool("id").arg("-u")).is_ok_and(|user| user == "0") {
        return Some(&[]);
    }
    let mut sudo = tool("sudo");
    sudo.args(["-n", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    sudo.status().is_ok_and(|status| status.success()).then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str]) -> Command {
    let mut command = with(prefix, "env");
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", LOCK_TIMEOUT]);
    command
}

fn with(prefix: &[&str], program: &str) -> Command {
    match prefix {
        [] => tool(program),
        [first, rest @ ..] => {
            let mut command = tool(first);
            command.args(rest).arg(program);
            command
        }
    }
}
