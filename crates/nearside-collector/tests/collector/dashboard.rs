//! The operator's page: where it is, that it is whole, and what `demo` puts on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser;
use nearside_collector::Limits;
use nearside_collector::config::{Cli, Command};
use nearside_collector::store::{SqliteStore, Store};
use nearside_collector::{Place, fill};

use crate::fixture::{Fixture, today};

/// Every path below /dashboard/ that a text names.
fn named(text: &str) -> BTreeSet<String> {
    let quoted = text.split(['"', '\'']).filter(|part| part.starts_with("/dashboard/"));
    let beside = text.split(['"', '\'']).filter_map(|part| part.strip_prefix("./"));
    quoted.map(str::to_owned).chain(beside.map(|part| format!("/dashboard/{part}"))).collect()
}

#[tokio::test]
async fn it_gives_way_to_a_site_and_is_the_start_page_without_one() -> Result<()> {
    let with_site = Fixture::new()?;
    assert_eq!(with_site.get("/").await?.body, "<title>Start</title>");
    let store = Arc::new(SqliteStore::new(Arc::clone(&with_site.database)));
    let without = Fixture::over(store, Limits::default())?;
    for (fixture, path) in [(&with_site, "/dashboard"), (&without, "/dashboard/"), (&without, "/")] {
        let answer = fixture.get(path).await?;
        assert!(
            answer.status == 200 && answer.body.contains("<title>nearside: what works</title>"),
            "{path}"
        );
    }
    assert_eq!(without.get("/nowhere").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn every_part_that_is_named_is_served_and_nothing_comes_from_elsewhere() -> Result<()> {
    let fixture = Fixture::new()?;
    let mut open = named(&fixture.get("/dashboard").await?.body);
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop_first() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = fixture.get(&path).await?;
        assert_eq!(answer.status, 200, "{path}");
        let kind = if path.ends_with(".css") { "text/css" } else { "text/javascript" };
        assert!(answer.header("content-type").starts_with(kind), "{path}");
        if !path.contains("uPlot") {
            assert!(!answer.body.contains("http://") && !answer.body.contains("https://"), "{path}");
            open.extend(named(&answer.body));
        }
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn the_demo_is_realistic_and_adds_nothing_the_second_time() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("demo.db").display().to_string();
    let cli = Cli::try_parse_from(["nearside-collector", "demo", "--database", &database])?;
    let Command::Demo(mut options) = cli.command else { anyhow::bail!("not demo") };
    let mut sums = Vec::new();
    for _ in 0..2 {
        fill(&mut options, today).await?;
        let store = Place::named(&database).open().await?;
        let counted = store.counts("demo.example".to_owned(), 0).await?;
        sums.push(counted.iter().map(|day| day.counts.reports()).sum::<u64>());
    }
    assert_eq!(options.store.measured.len(), 1);
    assert!(sums[0] > 150_000 && sums[0] == sums[1], "{sums:?}");
    let store: Arc<dyn Store> = Place::named(&database).open().await?;
    let site = options.store.measured.first().context("a site")?;
    let counted = store.counts(site.name.clone(), 0).await?;
    let summary = nearside_collector::SiteSummary::of(site, &counted, today());
    let drifting = summary
        .slots
        .iter()
        .flat_map(|slot| &slot.variants)
        .filter(|variant| variant.drift.is_some_and(|drift| drift.is_alarm));
    let names: Vec<&str> = drifting.map(|variant| variant.variant.as_str()).collect();
    assert_eq!(names, ["similar"], "the one that changed");
    assert!(summary.slots.iter().all(|slot| !slot.sample_ratio.is_alarm));
    Ok(())
}
