//! The demo, served on this machine.
//!
//! Sets up, builds, then becomes the collector: on Unix the process is replaced by it, so that Ctrl-C
//! reaches the server itself and nothing is left behind.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::command::{root, tool};
use crate::native::PROFILE;
use crate::{build, setup};

/// What `start` is asked to do.
#[derive(Args)]
pub(crate) struct Options {
    /// The port to listen on
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets other devices on the network in
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Serves what was built before
    #[arg(long)]
    no_build: bool,
}

/// Serves the demo until it is stopped.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::run(&setup::Options::default())?;
    if !options.no_build {
        build::build_site(&build::Options::default())?;
    }
    let mut server = tool("cargo");
    server
        .args(["run", "--package", "nearside-collector"])
        .args(PROFILE)
        .args(["--", "serve"])
        .args(["--host", &options.host, "--port", &options.port.to_string()])
        .arg("--site")
        .arg(root().join("target/site"))
        .arg("--database")
        .arg(root().join("target/nearside.db"));
    become_server(server)
}

#[cfg(unix)]
fn become_server(mut server: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(server.exec().into())
}

#[cfg(not(unix))]
fn become_server(mut server: Command) -> Result<()> {
    crate::command::run(&mut server)
}
