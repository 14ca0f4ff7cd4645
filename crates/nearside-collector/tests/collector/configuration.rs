//! The configuration file, `--check`, the exported priors and the log, through the program itself.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::Result;
use nearside_collector::clock::system_day;
use nearside_collector::database::Database;
use nearside_collector::store::{SqliteStore, Store};
use nearside_report::Origin;
use serde_json::Value;

use crate::senders::{rng, seal, stream};

const SHOP: &str = "[[measured]]\nname = \"shop.example\"\norigins = [\"https://shop.example\"]\n\
    segments = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n";

fn run(folder: &Path, config: &str, arguments: &[&str]) -> Result<(Output, String)> {
    fs::write(folder.join("near.toml"), config)?;
    let output = Command::new(env!("CARGO_BIN_EXE_nearside-collector"))
        .current_dir(folder)
        .args(arguments)
        .args(["--config", "near.toml"])
        .output()?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output, text))
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_default() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = format!("database = \"by-file.db\"\nport = 9\nbehind-tls = true\n{SHOP}");
    let (output, text) = run(folder.path(), &config, &["serve", "--check"])?;
    assert!(output.status.success() && text.contains("by-file.db (to be made)"), "{text}");
    assert!(text.contains("measured  shop.example from https://shop.example"), "{text}");
    let (_, text) = run(folder.path(), &config, &["serve", "--check", "--database", "by-flag.db"])?;
    assert!(text.contains("by-flag.db"), "{text}");
    Ok(())
}

#[test]
fn a_file_that_cannot_work_is_refused_with_what_is_wrong() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for (config, told) in [
        ("prot = 1", "there is no option `prot`"),
        ("check = true", "there is no option `check`"),
        ("port = \"many\"", "many"),
        ("= 1", "near.toml"),
        ("[[measured]]\nname = \"a\"", "missing field `origins`"),
        (&SHOP.replace("shop.example\"]", "shop.example/\"]"), "is not an origin"),
        (&SHOP.replace("\"a\", \"b\", \"c\", \"d\", \"e\"", ""), "0 segments of 2 bins"),
    ] {
        let (output, text) = run(folder.path(), config, &["serve", "--check"])?;
        assert!(!output.status.success() && text.contains(told), "{config}: {text}");
    }
    Ok(())
}

#[tokio::test]
async fn priors_are_exported_one_file_a_site() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::new(Database::open(&folder.path().join("nearside.db"))?.into());
    let mut rng = rng(1);
    for day in system_day() - 5..system_day() {
        let one = |number: u32| {
            let reward = f64::from(u8::from(number.is_multiple_of(4)));
            seal(stream("proof", Origin::Explored), day, (number % 5) as u8, reward, &mut rng)
        };
        store.count((0..4_000).map(one).collect()).await?;
    }
    let (output, text) = run(folder.path(), SHOP, &["export-priors", "--out", "cdn"])?;
    assert!(output.status.success(), "{text}");
    let written = fs::read_to_string(folder.path().join("cdn/shop.example.json"))?;
    let priors: Value = serde_json::from_str(&written)?;
    assert!(priors["cells"].as_array().is_some_and(|cells| !cells.is_empty()), "{written}");
    assert_eq!(fs::read_dir(folder.path().join("cdn"))?.count(), 1, "nothing unfinished is left");
    let (output, text) = run(folder.path(), "", &["export-priors", "--out", "cdn"])?;
    assert!(!output.status.success() && text.contains("no site is measured"), "{text}");
    Ok(())
}

#[test]
fn the_log_is_json_on_request() -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("near"))?;
    let arguments = ["serve", "--log-format", "json", "--site", "near", "--port", "0", "--database"];
    fs::write(folder.path().join("near.toml"), "")?;
    let mut child = Command::new(env!("CARGO_BIN_EXE_nearside-collector"))
        .current_dir(folder.path())
        .args(arguments)
        .arg("a.db")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()?;
    let log = child.stderr.take();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(log.unwrap()), &mut line)?;
    child.kill()?;
    child.wait()?;
    let line: Value = serde_json::from_str(&line)?;
    assert_eq!((&line["level"], &line["message"]), (&"INFO".into(), &"opened the database".into()));
    Ok(())
}
