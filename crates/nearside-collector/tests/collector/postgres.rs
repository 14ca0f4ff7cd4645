//! Several collectors over one PostgreSQL, which is killed under them.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use nearside_collector::Limits;
use nearside_collector::store::{PostgresStore, Standing, Store};
use nearside_report::{Origin, Report};

use crate::fixture::{Fixture, today};
use crate::reports::post;
use crate::senders::{body, report, rng, seal, stream};
use crate::server_of_postgres::Postgres;

async fn sum(store: &dyn Store) -> Result<u64> {
    let counted = store.counts("shop.example".to_owned(), 0).await?;
    Ok(counted.iter().map(|day| day.counts.reports()).sum())
}

#[tokio::test]
async fn it_counts_as_sqlite_does() -> Result<()> {
    let Some(server) = Postgres::start()? else { return Ok(()) };
    let store = PostgresStore::open(&server.address()).await?;
    let sqlite = Fixture::new()?;
    let sqlite = nearside_collector::store::SqliteStore::new(sqlite.database);
    let mut rng = rng(1);
    let mut reports: Vec<Report> = (0..500).map(|_| report(&mut rng)).collect();
    reports.push(seal(stream("default", Origin::Holdout), today() - 1, 3, 0.0, &mut rng));
    reports.push(reports[7].clone());
    for store in [&store as &dyn Store, &sqlite] {
        let standings = store.count(reports.clone()).await?;
        assert_eq!(standings.iter().filter(|standing| **standing == Standing::New).count(), 501);
        assert_eq!(standings[501], Standing::Known);
        store.probe().await?;
    }
    let (own, other) = (
        store.counts("shop.example".to_owned(), 0).await?,
        sqlite.counts("shop.example".to_owned(), 0).await?,
    );
    assert_eq!((own.len(), &own), (2, &other));
    assert_eq!(store.streams("shop.example".to_owned()).await?.len(), 2);
    assert_eq!(store.counts("other.example".to_owned(), 0).await?, []);
    assert_eq!(store.forget(today()).await?, 1);
    assert_eq!(store.count(vec![reports[500].clone()]).await?, [Standing::Forgotten]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_id_a_thousand_times_across_three_collectors_counts_once() -> Result<()> {
    let Some(server) = Postgres::start()? else { return Ok(()) };
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let mut collectors = Vec::new();
    for _ in 0..3 {
        let store = Arc::new(PostgresStore::open(&server.address()).await?);
        collectors.push(Arc::new(Fixture::over(store, limits)?));
    }
    let bytes = report(&mut rng(2)).to_bytes().to_vec();
    let mut senders = tokio::task::JoinSet::new();
    for number in 0..1_000 {
        let (collector, bytes) = (Arc::clone(&collectors[number % 3]), bytes.clone());
        senders.spawn(async move { post(&collector, &[], bytes).await.map(|answer| answer.body) });
    }
    let answers = senders.join_all().await.into_iter().collect::<Result<Vec<String>>>()?;
    let new = answers.iter().filter(|answer| answer.contains("\"counted\":1")).count();
    let known = answers.iter().filter(|answer| answer.contains("\"known\":1")).count();
    let store = PostgresStore::open(&server.address()).await?;
    let counted = sum(&store).await?;
    println!(
        "same id: 1,000 requests to three collectors, counted {new}, known {known}, in the sums {counted}"
    );
    assert_eq!((new, known, counted), (1, 999, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stalled_it_acknowledges_nothing_and_goes_on_by_itself() -> Result<()> {
    let Some(server) = Postgres::start()? else { return Ok(()) };
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    limits.commit = Duration::from_millis(50);
    limits.waiting_reports = 600;
    let collector = Fixture::over(Arc::new(PostgresStore::open(&server.address()).await?), limits)?;
    let mut rng = rng(3);
    post(&collector, &[], body(1, &mut rng)).await?;
    server.stall()?;
    let bodies: Vec<Vec<u8>> = (0..4).map(|_| body(256, &mut rng)).collect();
    for body in &bodies {
        let answer = post(&collector, &[], body.clone()).await?;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"));
    }
    server.go_on()?;
    for body in &bodies {
        while post(&collector, &[], body.clone()).await?.status != 200 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(sum(&PostgresStore::open(&server.address()).await?).await?, 1 + 4 * 256);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_five_times_under_load_it_loses_and_doubles_nothing() -> Result<()> {
    const KILLS: usize = 5;
    const BETWEEN: usize = 400;
    let Some(server) = Postgres::start()? else { return Ok(()) };
    let mut limits = Limits::default();
    limits.reports_a_second = 0;
    let (told, mut acknowledged) = tokio::sync::mpsc::unbounded_channel::<()>();
    let mut senders = tokio::task::JoinSet::new();
    let goal = (KILLS + 1) * BETWEEN;
    for seed in 0..4_u64 {
        let store = Arc::new(PostgresStore::open(&server.address()).await?);
        let collector = Fixture::over(store, limits)?;
        let told = told.clone();
        senders.spawn(async move {
            let mut rng = rng(100 + seed);
            let mut tries = 0_u64;
            for _ in 0..goal / 4 {
                let bytes = report(&mut rng).to_bytes().to_vec();
                // The same bytes until they are acknowledged.
                while post(&collector, &[], bytes.clone()).await?.status != 200 {
                    tries += 1;
                    tokio::task::yield_now().await;
                }
                told.send(())?;
            }
            anyhow::Ok(tries)
        });
    }
    drop(told);
    let mut sent = 0;
    for _ in 0..KILLS {
        while sent % BETWEEN != BETWEEN - 1 {
            acknowledged.recv().await;
            sent += 1;
        }
        server.kill()?;
        server.up()?;
        sent += usize::from(acknowledged.recv().await.is_some());
    }
    while acknowledged.recv().await.is_some() {
        sent += 1;
    }
    let retries = senders.join_all().await.into_iter().sum::<Result<u64>>()?;
    let counted = sum(&PostgresStore::open(&server.address()).await?).await?;
    println!(
        "postgres: killed {KILLS} times, {sent} acknowledged after {retries} retries, {counted} counted"
    );
    assert_eq!((sent, counted), (goal, goal as u64));
    assert!(retries > 0, "no kill was noticed");
    Ok(())
}
