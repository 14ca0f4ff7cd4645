//! The verb `export-priors`: what was counted → one JSON file a site, for a CDN.
//!
//! A file appears whole or not at all, so that a page that loads it meanwhile gets the old one.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::answers::{Answers, Priors};
use crate::config::ExportOptions;
use crate::measured::{MeasuredError, MeasuredSites};
use crate::opening::{OpenError, Place};
use crate::store::StoreError;

/// Why priors were not written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A measured site.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
    /// No site is described.
    #[error("no site is measured: --config names the file that describes them")]
    NoSites,
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The counts.
    #[error("the counts cannot be read")]
    Counts(#[from] StoreError),
    /// A file.
    #[error("{} cannot be written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes the files, and says on stdout what is in them.
pub async fn export(options: ExportOptions, clock: crate::clock::Clock) -> Result<(), ExportError> {
    let sites = MeasuredSites::new(options.store.measured)?;
    if sites.iter().next().is_none() {
        return Err(ExportError::NoSites);
    }
    let store = Place::named(&options.store.database).open().await?;
    for site in sites.iter() {
        let counted = store.counts(site.name.clone(), Answers::since(clock())).await?;
        let counted: Vec<_> =
            counted.into_iter().filter(|counts| sites.admit(&counts.stream, None).is_ok()).collect();
        let priors = Priors::of(site, &counted);
        let path = options.out.join(format!("{}.json", site.name));
        let wrong = |source| ExportError::File { path: path.clone(), source };
        let text = serde_json::to_vec_pretty(&priors).map_err(|error| wrong(error.into()))?;
        let unfinished = path.with_added_extension("new");
        std::fs::create_dir_all(&options.out).map_err(wrong)?;
        std::fs::write(&unfinished, text).map_err(wrong)?;
        std::fs::rename(&unfinished, &path).map_err(wrong)?;
        println!("{}: {} cells in {} segments", path.display(), priors.cells.len(), priors.segments.len());
    }
    Ok(())
}
