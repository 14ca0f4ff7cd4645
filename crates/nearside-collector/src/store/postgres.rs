//! Counting in PostgreSQL, which any number of collectors share.
//!
//! The same transaction as in SQLite, in two statements for a whole group: ids that are new come back from the
//! insert, and what their reports add is upserted in order of keys, so that collectors wait for each other and never
//! in a circle. A lost connection fails the group that was under way and is opened anew for the next: whether that
//! group's commit was durable is then not known, and the retries of its senders find out.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use nearside_report::{Report, Stream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Connection, IsolationLevel, NoTls, Row, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::sums::{self, StreamRow, Sums};
use super::{Answer, DayCounts, Standing, Store, StoreError};

/// How long a server may say nothing at all.
const PATIENCE: Duration = Duration::from_secs(15);
/// Run at every connection, under a lock: collectors may start together.
const SCHEMA: &str = "
    BEGIN;
    SELECT pg_advisory_xact_lock(7954893);
    CREATE TABLE IF NOT EXISTS report (id bytea PRIMARY KEY, day bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS tally (
        site text, day bigint, slot text, variant text, origin bigint, arms bigint, epsilon bigint,
        segments bigint, bins bigint, symbol bigint, count bigint NOT NULL,
        PRIMARY KEY (site, day, slot, variant, origin, arms, epsilon, segments, bins, symbol));
    CREATE TABLE IF NOT EXISTS retention (one int PRIMARY KEY CHECK (one = 1), before_day bigint NOT NULL);
    INSERT INTO retention (one, before_day) VALUES (1, 0) ON CONFLICT DO NOTHING;
    COMMIT;
    SET synchronous_commit = on;
    SET statement_timeout = '20s'";
/// The share lock keeps `forget` out until this group is in.
const BEFORE: &str = "SELECT before_day FROM retention FOR SHARE";
const REMEMBER: &str = "INSERT INTO report (id, day) SELECT * FROM unnest($1::bytea[], $2::bigint[])
    ON CONFLICT DO NOTHING RETURNING id";
const ADD: &str = "INSERT INTO tally AS t
    (site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, count)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
    ON CONFLICT (site, day, slot, variant, origin, arms, epsilon, segments, bins, symbol)
    DO UPDATE SET count = t.count + excluded.count";
/// In slices as in SQLite, each of which is well within the time that a statement may take.
const FORGET: &str = "DELETE FROM report WHERE id >= $1 AND ($2::bytea IS NULL OR id < $2) AND day < $3";
const COUNTS: &str = "SELECT site, slot, variant, origin, arms, epsilon, segments, bins, day, symbol, count
    FROM tally WHERE site = $1 AND day >= $2";
const STREAMS: &str =
    "SELECT DISTINCT site, slot, variant, origin, arms, epsilon, segments, bins FROM tally WHERE site = $1";

/// Counts in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStore {
    config: Config,
    writer: Arc<Mutex<Option<Client>>>,
    reader: Arc<Mutex<Option<Client>>>,
}

impl PostgresStore {
    /// Connects, and makes the tables if they are not there. The address is `postgres://…` as libpq takes it.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let config = patient(address.parse()?);
        let store = Self { config, writer: Arc::default(), reader: Arc::default() };
        drop(store.client(&store.writer).await?);
        Ok(store)
    }

    /// Whether the server can be reached; makes nothing.
    pub async fn check(address: &str) -> Result<(), StoreError> {
        let client = connect(&address.parse()?).await?;
        client.simple_query("SELECT 1").await?;
        Ok(())
    }

    /// A connection that is up, kept by the guard.
    async fn client(
        &self,
        place: &Arc<Mutex<Option<Client>>>,
    ) -> Result<OwnedMappedMutexGuard<Option<Client>, Client>, StoreError> {
        let mut guard = Arc::clone(place).lock_owned().await;
        if guard.as_ref().is_none_or(Client::is_closed) {
            let client = connect(&self.config).await?;
            client.batch_execute(SCHEMA).await?;
            *guard = Some(client);
        }
        OwnedMutexGuard::try_map(guard, Option::as_mut).map_err(|_| StoreError::Corrupt("connection"))
    }

    async fn write(&self, reports: Vec<Report>) -> Result<Vec<Standing>, StoreError> {
        let mut client = self.client(&self.writer).await?;
        let transaction =
            client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        let before: i64 = transaction.query_one(BEFORE, &[]).await?.try_get(0)?;
        let is_kept = |report: &&Report| i64::from(report.day()) >= before;
        // In order, and each once: the order in which collectors take their locks.
        let days: BTreeMap<[u8; 16], i64> =
            reports.iter().filter(is_kept).map(|report| (report.id(), i64::from(report.day()))).collect();
        let ids: Vec<&[u8]> = days.keys().map(<[u8; 16]>::as_slice).collect();
        let id_days: Vec<i64> = days.values().copied().collect();
        let remembered = transaction.query(REMEMBER, &[&ids, &id_days]).await?;
        let mut new =
            remembered.iter().map(|row| row.try_get::<_, Vec<u8>>(0)).collect::<Result<HashSet<_>, _>>()?;
        let mut sums = Sums::new();
        let mut standings = Vec::with_capacity(reports.len());
        for report in &reports {
            standings.push(if !is_kept(&report) {
                Standing::Forgotten
            } else if new.remove(report.id().as_slice()) {
                sums::add(&mut sums, report);
                Standing::New
            } else {
                Standing::Known
            });
        }
        add(&transaction, &sums).await?;
        transaction.commit().await?;
        Ok(standings)
    }

    async fn counts_since(&self, site: String, since: u32) -> Result<Vec<DayCounts>, StoreError> {
        let client = self.client(&self.reader).await?;
        let mut gathered = BTreeMap::new();
        for row in client.query(COUNTS, &[&site, &i64::from(since)]).await? {
            let numbers = [row.try_get(8)?, row.try_get(9)?, row.try_get(10)?];
            sums::gather(&mut gathered, sums::stream(stream_row(&row)?)?, numbers)?;
        }
        Ok(sums::by_day(gathered))
    }

    async fn streams_of(&self, site: String) -> Result<Vec<Stream>, StoreError> {
        let rows = self.client(&self.reader).await?.query(STREAMS, &[&site]).await?;
        rows.iter().map(|row| sums::stream(stream_row(row)?)).collect()
    }

    async fn forget_before(&self, before: u32) -> Result<u64, StoreError> {
        let before = i64::from(before);
        let client = self.client(&self.reader).await?;
        client.execute("UPDATE retention SET before_day = greatest(before_day, $1)", &[&before]).await?;
        let mut forgotten = 0;
        for first in 0..=u8::MAX {
            let (start, end) = (vec![first], first.checked_add(1).map(|next| vec![next]));
            forgotten += client.execute(FORGET, &[&start, &end, &before]).await?;
        }
        Ok(forgotten)
    }
}

