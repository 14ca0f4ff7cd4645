//! A database from nothing, from the present, from the future and from elsewhere.

use std::fs;
use std::path::Path;

use anyhow::Result;
use nearside_collector::database::{Database, DatabaseError, LATEST_VERSION};
use rusqlite::Connection;

fn set_version(path: &Path, version: i64) -> Result<()> {
    Ok(Connection::open(path)?.pragma_update(None, "user_version", version)?)
}

#[tokio::test]
async fn nothing_becomes_a_database_with_an_identity_that_stays() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("nearside.db");
    assert_eq!(Database::inspect(&path)?, None);
    assert!(!path.exists(), "inspecting makes nothing");
    let first = Database::open(&path)?.identity().await?;
    assert_eq!(Database::inspect(&path)?, Some(LATEST_VERSION));
    assert_eq!(Database::open(&path)?.identity().await?, first);
    let other = Database::open(&folder.path().join("other.db"))?.identity().await?;
    assert_ne!(other.instance, first.instance);
    let today = std::time::UNIX_EPOCH.elapsed()?.as_secs() / 86_400;
    assert!(today.abs_diff(first.created_day.try_into()?) <= 1, "{}", first.created_day);
    Ok(())
}

#[tokio::test]
async fn commits_survive_the_loss_of_power_and_references_hold() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = Database::open(&folder.path().join("nearside.db"))?;
    for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let value = database
            .call(move |connection| {
                let sql = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
                Ok(connection.query_row(&sql, [], |row| row.get::<_, String>(0))?)
            })
            .await?;
        assert_eq!(value, expected, "{pragma}");
    }
    Ok(())
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("nearside.db");
    drop(Database::open(&path)?);
    set_version(&path, LATEST_VERSION + 1)?;
    let before = fs::read(&path)?;
    for error in [Database::open(&path).err(), Database::inspect(&path).err()] {
        let Some(DatabaseError::Newer { found, known, .. }) = error else {
            anyhow::bail!("expected a refusal, got {error:?}");
        };
        assert_eq!((found, known), (LATEST_VERSION + 1, LATEST_VERSION));
    }
    assert!(fs::read(&path)? == before, "the file was changed");
    Ok(())
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign)?.execute_batch("CREATE TABLE recipes (name TEXT)")?;
    let numbered = folder.path().join("numbered.db");
    set_version(&numbered, 1)?;
    let text = folder.path().join("notes.txt");
    fs::write(&text, "Not a database at all. ".repeat(100))?;
    for path in [&foreign, &numbered, &text] {
        let before = fs::read(path)?;
        let error = Database::open(path).err();
        let is_expected = match &error {
            Some(DatabaseError::Foreign(named)) => path != &text && named == path,
            Some(DatabaseError::NotADatabase(named)) => path == &text && named == path,
            _ => false,
        };
        assert!(is_expected, "{path:?}: {error:?}");
        assert!(fs::read(path)? == before, "{path:?} was changed");
    }
    Ok(())
}

#[test]
fn a_missing_folder_is_named() {
    let path = Path::new("no-such-folder/nearside.db");
    assert!(matches!(Database::open(path), Err(DatabaseError::NoFolder(_))));
    assert!(matches!(Database::inspect(path), Err(DatabaseError::NoFolder(_))));
}

#[tokio::test]
async fn two_processes_may_share_it_from_the_first_moment() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("nearside.db");
    let open = || {
        let path = path.clone();
        tokio::task::spawn_blocking(move || Database::open(&path))
    };
    let (first, second) = tokio::join!(open(), open());
    assert_eq!(first??.identity().await?, second??.identity().await?);
    Ok(())
}
