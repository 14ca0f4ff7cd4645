//! Every address of the server, and what each request passes on its way there.
//!
//! Input: the services; output: a router that a socket or a test can call. From the outside in: the request
//! log (sees the final status), the security headers (on every answer, also on failures), panics, the time
//! limit, the size limit, then the route. What is no route is looked for in the site's folder; without a site
//! the dashboard is the start page.

use std::any::Any;
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::answers::{self, Answers};
use crate::clock::Clock;
use crate::dashboard;
use crate::health::{self, Health};
use crate::limits::Limits;
use crate::measured::MeasuredSites;
use crate::metrics::Metrics;
use crate::openapi;
use crate::rate::Rate;
use crate::reports::{self, Ingest, Receiver};
use crate::request_log::{self, RequestLog};
use crate::security::{self, SecurityHeaders};
use crate::site::Site;
use crate::store::Store;

/// What the routes work with.
#[derive(Debug)]
pub struct Services {
    /// Where reports are counted.
    pub store: Arc<dyn Store>,
    /// The sites that are measured.
    pub measured: MeasuredSites,
    /// The folder that is served, if any.
    pub site: Option<Site>,
    /// The headers of every answer.
    pub security: SecurityHeaders,
    /// Where requests are written down, if anywhere.
    pub request_log: Option<RequestLog>,
    /// What one visitor may cost.
    pub limits: Limits,
    /// Tells the day.
    pub clock: Clock,
}

/// The statement that Global Privacy Control is honoured, in the form that its specification gives.
#[derive(Serialize)]
struct PrivacyControl {
    gpc: bool,
    #[serde(rename = "lastUpdate")]
    last_update: &'static str,
}

/// All routes with all layers. Starts the tasks that count and forget, so it is called within a runtime.
pub fn router(services: Services) -> Router {
    let Services { store, measured, site, security, request_log, limits, clock } = services;
    let site = site.map(Arc::new);
    let health = Health { store: Arc::clone(&store), site: site.clone(), within: limits.probe };
    // A layer added later is further out.
    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(health))
        .route("/.well-known/gpc.json", get(privacy_control))
        .route("/openapi.json", get(openapi::respond))
        .merge(dashboard::routes(site.is_none()))
        .merge(counting(store, measured, limits, clock));
    let router = match site {
        Some(site) => router.fallback_service(serve_site.with_state(site)),
        None => router,
    };
    let router = router
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::from_fn_with_state(Arc::new(security), security::set_headers));
    match request_log {
        Some(log) => router.layer(middleware::from_fn_with_state(Arc::new(log), request_log::record)),
        None => router,
    }
}

/// The routes about reports.
fn counting(store: Arc<dyn Store>, measured: MeasuredSites, limits: Limits, clock: Clock) -> Router {
    let metrics = Arc::new(Metrics::new());
    let rate = Arc::new(Rate::new(limits.reports_a_second));
    let sites = Arc::new(measured);
    tokio::spawn(reports::keep_forgetting(Arc::clone(&store), Arc::clone(&rate), clock));
    let receiver = Receiver {
        ingest: Ingest::start(Arc::clone(&store), limits.waiting_reports, Arc::clone(&metrics)),
        sites: Arc::clone(&sites),
        store: Arc::clone(&store),
        rate,
        metrics: Arc::clone(&metrics),
        clock,
        limits,
        streams: Mutex::default(),
    };
    let cors = across_origins(&sites);
    let answers = Arc::new(Answers { store, sites, clock });
    let shared = Router::new()
        .route("/v1/reports", post(reports::receive).layer(RequestDecompressionLayer::new()))
        .with_state(Arc::new(receiver))
        .route("/v1/day", get(answers::day).with_state(Arc::clone(&answers)))
        .route("/v1/priors/{site}", get(answers::priors).with_state(Arc::clone(&answers)))
        .layer(cors);
    // The operator's: no other origin may read it.
    shared
        .route("/v1/sites", get(answers::sites).with_state(Arc::clone(&answers)))
        .route("/v1/summary/{site}", get(answers::summary).with_state(answers))
        .route("/metrics", get(async move || metrics.respond(clock())))
}

/// The measured sites' own pages may ask, each by its exact origin, and without cookies.
fn across_origins(sites: &MeasuredSites) -> CorsLayer {
    let origins = sites.iter().flat_map(|site| &site.origins);
    let origins: Vec<HeaderValue> = origins.filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, CONTENT_ENCODING])
}

async fn serve_site(State(site): State<Arc<Site>>, request: Request) -> Response {
    site.respond(request).await
}

async fn privacy_control() -> Response {
    let statement = PrivacyControl { gpc: true, last_update: "2026-11-21" };
    ([(CACHE_CONTROL, "no-cache")], Json(statement)).into_response()
}

/// The panic hook has written the message to stderr; the asker learns only that it failed.
fn after_panic(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
