//! `GET /v1/priors/{site}`, `/v1/summary/{site}`, `/v1/sites` and `/v1/day`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::priors::Priors;
use super::summary::SiteSummary;
use crate::clock::Clock;
use crate::measured::{Measured, MeasuredSites, NotMeasured};
use crate::reports::{Refusal, RefusalBody};
use crate::store::{DayCounts, Store};

/// How far back priors and summaries look.
const DAYS: u32 = 90;
/// Priors move slowly; an hour old is as good.
const PRIORS_ARE_GOOD: &str = "public, max-age=3600";

/// What answering works with.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sites: Arc<MeasuredSites>,
    pub(crate) clock: Clock,
}

/// The day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// Days since 1970-01-01, UTC.
    day: u32,
}

/// The sites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sites {
    /// Their names, in order.
    sites: Vec<String>,
}

/// Which sites are measured here.
#[utoipa::path(get, path = "/v1/sites", tag = "answers", responses((status = 200, body = Sites)))]
pub(crate) async fn sites(State(answers): State<Arc<Answers>>) -> Response {
    let sites = answers.sites.iter().map(|site| site.name.clone()).collect();
    ([(CACHE_CONTROL, "no-store")], Json(Sites { sites })).into_response()
}

/// Tells the collector's day, by which reports are dated and budgets counted.
#[utoipa::path(get, path = "/v1/day", tag = "reports", responses((status = 200, body = Day)))]
pub(crate) async fn day(State(answers): State<Arc<Answers>>) -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(Day { day: (answers.clock)() })).into_response()
}

/// What a site's browsers may start from; public, and safe to put on a CDN.
#[utoipa::path(
    get,
    path = "/v1/priors/{site}",
    tag = "answers",
    params(("site" = String, Path, description = "The site's name")),
    responses(
        (status = 200, body = Priors),
        (status = 404, description = "The site is not measured here", body = RefusalBody),
        (status = 503, description = "The store does not answer", body = RefusalBody),
    )
)]
pub(crate) async fn priors(State(answers): State<Arc<Answers>>, Path(site): Path<String>) -> Response {
    match answers.counted(&site).await {
        Ok((site, counted)) => {
            ([(CACHE_CONTROL, PRIORS_ARE_GOOD)], Json(Priors::of(site, &counted))).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// What the operator sees of a site.
#[utoipa::path(
    get,
    path = "/v1/summary/{site}",
    tag = "answers",
    params(("site" = String, Path, description = "The site's name")),
    responses(
        (status = 200, body = SiteSummary),
        (status = 404, description = "The site is not measured here", body = RefusalBody),
        (status = 503, description = "The store does not answer", body = RefusalBody),
    )
)]
pub(crate) async fn summary(State(answers): State<Arc<Answers>>, Path(site): Path<String>) -> Response {
    match answers.counted(&site).await {
        Ok((site, counted)) => {
            let summary = SiteSummary::of(site, &counted, (answers.clock)());
            ([(CACHE_CONTROL, "no-store")], Json(summary)).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

impl Answers {
    /// The first day that is looked at.
    pub(crate) fn since(today: u32) -> u32 {
        today.saturating_sub(DAYS)
    }

    /// The site, and what was counted of it under the law that it has now.
    async fn counted(&self, site: &str) -> Result<(&Measured, Vec<DayCounts>), Refusal> {
        let site = self.sites.get(site).ok_or(NotMeasured::Site)?;
        let since = Self::since((self.clock)());
        let counted = self.store.counts(site.name.clone(), since).await.map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "the counts cannot be read");
            Refusal::unavailable()
        })?;
        let is_current = |counts: &DayCounts| self.sites.admit(&counts.stream, None).is_ok();
        Ok((site, counted.into_iter().filter(is_current).collect()))
    }
}
