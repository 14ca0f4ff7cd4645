//! Which pages an experiment runs on.
//!
//! `{include, type, pattern}` → matched against the page's address. `simple` compares host, path, the fragment
//! if it names one and the parameters that it names, with `*` for anything and without regard to case or outer
//! slashes; `regex` searches the whole address or what follows its host. Invariant: a pattern that can't be read
//! matches nothing, and none takes longer than the product of both lengths.

use serde_json::{Value, json};

use super::{ExperimentError, address::Address, fields::Fields, query::pairs};
use crate::condition::{Condition, SavedGroups};

/// Host of an address that names none; no pattern means it.
const NOWHERE: &str = "_";

/// A pattern of addresses, to be included or left out.
#[derive(Clone, Debug, PartialEq)]
pub struct UrlTarget {
    /// Whether pages that match are targeted or left out.
    pub include: bool,
    /// How the pattern is to be read.
    pub kind: TargetKind,
    /// The pattern, as written.
    pub pattern: String,
}

/// How a pattern of addresses is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// Part by part, with `*` for anything.
    Simple,
    /// As a regular expression.
    Regex,
    /// In a way that is not known here, so that it matches nothing.
    Unknown,
}

impl UrlTarget {
    /// Reads `{include, type, pattern}`.
    ///
    /// # Errors
    /// [`ExperimentError::Shape`] for a value of the wrong type.
    pub fn read(json: &Value) -> Result<UrlTarget, ExperimentError> {
        let fields = Fields::of(json, "urlPatterns")?;
        let kind = match fields.text("type")?.as_deref() {
            Some("simple") => TargetKind::Simple,
            Some("regex") => TargetKind::Regex,
            _ => TargetKind::Unknown,
        };
        let pattern = fields.text("pattern")?.unwrap_or_default();
        Ok(UrlTarget { include: fields.flag("include")? != Some(false), kind, pattern })
    }

    fn matches(&self, page: &Address) -> bool {
        match self.kind {
            TargetKind::Simple => simple(&self.pattern).is_some_and(|wanted| similar(page, &wanted)),
            TargetKind::Regex => {
                let parts = json!({"href": page.href(), "rest": page.rest()});
                regex(&self.pattern).eval(&parts, &SavedGroups::default())
            }
            TargetKind::Unknown => false,
        }
    }
}

/// Whether the page at `url` is targeted: by no pattern that leaves out, and by one that includes if any does.
pub fn is_targeted(url: &str, targets: &[UrlTarget]) -> bool {
    let page = Address::parse(url, NOWHERE);
    let (mut wanted, mut found) = (false, false);
    for target in targets {
        let matches = page.as_ref().is_some_and(|page| target.matches(page));
        if matches && !target.include {
            return false;
        }
        wanted |= target.include;
        found |= matches;
    }
    found || !(wanted || targets.is_empty())
}

/// Whether the page is like the one wanted, part by part.
fn similar(page: &Address, wanted: &Address) -> bool {
    let given = pairs(&page.query);
    let value = |key: &str| given.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value);
    like(&page.host, &wanted.host)
        && path_like(&page.path, &wanted.path)
        && fragment_like(&page.fragment, &wanted.fragment)
        && pairs(&wanted.query).iter().all(|(key, wanted)| like(value(key), wanted))
}

/// A pattern that starts like a host is one, whatever the scheme: `example.com/a`, `*.example.com`.
fn simple(pattern: &str) -> Option<Address> {
    let start = pattern.split([':', '/', '?']).next().unwrap_or_default();
    let scheme = if start.contains('.') { "https://" } else { "" };
    Address::parse(&[scheme, pattern].concat(), "*")
}

/// The conditions' own `$regex`, so that patterns mean the same and are bounded alike.
fn regex(pattern: &str) -> Condition {
    Condition::parse_lenient(&json!({"$or": [{"href": {"$regex": pattern}}, {"rest": {"$regex": pattern}}]}))
}

