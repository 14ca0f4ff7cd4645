//! The model's card: what it is for, what it was made of, how good it is, what lost, for whom it is worse, how to make
//! it again.

use nearside_model::manifest::Manifest;

use super::{
    export::Found,
    figures::{Figures, Spread},
    settings::Settings,
    variants::Variant,
};

/// Where the sessions came from.
pub(super) const SOURCE: &str = "Online Shoppers Purchasing Intention (Sakar, Polat, Katircioglu & Kastro 2019), UCI Machine Learning Repository";
/// Their licence.
pub(super) const LICENCE: &str = "CC BY 4.0";

/// Writes the card.
pub(super) fn write(manifest: &Manifest, found: &Found<'_>) -> String {
    [
        use_and_data(manifest, found),
        results(found),
        tried(found),
        form(manifest, found.settings),
        limits(manifest, found),
    ]
    .join("\n")
}

fn use_and_data(manifest: &Manifest, found: &Found<'_>) -> String {
    let bought = found.sessions.bought.iter().filter(|&&bought| bought).count();
    let mut paths: Vec<&str> = found.inputs.columns().iter().map(|column| column.feature.path).collect();
    paths.sort_unstable();
    format!(
        "# {}\n\n\
        Written by `nearside-trainer train propensity`; edit the trainer, not this page.\n\n\
        ## Use\n\n\
        The probability that a session at a shop ends in a purchase, from what the browser knows while it lasts: `{}`. It runs in \
        the visitor's browser, and nearside chooses content by it. It is not for prices, for credit, or for judging people.\n\n\
        ## Data\n\n\
        {} sessions, of which {bought} bought. Source: {}. Licence: {}. The label is whether the session bought. Page values, \
        bounce rates and exit rates are in the table and are never read: a browser can have none of them. The sessions \
        themselves are not part of this project.\n",
        manifest.name,
        paths.join("`, `"),
        found.sessions.len(),
        manifest.data.source,
        manifest.data.licence,
    )
}

fn results(found: &Found<'_>) -> String {
    let crossed = found.crossed;
    let rows = [
        ("network", &crossed.network[0]),
        ("network, the site's codes unknown", &crossed.network[1]),
        ("boosted trees, its teacher", &crossed.trees[0]),
        ("boosted trees, the site's codes unknown", &crossed.trees[1]),
    ];
    format!(
        "## Results\n\n\
        Cross-validated in {} folds, each with its share of sessions that bought, {} times over: no probability comes from a \
        network, or trees, that saw the session. The calibration of each fold is fitted on the others. ± is the standard \
        deviation over the divisions into folds. The inputs, the size and the numbers of the optimiser were chosen on these \
        same sessions, which flatters the figures a little. For boosted trees of another make and a network in scikit-learn see the data's own \
        description: LightGBM there has AUC .766, AP .349 and Brier .1155.\n\n\
        | | AUC | AP | Brier | ECE |\n| --- | --- | --- | --- | --- |\n{}\n\
        `nearside-trainer evaluate propensity --data FILE --cross-validate` prints them.\n",
        found.settings.folds,
        found.settings.splits,
        rows.map(|(name, spread)| line(name, spread)).concat(),
    )
}

fn tried(found: &Found<'_>) -> String {
    if found.variants.is_empty() {
        return "## What else was tried\n\nNothing in this run; `train propensity --variants` tries other recipes.\n".to_owned();
    }
    let row = |variant: &Variant| {
        let [known, unknown] = variant.figures.each_ref().map(|spread| spread.mean);
        let Figures { auc, ap, brier, ece } = known;
        format!("| {} | {auc:.4} | {ap:.4} | {brier:.4} | {ece:.4} | {:.4} |\n", variant.what, unknown.auc)
    };
    format!(
        "## What else was tried\n\n\
        One thing changed at a time, in the same folds; one division into folds, so lines compare with one another and not with \
        the table above. The last column is the AUC with the site's codes unknown.\n\n\
        | | AUC | AP | Brier | ECE | AUC without codes |\n| --- | --- | --- | --- | --- | --- |\n{}",
        found.variants.iter().map(row).collect::<String>(),
    )
}

fn form(manifest: &Manifest, settings: &Settings) -> String {
    let widths = manifest.widths().iter().map(ToString::to_string).collect::<Vec<_>>().join("-");
    format!(
        "## Form\n\n\
        A perceptron {widths}, {} bytes of weights. Its inputs are amounts, piecewise-linear bins of them, and codes one by one. It \
        learned from what boosted trees with random thresholds say of each session, of {} remixed ones for each (every part another \
        session's with a chance of {}), and of {} more whose codes are unknown. AdamW, at most {} epochs (stopped by sessions \
        held out), half a cosine, averaged weights, weight decay {}. Dropout has no part: remixing does its work.\n",
        manifest.weights.bytes,
        settings.remixed,
        settings.share,
        settings.unknown,
        settings.epochs,
        settings.decay,
    )
}

fn limits(manifest: &Manifest, found: &Found<'_>) -> String {
    format!(
        "## Limits, and who is under-served\n\n\
        - One shop, one year, no January and no April. In another shop the order of sessions should hold better than the \
        probabilities; where purchases are kept, calibrate anew.\n\
        - The table has what a session came to in the end. Asked in the middle of a session, the network sees less time and fewer \
        pages and says less than it would in the end; compare sessions of like age.\n\
        - Channel and system are this shop's own numbers, whose meaning was never published: another site should leave them \
        unknown. The figures with codes unknown are what it can expect.\n\
        - A returning visitor is one whose browser kept that an earlier session was seen. Those who refuse storage, clear it \
        or share a device are taken for new ones, of whom more bought here.\n\
        - Slow readers, and visitors who use a screen reader or other assistive technology, dwell longer for reasons that are not \
        interest; nothing is known of how many were in the data. The page's own content stays the default whenever no variant \
        is clearly ahead.\n\n\
        ## Retraining\n\n\
        `cargo run -p nearside-trainer --profile native -- train propensity --data FILE --out models/{} --variants --seed {}` gives \
        the same bytes from the same data on the same kind of machine.\n",
        manifest.name, found.settings.seed,
    )
}

fn line(name: &str, spread: &Spread) -> String {
    let Spread { mean, deviation } = spread;
    format!(
        "| {name} | {:.4} ± {:.4} | {:.4} ± {:.4} | {:.4} ± {:.4} | {:.4} |\n",
        mean.auc, deviation.auc, mean.ap, deviation.ap, mean.brier, deviation.brier, mean.ece
    )
}
