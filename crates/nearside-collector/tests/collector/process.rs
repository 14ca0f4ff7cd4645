//! The program itself: what it prints, real connections, and how it ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use nearside_collector::Limits;
use nearside_collector::server::Server;
use tempfile::TempDir;

use crate::fixture::{Fixture, write_site};

/// Longer than anything here takes, so that a failing test ends; shorter than hyper's own 30 s for headers,
/// so that our bound is what is seen.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running collector; killed if the test ends before it does.
struct Running {
    child: Child,
    address: SocketAddr,
    banner: Vec<String>,
    folder: TempDir,
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nearside-collector"));
    command.current_dir(folder).args(["serve", "--site", "site", "--database", "nearside.db"]);
    command.stdin(Stdio::null()).stderr(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn site_folder() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    write_site(&folder.path().join("site"))?;
    Ok(folder)
}

impl Running {
    fn start() -> Result<Self> {
        let folder = site_folder()?;
        let mut child = command(folder.path())
            .args(["--port", "0", "--request-log", "requests.jsonl"])
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("stdout")?);
        let banner = read_banner(&mut lines)?;
        let opened = banner.iter().find_map(|line| line.split_once("http://")).context("an address")?.1;
        let address = opened.trim_end_matches('/').parse()?;
        Ok(Self { child, address, banner, folder })
    }

    fn connect(&self) -> Result<TcpStream> {
        connect(self.address)
    }

    fn ask(&self, request: &str) -> Result<String> {
        let mut stream = self.connect()?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn read_banner(lines: &mut BufReader<ChildStdout>) -> Result<Vec<String>> {
    let mut banner = Vec::new();
    for line in lines.lines() {
        banner.push(line?);
        if banner.last().is_some_and(|line| line.starts_with("Ctrl-C")) {
            return Ok(banner);
        }
    }
    anyhow::bail!("the collector ended early: {banner:?}")
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn prints_where_to_look_and_answers_there() -> Result<()> {
    let running = Running::start()?;
    let origin = format!("http://{}", running.address);
    assert_ne!(running.address.port(), 0);
    let expected = [
        "nearside is ready".to_owned(),
        format!("  open      {origin}/"),
        format!("            {origin}/shop/"),
        format!("            {origin}/trial/"),
        "  site      site (13 files)".to_owned(),
        "  database  nearside.db".to_owned(),
        "Ctrl-C stops it.".to_owned(),
    ];
    assert_eq!(running.banner, expected);
    let answer = running.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("<title>Start</title>"),
        "{answer}"
    );
    let log = fs::read_to_string(running.folder.path().join("requests.jsonl"))?;
    assert_eq!(log, "{\"method\":\"GET\",\"path\":\"/\",\"status\":200,\"bytes\":20}\n");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_order_with_an_idle_connection_open() -> Result<()> {
    for signal in ["-TERM", "-INT"] {
        let mut running = Running::start()?;
        let idle = running.connect()?;
        running.ask("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
        assert!(Command::new("kill").args([signal, &running.child.id().to_string()]).status()?.success());
        assert_eq!(running.child.wait()?.code(), Some(0), "{signal}");
        drop(idle);
        let journal = running.folder.path().join("nearside.db-wal");
        assert!(!journal.exists(), "{signal}: the database was not closed");
    }
    Ok(())
}

#[test]
fn a_taken_port_is_told_with_the_way_out() -> Result<()> {
    let folder = site_folder()?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let output = command(folder.path()).args(["--port", &port]).output()?;
    let (_, error) = texts(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        error.contains(&format!("port {port} of 127.0.0.1 is in use")) && error.contains("--port 0"),
        "{error}"
    );
    Ok(())
}

#[test]
fn check_tells_and_changes_nothing() -> Result<()> {
    let folder = site_folder()?;
    let check = || command(folder.path()).args(["--check", "--request-log", "requests.jsonl"]).output();
    let (told, error) = texts(&check()?);
    assert!(
        told.contains("nearside.db (to be made)") && told.ends_with("These options work.\n"),
        "{told}{error}"
    );
    assert_eq!(fs::read_dir(folder.path())?.count(), 1, "only the site is there");
    fs::remove_dir_all(folder.path().join("site"))?;
    let output = check()?;
    assert_eq!(output.status.code(), Some(1));
    let told = "error: the site site is not a folder; --site names the folder to serve\n";
    assert_eq!(texts(&output).1, told);
    Ok(())
}

#[test]
fn variables_do_what_flags_do() -> Result<()> {
    let folder = site_folder()?;
    let output = Command::new(env!("CARGO_BIN_EXE_nearside-collector"))
        .args(["serve", "--check"])
        .env("NEARSIDE_SITE", folder.path().join("site"))
        .env("NEARSIDE_DATABASE", folder.path().join("by-variable.db"))
        .env("NEARSIDE_CSP_FOR", "/a/=script-src 'none'\n/b/=script-src 'self'")
        .output()?;
    let (told, error) = texts(&output);
    assert!(output.status.success() && told.contains("by-variable.db"), "{told}{error}");
    Ok(())
}

#[tokio::test]
async fn who_does_not_finish_the_headers_is_cut_off_and_others_are_served() -> Result<()> {
    let mut limits = Limits::default();
    limits.header_read = Duration::from_secs(1);
    let fixture = Fixture::new()?;
    let server = Server::bind("127.0.0.1".parse()?, 0, limits).await?;
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.run(fixture.router.clone(), async {
        let _ = stopped.await;
    }));
    let clients = tokio::task::spawn_blocking(move || -> Result<String> {
        let (mut slow, mut silent) = (connect(address)?, connect(address)?);
        slow.write_all(b"GET / HTTP/1.1\r\nHost:")?;
        let mut rest = Vec::new();
        slow.read_to_end(&mut rest)?;
        silent.read_to_end(&mut rest)?;
        let mut good = connect(address)?;
        good.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        good.read_to_string(&mut answer)?;
        Ok(answer)
    });
    let answer = clients.await??;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    drop(stop);
    assert!(running.await?, "not every answer was finished");
    Ok(())
}

#[tokio::test]
async fn an_answer_that_never_ends_does_not_hold_up_the_end() -> Result<()> {
    let mut limits = Limits::default();
    limits.drain = Duration::from_millis(50);
    let asked = std::sync::Arc::new(tokio::sync::Notify::new());
    let told = asked.clone();
    let router = axum::Router::new().fallback(move || {
        told.notify_one();
        std::future::pending::<&'static str>()
    });
    let server = Server::bind("127.0.0.1".parse()?, 0, limits).await?;
    let mut client = connect(server.address())?;
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
    let is_drained =
        tokio::time::timeout(PATIENCE, server.run(router, async move { asked.notified().await })).await?;
    assert!(!is_drained);
    Ok(())
}
