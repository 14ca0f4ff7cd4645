//! Up, ready, and not ready; and the statement on privacy.

use std::fs;
use std::time::Duration;

use anyhow::Result;
use nearside_collector::Limits;
use nearside_collector::security::SecurityHeaders;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::fixture::Fixture;

async fn readiness(fixture: &Fixture) -> Result<(u16, Value)> {
    let answer = fixture.get("/readyz").await?;
    assert_eq!(answer.header("cache-control"), "no-store");
    Ok((answer.status.as_u16(), serde_json::from_str(&answer.body)?))
}

#[tokio::test]
async fn ready_while_database_and_site_answer() -> Result<()> {
    let fixture = Fixture::new()?;
    let ready = json!({"status": "ready", "database": "ready", "site": "ready"});
    assert_eq!(readiness(&fixture).await?, (200, ready));
    Ok(())
}

#[tokio::test]
async fn a_database_that_lost_its_tables_is_not_ready_but_up() -> Result<()> {
    let fixture = Fixture::new()?;
    Connection::open(fixture.folder.path().join("nearside.db"))?.execute_batch("DROP TABLE meta")?;
    let failing = json!({"status": "failing", "database": "failing", "site": "ready"});
    assert_eq!(readiness(&fixture).await?, (503, failing));
    assert_eq!(fixture.get("/readyz").await?.header("retry-after"), "5");
    assert_eq!(fixture.get("/healthz").await?.body, r#"{"status":"up"}"#);
    Ok(())
}

#[tokio::test]
async fn a_database_whose_file_has_gone_is_not_ready() -> Result<()> {
    let fixture = Fixture::new()?;
    fs::remove_file(fixture.folder.path().join("nearside.db"))?;
    assert_eq!(readiness(&fixture).await?.0, 503);
    Ok(())
}

#[tokio::test]
async fn a_stalled_database_is_not_ready_within_the_bound_and_is_again_by_itself() -> Result<()> {
    let mut limits = Limits::default();
    limits.probe = Duration::from_millis(20);
    let fixture = Fixture::with(SecurityHeaders::default(), limits)?;
    let release = fixture.stall_database().await?;
    let failing = json!({"status": "failing", "database": "failing", "site": "ready"});
    assert_eq!(readiness(&fixture).await?, (503, failing));
    assert_eq!(fixture.get("/").await?.status, 200);
    drop(release);
    fixture.database.identity().await?;
    fixture.database.probe().await?;
    Ok(())
}

#[tokio::test]
async fn a_site_that_has_gone_is_not_ready_and_is_again_when_back() -> Result<()> {
    let fixture = Fixture::new()?;
    let elsewhere = fixture.folder.path().join("elsewhere");
    fs::rename(fixture.site(), &elsewhere)?;
    let failing = json!({"status": "failing", "database": "ready", "site": "failing"});
    assert_eq!(readiness(&fixture).await?, (503, failing));
    fs::rename(&elsewhere, fixture.site())?;
    assert_eq!(readiness(&fixture).await?.0, 200);
    Ok(())
}

#[tokio::test]
async fn global_privacy_control_is_declared() -> Result<()> {
    let fixture = Fixture::new()?;
    let answer = fixture.get("/.well-known/gpc.json").await?;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    assert_eq!(serde_json::from_str::<Value>(&answer.body)?["gpc"], true);
    Ok(())
}
