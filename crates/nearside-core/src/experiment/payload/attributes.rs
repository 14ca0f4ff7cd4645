//! A visitor's attributes as the SDKs look up what to hash by.
//!
//! A key that itself holds dots comes before the nested path that it spells. Conditions don't look so: they
//! walk nested objects only.

use std::borrow::Cow;

use serde_json::Value;

use crate::condition::Attributes;

/// Attributes by literal key first, then by path.
#[derive(Clone, Debug, Default)]
pub struct LiteralFirst(pub Value);

impl Attributes for LiteralFirst {
    fn get(&self, path: &str) -> Option<Cow<'_, Value>> {
        match self.0.as_object().and_then(|object| object.get(path)) {
            Some(literal) => Some(Cow::Borrowed(literal)),
            None => Attributes::get(&self.0, path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_literal_key_hides_the_path() {
        let json = LiteralFirst(json!({"user.id": null, "user": {"id": 1, "name": "x"}}));
        let get = |path| json.get(path).map(Cow::into_owned);
        assert_eq!(get("user.id"), Some(json!(null)));
        assert_eq!(get("user.name"), Some(json!("x")));
        assert_eq!(get("user.age"), None);
    }
}
