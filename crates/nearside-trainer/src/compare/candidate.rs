//! What is compared: ways to learn, and the shipped way without a group of its inputs.

use nearside_model::manifest::Activation;

use super::{convolution::Convolution, ensemble::Ensemble, gru::Gru, sequence::Sequential};
use crate::train::{
    distilled::Distilled,
    form::Form,
    learner::{Learner, Recipe},
    loss::Loss,
    settings::Settings,
    trees::Trees,
};

/// Members of the ensemble.
const MEMBERS: usize = 3;

/// Groups of inputs by how their paths begin.
const GROUPS: [(&str, &[&str]); 8] = [
    ("scroll", &["scroll."]),
    ("cursor", &["pointer.", "near.", "distance.", "approach.", "anchor.", "pull."]),
    ("time", &["page."]),
    ("view", &["visible.", "middle."]),
    ("band", &["band."]),
    ("place", &["place."]),
    ("position and size", &["position.", "size."]),
    ("order", &["order."]),
];

/// One row of a comparison.
pub(super) struct Candidate {
    pub(super) name: String,
    /// Those of its cross-validation: columns, epochs, folds.
    pub(super) settings: Settings,
    pub(super) learner: Box<dyn Learner>,
}

/// Every way to learn; `shipped` are the settings of the one that ships.
pub(super) fn ways(shipped: &Settings) -> Vec<Candidate> {
    let plain = Settings {
        activation: Activation::Relu,
        decay: 0.0,
        dropout: 0.0,
        input_dropout: 0.0,
        average: 0.0,
        ..shipped.clone()
    };
    let sequential = |form: fn(usize) -> Box<dyn Form>| -> Box<dyn Learner> {
        Box::new(Sequential { settings: shipped.clone(), form })
    };
    let recipe = |settings: Settings| -> Box<dyn Learner> { Box::new(Recipe(settings)) };
    let ways: [(&str, Box<dyn Learner>); 10] = [
        ("logistic", recipe(Settings { hidden: vec![], ..plain.clone() })),
        ("plain", recipe(Settings { hidden: vec![64, 32], ..plain })),
        ("shipped", recipe(shipped.clone())),
        ("weighted", recipe(Settings { loss: Loss::Weighted, ..shipped.clone() })),
        ("focal", recipe(Settings { loss: Loss::Focal, ..shipped.clone() })),
        ("gru", sequential(|inputs| Box::new(Gru(inputs)))),
        ("convolution", sequential(|inputs| Box::new(Convolution(inputs)))),
        ("trees", Box::new(Trees)),
        ("distilled", Box::new(Distilled(shipped.clone()))),
        ("ensemble", Box::new(Ensemble(shipped.clone(), MEMBERS))),
    ];
    ways.into_iter()
        .map(|(name, learner)| Candidate { name: name.to_owned(), settings: shipped.clone(), learner })
        .collect()
}

/// The shipped way with all of `inputs`, then without each group of them.
pub(super) fn ablations(shipped: &Settings, inputs: &[&str]) -> Vec<Candidate> {
    let without = |name: String, without: Vec<String>| {
        let settings = Settings { without, ..shipped.clone() };
        Candidate { name, learner: Box::new(Recipe(settings.clone())), settings }
    };
    let groups = GROUPS.iter().map(|(group, beginnings)| {
        let belongs = |path: &&&str| beginnings.iter().any(|beginning| path.starts_with(beginning));
        let left_out = inputs.iter().filter(belongs).map(|path| (*path).to_owned());
        without(format!("without {group}"), left_out.chain(shipped.without.iter().cloned()).collect())
    });
    std::iter::once(without("all inputs".to_owned(), shipped.without.clone())).chain(groups).collect()
}

/// What a name stands for, for those who read the table.
pub(super) fn meaning(name: &str) -> &str {
    match name {
        "logistic" => "logistic regression",
        "plain" => "MLP 64-32, ReLU, no dropout, decay or averaging",
        "shipped" => "MLP of the shipped form, labels alone",
        "weighted" => "… with class weights",
        "focal" => "… with focal loss (γ = 2)",
        "gru" => "GRU, 24 units, last four half seconds",
        "convolution" => "temporal convolution, 32 channels, last four half seconds",
        "trees" => "boosted trees (forust-ml, 200 of 31 leaves)",
        "distilled" => "MLP of the shipped form, taught by those trees: what ships",
        "ensemble" => "three MLPs of the shipped form, mean",
        other => other,
    }
}
