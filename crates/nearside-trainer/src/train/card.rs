//! The model's card: what it is for, what it was made of, how good it is, for whom it is worse, how to make it again.

use std::fmt::Write;

use nearside_model::manifest::Manifest;

use super::settings::Settings;
use crate::tried::Tried;

/// Where the attention data came from.
pub(crate) const SOURCE: &str =
    "AdSERP (Latifzadeh, Gwizdka & Leiva, 2025), as replayed in github.com/andyed/approach-retreat";
/// Its licence.
pub(crate) const LICENCE: &str = "MIT";

/// Writes the card; `made_of` counts visits and people.
pub(crate) fn write(
    manifest: &Manifest,
    settings: &Settings,
    epochs: usize,
    (visits, people): (usize, usize),
    tried: &Tried,
) -> String {
    let mut card = format!(
        "# {}\n\n\
        Written by `nearside-trainer train attention`; edit the trainer, not this page.\n\n\
        ## Use\n\n\
        For every region of a page that is at least half visible, the probability that the visitor looked at it for 0.2 s or \
        more within the last 2 s (*estimate*) and that they will within the next 2 s (*forecast*). It reads {} features of how the \
        page is scrolled, pointed at and laid out; no camera, no text, no identity. It runs in the visitor's browser, and \
        nearside chooses content by it. It is no measure of interest, liking or intent, and not for judging people.\n\n\
        ## Data\n\n\
        {visits} visits by {people} people to pages of search results, on one desktop screen, with mouse and eye tracker. Source: {}. \
        Licence: {}. Gaze is the label and never a feature. The recordings themselves are not part of this project.\n\n\
        ## Results\n\n\
        Cross-validated in {} folds by person: no score comes from a network that saw the same visitor. The calibration \
        of each fold is fitted on the others. Rows and labels are those of the published task; *aligned* ones are as the \
        visitor saw them (visible in the window's own px, a fixation's time its end).\n\n\
        The inputs, the dropout and the number of epochs were chosen on these same people, which flatters the figures a little: \
        by less than 0.01 of AUC, judging by what the choice of inputs gained.\n\n\
        | | AUC | AP | top-1 | ECE |\n| --- | --- | --- | --- | --- |\n",
        manifest.name,
        manifest.inputs.len(),
        manifest.data.source,
        manifest.data.licence,
        settings.folds,
    );
    for (label, key) in [
        ("estimate", "estimate"),
        ("forecast", "forecast"),
        ("estimate, no cursor (touch)", "touch.estimate"),
        ("forecast, no cursor (touch)", "touch.forecast"),
        ("estimate, aligned", "aligned.estimate"),
        ("forecast, aligned", "aligned.forecast"),
        ("estimate, aligned, no cursor", "aligned.touch.estimate"),
        ("forecast, aligned, no cursor", "aligned.touch.forecast"),
    ] {
        let value = |what: &str| manifest.metrics.get(&format!("{key}.{what}")).copied().unwrap_or(f64::NAN);
        // Writing to a String does not fail.
        let _ = writeln!(
            card,
            "| {label} | {:.3} | {:.3} | {:.3} | {:.3} |",
            value("auc"),
            value("ap"),
            value("top1"),
            value("ece")
        );
    }
    let hidden = settings.hidden.iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    let (option, taught) = match settings.distil {
        true => (
            " --distil",
            "Half of what it learned is the label, half what boosted trees said that had not seen the person. ",
        ),
        false => ("", ""),
    };
    let _ = write!(
        card,
        "\n`nearside-trainer evaluate attention --model models/{} --data DIR --cross-validate{option}` prints them.\n\n\
        ## Form\n\n\
        A perceptron {}-{hidden}-2, {} bytes of weights. AdamW, {epochs} epochs (chosen by people held out, of at most {}), half a \
        cosine, averaged weights, dropout {} of units and {} of inputs, weight decay {}. {taught}Every visit was learned from four times: \
        with its cursor and without, with the published labels and the aligned ones.\n\
        {}\n\
        ## Limits, and who is under-served\n\n\
        - One kind of page (search results), one screen, few people, in a laboratory. On other pages the order of regions should hold \
        better than the probabilities.\n\
        - Visitors by touch, pen or keyboard are served by a network that saw touch only as the same desktop visits with the cursor \
        taken away: phones, their screens and their gestures were not in the data.\n\
        - Nothing is known of the recorded people's age, eyesight, reading direction or assistive technology. Visitors who \
        magnify the screen, read right to left, use a screen reader or move the pointer by other means than a hand may get \
        worse scores. The page's own content stays the default whenever no variant is clearly ahead.\n\n\
        ## Retraining\n\n\
        `cargo run -p nearside-trainer --profile native -- train attention --data DIR --out models/{} --seed {}{option}` gives the same \
        bytes from the same data on the same kind of machine.\n",
        manifest.name,
        manifest.inputs.len(),
        manifest.weights.bytes,
        settings.epochs,
        settings.dropout,
        settings.input_dropout,
        settings.decay,
        tried.markdown(),
        manifest.name,
        settings.seed,
    );
    card
}
