//! What a model is, in a page of text.

use std::{fmt::Write, path::Path};

use crate::model::{FolderError, load};

/// Describes the model in `folder`.
///
/// # Errors
/// [`FolderError`].
pub(crate) fn run(folder: &Path) -> Result<String, FolderError> {
    let model = load(folder)?;
    let manifest = model.manifest();
    let widths = manifest.widths().iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    let mut text = format!(
        "{}: perceptron {widths} ({:?}), {} bytes of weights\n\
        schema   {}\nsha-256  {}\ntrained  version {}, seed {}\ndata     {} ({})\n\nmetrics, cross-validated\n",
        manifest.name,
        manifest.architecture.activation,
        manifest.weights.bytes,
        manifest.schema,
        manifest.weights.sha256,
        manifest.trained.version,
        manifest.trained.seed,
        manifest.data.source,
        manifest.data.licence,
    );
    // Writing to a String does not fail.
    for (name, value) in &manifest.metrics {
        let _ = writeln!(text, "  {name:20} {value:.4}");
    }
    let _ = writeln!(text, "\n{:26} {:>9} {:>9} {:>10}", "input", "mean", "spread", "typical");
    for input in &manifest.inputs {
        let _ = writeln!(
            text,
            "{:26} {:9.3} {:9.3} {:10.3}",
            input.path, input.mean, input.spread, input.typical
        );
    }
    Ok(text.trim_end().to_owned())
}
