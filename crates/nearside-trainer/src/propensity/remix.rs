//! Remixed sessions: made-up ones that a teacher can speak of, put together from the parts of real ones.
//!
//! A session keeps most parts of its own and takes each other part, whole, from another session with a certain
//! chance (after Buciluǎ, Caruana & Niculescu-Mizil 2006), so that what belongs together stays together and no value is
//! invented. They have no label: what a teacher says of them is what the network learns.

use nearside_core::{features::schema::PAGE, seed::VisitRng};
use rand::RngExt;

use crate::data::sessions::{Sessions, SessionsError, place};

/// Parts of a session, by path.
const PARTS: &[&[&str]] = &[
    &["pages.account.count", "pages.account.dwell", "pages.account.dwell_each"],
    &["pages.information.count", "pages.information.dwell", "pages.information.dwell_each"],
    &["pages.product.count", "pages.product.dwell", "pages.product.dwell_each"],
    &["time.month", "time.special"],
    &["time.weekend"],
    &["session.returning"],
    &["session.channel"],
    &["session.system"],
];

/// `count` rows remixed from `sessions`, each part of another session with the chance `share`.
///
/// # Errors
/// [`SessionsError::Schema`].
pub(super) fn remix(
    sessions: &Sessions,
    count: usize,
    share: f64,
    rng: &mut VisitRng,
) -> Result<Vec<f32>, SessionsError> {
    let parts = PARTS.iter().map(|part| part.iter().map(|path| place(path)).collect());
    let parts: Vec<Vec<usize>> = parts.collect::<Result<_, _>>()?;
    let width = PAGE.len();
    let mut remixed = Vec::with_capacity(count * width);
    for _ in 0..count {
        let start = remixed.len();
        let own = rng.random_range(0..sessions.len());
        remixed.extend_from_slice(&sessions.features[own * width..(own + 1) * width]);
        for part in &parts {
            if rng.random_bool(share) {
                let other = rng.random_range(0..sessions.len());
                part.iter()
                    .for_each(|&column| remixed[start + column] = sessions.features[other * width + column]);
            }
        }
    }
    Ok(remixed)
}

#[cfg(test)]
mod tests {
    use nearside_core::seed;

    use super::*;

    #[test]
    fn parts_stay_whole_and_sessions_mix() {
        let mut sessions = Sessions::default();
        for person in 1..=50_u8 {
            sessions.features.extend(std::iter::repeat_n(f32::from(person), PAGE.len()));
            sessions.bought.push(person % 2 == 0);
        }
        let rows = remix(&sessions, 200, 0.25, &mut seed::rng(3)).unwrap();
        assert_eq!(rows, remix(&sessions, 200, 0.25, &mut seed::rng(3)).unwrap());
        let [count, dwell, month] =
            ["pages.product.count", "pages.product.dwell", "time.month"].map(|path| place(path).unwrap());
        let rows: Vec<&[f32]> = rows.chunks_exact(PAGE.len()).collect();
        assert!(rows.iter().all(|row| row[count] == row[dwell]));
        let mixed = rows.iter().filter(|row| row[count] != row[month]).count();
        // 1 − 0.75² of 200, give or take five standard deviations.
        assert!((50..125).contains(&mixed), "{mixed}");
    }
}
