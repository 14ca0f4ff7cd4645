//! What a file is, as its Content-Type says it.
//!
//! ServeDir guesses by the name's ending; corrected here: scripts have the one type that HTML's standard
//! gives them, and texts name their encoding, which on a site is UTF-8.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderValue};

const SCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");

/// Corrects the Content-Type, if there is one.
pub(super) fn correct(headers: &mut HeaderMap) {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return };
    let corrected = match kind {
        "text/javascript" | "application/javascript" => Some(SCRIPT),
        text if text.starts_with("text/") && !text.contains("charset") => {
            HeaderValue::from_str(&format!("{text}; charset=utf-8")).ok()
        }
        _ => None,
    };
    if let Some(corrected) = corrected {
        headers.insert(CONTENT_TYPE, corrected);
    }
}
