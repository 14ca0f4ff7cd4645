//! The configuration file: TOML, with the flags of `serve` as keys and a `[[measured]]` table for each site.
//!
//! Its scalars become the defaults of the flags that they are named after, so that a flag wins over its variable and
//! both over the file. A key that is no flag is refused: a misspelt limit must not be no limit.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{Command, CommandFactory, FromArgMatches};
use thiserror::Error;
use toml::{Table, Value};

use crate::config::Cli;
use crate::measured::Measured;

/// Why a configuration file cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not TOML, or a table in it is not as it should be.
    #[error("{}: {source}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        source: toml::de::Error,
    },
    /// A key that is no flag.
    #[error("{}: there is no option `{key}`", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
}

/// What is not on the command line.
const MEASURED: &str = "measured";
/// Flags that make no sense in a file.
const NOT_IN_A_FILE: [&str; 3] = ["config", "check", "help"];

/// Reads the command line, with the file that it names, if it names one. Ends the process as clap does.
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Cli, FileError> {
    let line: Vec<OsString> = line.into_iter().collect();
    // Errors are told by the second pass, which knows the file's values.
    let named = Cli::command().ignore_errors(true).try_get_matches_from(&line).ok();
    let serve = named.as_ref().and_then(clap::ArgMatches::subcommand).map(|(_, matches)| matches);
    let path = serve.and_then(|matches| matches.try_get_one::<PathBuf>("config").ok().flatten()).cloned();
    let (command, measured) = match &path {
        Some(path) => read(path)?,
        None => (Cli::command(), Vec::new()),
    };
    let matches = command.get_matches_from(line);
    let mut cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    cli.command.set_measured(measured);
    Ok(cli)
}

fn read(path: &Path) -> Result<(Command, Vec<Measured>), FileError> {
    let text =
        fs::read_to_string(path).map_err(|source| FileError::Unreadable { path: path.to_owned(), source })?;
    let wrong = |source| FileError::Toml { path: path.to_owned(), source };
    let mut table: Table = text.parse().map_err(wrong)?;
    let measured = match table.remove(MEASURED) {
        Some(tables) => tables.try_into().map_err(wrong)?,
        None => Vec::new(),
    };
    let mut command = Cli::command();
    for name in ["serve", "demo", "export-priors"] {
        command = command.mut_subcommand(name, |verb| with_defaults(verb, &table));
    }
    let verb = command.find_subcommand("serve");
    let flags: Vec<&str> =
        verb.iter().flat_map(|verb| verb.get_arguments()).filter_map(|flag| flag.get_long()).collect();
    let is_known = |key: &str| flags.contains(&key) && !NOT_IN_A_FILE.contains(&key);
    match table.keys().find(|key| !is_known(key)) {
        Some(key) => Err(FileError::Unknown { path: path.to_owned(), key: key.clone() }),
        None => Ok((command, measured)),
    }
}

fn with_defaults(verb: Command, table: &Table) -> Command {
    verb.mut_args(|flag| match flag.get_long().and_then(|name| table.get(name)) {
        Some(Value::Array(values)) => flag.default_values(values.iter().map(plain).collect::<Vec<_>>()),
        Some(value) => flag.required(false).default_value(plain(value)),
        None => flag,
    })
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
