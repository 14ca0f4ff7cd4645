//! Which sites are measured here, and how: told by the operator's file, never by a report.
//!
//! One `[[measured]]` table of the configuration → a [`Measured`]. A report of another site, from another origin, with
//! other cells or another ε than agreed is refused: so nobody can open a column of their own in the sums.

use std::collections::BTreeMap;

use nearside_report::{Cells, Epsilon, Stream, name};
use serde::Deserialize;
use thiserror::Error;

/// The most streams of one site: slots times variants times origins, with room for old variants.
const MOST_STREAMS: usize = 512;

/// How a site is measured.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The site's name in reports.
    pub name: String,
    /// Where its pages come from, as browsers write it: `https://shop.example`.
    pub origins: Vec<String>,
    /// The names of its segments, in the order in which reports number them.
    pub segments: Vec<String>,
    /// Reward bins; 2 tell yes from no.
    #[serde(default = "two")]
    pub bins: u8,
    /// ε of each report, in thousandths.
    #[serde(default = "two_thousand")]
    pub privacy_epsilon_thousandths: u16,
}

/// Why a site cannot be measured so.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum MeasuredError {
    /// Not a name.
    #[error("`{0}` is no name for a site: up to 92 letters, digits, dots, dashes and underscores")]
    Name(String),
    /// The same name twice.
    #[error("the site {0} is described twice")]
    Twice(String),
    /// Not scheme, host and port alone.
    #[error("`{0}` is not an origin like https://shop.example")]
    Origin(String),
    /// Too few or too many cells.
    #[error("site {site}: {source}")]
    Cells {
        /// The site.
        site: String,
        /// What is wrong.
        source: nearside_report::cells::BadCells,
    },
    /// An ε that is not offered.
    #[error("site {site}: {source}")]
    Epsilon {
        /// The site.
        site: String,
        /// What is wrong.
        source: nearside_report::epsilon::UnknownEpsilon,
    },
}

/// Why a report of a sound form is not counted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotMeasured {
    /// The site is not measured here.
    #[error("this site is not measured here")]
    Site,
    /// The page that sent it is not the site's.
    #[error("this origin is not the site's")]
    Origin,
    /// The cells or the ε are not those agreed.
    #[error("cells or privacy_epsilon are not those of this site")]
    Cells,
    /// The site has as many streams as it may.
    #[error("this site has as many slots and variants as it may")]
    TooManyStreams,
}

/// All sites that are measured, by name.
#[derive(Debug, Default)]
pub struct MeasuredSites {
    sites: BTreeMap<String, Site>,
}

#[derive(Debug)]
struct Site {
    measured: Measured,
    cells: Cells,
    epsilon: Epsilon,
}

impl MeasuredSites {
    /// Checks every description.
    pub fn new(described: Vec<Measured>) -> Result<Self, MeasuredError> {
        let mut sites = BTreeMap::new();
        for measured in described {
            let site = check(measured)?;
            let name = site.measured.name.clone();
            if sites.insert(name.clone(), site).is_some() {
                return Err(MeasuredError::Twice(name));
            }
        }
        Ok(Self { sites })
    }

    /// The sites, in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Measured> {
        self.sites.values().map(|site| &site.measured)
    }

    /// A site by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Measured> {
        self.sites.get(name).map(|site| &site.measured)
    }

    /// Whether a report that a page of this origin sent (`None`: not a browser, or the same origin) may be counted.
    pub fn admit(&self, stream: &Stream, origin: Option<&str>) -> Result<(), NotMeasured> {
        let site = self.sites.get(&stream.site).ok_or(NotMeasured::Site)?;
        if origin.is_some_and(|origin| !site.measured.origins.iter().any(|own| own == origin)) {
            return Err(NotMeasured::Origin);
        }
        let is_agreed = stream.cells == site.cells && stream.epsilon == site.epsilon;
        if is_agreed { Ok(()) } else { Err(NotMeasured::Cells) }
    }

    /// Whether a site that has so many streams may have one more.
    pub fn admit_more(streams: usize) -> Result<(), NotMeasured> {
        if streams < MOST_STREAMS { Ok(()) } else { Err(NotMeasured::TooManyStreams) }
    }
}

fn check(measured: Measured) -> Result<Site, MeasuredError> {
    if !name::is_site(&measured.name) {
        return Err(MeasuredError::Name(measured.name));
    }
    if let Some(wrong) = measured.origins.iter().find(|origin| !is_origin(origin)) {
        return Err(MeasuredError::Origin(wrong.clone()));
    }
    let segments = u8::try_from(measured.segments.len()).unwrap_or(u8::MAX);
    let site = || measured.name.clone();
    let cells = Cells::new(segments, measured.bins)
        .map_err(|source| MeasuredError::Cells { site: site(), source })?;
    let epsilon = Epsilon::from_thousandths(measured.privacy_epsilon_thousandths)
        .map_err(|source| MeasuredError::Epsilon { site: site(), source })?;
    Ok(Site { measured, cells, epsilon })
}

/// Scheme, `://`, host and perhaps a port, as a browser's Origin header has it: no slash after it, no capitals.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:[]".contains(&byte))
    })
}

fn two() -> u8 {
    2
}

fn two_thousand() -> u16 {
    2_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Measured {
        Measured {
            name: "shop.example".into(),
            origins: vec!["https://shop.example".into()],
            segments: vec!["quick".into(), "deep".into()],
            bins: 2,
            privacy_epsilon_thousandths: 2_000,
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_site() {
        let error = |site: Measured| MeasuredSites::new(vec![site]).err();
        assert_eq!(error(shop()), None);
        assert_eq!(error(Measured { name: "a/b".into(), ..shop() }), Some(MeasuredError::Name("a/b".into())));
        for wrong in ["https://shop.example/", "shop.example", "https://Shop.example", "https://", "*"] {
            let site = Measured { origins: vec![wrong.into()], ..shop() };
            assert_eq!(error(site), Some(MeasuredError::Origin(wrong.into())));
        }
        assert!(matches!(error(Measured { bins: 1, ..shop() }), Some(MeasuredError::Cells { .. })));
        let unknown = Measured { privacy_epsilon_thousandths: 3, ..shop() };
        assert!(matches!(error(unknown), Some(MeasuredError::Epsilon { .. })));
        let twice = MeasuredSites::new(vec![shop(), shop()]).err();
        assert_eq!(twice, Some(MeasuredError::Twice("shop.example".into())));
    }
}
