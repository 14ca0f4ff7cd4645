//! Boosted trees with random thresholds: the teacher of the network, and the peer that it is measured against.
//!
//! Inputs in quantile bins + labels → log-odds. Gradient boosting of second order, leaf by leaf (Friedman 2001; Chen &
//! Guestrin 2016), in which a leaf may only be cut at one threshold drawn for each input (Geurts, Ernst & Wehenkel 2006):
//! on these sessions that generalises better than the best threshold does (see the model's card). Written out here because
//! the boosting crates there are have no such cuts.

use nearside_core::seed::{self, VisitRng};
use rand::{RngExt, seq::SliceRandom};

/// Bins of an input, at most.
const BINS: usize = 255;
/// Trees.
const TREES: usize = 350;
/// Leaves of a tree.
const LEAVES: usize = 24;
/// Share of what a tree finds that is taken over.
const RATE: f64 = 0.03;
/// Rows of a leaf, at least.
const LEAST_ROWS: usize = 20;
/// Added to the curvature of a leaf.
const RIDGE: f64 = 5.0;
/// Share of the rows, and of the inputs, that a tree sees.
const ROWS: f64 = 0.8;
const INPUTS: f64 = 0.6;

/// Trees that were fitted.
#[derive(Clone, Debug)]
pub(super) struct Trees {
    edges: Vec<Vec<f32>>,
    start: f64,
    trees: Vec<Vec<Node>>,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    /// To the first where the input's bin is at most the threshold, else to the second.
    Cut {
        input: usize,
        threshold: u8,
        to: [usize; 2],
    },
    Leaf(f64),
}

/// A leaf that may still be cut, and how.
struct Open {
    node: usize,
    rows: Vec<usize>,
    /// Slope and curvature of the loss, summed.
    sums: [f64; 2],
    cut: Option<Cut>,
}

#[derive(Clone, Copy)]
struct Cut {
    gain: f64,
    input: usize,
    threshold: u8,
}

/// What a tree is grown on.
struct Ground<'a> {
    /// Bins, one list an input.
    bins: &'a [Vec<u8>],
    /// Slope and curvature of the loss at each row.
    bends: &'a [[f64; 2]],
    counts: &'a [usize],
}

impl Trees {
    /// Fits trees to `rows` of inputs.
    pub(super) fn fit(rows: &[Vec<f32>], bought: &[bool], seed: u64) -> Trees {
        let mut rng = seed::rng(seed);
        let width = rows.first().map_or(0, Vec::len);
        let edges: Vec<Vec<f32>> = (0..width).map(|input| edges(rows, input)).collect();
        let counts: Vec<usize> = edges.iter().map(Vec::len).collect();
        let bins: Vec<Vec<u8>> = edges
            .iter()
            .enumerate()
            .map(|(input, edges)| rows.iter().map(|row| bin(edges, row[input])).collect())
            .collect();
        let share = bought.iter().filter(|&&bought| bought).count() as f64 / bought.len() as f64;
        let start = (share / (1.0 - share)).ln();
        let mut outputs = vec![start; rows.len()];
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut inputs: Vec<usize> = (0..width).filter(|&input| counts[input] > 0).collect();
        let mut trees = Vec::with_capacity(TREES);
        for _ in 0..TREES {
            let bends: Vec<[f64; 2]> =
                outputs.iter().zip(bought).map(|(&z, &bought)| bend(z, bought)).collect();
            order.shuffle(&mut rng);
            inputs.shuffle(&mut rng);
            let seen = order[..share_of(ROWS, order.len())].to_vec();
            let ground = Ground { bins: &bins, bends: &bends, counts: &counts };
            let tree = ground.grow(seen, &inputs[..share_of(INPUTS, inputs.len())], &mut rng);
            for (row, output) in outputs.iter_mut().enumerate() {
                *output += answer(&tree, |input| bins[input][row]);
            }
            trees.push(tree);
        }
        Trees { edges, start, trees }
    }

    /// Log-odds for a row of inputs.
    pub(super) fn output(&self, row: &[f32]) -> f64 {
        let bins: Vec<u8> = self.edges.iter().zip(row).map(|(edges, &value)| bin(edges, value)).collect();
        self.start + self.trees.iter().map(|tree| answer(tree, |input| bins[input])).sum::<f64>()
    }
}