/// A pattern that names a fragment, and be it `#*`, wants one.
fn fragment_like(fragment: &str, pattern: &str) -> bool {
    pattern.is_empty() || (!fragment.is_empty() && like(fragment, pattern))
}

/// A slash at either end is optional, but a `*` may want it.
fn path_like(path: &str, pattern: &str) -> bool {
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    for path in [path, path.strip_prefix('/').unwrap_or(path)] {
        if like(path, pattern) || like(path.strip_suffix('/').unwrap_or(path), pattern) {
            return true;
        }
    }
    false
}

/// Whether the text is the pattern, in which `*` stands for anything.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.as_bytes(), pattern.as_bytes());
    let (mut at, mut of) = (0, 0);
    // Where the last `*` stands, and how much it has taken.
    let mut star = None;
    while at < text.len() {
        match pattern.get(of) {
            Some(b'*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(byte) if byte.eq_ignore_ascii_case(&text[at]) => (at, of) = (at + 1, of + 1),
            _ => {
                // The last `*` takes one more; an earlier one never has to.
                let Some((stood, taken)) = star else { return false };
                star = Some((stood, taken + 1));
                (at, of) = (taken + 1, stood + 1);
            }
        }
    }
    pattern[of..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targeted(url: &str, targets: &[(bool, &str, &str)]) -> bool {
        let target = |&(include, kind, pattern): &(bool, &str, &str)| {
            UrlTarget::read(&json!({"include": include, "type": kind, "pattern": pattern})).unwrap()
        };
        is_targeted(url, &targets.iter().map(target).collect::<Vec<_>>())
    }

    #[test]
    fn simple_patterns() {
        const PAGE: &str = "https://www.example.com/Path/to/?a=1&b=x%20y#part";
        for (pattern, expected) in [
            ("/path/to", true),
            ("path/to/", true),
            ("/path", false),
            ("/path/*", true),
            ("/path/to/*", true),
            ("/path/*to", true),
            ("*", true),
            ("*to*", true),
            ("www.example.com/path/to", true),
            ("http://www.example.com/path/to", true),
            ("example.com/path/to", false),
            ("*.example.com/path/to", true),
            ("www.*.com/*", true),
            ("https://www.example.com", false),
            ("https://www.example.com:444/path/to", false),
            ("/path/to?a=1", true),
            ("/path/to?b=x+y&a=*", true),
            ("/path/to?a=2", false),
            ("/path/to?c=*", true),
            ("/path/to?c=1", false),
            ("/path/to#part", true),
            ("/path/to#other", false),
            ("/path/to#*", true),
            ("/p.th/to", false),
            ("/path/to(", false),
            ("http://", false),
        ] {
            assert_eq!(targeted(PAGE, &[(true, "simple", pattern)]), expected, "{pattern}");
        }
    }

    #[test]
    fn regular_expressions() {
        const PAGE: &str = "https://www.example.com/path/to?a=1";
        for (pattern, expected) in [
            ("^https://www", true),
            (r"^https:\/\/www", true),
            ("^/path", true),
            ("^path", false),
            (r"a=\d$", true),
            ("(", false),
            ("PATH", false),
        ] {
            assert_eq!(targeted(PAGE, &[(true, "regex", pattern)]), expected, "{pattern}");
        }
    }

    #[test]
    fn leaving_out_comes_before_including() {
        let (page, other, all) = ("/a", "/b", (true, "simple", "*"));
        let not_a = (false, "simple", "/a");
        for (url, targets, expected) in [
            (page, vec![], false),
            (page, vec![all, not_a], false),
            (other, vec![not_a, all], true),
            (other, vec![not_a], true),
            (page, vec![not_a], false),
            (other, vec![(true, "simple", "/a"), (true, "simple", "/b")], true),
            (other, vec![(true, "odd", "/b")], false),
            (other, vec![(true, "simple", "/b#*")], false),
            ("about:blank", vec![all], false),
        ] {
            assert_eq!(targeted(url, &targets), expected, "{url} {targets:?}");
        }
    }
}
