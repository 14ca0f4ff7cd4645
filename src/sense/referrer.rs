//! The class of the referrer: search, social, internal, direct or other.
//!
//! URL and own host → class; the URL goes no further. The lists name the engines and networks with most traffic
//! and are short on purpose: an unknown one is "other", which is true.

use nearside_core::signal::Referrer;

/// Names of search engines, as they stand in a host: `google` is in `www.google.co.uk`.
const SEARCH: [&str; 13] = [
    "google",
    "bing",
    "duckduckgo",
    "yahoo",
    "yandex",
    "baidu",
    "ecosia",
    "qwant",
    "startpage",
    "kagi",
    "naver",
    "seznam",
    "search",
];
/// Names of social networks.
const SOCIAL: [&str; 14] = [
    "facebook",
    "instagram",
    "twitter",
    "linkedin",
    "reddit",
    "pinterest",
    "tiktok",
    "youtube",
    "threads",
    "mastodon",
    "whatsapp",
    "weibo",
    "vk",
    "bsky",
];
/// Short hosts of social networks.
const SHORT: [&str; 5] = ["t.co", "x.com", "lnkd.in", "t.me", "fb.com"];

/// The class of `referrer` (a URL, or nothing) on a site at `own` (a host).
pub(super) fn class(referrer: &str, own: &str) -> Referrer {
    let Some(host) = host(referrer) else { return Referrer::Direct };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let named = |names: &[&str]| host.split('.').any(|label| names.contains(&label));
    if host == own.strip_prefix("www.").unwrap_or(own) {
        Referrer::Internal
    } else if SHORT.contains(&host) || named(&SOCIAL) {
        Referrer::Social
    } else if named(&SEARCH) {
        Referrer::Search
    } else {
        Referrer::Other
    }
}

/// The host in a URL: between `//` and the next `/`, without user and port.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("//")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn referrers_are_classed_by_host() {
        for (url, expected) in [
            ("", Referrer::Direct),
            ("https://www.google.co.uk/", Referrer::Search),
            ("https://duckduckgo.com/?q=x", Referrer::Search),
            ("https://search.brave.com/", Referrer::Search),
            ("https://t.co/abc", Referrer::Social),
            ("https://m.facebook.com/", Referrer::Social),
            ("http://www.shop.example:8080/a", Referrer::Internal),
            ("https://shop.example/", Referrer::Internal),
            ("https://notgoogle.example/", Referrer::Other),
            ("https://reddit.example.evil@blog.example/", Referrer::Other),
        ] {
            assert_eq!(class(url, "shop.example"), expected, "{url}");
        }
    }
}
