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

/// Parts of search engines' sites where nobody searches.
const DESKS: [&str; 7] = ["accounts", "mail", "docs", "drive", "calendar", "meet", "login"];
/// Hosts whose subdomains belong to different people.
const SHARED: [&str; 8] = [
    "github.io",
    "gitlab.io",
    "netlify.app",
    "vercel.app",
    "pages.dev",
    "web.app",
    "blogspot.com",
    "myshopify.com",
];

/// The class of `referrer` (a URL, or nothing) on a site at `own` (a host).
pub(super) fn class(referrer: &str, own: &str) -> Referrer {
    let Some(host) = host(referrer) else { return Referrer::Direct };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let named = |names: &[&str]| host.split('.').any(|label| names.contains(&label));
    let at_desk = host.split('.').next().is_some_and(|first| DESKS.contains(&first));
    if site(host) == site(own.strip_prefix("www.").unwrap_or(own)) {
        Referrer::Internal
    } else if SHORT.contains(&host) || named(&SOCIAL) {
        Referrer::Social
    } else if named(&SEARCH) && !at_desk {
        Referrer::Search
    } else {
        Referrer::Other
    }
}

/// The part of a host that one owner has: as a rule its last two labels, or three below what looks like a public suffix.
/// A guess that errs on the side of calling a site another.
fn site(host: &str) -> &str {
    let labels =
        |count: usize| host.rmatch_indices('.').nth(count - 1).map_or(host, |(dot, _)| &host[dot + 1..]);
    let (suffix, two) = (labels(1), labels(2));
    let second = two.split('.').next().unwrap_or_default();
    if suffix.bytes().all(|byte| byte.is_ascii_digit()) {
        // An address has no owner's part.
        host
    } else if SHARED.contains(&two) || suffix.len() == 2 && second.len() <= 3 {
        labels(3)
    } else {
        two
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
            ("https://blog.shop.example/post", Referrer::Internal),
            ("https://accounts.google.com/signin", Referrer::Other),
            ("https://mail.google.com/", Referrer::Other),
            ("https://notgoogle.example/", Referrer::Other),
            ("https://reddit.example.evil@blog.example/", Referrer::Other),
        ] {
            assert_eq!(class(url, "shop.example"), expected, "{url}");
        }
    }
    #[test]
    fn a_site_is_what_one_owner_has() {
        for (host, own, internal) in [
            ("shop.example", "blog.shop.example", true),
            ("shop.co.uk", "www.shop.co.uk", true),
            ("shop.co.uk", "bank.co.uk", false),
            ("ann.github.io", "bob.github.io", false),
            ("docs.ann.github.io", "ann.github.io", true),
            ("10.0.0.1", "11.0.0.1", false),
            ("localhost", "localhost", true),
        ] {
            let class = class(&format!("https://{host}/"), own);
            assert_eq!(class == Referrer::Internal, internal, "{host} and {own}");
        }
    }
}
