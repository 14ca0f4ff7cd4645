//! The operator's page: a few files that are part of the program, so that it needs nothing beside itself.
//!
//! The page is at `/dashboard`, and at `/` where no site is served; its parts are below `/dashboard/`. It asks
//! `/v1/sites` and `/v1/summary/{site}`, and nothing from anywhere else.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

const PAGE: &str = include_str!("../dashboard/index.html");

const PARTS: [(&str, &str, &str); 10] = [
    ("/dashboard/style.css", STYLE, include_str!("../dashboard/style.css")),
    ("/dashboard/tables.css", STYLE, include_str!("../dashboard/tables.css")),
    ("/dashboard/main.js", SCRIPT, include_str!("../dashboard/main.js")),
    ("/dashboard/slot.js", SCRIPT, include_str!("../dashboard/slot.js")),
    ("/dashboard/table.js", SCRIPT, include_str!("../dashboard/table.js")),
    ("/dashboard/chart.js", SCRIPT, include_str!("../dashboard/chart.js")),
    ("/dashboard/alarms.js", SCRIPT, include_str!("../dashboard/alarms.js")),
    ("/dashboard/words.js", SCRIPT, include_str!("../dashboard/words.js")),
    ("/dashboard/uPlot.js", SCRIPT, include_str!(concat!(env!("OUT_DIR"), "/uPlot.esm.js"))),
    ("/dashboard/uPlot.css", STYLE, include_str!(concat!(env!("OUT_DIR"), "/uPlot.min.css"))),
];

/// The page's routes; `is_start` puts it at `/` too.
pub(crate) fn routes(is_start: bool) -> Router {
    let page = || get(async || send(HTML, PAGE));
    let mut router = Router::new().route("/dashboard", page()).route("/dashboard/", page());
    if is_start {
        router = router.route("/", page());
    }
    for (path, kind, text) in PARTS {
        router = router.route(path, get(async move || send(kind, text)));
    }
    router
}

fn send(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response()
}
