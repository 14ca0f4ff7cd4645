//! Catalogues as files: what is read from them, what is refused and where, and that nothing panics.

mod places;
mod property;
mod refused;
mod values;

use serde_json::{Value, json};

use super::{Catalogue, CatalogueError, Edit};

/// A catalogue of one slot with one variant of these edits.
fn with_edits(edits: Value) -> String {
    json!({"version": 1, "slots": [
        {"name": "hero", "variants": [{"name": "proof", "edits": edits}]}
    ]})
    .to_string()
}

fn edit(json: Value) -> Result<Edit, CatalogueError> {
    let mut catalogue = Catalogue::parse(&with_edits(json!([json])))?;
    Ok(catalogue.slots.remove(0).edits.remove(0).remove(0))
}
