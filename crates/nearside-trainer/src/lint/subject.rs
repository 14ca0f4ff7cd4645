//! What an edit is about, by its words and by the names in its selectors: prices, the law, consent.

use super::rule::Rule;

const CURRENCIES: [char; 6] = ['€', '$', '£', '¥', '₹', '₽'];
const CODES: [&str; 8] = ["eur", "usd", "gbp", "chf", "jpy", "inr", "sek", "pln"];
const REDUCED: [&str; 9] =
    ["off", "discount", "save", "sale", "cheaper", "rabatt", "sparen", "remise", "descuento"];
const PRICES: [&str; 6] = ["price", "prices", "pricing", "preis", "prix", "precio"];
const LEGAL: [&str; 20] = [
    "terms",
    "conditions",
    "privacy",
    "imprint",
    "impressum",
    "agb",
    "datenschutz",
    "legal",
    "warranty",
    "guarantee",
    "refund",
    "refunds",
    "withdrawal",
    "widerruf",
    "liability",
    "vat",
    "mwst",
    "copyright",
    "disclaimer",
    "allergens",
];
const CONSENT: [&str; 11] = [
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "ccpa",
    "onetrust",
    "klaro",
    "cookieyes",
    "didomi",
    "usercentrics",
    "cmp",
];

/// What `words`, or the names in `selectors`, are about.
pub(super) fn judge(words: &str, selectors: &[Option<&str>]) -> Vec<(Rule, String)> {
    let names = selectors.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    if let Some(price) = price(words) {
        found.push((Rule::Price, format!("it says `{price}`, which looks like a price")));
    } else if let Some(name) = one_of(&names, &PRICES) {
        found.push((Rule::Price, format!("it changes `{name}`")));
    }
    for (rule, list) in [(Rule::Legal, &LEGAL[..]), (Rule::Consent, &CONSENT[..])] {
        if let Some(word) = one_of(words, list) {
            found.push((rule, format!("it says `{word}`")));
        } else if let Some(name) = one_of(&names, list) {
            found.push((rule, format!("it changes `{name}`")));
        }
    }
    found
}

/// A number beside a currency, or a percentage beside a word for less.
fn price(words: &str) -> Option<String> {
    let parts: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has_digit = |text: &str| text.contains(|character: char| character.is_ascii_digit());
    let bare = |text: &str| text.trim_matches(|character: char| !character.is_alphanumeric()).to_owned();
    let near = |at: usize| at.checked_sub(1).into_iter().chain([at + 1]).filter_map(|at| parts.get(at));
    let is_reduced = || one_of(words, &REDUCED).is_some();
    parts.iter().enumerate().find_map(|(at, part)| {
        let is_money = part.contains(CURRENCIES)
            || CODES.contains(&bare(part).as_str())
            || CODES.iter().any(|code| bare(part).strip_suffix(code).is_some_and(has_digit));
        let is_priced = is_money && (has_digit(part) || near(at).any(|other| has_digit(other)));
        let is_percent = part.contains('%') && (has_digit(part) || near(at).any(|other| has_digit(other)));
        (is_priced || is_percent && is_reduced()).then(|| part.clone())
    })
}

/// The first of `list` that is a word of `text`.
fn one_of<'a>(text: &str, list: &[&'a str]) -> Option<&'a str> {
    let words: Vec<String> =
        text.split(|character: char| !character.is_alphanumeric()).map(str::to_lowercase).collect();
    list.iter().copied().find(|word| words.iter().any(|other| other == word))
}
