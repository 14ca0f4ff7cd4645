//! How a sender is told no: a status, a stable code, and when to come back if that helps.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use nearside_report::batch::BatchError;
use nearside_report::wire::ReportError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::measured::NotMeasured;

/// Seconds after which one who was deferred may come again; senders add chance of their own.
const COME_BACK: u32 = 5;

/// Why a request was turned away.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

/// The body of an answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusalBody {
    /// A stable word.
    #[schema(example = "checksum")]
    code: &'static str,
    /// The same for people.
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// There is no room, or nothing that counts.
    pub(crate) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "nothing was counted; come again")
    }

    /// Whether the sender is to come again with the same bytes.
    pub(crate) fn is_deferral(&self) -> bool {
        matches!(self.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(RefusalBody { code: self.code, message: self.message.clone() });
        let mut response = (self.status, [(CACHE_CONTROL, "no-store")], body).into_response();
        if self.is_deferral() {
            response.headers_mut().insert(RETRY_AFTER, COME_BACK.into());
        }
        response
    }
}

impl From<BatchError> for Refusal {
    fn from(error: BatchError) -> Self {
        use StatusCode as Status;
        let (status, code) = match error {
            BatchError::Report { error, .. } => match error {
                ReportError::Late { .. } => (Status::UNPROCESSABLE_ENTITY, "late"),
                ReportError::Early { .. } => (Status::UNPROCESSABLE_ENTITY, "early"),
                ReportError::Version(_) => (Status::BAD_REQUEST, "version"),
                ReportError::Checksum => (Status::BAD_REQUEST, "checksum"),
                ReportError::Cells(_) | ReportError::Symbol { .. } => (Status::BAD_REQUEST, "cells"),
                _ => (Status::BAD_REQUEST, "report"),
            },
            _ => (Status::BAD_REQUEST, "length"),
        };
        Self::new(status, code, error.to_string())
    }
}

impl From<NotMeasured> for Refusal {
    fn from(error: NotMeasured) -> Self {
        let (status, code) = match error {
            NotMeasured::Site => (StatusCode::NOT_FOUND, "site"),
            NotMeasured::Origin => (StatusCode::FORBIDDEN, "origin"),
            NotMeasured::Cells => (StatusCode::UNPROCESSABLE_ENTITY, "cells"),
            NotMeasured::TooManyStreams => (StatusCode::UNPROCESSABLE_ENTITY, "streams"),
        };
        Self::new(status, code, error.to_string())
    }
}
