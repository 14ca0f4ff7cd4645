//! A folder, served: pages, scripts, wasm and models, each in the smallest form that the browser takes.
//!
//! Input: a GET or HEAD request; output: the file with its type, its encoding, a validator made from its
//! bytes and a Cache-Control, or 304, a redirect, or the site's own 404 page. tower-http's `ServeDir` picks
//! and reads the file; what is added here is which paths are allowed at all and how long answers stay good.

mod fingerprint;
mod freshness;
mod kind;
mod path;
mod validators;

use std::io;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, ETAG};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use thiserror::Error;
use tower_http::services::ServeDir;

use fingerprint::Fingerprints;
use freshness::Freshness;
use validators::{Conditions, Validators};

/// The site's own page for what is not there.
const NOT_FOUND_PAGE: &str = "/404.html";
/// What is sent where the site has none.
const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width\">\n<title>Not found</title>\n\
    <h1>Not found</h1>\n<p>There is no page at this address. <a href=\"/\">Back to the start</a></p>\n</html>\n";

/// The folder that is served.
#[derive(Debug)]
pub struct Site {
    root: PathBuf,
    folder: ServeDir,
    fingerprints: Fingerprints,
}

/// Why a folder cannot be served.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SiteError {
    /// There is no such folder.
    #[error("the site {} is not a folder; --site names the folder to serve", .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder in it cannot be read.
    #[error("the site {} cannot be read", path.display())]
    Unreadable {
        /// The site's folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Site {
    /// Reads every file once, to know its hash.
    pub fn open(root: &Path) -> Result<Self, SiteError> {
        if !root.is_dir() {
            return Err(SiteError::NotAFolder(root.to_owned()));
        }
        let unreadable = |source| SiteError::Unreadable { path: root.to_owned(), source };
        Ok(Self {
            root: root.to_owned(),
            folder: ServeDir::new(root).precompressed_br().precompressed_gzip(),
            fingerprints: Fingerprints::of_folder(root).map_err(unreadable)?,
        })
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many files there were at the start, compressed forms not counted.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.fingerprints.paths().iter().filter(|path| !path::is_compressed_form(path)).count()
    }

    /// The addresses of the pages that there were at the start, in order, without the host.
    #[must_use]
    pub fn pages(&self) -> Vec<String> {
        let paths = self.fingerprints.paths();
        let inside = paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok());
        let mut pages: Vec<String> = inside.filter_map(path::page_address).collect();
        pages.retain(|page| page != NOT_FOUND_PAGE);
        pages.sort();
        pages
    }

    /// Can the folder be read?
    pub async fn probe(&self) -> Result<(), SiteError> {
        let unreadable = |source| SiteError::Unreadable { path: self.root.clone(), source };
        tokio::fs::read_dir(&self.root).await.map(|_| ()).map_err(unreadable)
    }

    /// Answers a request for any path.
    pub async fn respond(&self, mut request: Request) -> Response {
        let method = request.method().clone();
        let uri = request.uri().clone();
        let accepted = only_accepted_encodings(request.headers());
        let conditions = Conditions::take(request.headers_mut());
        let is_read = method == Method::GET || method == Method::HEAD;
        // ServeDir refuses the other methods by itself.
        let Some(path) = path::resolve(uri.path()).or_else(|| (!is_read).then(PathBuf::new)) else {
            return self.not_found(method, accepted).await;
        };
        let response = match self.read(request).await {
            Ok(response) => response,
            Err(error) => return failure(&error),
        };
        match response.status() {
            StatusCode::OK => self.validated(response, &self.root.join(path), &uri, &conditions).await,
            StatusCode::NOT_FOUND => self.not_found(method, accepted).await,
            _ => with_cache_control(response, Freshness::Revalidate),
        }
    }

    /// A file's response → the same with hash-based validators, or 304.
    async fn validated(
        &self,
        mut response: Response,
        file: &Path,
        uri: &Uri,
        conditions: &Conditions,
    ) -> Response {
        kind::correct(response.headers_mut());
        let form = path::compressed_form(file, response.headers().get(CONTENT_ENCODING));
        let original = self.fingerprints.of(file).await;
        let sent = self.fingerprints.of(form.as_deref().unwrap_or(file)).await;
        match (original, sent) {
            (Ok(original), Ok(sent)) if sent.describes(response.headers()) => {
                let freshness = freshness::of(uri, &original, &sent);
                Validators::of(&sent).attach(with_cache_control(response, freshness), conditions)
            }
            // Overwritten or removed since it was opened: good for this once.
            _ => with_cache_control(response, Freshness::Once),
        }
    }

    async fn not_found(&self, method: Method, accepted: HeaderMap) -> Response {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from_static(NOT_FOUND_PAGE);
        *request.headers_mut() = accepted;
        let mut response = match self.read(request).await {
            Ok(response) if response.status() == StatusCode::OK => response,
            _ => Html(NOT_FOUND).into_response(),
        };
        kind::correct(response.headers_mut());
        *response.status_mut() = StatusCode::NOT_FOUND;
        with_cache_control(response, Freshness::Once)
    }

    /// What ServeDir says, with absence as 404; its own validators, made from sizes and times, are dropped.
    async fn read(&self, request: Request) -> io::Result<Response> {
        let mut response = match self.folder.clone().try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) if is_absence(&error) => StatusCode::NOT_FOUND.into_response(),
            Err(error) => return Err(error),
        };
        response.headers_mut().remove(ETAG);
        response.headers_mut().remove(ACCEPT_RANGES);
        Ok(response)
    }
}

fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotFound | PermissionDenied | NotADirectory | InvalidFilename)
}

fn failure(error: &io::Error) -> Response {
    tracing::error!(%error, "a file of the site could not be read");
    with_cache_control(StatusCode::INTERNAL_SERVER_ERROR.into_response(), Freshness::Once)
}

fn with_cache_control(mut response: Response, freshness: Freshness) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, freshness.header());
    response
}

fn only_accepted_encodings(headers: &HeaderMap) -> HeaderMap {
    headers.get_all(ACCEPT_ENCODING).iter().map(|value| (ACCEPT_ENCODING, value.clone())).collect()
}
