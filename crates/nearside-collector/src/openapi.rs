//! The interface, described by itself: `/openapi.json`.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

use crate::{answers, health, reports};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "nearside-collector",
        description = "Counts noised reports, each once; tells what they say"
    ),
    paths(
        reports::receive,
        answers::day,
        answers::priors,
        answers::sites,
        answers::summary,
        health::alive,
        health::ready
    )
)]
struct Interface;

/// `/openapi.json`.
pub(crate) async fn respond() -> Response {
    ([(CACHE_CONTROL, "no-cache")], Json(Interface::openapi())).into_response()
}
