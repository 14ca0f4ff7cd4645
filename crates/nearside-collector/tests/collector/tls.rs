//! PostgreSQL by TLS: a server whose certificate the system trusts is used, another is refused.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::server_of_postgres::Postgres;

/// Whether the collector would work with this database, and what it says.
fn check(address: &str, trusted: &Path) -> Result<(bool, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_nearside-collector"))
        .args(["serve", "--check", "--database", address])
        .env("SSL_CERT_FILE", trusted)
        .stdin(Stdio::null())
        .output()?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn only_a_server_that_the_system_trusts_is_used() -> Result<()> {
    let Some(server) = Postgres::start_with_tls()? else { return Ok(()) };
    let address = server.network_address()?;
    let encrypted = format!("{address}?sslmode=require");
    let (works, told) = check(&encrypted, &server.certificate())?;
    assert!(works, "{told}");
    let (works, told) = check(&encrypted, &server.another_certificate())?;
    assert!(!works && told.contains("PostgreSQL cannot be used"), "{told}");
    let plain = format!("{address}?sslmode=disable");
    assert!(check(&plain, &server.another_certificate())?.0, "said to do without");
    Ok(())
}
