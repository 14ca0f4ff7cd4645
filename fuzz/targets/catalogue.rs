//! A catalogue: read or refused, and what was read can be filled in by any page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_core::catalogue::{Catalogue, Change, Template, Write};

/// What a page says of itself where it means no good.
const SAID: &str = "\"><script>'&{{a}}javascript:\u{0}";

fuzz_target!(|json: &str| {
    let Ok(catalogue) = Catalogue::parse(json) else { return };
    for slot in &catalogue.slots {
        assert_eq!(slot.spec.variants.len(), slot.edits.len());
        for edit in slot.edits.iter().flatten() {
            if let Some(template) = template(&edit.change) {
                let html = template.fill_html(|_| Some(SAID.to_owned())).unwrap_or_default();
                assert!(!html.contains(SAID) || template.words().contains(SAID));
                let _ = Change::style_value(&template.words());
            }
            if let Change::Attribute { name, write: Write::Set(template) } = &edit.change {
                let filled = template.fill(|_| Some(SAID.to_owned())).unwrap_or_default();
                let _ = Change::attribute_value(name, &filled);
            }
        }
    }
});

fn template(change: &Change) -> Option<&Template> {
    match change {
        Change::Text(write) | Change::Html { write, .. } | Change::Attribute { write, .. } => match write {
            Write::Set(template) | Write::Append(template) => Some(template),
            Write::Remove => None,
        },
        _ => None,
    }
}
