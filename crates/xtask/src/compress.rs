//! A file → its gzip and brotli forms, written beside it.
//!
//! The server picks one by the request's Accept-Encoding. A form that is not smaller than the file is not
//! kept, nor is any for formats that are compressed already.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io::Write;
use std::ops::Add;
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

const COMPRESSIBLE: &[&str] =
    &["html", "css", "js", "mjs", "json", "svg", "wasm", "safetensors", "txt", "xml", "webmanifest"];
/// The highest: built once, downloaded often.
const BROTLI_QUALITY: u32 = 11;
/// 16 MiB, the largest window that browsers accept.
const BROTLI_WINDOW: u32 = 24;

/// How many bytes a file has, as it is and as it travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Makes sure that the compressed forms exist, and are new if the file is; gives the sizes and the forms.
pub(crate) fn beside(file: &Path, is_new: bool) -> Result<(Sizes, Vec<PathBuf>)> {
    let raw = fs::metadata(file)?.len();
    let mut sizes = Sizes { raw, gzip: raw, brotli: raw };
    let mut kept = Vec::new();
    if !COMPRESSIBLE.contains(&&*file.extension().unwrap_or_default().to_string_lossy()) {
        return Ok((sizes, kept));
    }
    let forms: [(&str, Compressor, &mut u64); 2] =
        [("gz", gzip, &mut sizes.gzip), ("br", brotli, &mut sizes.brotli)];
    for (extension, compress, size) in forms {
        let form = file.with_added_extension(extension);
        if is_new || !form.exists() {
            let bytes = compress(&fs::read(file)?)?;
            if bytes.len() as u64 >= raw {
                continue;
            }
            fs::write(&form, bytes)?;
        }
        *size = fs::metadata(&form)?.len();
        kept.push(form);
    }
    Ok((sizes, kept))
}

type Compressor = fn(&[u8]) -> Result<Vec<u8>>;

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(bytes)?;
    Ok(encoder.into_inner())
}

impl Add for Sizes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

impl Display for Sizes {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:>11} {:>11} {:>11}", self.raw, self.gzip, self.brotli)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;

    use super::beside;

    #[test]
    fn both_forms_give_the_file_back() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("a.js");
        let text = "const answer = 42;\n".repeat(100);
        fs::write(&file, &text)?;
        let (sizes, forms) = beside(&file, true)?;
        assert_eq!(forms.len(), 2);
        assert!(sizes.brotli < sizes.gzip && sizes.gzip < sizes.raw);
        let mut unzipped = String::new();
        flate2::read::GzDecoder::new(fs::File::open(&forms[0])?).read_to_string(&mut unzipped)?;
        assert_eq!(unzipped, text);
        let mut unbrotlied = String::new();
        brotli::Decompressor::new(fs::File::open(&forms[1])?, 4096).read_to_string(&mut unbrotlied)?;
        assert_eq!(unbrotlied, text);
        Ok(())
    }

    #[test]
    fn a_changed_file_gets_new_forms_and_an_unchanged_one_keeps_them() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("a.css");
        fs::write(&file, "a { color: red }".repeat(50))?;
        let (first, forms) = beside(&file, true)?;
        let written = fs::metadata(&forms[0])?.modified()?;
        assert_eq!(beside(&file, false)?.0, first);
        assert_eq!(fs::metadata(&forms[0])?.modified()?, written);
        fs::write(&file, "b { color: blue } ".repeat(500))?;
        assert_ne!(beside(&file, true)?.0, first);
        Ok(())
    }

    #[test]
    fn what_does_not_shrink_stays_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in ["tiny.js", "photo.png"] {
            let file = folder.path().join(name);
            fs::write(&file, "x")?;
            assert!(beside(&file, true)?.1.is_empty());
        }
        Ok(())
    }
}
