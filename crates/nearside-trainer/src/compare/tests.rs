//! Forms that read sequences have the shapes they say, true gradients, and do look at earlier steps.

use candle_core::{Device, Tensor, Var};
use nearside_core::seed;
use rand::RngExt;

use super::{
    candidate::{ablations, ways},
    chosen,
    convolution::Convolution,
    gru::Gru,
    measure,
    sequence::{STEPS, sequences},
};
use crate::{
    data::{
        rows::{Key, Rows},
        visit::load,
    },
    train::{
        attention::tables,
        examples::{Columns, Examples},
        form::{Form, Noise},
        learner::train_epochs,
        settings::Settings,
        tests::{Folder, write_visits},
    },
};

const INPUTS: usize = 3;

fn forms() -> [(&'static str, Box<dyn Form>); 2] {
    [("gru", Box::new(Gru(INPUTS))), ("convolution", Box::new(Convolution(INPUTS)))]
}

fn drawn(form: &dyn Form, seed: u64) -> Vec<Tensor> {
    let mut rng = seed::rng(seed);
    let weights = form.weights().into_iter().map(|weight| {
        let count = weight.shape.iter().product();
        let values: Vec<f32> = (0..count).map(|_| rng.random_range(-0.4..0.4)).collect();
        Tensor::from_vec(values, weight.shape, &Device::Cpu).unwrap()
    });
    weights.collect()
}

fn inputs(rows: usize) -> Vec<f32> {
    let mut rng = seed::rng(9);
    (0..rows * STEPS * INPUTS).map(|_| rng.random_range(-1.0..1.0)).collect()
}

fn sum(form: &dyn Form, weights: &[Tensor], inputs: &[f32]) -> f64 {
    let inputs = Tensor::from_slice(inputs, (inputs.len() / (STEPS * INPUTS), STEPS * INPUTS), &Device::Cpu);
    let outputs = form.forward(weights, inputs.unwrap(), &mut Noise::none()).unwrap();
    f64::from(outputs.sqr().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap())
}

#[test]
fn there_are_two_outputs_a_row_and_every_step_counts() {
    for (name, form) in forms() {
        let weights = drawn(form.as_ref(), 3);
        let rows = inputs(5);
        let tensor = Tensor::from_slice(&rows, (5, STEPS * INPUTS), &Device::Cpu).unwrap();
        let outputs = form.forward(&weights, tensor, &mut Noise::none()).unwrap();
        assert_eq!(outputs.dims(), [5, 2], "{name}");
        let whole = sum(form.as_ref(), &weights, &rows);
        for step in 0..STEPS {
            let mut other = rows.clone();
            other[step * INPUTS] += 0.5;
            assert_ne!(sum(form.as_ref(), &weights, &other), whole, "{name} is blind to step {step}");
        }
    }
}

#[test]
fn gradients_are_those_of_the_function() {
    for (name, form) in forms() {
        let (weights, rows) = (drawn(form.as_ref(), 4), inputs(7));
        let vars: Vec<Var> = weights.iter().map(|weight| Var::from_tensor(weight).unwrap()).collect();
        let live: Vec<Tensor> = vars.iter().map(|var| var.as_tensor().clone()).collect();
        let tensor = Tensor::from_slice(&rows, (7, STEPS * INPUTS), &Device::Cpu).unwrap();
        let outputs = form.forward(&live, tensor, &mut Noise::none()).unwrap();
        let gradients = outputs.sqr().unwrap().sum_all().unwrap().backward().unwrap();
        for (index, var) in vars.iter().enumerate() {
            let found = gradients.get(var).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
            let values = weights[index].flatten_all().unwrap().to_vec1::<f32>().unwrap();
            for at in [0, found.len() / 2, found.len() - 1] {
                let moved = |by: f32| {
                    let (mut values, mut weights) = (values.clone(), weights.clone());
                    values[at] += by;
                    weights[index] = Tensor::from_vec(values, weights[index].shape(), &Device::Cpu).unwrap();
                    sum(form.as_ref(), &weights, &rows)
                };
                let expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
                let gap = (f64::from(found[at]) - expected).abs();
                assert!(
                    gap < 0.01 + 0.02 * expected.abs(),
                    "{name}, {index}, {at}: {} {expected}",
                    found[at]
                );
            }
        }
    }
}

/// A row is true where its first step says so; the last step knows nothing of it.
fn told_by_the_first_step(rows: usize) -> Examples {
    let mut inputs = inputs(rows);
    let labels = inputs.chunks_exact_mut(STEPS * INPUTS).map(|row| {
        let label = f32::from(u8::from(row[0] > 0.0));
        [label, 1.0 - label]
    });
    let labels = labels.collect();
    Examples { inputs, labels }
}

#[test]
fn what_was_known_earlier_is_learned_from() {
    let settings = Settings {
        epochs: 8,
        batch: 32,
        rate: 2e-2,
        dropout: 0.0,
        input_dropout: 0.0,
        average: 0.9,
        ..crate::train::tests::settings()
    };
    let examples = told_by_the_first_step(1_000);
    for (name, form) in forms() {
        let learned = train_epochs(form, [&examples, &examples], &settings, 1, &|| ()).unwrap();
        let loss = learned.losses.last().unwrap().held_out;
        assert!(loss < 0.3, "{name} is no better than {loss}, chance is 0.69");
    }
}

#[test]
fn a_region_out_of_view_leaves_a_gap_in_its_sequence() {
    const WIDTH: usize = nearside_core::features::schema::WIDTH;
    let columns = Columns::named(["scroll.screens"].into_iter()).unwrap();
    let column = nearside_core::features::schema::index_of("scroll.screens").unwrap();
    let mut table = Rows::default();
    // Region 1 is there at every half second, region 2 not at 2.5 s.
    for (at, region) in [(2_000.0, 1), (2_000.0, 2), (2_500.0, 1), (3_000.0, 1), (3_000.0, 2), (3_500.0, 2)] {
        table.keys.push(Key { visit: 0, person: 0, region, at, judged: true, looked: [true, false] });
        let mut row = [0.0; WIDTH];
        row[column] = at as f32 / 1e3 + region as f32 * 10.0;
        table.features.extend(row);
    }
    let plain = columns.statistics(&[&table], |_| true);
    let of = |at: f64, region: usize| {
        let chosen = |key: &Key| key.at == at && key.region == region;
        let alone: Vec<f32> = columns.examples(&[&table], &plain, chosen).inputs;
        (sequences(&columns, &[&table], &plain, &chosen).inputs, alone[0])
    };
    let value = |at, region| of(at, region).1;
    let (one, two) = (of(3_000.0, 1).0, of(3_500.0, 2).0);
    assert_eq!(one, [0.0, 0.0, value(2_000.0, 1), 1.0, value(2_500.0, 1), 1.0, value(3_000.0, 1), 1.0]);
    assert_eq!(two, [value(2_000.0, 2), 1.0, 0.0, 0.0, value(3_000.0, 2), 1.0, value(3_500.0, 2), 1.0]);
}

#[test]
fn ways_are_chosen_by_name_and_groups_take_inputs_away() {
    let settings = crate::train::tests::settings();
    let names = |only: &[&str]| {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
        chosen(ways(&settings), &only).map(|ways| ways.into_iter().map(|way| way.name).collect::<Vec<_>>())
    };
    assert_eq!(names(&[]).unwrap().len(), 10);
    assert_eq!(names(&["trees", "gru"]).unwrap(), ["gru", "trees"]);
    assert!(names(&["forest"]).unwrap_err().to_string().contains("`forest` to compare, only logistic"));

    let ablated = ablations(&settings, &["scroll.back", "near.*.share", "near.*.share_2s"]);
    let without = |name: &str| &ablated.iter().find(|way| way.name == name).unwrap().settings.without;
    assert!(without("all inputs").is_empty() && without("without order").is_empty());
    assert_eq!(*without("without cursor"), ["near.*.share", "near.*.share_2s"]);
}

#[test]
fn every_way_gives_a_row() {
    let data = Folder::new("ways");
    write_visits(&data.0);
    let settings = Settings { epochs: 12, folds: 2, rate: 1e-2, ..crate::train::tests::settings() };
    let tables = tables(&load(&data.0).unwrap());
    let rows = measure(&tables.each_ref()[..2], &ways(&settings), 1).unwrap();
    for row in &rows {
        // The eyes are where the cursor is: no way can miss that.
        assert!(row.figures.estimate_auc > 0.7, "{row:?}");
        assert!(row.figures.parameters > 0 && row.figures.bytes > row.figures.parameters, "{row:?}");
    }
    let size = |name: &str| rows.iter().find(|row| row.name.starts_with(name)).unwrap().figures.parameters;
    assert_eq!(size("three MLPs"), 3 * size("MLP of the shipped form, labels alone"));
    assert_eq!(size("logistic"), 2 * 36, "35 inputs and an offset for each head");
}
