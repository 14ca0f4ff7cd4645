//! Which pages an experiment runs on.
//!
//! `{include, type, pattern}` → matched against the page's address. `simple` compares host, path, the fragment
//! if it names one and the parameters that it names, with `*` for anything and without regard to case or outer
//! slashes; `regex` searches the whole address or what follows its host. Invariant: linear time on any address,
//! and a pattern that can't be read matches nothing.

use serde::Deserialize;
use serde_json::json;

use super::{address::Address, query::pairs};
use crate::condition::{Condition, SavedGroups};

/// Stands for `*` while a pattern is read as an address, where `*` may not be in a host.
const ANYTHING: &str = "_____";
/// Host of an address that names none; no pattern means it.
const NOWHERE: &str = "_";

/// A pattern of addresses, to be included or left out.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct UrlTarget {
    include: bool,
    pattern: Pattern,
}

/// As it stands in JSON.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    include: Option<bool>,
    #[serde(rename = "type")]
    kind: String,
    pattern: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Pattern {
    Simple(Address),
    Regex(Condition),
    Never,
}

impl From<Written> for UrlTarget {
    fn from(written: Written) -> UrlTarget {
        let pattern = match written.kind.as_str() {
            "simple" => simple(&written.pattern).map_or(Pattern::Never, Pattern::Simple),
            "regex" => Pattern::Regex(regex(&written.pattern)),
            _ => Pattern::Never,
        };
        UrlTarget { include: written.include != Some(false), pattern }
    }
}

/// Whether the page at `url` is targeted: by no pattern that leaves out, and by one that includes if any does.
pub fn is_targeted(url: &str, targets: &[UrlTarget]) -> bool {
    let page = Address::parse(url, NOWHERE);
    let matches = |target: &UrlTarget| page.as_ref().is_some_and(|page| target.pattern.matches(page));
    let (included, left_out): (Vec<_>, Vec<_>) = targets.iter().partition(|target| target.include);
    !targets.is_empty()
        && !left_out.into_iter().any(matches)
        && (included.is_empty() || included.into_iter().any(matches))
}

impl Pattern {
    fn matches(&self, page: &Address) -> bool {
        match self {
            Pattern::Never => false,
            Pattern::Regex(condition) => {
                let parts = json!({"href": page.href(), "rest": page.rest()});
                condition.eval(&parts, &SavedGroups::default())
            }
            Pattern::Simple(wanted) => {
                let given = pairs(&page.query);
                let value = |key: &str| given.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value);
                like(&page.host, &wanted.host)
                    && path_like(&page.path, &wanted.path)
                    && (wanted.fragment.is_empty() || like(&page.fragment, &wanted.fragment))
                    && pairs(&wanted.query).iter().all(|(key, wanted)| like(value(key), wanted))
            }
        }
    }
}

/// A pattern that starts like a host is one, whatever the scheme: `example.com/a`, `*.example.com`.
fn simple(pattern: &str) -> Option<Address> {
    let start = pattern.split([':', '/', '?']).next().unwrap_or_default();
    let scheme = if start.contains('.') { "https://" } else { "" };
    Address::parse(&[scheme, pattern].concat().replace('*', ANYTHING), ANYTHING)
}

/// The conditions' own `$regex`, so that patterns mean the same and are bounded alike.
fn regex(pattern: &str) -> Condition {
    Condition::parse_lenient(&json!({"$or": [{"href": {"$regex": pattern}}, {"rest": {"$regex": pattern}}]}))
}

fn path_like(path: &str, pattern: &str) -> bool {
    let pattern = pattern.strip_prefix('/').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    // A slash at either end is optional, but a `*` may want it.
    let starts = [Some(path), path.strip_prefix('/')];
    let ends =
        |path: &str| like(path, pattern) || path.strip_suffix('/').is_some_and(|path| like(path, pattern));
    starts.into_iter().flatten().any(ends)
}

/// Whether the whole text is the pattern's parts in order, with anything where they are cut.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_ascii_lowercase(), pattern.to_ascii_lowercase());
    let Some((first, mut parts)) = pattern.split_once(ANYTHING) else { return text == pattern };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    while let Some((part, after)) = parts.split_once(ANYTHING) {
        let Some(at) = rest.find(part) else { return false };
        (rest, parts) = (&rest[at + part.len()..], after);
    }
    rest.ends_with(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targeted(url: &str, targets: &[(bool, &str, &str)]) -> bool {
        let target = |&(include, kind, pattern): &(bool, &str, &str)| {
            serde_json::from_value(json!({"include": include, "type": kind, "pattern": pattern})).unwrap()
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
            ("about:blank", vec![all], false),
        ] {
            assert_eq!(targeted(url, &targets), expected, "{url} {targets:?}");
        }
    }
}