impl Ground<'_> {
    fn grow(&self, rows: Vec<usize>, inputs: &[usize], rng: &mut VisitRng) -> Vec<Node> {
        let mut tree = vec![Node::Leaf(0.0)];
        let mut open = vec![self.open(0, rows, inputs, rng)];
        for _ in 1..LEAVES {
            let gain = |at: &usize| open[*at].cut.map_or(0.0, |cut| cut.gain);
            let Some(best) = (0..open.len()).max_by(|a, b| gain(a).total_cmp(&gain(b))) else { break };
            let Some(Cut { input, threshold, .. }) = open[best].cut else { break };
            let leaf = open.swap_remove(best);
            let (first, second) =
                leaf.rows.into_iter().partition(|&row: &usize| self.bins[input][row] <= threshold);
            tree[leaf.node] = Node::Cut { input, threshold, to: [tree.len(), tree.len() + 1] };
            for rows in [first, second] {
                open.push(self.open(tree.len(), rows, inputs, rng));
                tree.push(Node::Leaf(0.0));
            }
        }
        for Open { node, sums: [slope, curve], .. } in open {
            tree[node] = Node::Leaf(-RATE * slope / (curve + RIDGE));
        }
        tree
    }

    fn open(&self, node: usize, rows: Vec<usize>, inputs: &[usize], rng: &mut VisitRng) -> Open {
        let sums = rows.iter().fold([0.0; 2], |sums, &row| add(sums, self.bends[row]));
        let mut cut: Option<Cut> = None;
        for &input in inputs {
            let threshold = rng.random_range(0..self.counts[input]) as u8;
            let gain = self.gain(&rows, sums, input, threshold);
            if gain > cut.map_or(0.0, |cut| cut.gain) {
                cut = Some(Cut { gain, input, threshold });
            }
        }
        Open { node, rows, sums, cut }
    }

    /// What a cut would take off the loss; 0 where a side would be too small.
    fn gain(&self, rows: &[usize], sums: [f64; 2], input: usize, threshold: u8) -> f64 {
        let (bins, mut first, mut count) = (&self.bins[input], [0.0; 2], 0);
        for &row in rows {
            if bins[row] <= threshold {
                first = add(first, self.bends[row]);
                count += 1;
            }
        }
        if count < LEAST_ROWS || rows.len() - count < LEAST_ROWS {
            return 0.0;
        }
        let worth = |[slope, curve]: [f64; 2]| slope * slope / (curve + RIDGE);
        worth(first) + worth([sums[0] - first[0], sums[1] - first[1]]) - worth(sums)
    }
}

/// Slope and curvature of the cross-entropy at log-odds `z`.
fn bend(z: f64, bought: bool) -> [f64; 2] {
    let p = 1.0 / (1.0 + (-z).exp());
    [p - f64::from(u8::from(bought)), p * (1.0 - p)]
}

fn add(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] + b[0], a[1] + b[1]]
}

fn share_of(share: f64, count: usize) -> usize {
    ((share * count as f64) as usize).clamp(1.min(count), count)
}

/// Values after which a bin ends: between all values where there are few, else between quantiles.
fn edges(rows: &[Vec<f32>], input: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[input]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    let mut edges: Vec<f32> = if distinct.len() <= BINS {
        distinct
    } else {
        (1..=BINS).map(|bin| values[bin * (values.len() - 1) / BINS]).collect()
    };
    edges.dedup();
    // Beyond the last edge there is nothing to tell apart.
    edges.pop();
    edges
}

fn bin(edges: &[f32], value: f32) -> u8 {
    edges.partition_point(|&edge| edge < value) as u8
}

fn answer(tree: &[Node], bin: impl Fn(usize) -> u8) -> f64 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(value) => return value,
            Node::Cut { input, threshold, to } => at = to[usize::from(bin(input) > threshold)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sessions that buy where one input is high and the other low, and noise beside them.
    fn rows() -> (Vec<Vec<f32>>, Vec<bool>) {
        let mut rng = seed::rng(7);
        let rows: Vec<Vec<f32>> =
            (0..600).map(|_| (0..3).map(|_| rng.random_range(0.0..1.0)).collect()).collect();
        let bought = rows.iter().map(|row| row[0] > 0.5 && row[1] < 0.5).collect();
        (rows, bought)
    }

    #[test]
    fn trees_learn_what_two_inputs_say_together() {
        let (rows, bought) = rows();
        let trees = Trees::fit(&rows, &bought, 1);
        let means = |wanted: bool| {
            let of = rows.iter().zip(&bought).filter(|(_, bought)| **bought == wanted);
            let outputs: Vec<f64> = of.map(|(row, _)| trees.output(row)).collect();
            outputs.iter().sum::<f64>() / outputs.len() as f64
        };
        assert!(means(true) > 0.5 && means(false) < -2.0, "{} and {}", means(true), means(false));
    }

    #[test]
    fn bins_keep_order_and_an_input_that_stands_still_has_none() {
        let rows: Vec<Vec<f32>> = (0..2_000).map(|n| vec![(n % 1_000) as f32, 4.0]).collect();
        let edges = edges(&rows, 0);
        assert!(edges.len() < BINS && edges.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(bin(&edges, -1.0) == 0 && usize::from(bin(&edges, 1e9)) == edges.len());
        assert!(super::edges(&rows, 1).is_empty());
    }
}
