//! `POST /v1/reports`: what counts, what counts once, and what is refused with which word.

use std::io::Write;

use anyhow::{Context, Result};
use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::write::GzEncoder;
use nearside_collector::Limits;
use nearside_collector::security::SecurityHeaders;
use nearside_report::{Cells, Epsilon, Origin, Report, Stream};
use serde_json::{Value, json};

use crate::fixture::{Answer, Fixture, today};
use crate::senders::{body, report, rng, seal, stream};

pub(crate) async fn post(fixture: &Fixture, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Answer> {
    let mut request = Request::post("/v1/reports");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    fixture.send(request.body(Body::from(body))?).await
}

/// How many reports are in the sums.
pub(crate) async fn counted(fixture: &Fixture) -> Result<i64> {
    let sum = |connection: &mut rusqlite::Connection| {
        Ok(connection.query_row("SELECT coalesce(sum(count), 0) FROM tally", [], |row| row.get(0))?)
    };
    Ok(fixture.database.read(sum).await?)
}

fn told(answer: &Answer) -> Result<Value> {
    serde_json::from_str(&answer.body).context(answer.body.clone())
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[tokio::test]
async fn a_report_and_a_batch_are_counted_and_a_retry_is_known() -> Result<()> {
    let fixture = Fixture::new()?;
    let mut rng = rng(1);
    let one = report(&mut rng).to_bytes().to_vec();
    for (counted, known) in [(1, 0), (0, 1)] {
        let answer = post(&fixture, &[], one.clone()).await?;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
        assert_eq!(told(&answer)?, json!({"counted": counted, "known": known, "day": today()}));
    }
    let many = [one, body(255, &mut rng)].concat();
    let answer = post(&fixture, &[("content-type", "application/octet-stream")], many).await?;
    assert_eq!(told(&answer)?, json!({"counted": 255, "known": 1, "day": today()}));
    assert_eq!(counted(&fixture).await?, 256);
    Ok(())
}

#[tokio::test]
async fn the_same_id_a_thousand_times_at_once_counts_once() -> Result<()> {
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let fixture = std::sync::Arc::new(Fixture::with(SecurityHeaders::default(), limits)?);
    let bytes = report(&mut rng(2)).to_bytes().to_vec();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..1_000 {
        let (fixture, bytes) = (fixture.clone(), bytes.clone());
        senders.spawn(async move { told(&post(&fixture, &[], bytes).await?) });
    }
    let answers = senders.join_all().await.into_iter().collect::<Result<Vec<Value>>>()?;
    let each = |answer: &Value| answer["counted"].as_u64().zip(answer["known"].as_u64());
    assert!(answers.iter().all(|answer| each(answer).is_some_and(|(new, known)| new + known == 1)));
    let new: u64 = answers.iter().filter_map(|answer| answer["counted"].as_u64()).sum();
    let known: u64 = answers.iter().filter_map(|answer| answer["known"].as_u64()).sum();
    println!("same id: 1,000 requests at once, counted {new}, known {known}");
    assert_eq!((new, known, counted(&fixture).await?), (1, 999, 1));
    Ok(())
}

#[tokio::test]
async fn an_id_twice_in_one_body_counts_once() -> Result<()> {
    let fixture = Fixture::new()?;
    let bytes = report(&mut rng(3)).to_bytes();
    let answer = post(&fixture, &[], [bytes, bytes].concat()).await?;
    assert_eq!(told(&answer)?, json!({"counted": 1, "known": 1, "day": today()}));
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_refused_with_its_word_and_nothing_counts() -> Result<()> {
    let fixture = Fixture::new()?;
    let mut rng = rng(4);
    let good = report(&mut rng).to_bytes().to_vec();
    let changed = |at: usize, to: u8| {
        let mut bytes = good.clone();
        bytes[at] = to;
        bytes
    };
    let mut other = |change: fn(&mut Stream)| {
        let mut stream = stream("proof", Origin::Explored);
        change(&mut stream);
        seal(stream, today(), 0, 0.0, &mut rng).to_bytes().to_vec()
    };
    let agreed = [
        (404, "site", other(|stream| stream.site = "other.example".into())),
        (422, "cells", other(|stream| stream.cells = Cells::new(5, 3).unwrap())),
        (422, "cells", other(|stream| stream.epsilon = Epsilon::from_thousandths(1_000).unwrap())),
    ];
    let dated =
        |day: u32, rng: &mut _| seal(stream("proof", Origin::Explored), day, 0, 0.0, rng).to_bytes().to_vec();
    let formed = [
        (400, "length", vec![]),
        (400, "length", good[..255].to_vec()),
        (400, "length", [good.as_slice(), &[0]].concat()),
        (400, "version", changed(2, 2)),
        (400, "checksum", changed(100, 9)),
        (400, "report", changed(0, b'X')),
        (422, "late", dated(today() - 15, &mut rng)),
        (422, "early", dated(today() + 2, &mut rng)),
        // One bad report among good ones spoils the body.
        (400, "checksum", [good.clone(), changed(77, 1)].concat()),
    ];
    for (status, code, bytes) in agreed.into_iter().chain(formed) {
        let length = bytes.len();
        let answer = post(&fixture, &[], bytes).await?;
        assert_eq!(
            (answer.status.as_u16(), told(&answer)?["code"].as_str()),
            (status, Some(code)),
            "{length}"
        );
        assert_eq!(answer.header("retry-after"), "", "{code} does not get better");
    }
    for bit in 0..256 * 8 {
        let mut bytes = good.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_ne!(post(&fixture, &[], bytes).await?.status, 200, "bit {bit}");
    }
    assert_eq!(counted(&fixture).await?, 0);
    Ok(())
}

#[tokio::test]
async fn sixty_four_kib_and_not_a_byte_more_also_when_unpacked() -> Result<()> {
    let fixture = Fixture::new()?;
    let full = body(256, &mut rng(5));
    let long = [full.as_slice(), &[0]].concat();
    let packed = [("content-encoding", "gzip")];
    for (headers, bytes, status) in [
        (&[][..], full[1..].to_vec(), 400),
        (&[], long.clone(), 413),
        (&packed, gzip(&long)?, 413),
        // 16 MiB of nothing in 16 KiB.
        (&packed, gzip(&vec![0; 16 << 20])?, 413),
        (&packed, b"this is no gzip".to_vec(), 400),
        (&packed, gzip(&full)?[..100].to_vec(), 400),
        (&packed, full.clone(), 400),
        (&[("content-encoding", "br")], full.clone(), 415),
        (&[("content-type", "text/plain")], full.clone(), 415),
    ] {
        let length = bytes.len();
        assert_eq!(post(&fixture, headers, bytes).await?.status, status, "{headers:?} {length}");
    }
    assert_eq!(counted(&fixture).await?, 0);
    assert_eq!(told(&post(&fixture, &packed, gzip(&full)?).await?)?["counted"], 256);
    assert_eq!(told(&post(&fixture, &[], full).await?)?["known"], 256);
    Ok(())
}

#[tokio::test]
async fn only_the_sites_own_pages_may_send() -> Result<()> {
    let fixture = Fixture::new()?;
    let mut rng = rng(6);
    for (origin, status, allowed) in [
        ("https://shop.example", 200, "https://shop.example"),
        ("http://shop.example", 403, ""),
        ("https://shop.example.evil.example", 403, ""),
        ("null", 403, ""),
    ] {
        let answer = post(&fixture, &[("origin", origin)], body(1, &mut rng)).await?;
        let told = (answer.status.as_u16(), answer.header("access-control-allow-origin"));
        assert_eq!(told, (status, allowed), "{origin}");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        let asks = [("origin", origin), ("access-control-request-method", "POST")];
        let preflight = fixture.ask("OPTIONS", "/v1/reports", &asks).await?;
        assert_eq!(preflight.header("access-control-allow-origin"), allowed, "{origin}");
    }
    assert_eq!(counted(&fixture).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_site_cannot_be_filled_with_names() -> Result<()> {
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let mut rng = rng(7);
    let mut named = |number: usize| -> Report {
        seal(stream(&format!("v{number}"), Origin::Explored), today(), 0, 0.0, &mut rng)
    };
    for first in [0, 256] {
        let bytes = (first..first + 256).flat_map(|number| named(number).to_bytes()).collect();
        assert_eq!(post(&fixture, &[], bytes).await?.status, 200);
    }
    let refused = post(&fixture, &[], named(512).to_bytes().to_vec()).await?;
    assert_eq!((refused.status.as_u16(), told(&refused)?["code"].as_str()), (422, Some("streams")));
    assert_eq!(post(&fixture, &[], named(511).to_bytes().to_vec()).await?.status, 200);
    assert_eq!(counted(&fixture).await?, 513);
    Ok(())
}
