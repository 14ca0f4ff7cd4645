//! Preview: the variants that a page's address asks to see.
//!
//! `?nearside-show=hero:proof&nearside-show=next:food` → for `hero` the variant `proof`. Such links are for the site's own
//! people; a slot or variant that the page does not have is named in an error when it is to be shown.

use crate::name::is_name;

/// The parameter's name.
const SHOW: &str = "nearside-show";

/// The variant of `slot` that `address` asks for; the last one if there are several.
pub fn preview<'a>(address: &'a str, slot: &str) -> Option<&'a str> {
    let (_, query) = address.split('#').next()?.split_once('?')?;
    let asked = |pair: &'a str| {
        let (key, value) = pair.split_once('=')?;
        // Names need no escapes, and what a browser may escape here is the colon alone.
        let (name, variant) = ["%3A", "%3a", ":"].iter().find_map(|colon| value.split_once(colon))?;
        (key == SHOW && name == slot && is_name(variant)).then_some(variant)
    };
    query.split('&').filter_map(asked).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_variants_by_name() {
        for (address, expected) in [
            ("https://a.test/?nearside-show=hero:proof", Some("proof")),
            ("https://a.test/?x=1&nearside-show=hero%3Aproof#top", Some("proof")),
            ("https://a.test/?nearside-show=next:food&nearside-show=hero:default", Some("default")),
            ("https://a.test/?nearside-show=hero:proof&nearside-show=hero:offer", Some("offer")),
            ("https://a.test/?nearside-show=hero", None),
            ("https://a.test/?nearside-show=hero:<b>", None),
            ("https://a.test/?nearside-show=heroine:proof", None),
            ("https://a.test/?nearside-shown=hero:proof", None),
            ("https://a.test/#?nearside-show=hero:proof", None),
            ("https://a.test/", None),
        ] {
            assert_eq!(preview(address, "hero"), expected, "{address}");
        }
    }
}
