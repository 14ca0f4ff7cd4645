//! Is the process up, and can it do its work?
//!
//! `/healthz` answers as long as the process does: a supervisor restarts it otherwise. `/readyz` asks the
//! database and the site's folder, within a bound, and answers 503 so that a balancer looks elsewhere. What
//! failed goes to the log in full and to the asker as one word.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::site::Site;
use crate::store::Store;

/// What readiness is judged by.
#[derive(Clone)]
pub(crate) struct Health {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) site: Option<Arc<Site>>,
    pub(crate) within: Duration,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Liveness {
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    status: &'static str,
    database: &'static str,
    site: &'static str,
}

/// Whether the process is up: `/healthz`.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Liveness)))]
pub(crate) async fn alive() -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(Liveness { status: "up" })).into_response()
}

/// Whether it can do its work: `/readyz`.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "health",
    responses((status = 200, body = Readiness), (status = 503, body = Readiness))
)]
pub(crate) async fn ready(State(health): State<Health>) -> Response {
    let (database, site) = tokio::join!(
        passes("database", health.within, health.store.probe()),
        passes("site", health.within, async {
            match &health.site {
                Some(site) => site.probe().await,
                None => Ok(()),
            }
        }),
    );
    let word = |passed: bool| if passed { "ready" } else { "failing" };
    let is_ready = database && site;
    let answer = Readiness { status: word(is_ready), database: word(database), site: word(site) };
    if is_ready {
        ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
    } else {
        let headers = [(CACHE_CONTROL, "no-store"), (RETRY_AFTER, "5")];
        (StatusCode::SERVICE_UNAVAILABLE, headers, Json(answer)).into_response()
    }
}

async fn passes<E: Display>(
    name: &'static str,
    within: Duration,
    probe: impl Future<Output = Result<(), E>>,
) -> bool {
    match tokio::time::timeout(within, probe).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready: {name}");
            false
        }
        Err(_) => {
            tracing::warn!("not ready: {name} did not answer in time");
            false
        }
    }
}
