//! One line of JSON for each request: what was asked and what was answered, never by whom.
//!
//! Input: a request and its response; output: `{"method","path","status","bytes"}` appended to a file. No
//! address, agent, cookie, referrer, query or time is in a line. A line is written before its response is
//! sent: whoever has the answer finds the line, so a test can prove from the file that nothing was asked.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use http_body::Body as _;
use serde::Serialize;

/// The file, shared by all requests.
#[derive(Debug)]
pub struct RequestLog {
    file: Mutex<File>,
}

#[derive(Serialize)]
struct Line<'a> {
    method: &'a str,
    path: &'a str,
    status: u16,
    bytes: u64,
}

impl RequestLog {
    /// Opens the file to append to it, or makes it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Would [`Self::open`] work? Makes nothing.
    pub fn check(path: &Path) -> io::Result<()> {
        if path.exists() {
            return OpenOptions::new().append(true).open(path).map(|_| ());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or(Ok(()), |folder| folder.read_dir().map(|_| ()))
    }

    /// One write per line, so that the lines of several processes on one file do not mix.
    fn write(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&text)?;
        file.flush()
    }
}

/// Middleware: answers, then logs. A full disk costs lines, not answers.
pub(crate) async fn record(State(log): State<Arc<RequestLog>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let line = Line {
        method: method.as_str(),
        path: &path,
        status: response.status().as_u16(),
        bytes: body_bytes(&method, &response),
    };
    if let Err(error) = log.write(&line) {
        tracing::warn!(%error, "the request log could not be written");
    }
    response
}

/// The length of the body that follows: none after HEAD or 304, where Content-Length tells another's.
fn body_bytes(method: &Method, response: &Response) -> u64 {
    if method == Method::HEAD || response.status() == StatusCode::NOT_MODIFIED {
        return 0;
    }
    let declared = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    declared.or_else(|| response.body().size_hint().exact()).unwrap_or(0)
}
