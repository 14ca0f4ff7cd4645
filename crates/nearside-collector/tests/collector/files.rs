//! Which file is served, as what, in which form, and what is never served.

use anyhow::Result;

use crate::fixture::Fixture;

#[tokio::test]
async fn every_kind_of_file_has_its_type() -> Result<()> {
    let fixture = Fixture::new()?;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/shop/", "text/html; charset=utf-8"),
        ("/nearside.min.js", "text/javascript; charset=utf-8"),
        ("/module.mjs", "text/javascript; charset=utf-8"),
        ("/agent.wasm", "application/wasm"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/nearside.json", "application/json"),
        ("/art.svg", "image/svg+xml"),
        ("/site.webmanifest", "application/manifest+json"),
        ("/models/a/weights.safetensors", "application/octet-stream"),
    ] {
        let answer = fixture.get(path).await?;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_smallest_accepted_form_is_sent_and_caches_are_told() -> Result<()> {
    let fixture = Fixture::new()?;
    for (path, accepted, encoding, body) in [
        ("/nearside.min.js", "gzip, deflate, br, zstd", "br", "brotli's form"),
        ("/nearside.min.js", "gzip", "gzip", "gzip's form"),
        ("/nearside.min.js", "br;q=0, gzip;q=0.5", "gzip", "gzip's form"),
        ("/nearside.min.js", "br;q=0.2, gzip;q=0.9", "gzip", "gzip's form"),
        ("/nearside.min.js", "zstd", "", "export {}; // as it is"),
        ("/nearside.min.js", "", "", "export {}; // as it is"),
        ("/agent.wasm", "br, gzip", "gzip", "gzip's wasm"),
        ("/style.css", "br, gzip", "", "a {}"),
    ] {
        let answer = fixture.ask("GET", path, &[("accept-encoding", accepted)]).await?;
        assert_eq!(answer.header("content-encoding"), encoding, "{path} {accepted}");
        assert_eq!(answer.body, body, "{path} {accepted}");
        assert_eq!(answer.header("content-length"), body.len().to_string(), "{path} {accepted}");
        assert_eq!(answer.header("vary").to_ascii_lowercase(), "accept-encoding", "{path} {accepted}");
        assert!(!answer.header("content-type").contains("octet-stream"), "{path} {accepted}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_gets_the_sites_own_page() -> Result<()> {
    let fixture = Fixture::new()?;
    for path in ["/nowhere", "/nowhere/", "/shop/nowhere.html", "/index.html/", "/index.html/more"] {
        let answer = fixture.get(path).await?;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body, "<title>Our own 404</title>", "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_site_without_a_404_page_gets_a_minimal_one() -> Result<()> {
    let fixture = Fixture::new()?;
    std::fs::remove_file(fixture.site().join("404.html"))?;
    let answer = fixture.get("/nowhere").await?;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("There is no page at this address"), "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    Ok(())
}

#[tokio::test]
async fn nothing_outside_the_site_and_nothing_hidden_is_served() -> Result<()> {
    let fixture = Fixture::new()?;
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/%2E%2E%2Foutside.txt",
        "/shop/../../outside.txt",
        "/shop/..%2f..%2foutside.txt",
        "/..%5coutside.txt",
        "/%5c..%5coutside.txt",
        "/shop/%2e%2e/index.html",
        "/index.html%00.js",
        "/%00",
        "/.env",
        "/%2eenv",
        "//shop",
        "/%2fetc%2fpasswd",
        "/%ff",
    ] {
        let answer = fixture.get(path).await?;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body, "<title>Our own 404</title>", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_without_its_slash_is_redirected_within_the_site() -> Result<()> {
    let fixture = Fixture::new()?;
    let answer = fixture.get("/shop?a=1").await?;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (307, "/shop/?a=1"));
    Ok(())
}

#[tokio::test]
async fn head_tells_the_same_without_a_body() -> Result<()> {
    let fixture = Fixture::new()?;
    for path in ["/", "/nearside.min.js", "/nowhere"] {
        let headers = [("accept-encoding", "br")];
        let (get, head) =
            (fixture.ask("GET", path, &headers).await?, fixture.ask("HEAD", path, &headers).await?);
        assert_eq!((get.status, get.headers), (head.status, head.headers), "{path}");
        assert_eq!(head.body, "", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn only_reading_is_allowed() -> Result<()> {
    let fixture = Fixture::new()?;
    for (method, path) in [("POST", "/"), ("PUT", "/a.js"), ("DELETE", "/%2e%2e/a"), ("OPTIONS", "/")] {
        let answer = fixture.ask(method, path, &[]).await?;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD"), "{method} {path}");
    }
    Ok(())
}
