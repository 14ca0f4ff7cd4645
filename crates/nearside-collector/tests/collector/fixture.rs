//! A small site in a folder of its own, and a router over it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::SystemTime;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use nearside_collector::database::Database;
use nearside_collector::measured::{Measured, MeasuredSites};
use nearside_collector::router::{Services, router};
use nearside_collector::security::SecurityHeaders;
use nearside_collector::site::Site;
use nearside_collector::store::{SqliteStore, Store};
use nearside_collector::{Limits, RequestLog};
use rusqlite::Connection;
use tempfile::TempDir;
use tower::ServiceExt;

/// Path and content; the compressed forms need only be told apart here.
const FILES: &[(&str, &str)] = &[
    ("index.html", "<title>Start</title>"),
    ("404.html", "<title>Our own 404</title>"),
    ("shop/index.html", "<title>Shop</title>"),
    ("nearside.min.js", "export {}; // as it is"),
    ("nearside.min.js.br", "brotli's form"),
    ("nearside.min.js.gz", "gzip's form"),
    ("agent.wasm", "\0asm"),
    ("agent.wasm.gz", "gzip's wasm"),
    ("style.css", "a {}"),
    ("module.mjs", "export {};"),
    ("nearside.json", "{}"),
    ("art.svg", "<svg/>"),
    ("site.webmanifest", "{}"),
    ("models/a/weights.safetensors", "numbers"),
    ("chunks/scorer-ABCD2345.js", "export {};"),
    (".env", "SECRET=1"),
    ("trial/index.html", "<title>Trial</title>"),
];

/// A site, a database beside it, and what is served of them.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) database: Arc<Database>,
    pub(crate) router: Router,
}

/// The only day that tests know.
pub(crate) fn today() -> u32 {
    20_000
}

/// The site whose reports are counted.
pub(crate) fn shop() -> Measured {
    Measured {
        name: "shop.example".to_owned(),
        origins: vec!["https://shop.example".to_owned()],
        segments: ["quick", "deep", "bargain", "return", "other"].map(str::to_owned).to_vec(),
        bins: 2,
        privacy_epsilon_thousandths: 2_000,
    }
}

/// An answer that was read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Fixture {
    pub(crate) fn new() -> Result<Self> {
        Self::with(SecurityHeaders::default(), Limits::default())
    }

    pub(crate) fn with(security: SecurityHeaders, limits: Limits) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        write_site(&folder.path().join("site"))?;
        fs::write(folder.path().join("outside.txt"), "not part of the site")?;
        let database = Arc::new(Database::open(&folder.path().join("nearside.db"))?);
        let services = Services {
            store: Arc::new(SqliteStore::new(Arc::clone(&database))),
            measured: MeasuredSites::new(vec![shop()])?,
            site: Some(Site::open(&folder.path().join("site"))?),
            security,
            request_log: Some(RequestLog::open(&folder.path().join("requests.jsonl"))?),
            limits,
            clock: today,
        };
        Ok(Self { router: router(services), folder, database })
    }

    /// Another store behind the same routes.
    pub(crate) fn over(store: Arc<dyn Store>, limits: Limits) -> Result<Self> {
        let mut fixture = Self::new()?;
        fixture.router = router(Services {
            store,
            measured: MeasuredSites::new(vec![shop()])?,
            site: None,
            security: SecurityHeaders::default(),
            request_log: None,
            limits,
            clock: today,
        });
        Ok(fixture)
    }

    /// Keeps the database busy until the sender that comes back is dropped.
    pub(crate) async fn stall_database(&self) -> Result<Sender<()>> {
        let (release, released) = std::sync::mpsc::channel();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let database = Arc::clone(&self.database);
        tokio::spawn(async move {
            let stall = move |_: &mut Connection| {
                let _ = begin.send(());
                let _ = released.recv();
                Ok(())
            };
            database.call(stall).await
        });
        begun.await?;
        Ok(release)
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Answer> {
        self.ask("GET", path, &[]).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty())?).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Answer> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}

impl Answer {
    /// A header, or nothing where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Writes the files, as if they had been built long ago.
pub(crate) fn write_site(site: &Path) -> Result<()> {
    for (name, content) in FILES {
        write_old(&site.join(name), content)?;
    }
    Ok(())
}

/// Writes a file with a time of long ago.
pub(crate) fn write_old(path: &Path, content: &str) -> Result<()> {
    fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
    fs::write(path, content)?;
    fs::File::options().write(true).open(path)?.set_modified(SystemTime::UNIX_EPOCH)?;
    Ok(())
}
