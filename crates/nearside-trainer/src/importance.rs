//! Permutation importance (Breiman 2001): what the scores lose when one input says nothing true any more.
//!
//! Judged rows and something that scores them → for each input, the AUC lost when its values are dealt out anew among
//! the rows. Inputs that say nearly the same stand in for each other, so each of them alone may seem to matter little.

use nearside_core::{
    features::schema::{self, WIDTH},
    seed,
};
use rand::seq::SliceRandom;

use crate::{
    data::rows::Rows,
    metrics::auc,
    train::conclude::{Heads, labels},
    tried::{Lost, Row, rounded},
};

/// Times that each input is dealt out; the mean counts.
const REPEATS: u32 = 3;

/// What is lost without each of `paths`, most first; `score` gives both heads' scores of rows.
///
/// # Errors
/// What `score` reports.
pub(crate) fn importance<E>(
    rows: &Rows,
    paths: &[&str],
    score: &mut dyn FnMut(&Rows) -> Result<Heads, E>,
) -> Result<Vec<Row<Lost>>, E> {
    let truth = [0, 1].map(|head| labels(&rows.keys, head));
    let areas = |scores: &Heads| [0, 1].map(|head| auc(&scores[head], &truth[head]));
    let whole = areas(&score(rows)?);
    let mut rng = seed::rng(0);
    let mut lost = Vec::new();
    for &path in paths {
        let Some(column) = schema::index_of(path) else { continue };
        let mut sum = [0.0; 2];
        for _ in 0..REPEATS {
            let mut dealt = rows.clone();
            let mut values: Vec<f32> = rows.features.chunks_exact(WIDTH).map(|row| row[column]).collect();
            values.shuffle(&mut rng);
            for (row, value) in dealt.features.chunks_exact_mut(WIDTH).zip(values) {
                row[column] = value;
            }
            let left = areas(&score(&dealt)?);
            sum = [0, 1].map(|head| sum[head] + whole[head] - left[head]);
        }
        let [estimate, forecast] = sum.map(|sum| rounded(sum / f64::from(REPEATS)));
        lost.push(Row { name: path.to_owned(), figures: Lost { estimate, forecast } });
    }
    lost.sort_by(|a, b| b.figures.estimate.total_cmp(&a.figures.estimate));
    Ok(lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::rows::Key;

    #[test]
    fn the_one_input_that_says_something_is_found() {
        let paths = ["scroll.back", "near.*.share", "page.elapsed"];
        let columns = paths.map(|path| schema::index_of(path).unwrap());
        let mut rows = Rows::default();
        for index in 0..400_usize {
            let looked = [index % 3 == 0, index % 5 == 0];
            rows.keys.push(Key { visit: 0, person: 0, region: index, at: 0.0, judged: true, looked });
            let mut row = [0.0; WIDTH];
            row[columns[0]] = (index % 7) as f32;
            row[columns[1]] = f32::from(u8::from(looked[0]));
            row[columns[2]] = index as f32;
            rows.features.extend(row);
        }
        // Scores read the first two inputs; only the second tells the truth, and only of the estimate.
        let mut score = |rows: &Rows| -> Result<Heads, ()> {
            let row = |row: &[f32]| f64::from(row[columns[0]] * 0.01 + row[columns[1]]);
            Ok([rows.features.chunks_exact(WIDTH).map(row).collect(), vec![0.5; rows.keys.len()]])
        };
        let lost = importance(&rows, &paths, &mut score).unwrap();
        assert_eq!(lost[0].name, "near.*.share");
        let figures: Vec<Lost> = lost.iter().map(|row| row.figures).collect();
        assert!(figures[0].estimate > 0.4, "{figures:?}");
        assert!(figures[1..].iter().all(|lost| lost.estimate.abs() < 0.02), "{figures:?}");
        assert!(figures.iter().all(|lost| lost.forecast == 0.0), "{figures:?}");
        let unread = lost.iter().find(|row| row.name == "page.elapsed").unwrap();
        assert_eq!(unread.figures.estimate, 0.0);
    }
}
