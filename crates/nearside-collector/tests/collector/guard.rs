//! The headers that every answer carries, and the bounds that every request meets.

use std::time::Duration;

use anyhow::Result;
use axum::body::{Body, Bytes};
use axum::http::Request;
use nearside_collector::Limits;
use nearside_collector::security::{DEFAULT_POLICY, PathPolicy, SecurityHeaders};

use crate::fixture::Fixture;

#[tokio::test]
async fn every_answer_carries_the_headers() -> Result<()> {
    let fixture = Fixture::new()?;
    for (method, path, status) in [
        ("GET", "/", 200),
        ("HEAD", "/agent.wasm", 200),
        ("GET", "/shop", 307),
        ("GET", "/nowhere", 404),
        ("POST", "/", 405),
        ("GET", "/healthz", 200),
        ("POST", "/healthz", 405),
        ("GET", "/.well-known/gpc.json", 200),
    ] {
        let answer = fixture.ask(method, path, &[]).await?;
        assert_eq!(answer.status, status, "{method} {path}");
        for (name, value) in [
            ("content-security-policy", DEFAULT_POLICY),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "geolocation=(), camera=(), microphone=(), payment=()"),
            ("strict-transport-security", ""),
            ("set-cookie", ""),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path} {name}");
        }
    }
    Ok(())
}

#[test]
fn the_policy_has_exactly_the_directives_that_were_agreed() {
    let directives: Vec<&str> = DEFAULT_POLICY.split("; ").collect();
    assert_eq!(
        directives,
        [
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "require-trusted-types-for 'script'",
            "img-src 'self' data:",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    );
}

#[tokio::test]
async fn a_policy_of_the_operators_own_holds_below_its_prefix_only() -> Result<()> {
    let own: PathPolicy = "/trial/=script-src 'self'".parse()?;
    let fixture = Fixture::with(SecurityHeaders::new(vec![own], true), Limits::default())?;
    for (path, policy) in [
        ("/trial/", "script-src 'self'"),
        ("/trial/nowhere", "script-src 'self'"),
        ("/", DEFAULT_POLICY),
        ("/?csp=none", DEFAULT_POLICY),
        ("/?/trial/", DEFAULT_POLICY),
    ] {
        let answer = fixture.get(path).await?;
        assert_eq!(answer.header("content-security-policy"), policy, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    }
    Ok(())
}

#[tokio::test]
async fn a_body_may_have_64_kib_and_not_a_byte_more() -> Result<()> {
    let fixture = Fixture::new()?;
    for (length, status) in [(65_536, 405), (65_537, 413)] {
        let body = Body::from(Bytes::from(vec![b'x'; length]));
        let request = Request::post("/").header("content-length", length).body(body)?;
        assert_eq!(fixture.send(request).await?.status, status, "{length}");
    }
    Ok(())
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_ended() -> Result<()> {
    let mut limits = Limits::default();
    limits.request = Duration::from_millis(20);
    limits.probe = Duration::from_secs(60);
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let release = fixture.stall_database().await?;
    let answer = fixture.get("/readyz").await?;
    assert_eq!((answer.status.as_u16(), answer.header("x-content-type-options")), (503, "nosniff"));
    assert_eq!(answer.body, "");
    drop(release);
    Ok(())
}
