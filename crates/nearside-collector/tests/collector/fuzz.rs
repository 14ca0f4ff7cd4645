//! Whatever is asked, the answer is never the server's own failure: made-up requests against the whole interface.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::Result;
use axum::body::Body;
use axum::http::Request;
use nearside_collector::Limits;
use nearside_collector::security::SecurityHeaders;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::fixture::Fixture;
use crate::senders::{body, rng};

const REQUESTS: u32 = 1_500;

/// A request, made of what the description names and of what it does not.
#[derive(Debug, Clone)]
struct Asked {
    method: &'static str,
    path: usize,
    site: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

fn asked() -> impl Strategy<Value = Asked> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"];
    let site = prop_oneof![Just("shop.example".to_owned()), "[!-~]{0,40}", "(%[0-9A-F]{2}){1,9}"];
    let names = prop::sample::select(&["content-type", "content-encoding", "origin", "accept", "range"][..]);
    let value = prop_oneof![
        Just("gzip".to_owned()),
        Just("application/octet-stream".to_owned()),
        Just("https://shop.example".to_owned()),
        "[ -~]{0,30}"
    ];
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..700),
        // Sound reports with some of their bytes changed.
        (any::<u64>(), 1_usize..4, prop::collection::vec((0_usize..256, any::<u8>()), 0..4)).prop_map(
            |(seed, count, changes)| {
                let mut bytes = body(count, &mut rng(seed));
                changes.into_iter().for_each(|(at, to)| bytes[at] = to);
                bytes
            }
        ),
    ];
    let headers = prop::collection::vec((names, value), 0..3);
    (prop::sample::select(&METHODS[..]), any::<prop::sample::Index>(), site, headers, bytes).prop_map(
        |(method, path, site, headers, body)| Asked { method, path: path.index(64), site, headers, body },
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_is_answered_with_a_failure() -> Result<()> {
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let description: Value = serde_json::from_str(&fixture.get("/openapi.json").await?.body)?;
    let mut paths: Vec<String> =
        description["paths"].as_object().into_iter().flatten().map(|(path, _)| path.clone()).collect();
    paths.extend(["/metrics", "/dashboard", "/{site}", "/v1/{site}"].map(str::to_owned));
    let runtime = tokio::runtime::Handle::current();
    let told = tokio::task::spawn_blocking(move || {
        let statuses = RefCell::new(BTreeMap::<u16, u32>::new());
        let config = Config { cases: REQUESTS, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&asked(), |asked| {
            let path = paths[asked.path % paths.len()].replace("{site}", &asked.site);
            let mut request = Request::builder().method(asked.method).uri(&path);
            for (name, value) in &asked.headers {
                request = request.header(*name, value);
            }
            // What cannot be a request is none.
            let Ok(request) = request.body(Body::from(asked.body.clone())) else { return Ok(()) };
            let answer = runtime.block_on(fixture.send(request));
            let status = answer.map_err(|error| TestCaseError::fail(error.to_string()))?.status.as_u16();
            *statuses.borrow_mut().entry(status).or_default() += 1;
            prop_assert!(status < 500, "{} {path}: {status}", asked.method);
            Ok(())
        })?;
        anyhow::Ok(statuses.into_inner())
    });
    println!("interface: answers by status to made-up requests: {:?}", told.await??);
    Ok(())
}
