//! What the request log holds, and what it never does.

use std::fs;

use anyhow::Result;

use crate::fixture::Fixture;

#[tokio::test]
async fn a_line_tells_what_was_asked_and_answered() -> Result<()> {
    let fixture = Fixture::new()?;
    let tag = fixture.get("/style.css").await?.header("etag").to_owned();
    fixture.ask("HEAD", "/style.css", &[]).await?;
    fixture.ask("GET", "/style.css", &[("if-none-match", &tag)]).await?;
    fixture.ask("GET", "/nearside.min.js", &[("accept-encoding", "br")]).await?;
    fixture.get("/nowhere?secret=1").await?;
    fixture.ask("POST", "/", &[]).await?;
    fixture.get("/healthz").await?;
    let log = fs::read_to_string(fixture.folder.path().join("requests.jsonl"))?;
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(
        lines,
        [
            r#"{"method":"GET","path":"/style.css","status":200,"bytes":4}"#,
            r#"{"method":"HEAD","path":"/style.css","status":200,"bytes":0}"#,
            r#"{"method":"GET","path":"/style.css","status":304,"bytes":0}"#,
            r#"{"method":"GET","path":"/nearside.min.js","status":200,"bytes":13}"#,
            r#"{"method":"GET","path":"/nowhere","status":404,"bytes":26}"#,
            r#"{"method":"POST","path":"/","status":405,"bytes":0}"#,
            r#"{"method":"GET","path":"/healthz","status":200,"bytes":15}"#,
        ]
    );
    Ok(())
}

#[tokio::test]
async fn nothing_about_who_asked_is_in_it() -> Result<()> {
    let fixture = Fixture::new()?;
    let telling = [
        ("user-agent", "telling-agent"),
        ("cookie", "telling=cookie"),
        ("referer", "https://telling.example/"),
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "for=203.0.113.7"),
        ("accept-language", "telling"),
    ];
    fixture.ask("GET", "/?telling=query", &telling).await?;
    let log = fs::read_to_string(fixture.folder.path().join("requests.jsonl"))?;
    assert_eq!(log, "{\"method\":\"GET\",\"path\":\"/\",\"status\":200,\"bytes\":20}\n");
    Ok(())
}
