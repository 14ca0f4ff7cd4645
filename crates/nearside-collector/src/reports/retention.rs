//! Forgetting: the ids of reports that could not be accepted any more.
//!
//! A report is accepted for two weeks, so its id is kept for three: the week between allows for collectors whose
//! clocks differ. The store refuses what is older than the ids that it has, so that even a clock that is weeks
//! behind counts nothing twice.

use std::sync::Arc;
use std::time::Duration;

use nearside_report::wire::DAYS_LATE;

use crate::clock::Clock;
use crate::rate::Rate;
use crate::store::Store;

/// How many days ids are kept.
pub(crate) const DAYS_KEPT: u32 = DAYS_LATE + 7;
const ROUND: Duration = Duration::from_secs(60);

/// Forgets once a day, and addresses once a minute, for as long as it is polled.
pub(crate) async fn keep_forgetting(store: Arc<dyn Store>, rate: Arc<Rate>, clock: Clock) {
    let mut rounds = tokio::time::interval(ROUND);
    let mut done = None;
    loop {
        rounds.tick().await;
        rate.tidy();
        let today = clock();
        if done == Some(today) {
            continue;
        }
        match store.forget(today.saturating_sub(DAYS_KEPT)).await {
            Ok(forgotten) => {
                tracing::info!(forgotten, "forgot the ids of old reports");
                done = Some(today);
            }
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "nothing forgotten"),
        }
    }
}
