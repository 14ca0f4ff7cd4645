//! Priors, summaries, metrics and the description of the interface.

use std::sync::Arc;

use anyhow::{Context, Result};
use nearside_collector::store::{SqliteStore, Store};
use nearside_report::Origin;
use rand_core::Rng;
use serde_json::Value;

use crate::fixture::{Fixture, today};
use crate::reports::post;
use crate::senders::{body, rng, seal, stream};

/// Counts some days of visits: the proof is rewarded in 30 % of them, the default in 10 %.
async fn fill(fixture: &Fixture, days: u32, each: usize) -> Result<()> {
    let store = SqliteStore::new(Arc::clone(&fixture.database));
    let mut rng = rng(days.into());
    for day in today() + 1 - days..=today() {
        for (variant, origin, rate) in [
            ("default", Origin::Explored, 10),
            ("proof", Origin::Explored, 30),
            ("default", Origin::Holdout, 10),
        ] {
            let mut reports = Vec::new();
            for _ in 0..each {
                let reward = f64::from(u8::from(rng.next_u64() % 100 < rate));
                let segment = (rng.next_u64() % 5) as u8;
                reports.push(seal(stream(variant, origin), day, segment, reward, &mut rng));
            }
            store.count(reports).await?;
        }
    }
    Ok(())
}

async fn json(fixture: &Fixture, path: &str) -> Result<Value> {
    let answer = fixture.get(path).await?;
    anyhow::ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
    serde_json::from_str(&answer.body).context(path.to_owned())
}

#[tokio::test]
async fn priors_come_from_a_thousand_and_are_never_loud() -> Result<()> {
    let fixture = Fixture::new()?;
    fill(&fixture, 1, 900).await?;
    assert_eq!(json(&fixture, "/v1/priors/shop.example").await?["cells"], serde_json::json!([]));
    fill(&fixture, 14, 1_500).await?;
    let answer = fixture.get("/v1/priors/shop.example").await?;
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    let priors: Value = serde_json::from_str(&answer.body)?;
    assert_eq!(priors["segments"][1], "deep");
    let cells = priors["cells"].as_array().context("cells")?;
    assert!(cells.len() > 5, "{priors}");
    for cell in cells {
        let (mean, count) =
            (cell["mean"].as_f64().context("mean")?, cell["count"].as_f64().context("count")?);
        let rate = if cell["variant"] == "proof" { 0.3 } else { 0.1 };
        assert!((mean - rate).abs() < 0.15 && (1.0..=20.0).contains(&count), "{cell}");
    }
    assert_eq!(fixture.get("/v1/priors/other.example").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn a_summary_tells_variants_segments_uplift_and_alarms() -> Result<()> {
    let fixture = Fixture::new()?;
    fill(&fixture, 14, 1_000).await?;
    let summary = json(&fixture, "/v1/summary/shop.example").await?;
    assert_eq!((&summary["reports"], &summary["newest_day"]), (&42_000.into(), &today().into()));
    assert_eq!((&summary["privacy_epsilon"], &summary["privacy_epsilon_most"]), (&2.0.into(), &8.0.into()));
    let slot = &summary["slots"][0];
    assert_eq!(slot["sample_ratio"]["is_alarm"], false);
    let names: Vec<(&Value, &Value)> = slot["variants"]
        .as_array()
        .context("variants")?
        .iter()
        .map(|variant| (&variant["variant"], &variant["is_holdout"]))
        .collect();
    let [no, yes] = [false.into(), true.into()];
    assert_eq!(names, [(&"default".into(), &no), (&"proof".into(), &no), (&"default".into(), &yes)]);
    let proof = &slot["variants"][1];
    let number = |value: &Value| value.as_f64().context(value.to_string());
    assert!((number(&proof["mean_reward"]["value"])? - 0.3).abs() < 0.03, "{proof}");
    assert!(number(&proof["uplift"]["low"])? > 0.0 && number(&proof["uplift"]["high"])? < 0.35, "{proof}");
    assert!(number(&slot["variants"][0]["uplift"]["low"])? < 0.0);
    assert_eq!(
        (proof["segments"].as_array().map(Vec::len), &proof["segments"][1]["segment"]),
        (Some(5), &"deep".into())
    );
    assert_eq!(
        (proof["days"].as_array().map(Vec::len), &proof["drift"]["is_alarm"]),
        (Some(14), &false.into())
    );
    Ok(())
}

#[tokio::test]
async fn a_broken_split_and_a_drift_raise_their_alarms() -> Result<()> {
    let fixture = Fixture::new()?;
    fill(&fixture, 14, 1_000).await?;
    let store = SqliteStore::new(Arc::clone(&fixture.database));
    let mut rng = rng(9);
    // For a week the default was rewarded each time and lost a thousand visitors a day to nobody knows what.
    for day in today() - 6..=today() {
        let one = |_| seal(stream("default", Origin::Explored), day, 0, 1.0, &mut rng);
        store.count((0..1_000).map(one).collect()).await?;
    }
    let slot = json(&fixture, "/v1/summary/shop.example").await?["slots"][0].clone();
    assert_eq!(slot["sample_ratio"]["is_alarm"], true);
    assert_eq!(slot["variants"][0]["drift"]["is_alarm"], true);
    assert_eq!(slot["variants"][1]["drift"]["is_alarm"], false);
    Ok(())
}

#[tokio::test]
async fn metrics_and_the_day_are_told() -> Result<()> {
    let fixture = Fixture::new()?;
    post(&fixture, &[], body(3, &mut rng(1))).await?;
    post(&fixture, &[], vec![0]).await?;
    let metrics = fixture.get("/metrics").await?.body;
    for line in [
        "nearside_reports_total{outcome=\"New\"} 3",
        "nearside_report_requests_total{outcome=\"Refused\"} 1",
        "nearside_commit_seconds_count 1",
        "nearside_day 20000",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    assert_eq!(json(&fixture, "/v1/day").await?["day"], today());
    Ok(())
}

#[tokio::test]
async fn the_interface_describes_itself_and_keeps_to_it() -> Result<()> {
    let fixture = Fixture::new()?;
    let description = json(&fixture, "/openapi.json").await?;
    let paths = description["paths"].as_object().context("paths")?;
    assert_eq!(paths.len(), 7, "{paths:?}");
    for (path, methods) in paths {
        let concrete = path.replace("{site}", "shop.example");
        for (method, operation) in methods.as_object().context("methods")? {
            let body = if method == "post" { body(1, &mut rng(5)) } else { Vec::new() };
            let request =
                axum::http::Request::builder().method(method.to_uppercase().as_str()).uri(&concrete);
            let answer = fixture.send(request.body(axum::body::Body::from(body))?).await?;
            assert_eq!(answer.status, 200, "{method} {concrete}: {}", answer.body);
            let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"];
            let name = schema.as_str().and_then(|name| name.strip_prefix("#/components/schemas/"));
            let schema = &description["components"]["schemas"][name.context("a schema")?];
            let sent: Value = serde_json::from_str(&answer.body)?;
            for (key, value) in sent.as_object().context("an object")? {
                assert!(schema["properties"][key].is_object(), "{path} tells {key}: {value}");
            }
            for required in schema["required"].as_array().into_iter().flatten() {
                assert!(sent.get(required.as_str().unwrap_or_default()).is_some(), "{path} lacks {required}");
            }
        }
    }
    Ok(())
}
