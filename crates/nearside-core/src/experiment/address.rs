//! The parts of a web address, as URL targets compare them.
//!
//! Text → scheme, host with port, path, query and fragment, after the WHATWG URL standard as far as `http` and
//! `https` need it: what is missing comes from a base, case and default ports are normalised, dots in paths are
//! resolved, unsafe signs are percent-encoded. Names beyond ASCII are not turned into punycode: a browser's
//! own addresses already are. Invariant: bounded by the text's length, no panic on any text.

/// The bytes besides letters and digits beyond which a part is percent-encoded.
const UNSAFE_IN_PATH: &[u8] = b" \"#<>?`{}^";
const UNSAFE_IN_QUERY: &[u8] = b" \"#<>'";
const UNSAFE_IN_FRAGMENT: &[u8] = b" \"<>`";

/// An address in its normal form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Address {
    pub(super) scheme: &'static str,
    /// With the port, where it is not the scheme's own.
    pub(super) host: String,
    pub(super) path: String,
    /// Without its `?`.
    pub(super) query: String,
    /// Without its `#`.
    pub(super) fragment: String,
}

impl Address {
    /// Reads an address; one without host gets `host`, over https. `None` for other schemes and an empty host.
    pub(super) fn parse(text: &str, host: &str) -> Option<Address> {
        let text = text.trim_matches(|c: char| c <= ' ');
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (text, query) = text.split_once('?').unwrap_or((text, ""));
        let slash = |c| matches!(c, '/' | '\\');
        let (scheme, rest) = match scheme(text) {
            Some("http") => ("http", Some(&text[5..])),
            Some("https") => ("https", Some(&text[6..])),
            Some(_) => return None,
            None => (
                "https",
                text.strip_prefix(slash).is_some_and(|rest| rest.starts_with(slash)).then_some(text),
            ),
        };
        let (authority, path) = match rest {
            Some(rest) => {
                let rest = rest.trim_start_matches(slash);
                rest.split_at(rest.find(slash).unwrap_or(rest.len()))
            }
            None => (host, text),
        };
        let host = normal_host(authority, scheme)?;
        Some(Address {
            scheme,
            host,
            path: normal_path(path),
            query: encoded(query, UNSAFE_IN_QUERY),
            fragment: encoded(fragment, UNSAFE_IN_FRAGMENT),
        })
    }

    /// The whole address.
    pub(super) fn href(&self) -> String {
        [self.scheme, "://", &self.host, &self.rest()].concat()
    }

    /// What follows the host.
    pub(super) fn rest(&self) -> String {
        let mut rest = self.path.clone();
        for (sign, part) in [("?", &self.query), ("#", &self.fragment)] {
            if !part.is_empty() {
                rest.push_str(sign);
                rest.push_str(part);
            }
        }
        rest
    }
}

/// The scheme of an absolute address.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let known = ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known));
    sound.then_some(known.unwrap_or(scheme))
}

fn normal_host(authority: &str, scheme: &str) -> Option<String> {
    let host = authority.rsplit('@').next()?.to_ascii_lowercase();
    let own = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(own).or_else(|| host.strip_suffix(':')).unwrap_or(&host);
    let sound = !host.is_empty() && !host.contains(|c: char| c <= ' ' || "<>^|%".contains(c));
    sound.then(|| host.to_owned())
}

/// Resolves `.` and `..`; always starts with a slash.
fn normal_path(path: &str) -> String {
    let path = path.strip_prefix(['/', '\\']).unwrap_or(path);
    let mut normal = String::from("/");
    let mut named = false;
    for segment in path.split(['/', '\\']) {
        let dots = dots(segment);
        named = !matches!(dots, Some(1 | 2));
        if named {
            normal.push_str(&encoded(segment, UNSAFE_IN_PATH));
            normal.push('/');
        } else if dots == Some(2) {
            let parent = normal[..normal.len() - 1].rfind('/').unwrap_or(0);
            normal.truncate(parent + 1);
        }
    }
    if named {
        normal.pop();
    }
    normal
}

/// How many dots a segment is, each plain or escaped, if it is nothing else.
fn dots(segment: &str) -> Option<usize> {
    let (mut rest, mut count) = (segment, 0);
    while !rest.is_empty() {
        let escaped = rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%2e"));
        rest = if escaped { &rest[3..] } else { rest.strip_prefix('.')? };
        count += 1;
    }
    Some(count)
}

fn encoded(text: &str, beyond: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            // What browsers drop from addresses.
            b'\t' | b'\n' | b'\r' => {}
            0..=0x1f | 0x7f.. => percent(byte, &mut out),
            _ if beyond.contains(&byte) => percent(byte, &mut out),
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// Writes a byte as `%XX`.
pub(super) fn percent(byte: u8, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_normalised() {
        // As `new URL(text, "https://_").href` gives them.
        for (text, href) in [
            ("http://example.com", "http://example.com/"),
            (" HTTP://User:pw@Example.COM:80/A?b=C#d ", "http://example.com/A?b=C#d"),
            ("https://example.com:8443/", "https://example.com:8443/"),
            ("https:\\\\example.com\\a", "https://example.com/a"),
            ("//example.com/a", "https://example.com/a"),
            ("/a/./b/../c", "https://_/a/c"),
            ("a/%2E%2e/b/.", "https://_/b/"),
            ("..", "https://_/"),
            ("?q=a b'", "https://_/?q=a%20b%27"),
            ("#a b", "https://_/#a%20b"),
            ("", "https://_/"),
            ("/ü\t^", "https://_/%C3%BC%5E"),
        ] {
            assert_eq!(
                Address::parse(text, "_").map(|address| address.href()).as_deref(),
                Some(href),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_web_address_is_none() {
        for text in ["mailto:a@b.c", "about:blank", "http://", "http://a b/"] {
            assert_eq!(Address::parse(text, "_"), None, "{text}");
        }
    }
}
