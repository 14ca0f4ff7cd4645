//! What a model is, in a page of text.

use std::{fmt::Write, path::Path};

use nearside_model::manifest::{Input, Kind};

use crate::model::{FolderError, load};

/// Describes the model in `folder`.
///
/// # Errors
/// [`FolderError`].
pub(crate) fn run(folder: &Path) -> Result<String, FolderError> {
    let model = load(folder)?;
    let manifest = model.manifest();
    let widths = manifest.widths().iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    let form = match manifest.architecture.kind {
        Kind::Mlp => format!("perceptron {widths} ({:?})", manifest.architecture.activation),
        Kind::Mixture => format!("mixture of {} Gaussians", manifest.architecture.heads.len()),
    };
    let mut text = format!(
        "{}: {form} for {}, {} bytes of weights\ngives    {}\n\
        schema   {}\nsha-256  {}\ntrained  version {}, seed {}\ndata     {} ({})\n\nmetrics, cross-validated\n",
        manifest.name,
        manifest.task.name(),
        manifest.weights.bytes,
        manifest.architecture.heads.join(", "),
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
            named(input),
            input.mean,
            input.spread,
            input.typical
        );
    }
    Ok(text.trim_end().to_owned())
}

/// An input's path, with the code that it stands for.
fn named(input: &Input) -> String {
    match input.equals {
        Some(code) => format!("{} = {code}", input.path),
        None => input.path.clone(),
    }
}