impl Store for PostgresStore {
    fn count(&self, reports: Vec<Report>) -> Answer<'_, Vec<Standing>> {
        Box::pin(self.write(reports))
    }

    fn counts(&self, site: String, since: u32) -> Answer<'_, Vec<DayCounts>> {
        Box::pin(self.counts_since(site, since))
    }

    fn streams(&self, site: String) -> Answer<'_, Vec<Stream>> {
        Box::pin(self.streams_of(site))
    }

    fn forget(&self, before: u32) -> Answer<'_, u64> {
        Box::pin(self.forget_before(before))
    }

    fn probe(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.client(&self.reader).await?.query_one("SELECT 1", &[]).await?;
            Ok(())
        })
    }
}

/// A server or a network that is gone without a word is given up, so that the next group finds another.
fn patient(mut config: Config) -> Config {
    config.connect_timeout(PATIENCE).tcp_user_timeout(PATIENCE).keepalives_idle(PATIENCE);
    config
}

/// Connects, by TLS unless the address says `sslmode=disable` or the server has none, which `sslmode=require` refuses.
async fn connect(config: &Config) -> Result<Client, StoreError> {
    let is_local = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
    if is_local || config.get_ssl_mode() == SslMode::Disable {
        return Ok(driven(config.connect(NoTls).await?));
    }
    // Certificates that cannot be read are only missed where the server's is signed by one of them.
    let (tls, _) = MakeRustlsConnect::with_native_certs().map_err(|_| StoreError::NoCertificates)?;
    Ok(driven(config.connect(tls).await?))
}

/// The client, with its connection driven by a task of its own.
fn driven<T>((client, connection): (Client, Connection<Socket, T>)) -> Client
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "the connection to PostgreSQL ended");
        }
    });
    client
}

async fn add(transaction: &tokio_postgres::Transaction<'_>, sums: &Sums<'_>) -> Result<(), StoreError> {
    let text = |of: fn(&Stream) -> &String| -> Vec<&str> {
        sums.keys().map(|(stream, ..)| of(stream).as_str()).collect()
    };
    let number =
        |at: usize| -> Vec<i64> { sums.keys().map(|(stream, ..)| sums::numbers(stream)[at]).collect() };
    let [sites, slots, variants] =
        [text(|stream| &stream.site), text(|stream| &stream.slot), text(|stream| &stream.variant)];
    let [origins, arms, epsilons, segments, bins] = [0, 1, 2, 3, 4].map(number);
    let days: Vec<i64> = sums.keys().map(|(_, day, _)| i64::from(*day)).collect();
    let symbols: Vec<i64> = sums.keys().map(|(_, _, symbol)| i64::from(*symbol)).collect();
    let times: Vec<i64> = sums.values().copied().collect();
    transaction
        .execute(
            ADD,
            &[
                &sites, &slots, &variants, &origins, &arms, &epsilons, &segments, &bins, &days, &symbols,
                &times,
            ],
        )
        .await?;
    Ok(())
}

fn stream_row(row: &Row) -> Result<StreamRow, StoreError> {
    let numbers = [row.try_get(3)?, row.try_get(4)?, row.try_get(5)?, row.try_get(6)?, row.try_get(7)?];
    Ok(StreamRow { site: row.try_get(0)?, slot: row.try_get(1)?, variant: row.try_get(2)?, numbers })
}
