//! How long an answer stays good in a browser's cache.
//!
//! Input: the request's address, the file's fingerprints; output: a Cache-Control. For ever if the
//! address names the content: a bundler's hash in the name, or `?v=` with the file's own hash. Everything
//! else is asked for again each time and answered with 304 while it is the same.

use axum::http::{HeaderValue, Uri};

use super::fingerprint::Fingerprint;

/// The folders whose names a bundler makes: `name-ABCDEFGH.ext`, with a hash in upper-case base32.
const HASHED_FOLDERS: [&str; 2] = ["chunks", "assets"];
const HASH_IN_NAME: usize = 8;
/// The fewest digits of the SHA-256 that `?v=` must have: 64 bits.
const LEAST_DIGITS: usize = 16;

/// For how long a copy may be used without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// A year, and not even on reload.
    Forever,
    /// Kept, but asked for each time.
    Revalidate,
    /// Not kept.
    Once,
}

impl Freshness {
    /// The Cache-Control that says so.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Revalidate => "no-cache",
            Self::Once => "no-store",
        })
    }
}

/// The freshness of a file under this address, in the form that is sent (itself, if it is not compressed).
/// While a build is under way nothing is for ever: neither what is still being written, nor a compressed
/// form that is older than its original and so perhaps another's.
pub(super) fn of(uri: &Uri, original: &Fingerprint, sent: &Fingerprint) -> Freshness {
    let names_it = has_hashed_name(uri.path()) || names_content(uri.query(), original.sha256());
    let is_built = original.is_settled() && sent.is_settled() && sent.modified() >= original.modified();
    if names_it && is_built { Freshness::Forever } else { Freshness::Revalidate }
}

fn has_hashed_name(path: &str) -> bool {
    let Some((folders, name)) = path.rsplit_once('/') else { return false };
    let is_hash = |text: &str| {
        text.len() == HASH_IN_NAME && text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
    };
    let hash = name.split('.').next().and_then(|stem| stem.rsplit_once('-')).map(|(_, end)| end);
    folders.split('/').any(|folder| HASHED_FOLDERS.contains(&folder)) && hash.is_some_and(is_hash)
}

fn names_content(query: Option<&str>, sha256: &str) -> bool {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut versions = pairs.filter(|(name, _)| name == "v");
    versions.next().is_some_and(|(_, digits)| digits.len() >= LEAST_DIGITS && sha256.starts_with(&*digits))
}

#[cfg(test)]
mod tests {
    use super::{has_hashed_name, names_content};

    #[test]
    fn a_bundlers_name_has_a_hash_and_a_folder() {
        for (path, expected) in [
            ("/chunks/scorer-ABCD2345.js", true),
            ("/deep/assets/nearside-model-QRSTUVWX.wasm", true),
            ("/chunks/scorer-ABCD2345.js.map", true),
            ("/scorer-ABCD2345.js", false),
            ("/chunks/scorer-abcd2345.js", false),
            ("/chunks/scorer-ABCD234.js", false),
            ("/chunks/scorer-ABCD2349.js", false),
            ("/chunks/ABCD2345.js", false),
            ("/chunks-ABCD2345/scorer.js", false),
        ] {
            assert_eq!(has_hashed_name(path), expected, "{path}");
        }
    }

    #[test]
    fn a_version_is_a_prefix_of_the_hash_of_sixteen_digits_or_more() {
        let sha256 = "0123456789abcdef".repeat(4);
        for (query, expected) in [
            (Some(format!("v={sha256}")), true),
            (Some("v=0123456789abcdef".into()), true),
            (Some("a=1&v=0123456789abcdef".into()), true),
            (Some("v=0123456789abcde".into()), false),
            (Some("v=0123456789ABCDEF".into()), false),
            (Some("v=1123456789abcdef".into()), false),
            (Some(format!("v={sha256}0")), false),
            (Some("w=0123456789abcdef".into()), false),
            (Some("v=".into()), false),
            (None, false),
        ] {
            assert_eq!(names_content(query.as_deref(), &sha256), expected, "{query:?}");
        }
    }
}
