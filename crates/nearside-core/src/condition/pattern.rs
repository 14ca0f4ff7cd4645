//! Regular expressions of `$regex` and its kin.
//!
//! JavaScript pattern → automaton → match anywhere in a text, in time linear in it. What that excludes,
//! look-around and back-references, is refused (`$notRegex` serves where a negative look-ahead was meant);
//! `\d \w \s` know ASCII only, as do classes where case is ignored. Invariant: a compiled pattern is bounded in memory.

use regex_lite::{Regex, RegexBuilder};

/// Most memory that one compiled pattern may take, in bytes.
const MAX_COMPILED: usize = 256 * 1024;

/// A compiled pattern, equal to another of the same source.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    regex: Regex,
    ignore_case: bool,
}

impl Pattern {
    /// Compiles a pattern in JavaScript's notation; fails with the engine's reason.
    pub(super) fn compile(source: &str, ignore_case: bool) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(&translated(source, ignore_case));
        let regex = builder.case_insensitive(ignore_case).size_limit(MAX_COMPILED).build();
        regex.map(|regex| Self { regex, ignore_case }).map_err(|error| error.to_string())
    }

    /// Whether the text has a match.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.regex.as_str() == other.regex.as_str() && self.ignore_case == other.ignore_case
    }
}

/// Escapes the signs that JavaScript takes literally where the engine does not: `{` that starts no repetition,
/// and `[`, `&`, `~` inside a class, which would nest or combine classes. Where case is ignored, spells out both
/// cases of a letter beyond ASCII, which the engine would not fold.
fn translated(source: &str, ignore_case: bool) -> String {
    let mut out = String::with_capacity(source.len() + 8);
    let mut in_class = false;
    let mut rest = source.char_indices();
    while let Some((start, sign)) = rest.next() {
        let literal =
            if in_class { matches!(sign, '[' | '&' | '~') } else { opens_nothing(&source[start..]) };
        match sign {
            '\\' => {
                out.push(sign);
                out.extend(rest.next().map(|(_, escaped)| escaped));
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ if ignore_case && !in_class && !sign.is_ascii() => {
                out.push('[');
                out.push(sign);
                out.extend(single(sign.to_lowercase()));
                out.extend(single(sign.to_uppercase()));
                out.push(']');
                continue;
            }
            _ => {}
        }
        if literal {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// The one letter of a case mapping; `ß`, whose capital is two, stays as it is.
fn single(mut mapping: impl ExactSizeIterator<Item = char>) -> Option<char> {
    if mapping.len() == 1 { mapping.next() } else { None }
}

/// Whether the text starts with a brace that is no repetition: none of `{2}`, `{2,}`, `{2,3}`.
fn opens_nothing(text: &str) -> bool {
    let Some(body) = text.strip_prefix('{') else { return false };
    let Some((count, _)) = body.split_once('}') else { return true };
    let (least, most) = count.split_once(',').unwrap_or((count, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    least.is_empty() || !digits(least) || !digits(most)
}
