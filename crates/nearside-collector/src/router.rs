//! Every address of the server, and what each request passes on its way there.
//!
//! Input: the services; output: a router that a socket or a test can call. From the outside in: the request
//! log (sees the final status), the security headers (on every answer, also on failures), panics, the time
//! limit, the size limit, then the route. What is no route is looked for in the site's folder.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::database::Database;
use crate::health::{self, Health};
use crate::limits::Limits;
use crate::request_log::{self, RequestLog};
use crate::security::{self, SecurityHeaders};
use crate::site::Site;

/// What the routes work with.
#[derive(Debug)]
pub struct Services {
    /// Where what is counted is kept.
    pub database: Arc<Database>,
    /// The folder that is served.
    pub site: Site,
    /// The headers of every answer.
    pub security: SecurityHeaders,
    /// Where requests are written down, if anywhere.
    pub request_log: Option<RequestLog>,
    /// What one visitor may cost.
    pub limits: Limits,
}

/// The statement that Global Privacy Control is honoured, in the form that its specification gives.
#[derive(Serialize)]
struct PrivacyControl {
    gpc: bool,
    #[serde(rename = "lastUpdate")]
    last_update: &'static str,
}

/// All routes with all layers.
pub fn router(services: Services) -> Router {
    let Services { database, site, security, request_log, limits } = services;
    let site = Arc::new(site);
    let health = Health { database, site: Arc::clone(&site), within: limits.probe };
    // A layer added later is further out.
    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready).with_state(health))
        .route("/.well-known/gpc.json", get(privacy_control))
        .fallback(serve_site)
        .with_state(site)
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::from_fn_with_state(Arc::new(security), security::set_headers));
    match request_log {
        Some(log) => router.layer(middleware::from_fn_with_state(Arc::new(log), request_log::record)),
        None => router,
    }
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
