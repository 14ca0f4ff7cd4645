//! The hash of every file, kept for as long as the file's time and length stay the same.
//!
//! Input: a path; output: its SHA-256. All are computed at the start, so that no visitor waits for one; a
//! file that is newer than its fingerprint is read again. Bounded by the number of files in the folder.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use axum::http::HeaderMap;
use headers::{ContentLength, HeaderMapExt, LastModified};
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use super::path::is_plain;

/// For so long after it was written, more may be on its way into a file.
const SETTLING: Duration = Duration::from_secs(2);

/// What a file held when it was last read.
#[derive(Debug, Clone)]
pub(super) struct Fingerprint {
    modified: SystemTime,
    length: u64,
    sha256: Arc<str>,
}

/// The fingerprints by path.
#[derive(Debug)]
pub(super) struct Fingerprints {
    known: RwLock<HashMap<PathBuf, Fingerprint>>,
}

impl Fingerprint {
    /// 64 lower-case hexadecimal digits.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// When the file was last written.
    pub(super) fn modified(&self) -> SystemTime {
        self.modified
    }

    /// Is it long enough since the file was written to believe that it is whole?
    pub(super) fn is_settled(&self) -> bool {
        SystemTime::now().duration_since(self.modified).is_ok_and(|age| age >= SETTLING)
    }

    /// Is a response with these headers about the bytes that were hashed?
    pub(super) fn describes(&self, headers: &HeaderMap) -> bool {
        let length = headers.typed_get::<ContentLength>();
        let modified = headers.typed_get::<LastModified>();
        length == Some(ContentLength(self.length)) && modified == Some(self.modified.into())
    }

    fn read(path: &Path) -> io::Result<Self> {
        // Asked before reading: a file that is written meanwhile then looks changed the next time.
        let metadata = std::fs::metadata(path)?;
        let digest = Sha256::digest(std::fs::read(path)?);
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { modified: metadata.modified()?, length: metadata.len(), sha256: sha256.into() })
    }
}

impl Fingerprints {
    /// Reads all files of a folder that may be served.
    pub(super) fn of_folder(root: &Path) -> io::Result<Self> {
        let mut known = HashMap::new();
        let served = |entry: &DirEntry| entry.depth() == 0 || is_plain(&entry.file_name().to_string_lossy());
        for entry in WalkDir::new(root).follow_links(true).into_iter().filter_entry(served) {
            let entry = entry?;
            if entry.file_type().is_file() {
                known.insert(entry.path().to_owned(), Fingerprint::read(entry.path())?);
            }
        }
        Ok(Self { known: RwLock::new(known) })
    }

    /// A file's fingerprint, computed again if the file changed.
    pub(super) async fn of(&self, path: &Path) -> io::Result<Fingerprint> {
        let metadata = tokio::fs::metadata(path).await?;
        let modified = metadata.modified()?;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(known) = known.filter(|old| old.modified == modified && old.length == metadata.len()) {
            return Ok(known);
        }
        let owned = path.to_owned();
        let fresh = tokio::task::spawn_blocking(move || Fingerprint::read(&owned)).await??;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.to_owned(), fresh.clone());
        Ok(fresh)
    }

    /// The paths of all files that were read.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Fingerprint, Fingerprints};

    #[tokio::test]
    async fn follows_the_file() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("a.txt");
        fs::write(&file, "abc")?;
        let fingerprints = Fingerprints::of_folder(folder.path())?;
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(fingerprints.of(&file).await?.sha256(), abc);
        fs::write(&file, "abcd")?;
        assert_ne!(fingerprints.of(&file).await?.sha256(), abc);
        fs::remove_file(&file)?;
        assert!(fingerprints.of(&file).await.is_err());
        Ok(())
    }

    #[test]
    fn a_file_just_written_is_not_settled() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.txt");
        fs::write(&path, "abc")?;
        assert!(!Fingerprint::read(&path)?.is_settled());
        fs::File::options().write(true).open(&path)?.set_modified(std::time::UNIX_EPOCH)?;
        assert!(Fingerprint::read(&path)?.is_settled());
        Ok(())
    }
}
