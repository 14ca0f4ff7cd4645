//! A disk that is full, a database that is stalled, more than there is room for, ids that are forgotten.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::Result;
use axum::body::{Body, Bytes};
use axum::http::Request;
use nearside_collector::Limits;
use nearside_collector::rate::Peer;
use nearside_collector::security::SecurityHeaders;
use nearside_collector::store::{SqliteStore, Standing, Store};
use nearside_report::Origin;
use rusqlite::Connection;

use crate::fixture::{Fixture, today};
use crate::reports::{counted, post};
use crate::senders::{body, report, rng, seal, stream};

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_recovers_by_itself() -> Result<()> {
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let limit = |pages: u32| {
        fixture.database.call(move |connection: &mut Connection| {
            let set = format!("PRAGMA max_page_count = {pages}");
            Ok(connection.query_row(&set, [], |row| row.get::<_, u32>(0))?)
        })
    };
    // 240 KiB, which some bodies fill.
    limit(60).await?;
    let mut rng = rng(1);
    let mut acknowledged = 0;
    let mut refused = None;
    for _ in 0..40 {
        let bytes = body(256, &mut rng);
        let answer = post(&fixture, &[], bytes.clone()).await?;
        if answer.status == 200 {
            acknowledged += 256;
        } else {
            assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"));
            refused = Some(bytes);
        }
    }
    let refused = refused.ok_or_else(|| anyhow::anyhow!("the disk was never full"))?;
    assert_eq!(counted(&fixture).await?, acknowledged);
    limit(1_000_000).await?;
    assert_eq!(post(&fixture, &[], refused).await?.status, 200);
    assert_eq!(counted(&fixture).await?, acknowledged + 256);
    println!(
        "full disk: {acknowledged} acknowledged and as many counted; the refused body counted once there was room"
    );
    Ok(())
}

#[tokio::test]
async fn a_stalled_database_is_told_within_the_bound_and_beyond_the_room_at_once() -> Result<()> {
    let mut limits = Limits::default();
    limits.commit = Duration::from_millis(20);
    limits.waiting_reports = 300;
    limits.reports_a_second = 0;
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let mut rng = rng(2);
    post(&fixture, &[], body(1, &mut rng)).await?;
    let release = fixture.stall_database().await?;
    let waits = body(256, &mut rng);
    for bytes in [waits.clone(), body(256, &mut rng)] {
        let answer = post(&fixture, &[], bytes).await?;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"));
    }
    let metrics = fixture.get("/metrics").await?.body;
    assert!(metrics.contains("nearside_waiting_reports 256"), "the second found no room: {metrics}");
    drop(release);
    // What waited is counted by itself, though its sender was told to come again; the retry is known.
    fixture.database.call(|_| Ok(())).await?;
    let mut retry = post(&fixture, &[], waits.clone()).await?;
    while retry.status != 200 {
        // Being told that there is no room takes no waiting: let the writer have its turn.
        tokio::task::yield_now().await;
        retry = post(&fixture, &[], waits.clone()).await?;
    }
    assert_eq!(counted(&fixture).await?, 257, "{}", retry.body);
    Ok(())
}

/// A body whose first byte never comes.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() -> Result<()> {
    let mut limits = Limits::default();
    limits.request = Duration::from_millis(20);
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let answer = fixture.send(Request::post("/v1/reports").body(Body::new(Never))?).await?;
    assert_eq!(answer.status, 503);
    assert_eq!(counted(&fixture).await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_address_that_sends_too_often_is_put_off_and_others_are_not() -> Result<()> {
    let mut limits = Limits::default();
    limits.reports_a_second = 1;
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let mut rng = rng(3);
    let mut send = async |last: u8| {
        let mut request = Request::post("/v1/reports").body(Body::from(body(1, &mut rng)))?;
        request.extensions_mut().insert(Peer(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))));
        fixture.send(request).await
    };
    let mut statuses = Vec::new();
    for last in [1, 1, 1, 2] {
        statuses.push(send(last).await?.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 429, 200]);
    let answer = send(1).await?;
    assert_eq!(answer.header("retry-after"), "5");
    Ok(())
}

#[tokio::test]
async fn what_is_forgotten_cannot_be_counted_again() -> Result<()> {
    let fixture = Fixture::new()?;
    let store = SqliteStore::new(fixture.database.clone());
    let mut rng = rng(4);
    let old = seal(stream("proof", Origin::Explored), today() - 10, 0, 0.0, &mut rng);
    let new = report(&mut rng);
    let both = || vec![old.clone(), new.clone()];
    assert_eq!(store.count(both()).await?, [Standing::New, Standing::New]);
    assert_eq!(store.forget(today() - 9).await?, 1);
    assert_eq!(store.count(both()).await?, [Standing::Forgotten, Standing::Known]);
    // Another collector's clock is behind: nothing is remembered again.
    assert_eq!(store.forget(today() - 30).await?, 0);
    assert_eq!(store.count(both()).await?, [Standing::Forgotten, Standing::Known]);
    assert_eq!(counted(&fixture).await?, 2);
    assert_eq!(post(&fixture, &[], old.to_bytes().to_vec()).await?.status, 422);
    Ok(())
}
