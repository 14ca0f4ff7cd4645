//! How long answers stay good, and how little is sent when nothing changed.

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Result;

use crate::fixture::{Fixture, write_old};

const FOREVER: &str = "public, max-age=31536000, immutable";

/// SHA-256 of `a {}`, the fixture's style.css.
const STYLE_SHA256: &str = "9a4487ccbedf68e53bfd4feff149a0fb4e7c47af7ebcdd80db1984dc5cf5abdf";

#[tokio::test]
async fn only_an_address_that_names_the_content_is_good_for_ever() -> Result<()> {
    let fixture = Fixture::new()?;
    let half = &STYLE_SHA256[..16];
    for (path, expected) in [
        ("/".to_owned(), "no-cache"),
        ("/nearside.min.js".to_owned(), "no-cache"),
        ("/chunks/scorer-ABCD2345.js".to_owned(), FOREVER),
        (format!("/style.css?v={half}"), FOREVER),
        (format!("/style.css?v={STYLE_SHA256}"), FOREVER),
        (format!("/style.css?v={}", &half[..15]), "no-cache"),
        ("/style.css?v=0123456789abcdef".to_owned(), "no-cache"),
        (format!("/index.html?v={half}"), "no-cache"),
    ] {
        assert_eq!(fixture.get(&path).await?.header("cache-control"), expected, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_version_is_the_files_hash_whatever_form_is_sent() -> Result<()> {
    let fixture = Fixture::new()?;
    write_old(&fixture.site().join("style.css.br"), "brotli's style")?;
    let path = format!("/style.css?v={STYLE_SHA256}");
    let answer = fixture.ask("GET", &path, &[("accept-encoding", "br")]).await?;
    assert_eq!((answer.body.as_str(), answer.header("cache-control")), ("brotli's style", FOREVER));
    Ok(())
}

#[tokio::test]
async fn a_changed_file_is_no_longer_what_its_old_hash_names() -> Result<()> {
    let fixture = Fixture::new()?;
    let path = format!("/style.css?v={STYLE_SHA256}");
    let before = fixture.get(&path).await?;
    write_old(&fixture.site().join("style.css"), "b { color: red }")?;
    let after = fixture.ask("GET", &path, &[("if-none-match", before.header("etag"))]).await?;
    assert_eq!((after.status.as_u16(), after.header("cache-control")), (200, "no-cache"));
    assert_eq!(after.body, "b { color: red }");
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_still_being_written_is_not_kept_for_ever() -> Result<()> {
    let fixture = Fixture::new()?;
    fs::write(fixture.site().join("chunks/scorer-ABCD2345.js"), "export")?;
    assert_eq!(fixture.get("/chunks/scorer-ABCD2345.js").await?.header("cache-control"), "no-cache");
    Ok(())
}

#[tokio::test]
async fn a_compressed_form_older_than_its_file_is_not_kept_for_ever() -> Result<()> {
    let fixture = Fixture::new()?;
    let form = fixture.site().join("chunks/scorer-ABCD2345.js.br");
    write_old(&form, "an older build's")?;
    let (older, newer) = (UNIX_EPOCH + Duration::from_secs(1), UNIX_EPOCH + Duration::from_secs(2));
    for (file, time) in [(&form, older), (&form.with_extension(""), newer)] {
        fs::File::options().write(true).open(file)?.set_modified(time)?;
    }
    for (accepted, expected) in [("br", "no-cache"), ("identity", FOREVER)] {
        let answer =
            fixture.ask("GET", "/chunks/scorer-ABCD2345.js", &[("accept-encoding", accepted)]).await?;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, expected), "{accepted}");
    }
    Ok(())
}

#[tokio::test]
async fn each_form_has_its_own_strong_validator_and_revalidates_with_it() -> Result<()> {
    let fixture = Fixture::new()?;
    let mut tags = Vec::new();
    for accepted in ["br", "gzip", "identity"] {
        let full = fixture.ask("GET", "/nearside.min.js", &[("accept-encoding", accepted)]).await?;
        let tag = full.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() == 34, "{tag}");
        for method in ["GET", "HEAD"] {
            let headers = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            let again = fixture.ask(method, "/nearside.min.js", &headers).await?;
            assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{method} {accepted}");
            for name in ["etag", "cache-control", "vary", "last-modified", "content-security-policy"] {
                assert_eq!(again.header(name), full.header(name), "{method} {accepted} {name}");
            }
            assert_eq!(again.header("content-encoding"), "", "{method} {accepted}");
        }
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "one tag must not stand for two forms");
    Ok(())
}

#[tokio::test]
async fn conditions_are_read_as_the_standard_says() -> Result<()> {
    let fixture = Fixture::new()?;
    let tag = fixture.get("/style.css").await?.header("etag").to_owned();
    let (list, weak) = (format!("\"other\", {tag}"), format!("W/{tag}"));
    let (epoch, before) = ("Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 31 Dec 1969 23:59:59 GMT");
    for (headers, status) in [
        (vec![("if-none-match", tag.as_str())], 304),
        (vec![("if-none-match", list.as_str())], 304),
        (vec![("if-none-match", weak.as_str())], 304),
        (vec![("if-none-match", "*")], 304),
        (vec![("if-none-match", "\"other\"")], 200),
        (vec![("if-none-match", "\"other\""), ("if-modified-since", epoch)], 200),
        (vec![("if-modified-since", epoch)], 304),
        (vec![("if-modified-since", before)], 200),
        (vec![("if-modified-since", "yesterday")], 200),
        (vec![("range", "bytes=0-1")], 200),
        (vec![("if-match", "\"other\"")], 200),
    ] {
        let answer = fixture.ask("GET", "/style.css", &headers).await?;
        assert_eq!(answer.status, status, "{headers:?}");
    }
    Ok(())
}
