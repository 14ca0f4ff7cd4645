//! Addresses that an edit may write into a page.
//!
//! A URL as written → whether it may stand in a link, in something that is fetched, or in a form. Read as browsers read
//! it (WHATWG URL, "basic URL parser"): controls and blanks in front are dropped, tabs and line ends wherever they are,
//! and a backslash is a slash.

/// Where an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The visitor follows it.
    Link,
    /// The browser fetches it by itself.
    Fetch,
    /// The visitor's entries go there: only to the page's own site.
    Form,
}

/// Schemes that a link may have.
const LINKS: [&str; 5] = ["https", "http", "mailto", "tel", "sms"];

/// Whether `address` may stand there.
pub(super) fn is_allowed(address: &str, at: Use) -> bool {
    let address = as_browsers_read(address);
    let Some(scheme) = scheme(&address) else {
        return at == Use::Link || !address.starts_with("//");
    };
    match at {
        Use::Link => LINKS.contains(&scheme),
        Use::Fetch => scheme == "https",
        Use::Form => false,
    }
}

/// Whether each address of a `srcset` may be fetched. Its widths and whatever else stands there are judged as well, and
/// pass, having no scheme.
pub(super) fn is_allowed_set(set: &str) -> bool {
    let parts = set.split(|character: char| character == ',' || character.is_whitespace());
    parts.into_iter().all(|part| is_allowed(part, Use::Fetch))
}

fn as_browsers_read(address: &str) -> String {
    let address = address.trim_start_matches(|character: char| character <= ' ');
    let kept = address.chars().filter(|character| !matches!(character, '\t' | '\n' | '\r'));
    kept.map(|character| if character == '\\' { '/' } else { character.to_ascii_lowercase() }).collect()
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    is_scheme.then_some(scheme)
}
