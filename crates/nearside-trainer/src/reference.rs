//! The reference of the features, generated from the schema that the code runs on.

use std::fmt::Write;

use nearside_core::features::schema::{self, Feature, PAGE, REGION, Shape};
use serde_json::{Value, json};

/// Two Markdown tables: the page's features, then a region's.
pub(crate) fn markdown() -> String {
    let mut text = format!("Schema `{:016x}`, {} columns.\n", schema::HASH, schema::WIDTH);
    for (title, features) in [("Of the page", PAGE), ("Of each region (`*` stands for its name)", REGION)] {
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "\n## {title}\n\n| feature | unit | range | scale | meaning |\n| --- | --- | --- | --- | --- |\n"
        );
        for feature in features {
            let Feature { path, unit, low, high, meaning, .. } = feature;
            let _ = writeln!(
                text,
                "| `{path}` | {} | {low} to {high} | {} | {meaning} |",
                unit.symbol(),
                scale(feature)
            );
        }
    }
    text.trim_end().to_owned()
}

/// The same as JSON.
pub(crate) fn json() -> String {
    let list = |features: &[Feature]| -> Vec<Value> {
        let columns = features.iter().map(|feature| {
            json!({
                "path": feature.path,
                "unit": feature.unit.symbol(),
                "low": feature.low,
                "high": feature.high,
                "scale": scale(feature),
                "meaning": feature.meaning,
            })
        });
        columns.collect()
    };
    let schema = format!("{:016x}", schema::HASH);
    format!("{:#}", json!({"schema": schema, "page": list(PAGE), "region": list(REGION)}))
}

fn scale(feature: &Feature) -> &'static str {
    match feature.shape {
        Shape::Plain => "linear",
        Shape::Log => "log",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_stands_in_both_forms() {
        let (table, list) = (markdown(), json());
        for feature in PAGE.iter().chain(REGION) {
            assert!(table.contains(&format!("| `{}` | {} |", feature.path, feature.unit.symbol())));
            assert!(list.contains(&format!("\"{}\"", feature.path)));
        }
        assert!(serde_json::from_str::<Value>(&list).is_ok());
    }
}
