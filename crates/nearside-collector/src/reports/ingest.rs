//! Group commit: many requests, one transaction.
//!
//! A request's reports → their standings, after the commit. One task writes: it takes what has arrived while the
//! last commit was under way, counts it in one transaction, and answers everyone in it. How much may wait is
//! bounded in reports, so memory is; beyond that a request is told at once that there is no room.

use std::sync::Arc;
use std::time::Instant;

use nearside_report::Report;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::metrics::{Metrics, Outcome};
use crate::store::{Standing, Store};

/// Most reports in a transaction: what waits behind it waits some tens of milliseconds.
const MOST_IN_GROUP: usize = 4_096;

/// Why reports were not counted; the sender is to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deferred {
    /// Too much is waiting.
    NoRoom,
    /// The store failed, or did not answer.
    Failed,
}

/// Where requests hand in their reports.
#[derive(Debug)]
pub(crate) struct Ingest {
    jobs: mpsc::UnboundedSender<Job>,
    room: Arc<Semaphore>,
    most_waiting: usize,
    metrics: Arc<Metrics>,
}

struct Job {
    reports: Vec<Report>,
    answer: oneshot::Sender<Option<Vec<Standing>>>,
    /// Given back when the job is done.
    _place: OwnedSemaphorePermit,
}

impl Ingest {
    /// Starts the task that writes; it ends when the last handle is dropped and everything is counted.
    pub(crate) fn start(store: Arc<dyn Store>, most_waiting: usize, metrics: Arc<Metrics>) -> Self {
        let (jobs, queue) = mpsc::unbounded_channel();
        tokio::spawn(write(store, queue, Arc::clone(&metrics)));
        Self { jobs, room: Arc::new(Semaphore::new(most_waiting)), most_waiting, metrics }
    }

    /// Counts the reports, together with those of other requests.
    pub(crate) async fn count(&self, reports: Vec<Report>) -> Result<Vec<Standing>, Deferred> {
        let places = u32::try_from(reports.len()).map_err(|_| Deferred::NoRoom)?;
        let place = Arc::clone(&self.room).try_acquire_many_owned(places).map_err(|_| Deferred::NoRoom)?;
        self.metrics.set_waiting(self.most_waiting - self.room.available_permits());
        let (answer, standings) = oneshot::channel();
        self.jobs.send(Job { reports, answer, _place: place }).map_err(|_| Deferred::Failed)?;
        standings.await.ok().flatten().ok_or(Deferred::Failed)
    }
}

async fn write(store: Arc<dyn Store>, mut queue: mpsc::UnboundedReceiver<Job>, metrics: Arc<Metrics>) {
    while let Some(first) = queue.recv().await {
        let mut reports = Vec::new();
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(Job { reports: more, answer, _place }) = next {
            group.push((more.len(), answer, _place));
            reports.extend(more);
            next = if reports.len() < MOST_IN_GROUP { queue.try_recv().ok() } else { None };
        }
        let count = reports.len();
        let started = Instant::now();
        match store.count(reports).await {
            Ok(standings) => {
                metrics.observe_commit(started.elapsed());
                tally(&metrics, &standings);
                let mut standings = standings.into_iter();
                for (length, answer, _place) in group {
                    // Who has gone away will retry, and be told that it is known.
                    let _ = answer.send(Some(standings.by_ref().take(length).collect()));
                }
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, reports = count, "not counted");
                metrics.count_reports(Outcome::Failed, count);
                for (_, answer, _place) in group {
                    let _ = answer.send(None);
                }
            }
        }
    }
}

fn tally(metrics: &Metrics, standings: &[Standing]) {
    for (standing, outcome) in [
        (Standing::New, Outcome::New),
        (Standing::Known, Outcome::Known),
        (Standing::Forgotten, Outcome::Forgotten),
    ] {
        let count = standings.iter().filter(|other| **other == standing).count();
        if count > 0 {
            metrics.count_reports(outcome, count);
        }
    }
}
