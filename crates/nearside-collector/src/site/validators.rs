//! Has the browser's copy changed?
//!
//! Input: a request's conditions and the fingerprint of the bytes that would be sent; output: the response
//! with ETag and Last-Modified, or 304 without a body. The ETag is strong: it is made from the very bytes,
//! so each compressed form has its own. An If-Modified-Since counts only without an If-None-Match (RFC 9110).

use axum::body::Body;
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
    IF_UNMODIFIED_SINCE, RANGE,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use headers::{ETag, HeaderMapExt, IfModifiedSince, IfNoneMatch, LastModified};

use super::fingerprint::Fingerprint;

/// Hexadecimal digits of the SHA-256 in an ETag: 128 bits.
const ETAG_DIGITS: usize = 32;

/// What a request makes its answer depend on.
pub(super) struct Conditions {
    if_none_match: Option<IfNoneMatch>,
    if_modified_since: Option<IfModifiedSince>,
}

/// What tells one content of an address from another.
pub(super) struct Validators {
    etag: Option<ETag>,
    last_modified: LastModified,
}

impl Conditions {
    /// Takes them out of the request: ServeDir would judge by validators of its own. Ranges go too, as an
    /// answer may always be whole.
    pub(super) fn take(headers: &mut HeaderMap) -> Self {
        let conditions = Self { if_none_match: headers.typed_get(), if_modified_since: headers.typed_get() };
        for name in [IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE] {
            headers.remove(name);
        }
        conditions
    }
}

impl Validators {
    /// The validators of the bytes that are sent.
    pub(super) fn of(sent: &Fingerprint) -> Self {
        let digits = &sent.sha256()[..ETAG_DIGITS];
        Self { etag: format!("\"{digits}\"").parse().ok(), last_modified: sent.modified().into() }
    }

    /// Adds them, and drops the body that the browser has already.
    pub(super) fn attach(self, mut response: Response, conditions: &Conditions) -> Response {
        if self.is_unchanged(conditions) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            for name in [CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE] {
                response.headers_mut().remove(name);
            }
        }
        response.headers_mut().typed_insert(self.last_modified);
        if let Some(etag) = self.etag {
            response.headers_mut().typed_insert(etag);
        }
        response
    }

    fn is_unchanged(&self, conditions: &Conditions) -> bool {
        match (&conditions.if_none_match, &self.etag, &conditions.if_modified_since) {
            (Some(condition), Some(etag), _) => !condition.precondition_passes(etag),
            (None, _, Some(condition)) => !condition.is_modified(self.last_modified.into()),
            _ => false,
        }
    }
}
