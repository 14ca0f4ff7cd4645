//! Plots are whole XML with as many points as there should be, and say in words what they show.

use super::*;
use crate::{
    metrics::Metrics,
    train::{conclude::FoldReport, learner::Losses},
};

/// Names of the elements in order; panics where tags don't close in turn.
fn elements(svg: &str) -> Vec<String> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for tag in svg.split('<').skip(1).map(|part| part.split_once('>').unwrap().0) {
        let name = |tag: &str| tag.trim_end_matches('/').split_whitespace().next().unwrap().to_owned();
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{svg}"),
            None if tag.ends_with('/') => seen.push(name(tag)),
            None => {
                seen.push(name(tag));
                open.push(name(tag));
            }
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
    }
    assert!(open.is_empty(), "{open:?} stay open");
    seen
}

fn points(svg: &str, colour: RGBColor) -> Vec<usize> {
    let stroke = format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2);
    let lines = svg.split("<polyline ").skip(1).map(|rest| rest.split("/>").next().unwrap());
    let lines = lines.filter(|line| line.contains(&stroke));
    lines
        .map(|line| {
            line.split_once("points=\"").unwrap().1.split('"').next().unwrap().split_whitespace().count()
        })
        .collect()
}

fn keys(looked: &[bool]) -> Vec<Key> {
    let key = |(index, &looked): (usize, &bool)| Key {
        visit: 0,
        person: 0,
        region: 0,
        at: index as f64,
        judged: true,
        looked: [looked, !looked],
    };
    looked.iter().enumerate().map(key).collect()
}

#[test]
fn curves_have_a_point_for_each_score() {
    let keys = keys(&[true, false, true, false, false]);
    let scores = vec![0.95, 0.8, 0.6, 0.4, 0.2];
    let plots = curves(&[keys], &[[scores.clone(), scores]]).unwrap();
    for (name, svg) in &plots {
        let seen = elements(svg);
        assert_eq!(seen[..3], ["svg", "title", "desc"], "{name}");
        assert!(svg.contains("role=\"img\" aria-labelledby=\"title about\""), "{name}");
        assert!(svg.contains("forecast ("), "{name} has a legend");
        assert!(!svg.contains("NaN"), "{name}");
    }
    // A curve, then the two strokes of its legend.
    assert_eq!(points(&plots[0].1, BLUE), [6, 2, 2], "ROC: five scores and where it starts");
    assert_eq!(points(&plots[1].1, BLUE), [5, 2, 2]);
    assert_eq!(points(&plots[2].1, BLUE), [5, 2, 2], "five bins have rows");
    let counts = plots[2].1.matches(">\n1\n<").count();
    assert_eq!(counts, 2 * 5 + 4, "each bin's count, and the 1 of four axes");
}

#[test]
fn points_that_would_fall_together_are_left_out() {
    let dense: Vec<(f64, f64)> = (0..=100_000).map(|n| f64::from(n) / 1e5).map(|x| (x, x)).collect();
    let kept = thinned(&dense);
    assert!((400..=502).contains(&kept.len()), "{}", kept.len());
    assert_eq!((kept[0], kept[kept.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
}

#[test]
fn losses_go_as_far_as_every_fold_did() {
    let figures = Metrics { auc: 0.8, ap: 0.5, top1: 0.5, ece: 0.01 };
    let fold = |losses: &[f64]| FoldReport {
        people: 1,
        rows: 10,
        losses: losses.iter().map(|&loss| Losses { trained: loss - 0.05, held_out: loss }).collect(),
        metrics: [figures; 2],
    };
    let svg = loss::draw(&[fold(&[0.6, 0.5, 0.55]), fold(&[0.6, 0.5])], &[0.5, 0.4, 0.3], 2).unwrap();
    elements(&svg);
    assert_eq!(points(&svg, VERMILION), [2, 2, 2]);
    assert_eq!(points(&svg, BLUE), [2, 2, 2]);
    assert!(svg.contains("epoch 2, which was chosen, 0.5000"), "{svg}");
}

#[test]
fn bars_are_two_a_name() {
    let svg = bars::draw(
        "What <counts>",
        "AUC",
        &[("near.*".to_owned(), [0.02, 0.01]), ("order.*".to_owned(), [0.001, -0.0002])],
    )
    .unwrap();
    let seen = elements(&svg);
    // The ground, four bars, the legend's ground and border.
    assert_eq!(seen.iter().filter(|name| *name == "rect").count(), 1 + 4 + 2, "{svg}");
    assert!(svg.contains("What &lt;counts&gt;"));
}
