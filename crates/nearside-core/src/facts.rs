//! Facts: what a condition can ask for, by dotted path.
//!
//! path → value: page features (`scroll.depth`), region features with the region's name in place
//! (`hover.reviews.ms`), the model's view (`attention.reviews.ms`, `score.reviews.estimate`) and a few words
//! (`device`, `language`, `referrer`, `pointer`, `page`, `segment`), and what models say of the visit
//! (`session.conversion`, `segment.deep_explorer`). What the schema does not name does not exist.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    attention::Attention,
    condition::Attributes,
    features::{
        Context, Features,
        schema::{PAGE, REGION, Region},
    },
    history::History,
    outlook::Outlook,
    signal::{Device, PageKind, PointerKind, Referrer, RegionId},
    view::View,
};

/// The facts of one moment.
pub(crate) struct Facts<'a> {
    pub(crate) view: &'a View,
    pub(crate) features: &'a Features,
    pub(crate) context: &'a Context,
    pub(crate) attention: &'a Attention,
    pub(crate) names: &'a [String],
    pub(crate) outlook: Outlook<'a>,
    pub(crate) page: PageKind,
    pub(crate) history: &'a History,
}

impl Facts<'_> {
    /// The number behind `path`, if it is one.
    pub(crate) fn number(&self, path: &str) -> Option<f32> {
        if let Some(column) = PAGE.iter().position(|feature| feature.path == path) {
            return Some(self.context[column]);
        }
        if path == "session.conversion" {
            return self.outlook.conversion;
        }
        let (group, rest) = path.split_once('.')?;
        if group == "segment" {
            return self.outlook.share(rest);
        }
        let (name, measure) = rest.rsplit_once('.')?;
        let region = RegionId(self.names.iter().position(|n| n == name)? as u16);
        match (group, measure) {
            ("attention", "ms") => return Some(self.attention.total(region).0 as f32),
            ("score", "estimate") => return self.attention.score(region).map(|score| score.estimate),
            ("score", "forecast") => return self.attention.score(region).map(|score| score.forecast),
            _ => {}
        }
        let column = REGION.iter().position(|feature| {
            feature.path.split_once(".*.").is_some_and(|(g, m)| (g, m) == (group, measure))
        })?;
        // Without a cursor there is no distance; the model reads 0 there, but a rule must not take it for "over it".
        if group == "distance" && !(self.view.cursor.is_some() && self.features.is_placed(region)) {
            return None;
        }
        Some(self.features.region(region, self.view)?[column])
    }

    /// Whether a region is in view, above it or less than a window below it; so is one that has no box.
    pub(crate) fn is_near(&self, region: RegionId) -> bool {
        let Some(row) = self.features.region(region, self.view).filter(|_| self.features.is_placed(region))
        else {
            return true;
        };
        let [middle, height] = [Region::CentreY, Region::Height].map(|column| row[column as usize]);
        middle - height / 2.0 < 2.0
    }

    fn word(&self, path: &str) -> Option<String> {
        let environment = &self.view.environment;
        let word = match path {
            "device" => match environment.device {
                Device::Mobile => "mobile",
                Device::Tablet => "tablet",
                Device::Desktop => "desktop",
            },
            "pointer" => match self.view.pointer {
                PointerKind::Mouse => "mouse",
                PointerKind::Touch => "touch",
                PointerKind::Pen => "pen",
            },
            "referrer" => match environment.referrer {
                Referrer::Search => "search",
                Referrer::Social => "social",
                Referrer::Direct => "direct",
                Referrer::Internal => "internal",
                Referrer::Other => "other",
            },
            "page" => match self.page {
                PageKind::Account => "account",
                PageKind::Information => "information",
                PageKind::Product => "product",
                PageKind::Other => "other",
            },
            "segment" => self.outlook.segment()?,
            "language" => {
                return environment
                    .language
                    .iter()
                    .all(u8::is_ascii_lowercase)
                    .then(|| environment.language.iter().map(|&b| char::from(b)).collect());
            }
            _ => return None,
        };
        Some(word.to_owned())
    }
}

impl Attributes for Facts<'_> {
    fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
        let value = match self.number(path) {
            Some(number) => Value::from(number),
            None => Value::from(self.word(path)?),
        };
        Some(Cow::Owned(value))
    }

    fn history(&self) -> Option<&History> {
        Some(self.history)
    }
}
