//! What the operator may choose, by flag or by environment variable.
//!
//! Input: the command line and `NEARSIDE_*`; output: checked options. A flag wins over its variable, and
//! a value that cannot work is refused here, before anything is opened.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::filter::LevelFilter;

use crate::security::PathPolicy;

/// Serves a nearside site from one process with an embedded database
#[derive(Debug, Parser)]
#[command(name = "nearside-collector", version)]
pub struct Cli {
    /// How much is logged.
    #[command(flatten)]
    pub log: LogOptions,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The log on stderr.
#[derive(Debug, Args)]
pub struct LogOptions {
    /// What goes to stderr: off, error, warn, info, debug or trace
    #[arg(long, env = "NEARSIDE_LOG_LEVEL", default_value = "info", global = true, value_name = "LEVEL")]
    pub log_level: LevelFilter,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the site until SIGTERM or Ctrl-C
    Serve(ServeOptions),
}

/// What `serve` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// The folder to serve
    #[arg(long, env = "NEARSIDE_SITE", value_name = "DIR")]
    pub site: PathBuf,
    /// The SQLite database; made if it is not there
    #[arg(long, env = "NEARSIDE_DATABASE", value_name = "FILE", default_value = "nearside.db")]
    pub database: PathBuf,
    /// The address to listen on; 0.0.0.0 lets other devices on the network in
    #[arg(long, env = "NEARSIDE_HOST", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one and prints it
    #[arg(long, env = "NEARSIDE_PORT", default_value_t = 8787)]
    pub port: u16,
    /// Only says whether these options would work, changing nothing
    #[arg(long)]
    pub check: bool,
    /// Appends one line of JSON for each request: method, path, status and bytes, nothing about who asked
    #[arg(long, env = "NEARSIDE_REQUEST_LOG", value_name = "FILE")]
    pub request_log: Option<PathBuf>,
    /// Another Content-Security-Policy under a path, for trying a policy of your own on part of the site;
    /// repeatable (in the variable: one a line), the longest prefix wins
    #[arg(long, env = "NEARSIDE_CSP_FOR", value_name = "PREFIX=POLICY", value_delimiter = '\n')]
    pub csp_for: Vec<PathPolicy>,
    /// The server is reached by https through a proxy: adds Strict-Transport-Security
    #[arg(long, env = "NEARSIDE_BEHIND_TLS")]
    pub behind_tls: bool,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Cli, Command};

    #[test]
    fn the_grammar_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn defaults_stay_on_this_machine() -> anyhow::Result<()> {
        let cli = Cli::try_parse_from(["nearside-collector", "serve", "--site", "site"])?;
        let Command::Serve(options) = cli.command;
        assert!(options.host.is_loopback() && !options.check && !options.behind_tls);
        assert_eq!((options.port, options.request_log, options.csp_for.len()), (8787, None, 0));
        Ok(())
    }

    #[test]
    fn refuses_what_cannot_work() {
        for wrong in [
            vec!["--host", "here"],
            vec!["--port", "70000"],
            vec!["--csp-for", "no-slash=default-src 'none'"],
            vec!["--csp-for", "/only-a-prefix"],
            vec!["--surprise"],
        ] {
            let line = ["nearside-collector", "serve", "--site", "site"].into_iter().chain(wrong.clone());
            assert!(Cli::try_parse_from(line).is_err(), "{wrong:?}");
        }
    }
}
