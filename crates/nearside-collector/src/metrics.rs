//! What the process counts about itself, for Prometheus.
//!
//! Numbers of reports, commits and refusals; nothing is labelled by site, slot or asker, so that nothing can be read
//! off that the summaries would not tell.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// What became of reports or of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum Outcome {
    /// Counted.
    New,
    /// Counted before.
    Known,
    /// Too old to be told from a retry.
    Forgotten,
    /// Wrong in form, origin or site.
    Refused,
    /// Asked to come back later: too often, or no room.
    Deferred,
    /// The store failed.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    outcome: Outcome,
}

/// All metrics.
pub(crate) struct Metrics {
    registry: Registry,
    reports: Family<Labels, Counter>,
    requests: Family<Labels, Counter>,
    commits: Histogram,
    waiting: Gauge,
    today: Gauge<u64, AtomicU64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("nearside");
        let reports = Family::default();
        let requests = Family::default();
        // 0.25 ms to 4 s.
        let commits = Histogram::new(exponential_buckets(0.000_25, 2.0, 15));
        let waiting = Gauge::default();
        let today = Gauge::default();
        registry.register("reports", "Reports, by what became of them", reports.clone());
        registry.register("report_requests", "Requests that were turned away", requests.clone());
        registry.register(
            "commit_seconds",
            "How long a group of reports took to be durable",
            commits.clone(),
        );
        registry.register("waiting_reports", "Reports that wait for their commit", waiting.clone());
        registry.register("day", "The day since 1970-01-01 that is counted for", today.clone());
        Self { registry, reports, requests, commits, waiting, today }
    }

    pub(crate) fn count_reports(&self, outcome: Outcome, count: usize) {
        self.reports.get_or_create(&Labels { outcome }).inc_by(count as u64);
    }

    pub(crate) fn count_request(&self, outcome: Outcome) {
        self.requests.get_or_create(&Labels { outcome }).inc();
    }

    pub(crate) fn observe_commit(&self, took: Duration) {
        self.commits.observe(took.as_secs_f64());
    }

    pub(crate) fn set_waiting(&self, reports: usize) {
        self.waiting.set(i64::try_from(reports).unwrap_or(i64::MAX));
    }

    /// `/metrics`.
    pub(crate) fn respond(&self, today: u32) -> Response {
        self.today.set(u64::from(today));
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], text).into_response()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Metrics").finish_non_exhaustive()
    }
}
