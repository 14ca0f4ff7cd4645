//! What the operator may choose, by flag, by environment variable or in a file.
//!
//! Input: the command line and `NEARSIDE_*`; output: checked options. A flag wins over its variable, and
//! a value that cannot work is refused here, before anything is opened.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use nearside_report::batch::MOST_REPORTS;
use tracing_subscriber::filter::LevelFilter;

use crate::measured::Measured;
use crate::security::PathPolicy;

/// Serves a nearside site, and counts noised reports
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
    /// In which form
    #[arg(long, env = "NEARSIDE_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves and counts until SIGTERM or Ctrl-C
    Serve(Box<ServeOptions>),
    /// Counts eight weeks of made-up reports of a made-up shop, then serves
    Demo(Box<ServeOptions>),
    /// Writes each measured site's priors to DIR/SITE.json, for a CDN
    ExportPriors(ExportOptions),
}

/// Where reports are counted, and of whom.
#[derive(Debug, Clone, Args)]
pub struct StoreOptions {
    /// A configuration file: TOML, these options as keys, and a [[measured]] table for each site
    #[arg(long, env = "NEARSIDE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// An SQLite file, made if it is not there; or postgres://USER:PASSWORD@HOST/NAME, which collectors share
    #[arg(long, env = "NEARSIDE_DATABASE", value_name = "FILE|URL", default_value = "nearside.db")]
    pub database: String,
    /// The sites that are measured, from the file.
    #[arg(skip)]
    pub measured: Vec<Measured>,
}

/// What `serve` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Where reports are counted.
    #[command(flatten)]
    pub store: StoreOptions,
    /// The folder to serve; without one, the dashboard is at /
    #[arg(long, env = "NEARSIDE_SITE", value_name = "DIR")]
    pub site: Option<PathBuf>,
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
    /// Requests with reports that one address may send a second; 0 sets no limit, for instance behind a proxy
    #[arg(long, env = "NEARSIDE_RATE_LIMIT", default_value_t = 50)]
    pub rate_limit: u32,
    /// Reports that may wait for their commit before senders are told to come back
    #[arg(long, env = "NEARSIDE_MOST_WAITING", default_value_t = 16_384, value_parser = at_least_a_batch())]
    pub most_waiting: usize,
}

/// What `export-priors` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ExportOptions {
    /// Where reports are counted.
    #[command(flatten)]
    pub store: StoreOptions,
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Less room than a batch takes would turn every full one away for ever.
fn at_least_a_batch() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(MOST_REPORTS as u64..)
}

impl Command {
    /// Takes what the file says of the sites.
    pub(crate) fn set_measured(&mut self, measured: Vec<Measured>) {
        let store = match self {
            Self::Serve(options) | Self::Demo(options) => &mut options.store,
            Self::ExportPriors(options) => &mut options.store,
        };
        store.measured = measured;
    }
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
        let Command::Serve(options) = cli.command else { anyhow::bail!("not serve") };
        assert!(options.host.is_loopback() && !options.check && !options.behind_tls);
        assert_eq!((options.port, options.request_log, options.csp_for.len()), (8787, None, 0));
        Ok(())
    }

    #[test]
    fn refuses_what_cannot_work() {
        for wrong in [
            vec!["--host", "here"],
            vec!["--port", "70000"],
            vec!["--most-waiting", "255"],
            vec!["--csp-for", "no-slash=default-src 'none'"],
            vec!["--csp-for", "/only-a-prefix"],
            vec!["--surprise"],
        ] {
            let line = ["nearside-collector", "serve", "--site", "site"].into_iter().chain(wrong.clone());
            assert!(Cli::try_parse_from(line).is_err(), "{wrong:?}");
        }
    }
}
