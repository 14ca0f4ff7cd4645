//! The card of a segments model: what it is for, what each segment is, how it was chosen, what it can't say.

use std::fmt::Write;

use nearside_core::features::schema;
use nearside_model::manifest::Manifest;

use super::{
    evaluate::Measured, export::Found, inputs::DESCRIBED, names::TABLE, train::table, variants::Variant,
};

/// Writes the card.
pub(crate) fn write(manifest: &Manifest, found: &Found<'_>, measured: &Measured) -> String {
    let parts = [
        opening(manifest, found),
        segments(found),
        results(found, measured),
        choice(found),
        end(manifest, found),
    ];
    parts.join("\n")
}

fn opening(manifest: &Manifest, found: &Found<'_>) -> String {
    let inputs: Vec<String> = found.columns.paths().map(|path| format!("`{path}`")).collect();
    format!(
        "# {}\n\n\
        Written by `nearside-trainer train segments`; edit the trainer, not this page.\n\n\
        ## Use\n\n\
        How far a visit, as it stands, falls in each of {} kinds of reading: one share a segment, together 1. The shares are \
        features for conditions and policies; they are computed and kept in the visitor's browser. A segment says how this page has \
        been read so far. It is no type of person, nothing to judge anyone by, and it may change as the visit goes on.\n\n\
        It reads {}: each means the same on any page. Clicks are left out because nearly every recorded visit ends with one, \
        and time because a segment is how a page is read, not how long. What was found is described by them all the same.\n\n\
        ## Data\n\n\
        {} visits by {} people, each as it stood every 2 s and at its end; every person counts alike, and every visit of a \
        person. Source: {}. Licence: {}. No gaze and no label is read. The recordings themselves are not part of this project.\n",
        manifest.name,
        found.named.len(),
        inputs.join(", "),
        found.visits,
        found.people,
        manifest.data.source,
        manifest.data.licence,
    )
}

fn segments(found: &Found<'_>) -> String {
    let names: Vec<String> = found.named.iter().map(|named| format!("`{}`", named.name)).collect();
    let mut text =
        format!("## Segments\n\n| | {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len() + 1));
    // Writing to a String does not fail.
    let mut row = |what: String, values: &mut dyn Iterator<Item = String>| {
        let _ = writeln!(text, "| {what} | {} |", values.collect::<Vec<_>>().join(" | "));
    };
    row("share of the visits".to_owned(), &mut found.profiles.iter().map(|p| format!("{:.2}", p.share)));
    row("visits that end in it".to_owned(), &mut found.profiles.iter().map(|p| format!("{:.2}", p.ends)));
    for (at, path) in DESCRIBED.iter().enumerate() {
        let unit =
            schema::index_of(path).and_then(schema::column).map_or("", |feature| feature.unit.symbol());
        let values = found.profiles.iter().map(|p| format!("{:.2} ({:+.1})", p.raw[at], p.standard[at]));
        row(format!("`{path}`, {unit}"), &mut values.collect::<Vec<_>>().into_iter());
    }
    let _ = writeln!(text, "\nMeans, and in brackets spreads from the mean of all visits.\n");
    for named in found.named {
        let _ = writeln!(text, "- `{}`: {}.", named.name, named.meaning);
    }
    let standard: Vec<String> = TABLE.iter().map(|standard| format!("`{}`", standard.name)).collect();
    let _ = writeln!(
        text,
        "\nNames follow from these means by the rule in the trainer's `names.rs`; it knows {}. A segment that fits none is called \
        by its strongest feature.",
        standard.join(", ")
    );
    text
}

fn results(found: &Found<'_>, measured: &Measured) -> String {
    let point = found.selection.point();
    let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
    format!(
        "## Results\n\n\
        | | |\n| --- | --- |\n\
        | log-likelihood a row, people held out | {:.3} ± {:.3} |\n\
        | the same, on the people it was made of | {:.3} |\n\
        | adjusted Rand index between fits to people drawn anew | {} |\n\
        | silhouette | {} |\n\
        | mean of a moment's greatest share | {:.2} |\n\
        | moments after 10 s in the segment that the visit ends in | {} |\n\
        | moments in the same segment without a cursor (touch) | {} |\n\n\
        `nearside-trainer evaluate segments --data DIR` prints all but the first and third for any recordings; training prints those.\n\n\
        The mixture takes inputs within a segment to be independent, which they are not quite: the shares are surer than they \
        should be, and better read as a choice than as a probability.\n",
        point.heldout,
        point.heldout_error,
        measured.log_likelihood,
        number(point.ari),
        number(measured.silhouette),
        measured.certainty,
        number(measured.holds),
        number(measured.touch),
    )
}

fn choice(found: &Found<'_>) -> String {
    let variant = |variant: &Variant| {
        let number = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
        format!(
            "| {} | {} | {:.2} | {} | {} |\n",
            variant.what,
            variant.segments,
            variant.ari,
            number(variant.silhouette),
            number(variant.holds)
        )
    };
    format!(
        "## How many, and what else was tried\n\n\
        Gaussians with diagonal covariance, started {} times by k-means, no variance below {}; segments with less than {:.0} % of \
        the visits are merged into the nearest. Chosen (*) is the least BIC, in which a visit counts as one observation: its \
        moments are alike.\n\n```text\n{}\n```\n\n\
        The same search with one input less or more, for as many segments. Likelihoods of different inputs do not compare; ARI says \
        how far fits to people drawn anew group alike, *holds* how often a visit after 10 s is in the segment it ends in. The cursor's rests stay whatever their row says: they are \
        the only input that is not scrolling.\n\n\
        | inputs | segments | ARI | silhouette | holds |\n| --- | --- | --- | --- | --- |\n{}",
        found.settings.restarts,
        found.settings.floor,
        found.settings.least_share * 100.0,
        table(found.selection),
        found.variants.iter().map(variant).collect::<String>(),
    )
}

fn end(manifest: &Manifest, found: &Found<'_>) -> String {
    format!(
        "## Limits, and who is under-served\n\n\
        - One kind of page (search results, two to four windows high), one desktop screen, few people, in a laboratory. Names fit \
        these means; on other pages the shares say where a visit stands among such visits, no more.\n\
        - Depth, turns and hesitations grow with time, so early moments tend to the segments that have done little: a segment is \
        partly a stage of the visit. The table above says how often it lasts.\n\
        - A page that does not scroll leaves one input of {}, the cursor's rests.\n\
        - Visitors by touch, pen or keyboard have no such rests and were not in the data; the figure without a cursor comes from the \
        same desktop visits with the cursor taken away.\n\
        - Nothing is known of the recorded people's age, eyesight, reading direction or assistive technology. Who magnifies the \
        screen scrolls more, who uses a screen reader hardly at all: neither is a kind of interest.\n\n\
        ## Retraining\n\n\
        `cargo run -p nearside-trainer --profile native -- train segments --data DIR --out models/{} --seed {}` gives the same bytes \
        from the same data on the same kind of machine. The mixture has {} bytes.\n",
        manifest.inputs.len(),
        manifest.name,
        found.settings.seed,
        manifest.weights.bytes,
    )
}
