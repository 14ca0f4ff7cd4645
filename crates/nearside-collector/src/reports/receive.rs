//! `POST /v1/reports`: a body of reports → counted, each once, or a refusal.
//!
//! In order: the sender's rate, the kind of body, its size (as sent by the router's limit, unpacked here), every
//! report's form and day, its site and origin, room, the commit. 200 comes after the commit and means that every
//! report of the body is counted, now or before. The sender's address is looked at for its rate and goes no further.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use nearside_report::{Report, Stream, batch};
use serde::Serialize;
use utoipa::ToSchema;

use super::ingest::{Deferred, Ingest};
use super::refusal::{Refusal, RefusalBody};
use crate::clock::Clock;
use crate::limits::Limits;
use crate::measured::MeasuredSites;
use crate::metrics::{Metrics, Outcome};
use crate::rate::{Peer, Rate};
use crate::store::{Standing, Store};

/// What receiving works with.
#[derive(Debug)]
pub(crate) struct Receiver {
    pub(crate) ingest: Ingest,
    pub(crate) sites: Arc<MeasuredSites>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) rate: Arc<Rate>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    /// The streams of each site that were seen, so that there can be an end to new ones.
    pub(crate) streams: Mutex<BTreeMap<String, HashSet<Stream>>>,
}

/// What became of the reports of a body.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// Counted now.
    counted: usize,
    /// Counted before; a retry whose first answer was lost.
    known: usize,
    /// The collector's day, in days since 1970-01-01: what the next report is dated with.
    day: u32,
}

/// Counts one report or a batch of them.
#[utoipa::path(
    post,
    path = "/v1/reports",
    tag = "reports",
    request_body(
        content = inline(Bytes),
        content_type = "application/octet-stream",
        description = "1 to 256 reports of 256 bytes, one after the other; may be gzip"
    ),
    responses(
        (status = 200, description = "Every report is durable and counted once", body = Receipt),
        (status = 400, description = "Not reports; do not send these bytes again", body = RefusalBody),
        (status = 403, description = "The page's origin is not the site's", body = RefusalBody),
        (status = 404, description = "The site is not measured here", body = RefusalBody),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Neither bytes nor gzip"),
        (status = 422, description = "A day, cells or names that do not count here", body = RefusalBody),
        (status = 429, description = "Too often from one address; Retry-After tells when", body = RefusalBody),
        (status = 503, description = "Nothing is acknowledged; Retry-After tells when", body = RefusalBody),
    )
)]
pub(crate) async fn receive(
    State(receiver): State<Arc<Receiver>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answer = receiver.receive(peer.map(|Extension(peer)| peer), &headers, body).await;
    let refusal = match answer {
        Ok(receipt) => return ([(CACHE_CONTROL, "no-store")], Json(receipt)).into_response(),
        Err(refusal) => refusal,
    };
    let outcome = if refusal.is_deferral() { Outcome::Deferred } else { Outcome::Refused };
    receiver.metrics.count_request(outcome);
    refusal.into_response()
}

/// Whether a limit ended the reading: the router's, of what was sent, or this one, of what that unpacks to.
fn is_too_long(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_too_long)
}

/// A body of bytes, for the description of the interface.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "read by the derive alone")]
pub(crate) struct Bytes(Vec<u8>);

impl Receiver {
    async fn receive(&self, peer: Option<Peer>, headers: &HeaderMap, body: Body) -> Result<Receipt, Refusal> {
        if peer.is_some_and(|peer| !self.rate.allows(peer)) {
            let message = "too many requests from this address";
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "rate", message));
        }
        // A page's plain bytes come without a type and so without a preflight.
        let kind = headers.get(CONTENT_TYPE);
        if kind.is_some_and(|kind| kind != "application/octet-stream") {
            let message = "send application/octet-stream, or no type";
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type", message));
        }
        let day = (self.clock)();
        let reports = batch::read(&self.read(body).await?, day)?;
        let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        for report in &reports {
            self.sites.admit(report.stream(), origin)?;
            self.admit_stream(report).await?;
        }
        let count = self.ingest.count(reports);
        let standings = match tokio::time::timeout(self.limits.commit, count).await {
            Ok(Ok(standings)) => standings,
            Ok(Err(Deferred::NoRoom | Deferred::Failed)) | Err(_) => return Err(Refusal::unavailable()),
        };
        let of = |standing| standings.iter().filter(|other| **other == standing).count();
        if of(Standing::Forgotten) > 0 {
            let message = "a report is too old to be told from a retry";
            return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "late", message));
        }
        Ok(Receipt { counted: of(Standing::New), known: of(Standing::Known), day })
    }

    async fn read(&self, body: Body) -> Result<axum::body::Bytes, Refusal> {
        to_bytes(body, self.limits.body_bytes).await.map_err(|error| {
            if is_too_long(&error) {
                let message = format!("more than {} bytes", self.limits.body_bytes);
                return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "size", message);
            }
            Refusal::new(StatusCode::BAD_REQUEST, "body", "the body ended early or is not the gzip it says")
        })
    }

    /// Lets in what is known; what is new, if the site has room for it.
    async fn admit_stream(&self, report: &Report) -> Result<(), Refusal> {
        let stream = report.stream();
        let has_site = {
            let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
            match streams.get_mut(&stream.site) {
                None => false,
                Some(known) if known.contains(stream) => return Ok(()),
                Some(known) => {
                    MeasuredSites::admit_more(known.len())?;
                    known.insert(stream.clone());
                    true
                }
            }
        };
        if has_site {
            return Ok(());
        }
        let stored = self.store.streams(stream.site.clone()).await.map_err(|error| {
            tracing::error!(error = &error as &dyn Error, "the streams cannot be read");
            Refusal::unavailable()
        })?;
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let known = streams.entry(stream.site.clone()).or_insert_with(|| stored.into_iter().collect());
        if !known.contains(stream) {
            MeasuredSites::admit_more(known.len())?;
            known.insert(stream.clone());
        }
        Ok(())
    }
}
