//! A PostgreSQL of the test's own, from the system's packages; where there is none, tests say so and pass.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

/// A running server in a folder of its own, reached by a socket in it; stopped when dropped.
pub(crate) struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    user: Option<u32>,
    /// What the server is told besides.
    options: String,
}

impl Postgres {
    /// Starts one, or says why not.
    pub(crate) fn start() -> Result<Option<Self>> {
        let Some(mut server) = Self::prepared()? else { return Ok(None) };
        server.options = "-c listen_addresses=''".to_owned();
        server.up()?;
        Ok(Some(server))
    }

    /// Starts one that is reached by the network too, with a certificate of its own.
    pub(crate) fn start_with_tls() -> Result<Option<Self>> {
        let Some(mut server) = Self::prepared()? else { return Ok(None) };
        for name in ["server", "other"] {
            let (key, certificate) =
                (server.file(&format!("{name}.key")), server.file(&format!("{name}.crt")));
            let made = Command::new("openssl")
                .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
                .args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
                .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
                .arg(&key)
                .arg("-out")
                .arg(&certificate)
                .stderr(Stdio::null())
                .status();
            if !made.is_ok_and(|status| status.success()) {
                println!("skipped: there is no openssl to make a certificate with");
                return Ok(None);
            }
            fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
            for file in [&key, &certificate] {
                std::os::unix::fs::chown(file, server.user, None)?;
            }
        }
        // A port that was free just now; another program that takes it makes the start fail, not the test lie.
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let [key, certificate] =
            ["server.key", "server.crt"].map(|name| server.file(name).display().to_string());
        server.options = format!(
            "-c listen_addresses=localhost -c port={port} -c ssl=on -c ssl_key_file={key} -c ssl_cert_file={certificate}"
        );
        server.up()?;
        Ok(Some(server))
    }

    /// The certificate that it shows.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.file("server.crt")
    }

    /// One that it does not show.
    pub(crate) fn another_certificate(&self) -> PathBuf {
        self.file("other.crt")
    }

    /// Where it is found by the network.
    pub(crate) fn network_address(&self) -> Result<String> {
        let port = self.options.split("port=").nth(1).and_then(|rest| rest.split(' ').next());
        Ok(format!("postgres://near@localhost:{}/postgres", port.context("a port")?))
    }

    /// One that is ready to start.
    fn prepared() -> Result<Option<Self>> {
        let Some(programs) = programs() else {
            println!("skipped: no PostgreSQL server is installed here (Debian: postgresql)");
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        // The server refuses to run as root.
        let user = if is_root()? { Some(user_id("postgres")?) } else { None };
        if let Some(user) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), None)?;
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
        let server = Self { folder, programs, user, options: String::new() };
        let data = server.data();
        server.run("initdb", &["-D", &data, "-U", "near", "-A", "trust", "-E", "UTF8", "--no-sync"])?;
        Ok(Some(server))
    }

    /// Where collectors find it.
    pub(crate) fn address(&self) -> String {
        format!("postgres:///postgres?user=near&host={}", self.folder.path().display())
    }

    /// Starts the server again.
    pub(crate) fn up(&self) -> Result<()> {
        let (data, folder) = (self.data(), self.folder.path().display().to_string());
        let options = format!("-k {folder} {} -c fsync=on", self.options);
        let log = format!("{folder}/log");
        self.run("pg_ctl", &["-D", &data, "-o", &options, "-l", &log, "-w", "start"])
    }

    /// Ends the server and all its children at once, as the loss of power would.
    pub(crate) fn kill(&self) -> Result<()> {
        let pids = self.signal("-KILL")?;
        // pg_ctl waits for nothing here: the lock of the memory goes with the last child.
        while Command::new("kill").arg("-0").args(&pids).stderr(Stdio::null()).status()?.success() {
            std::thread::yield_now();
        }
        fs::remove_file(Path::new(&self.data()).join("postmaster.pid"))?;
        Ok(())
    }

    /// Stops the server in the middle of what it does, as a disk that hangs would.
    pub(crate) fn stall(&self) -> Result<()> {
        self.signal("-STOP").map(|_| ())
    }

    /// Lets it go on.
    pub(crate) fn go_on(&self) -> Result<()> {
        self.signal("-CONT").map(|_| ())
    }

    /// Sends a signal to the server and all its children; gives who they are.
    fn signal(&self, signal: &str) -> Result<Vec<String>> {
        let pid = fs::read_to_string(Path::new(&self.data()).join("postmaster.pid"))?;
        let pid = pid.lines().next().context("a process id")?;
        let children = Command::new("pgrep").args(["-P", pid]).output()?;
        let mut pids = vec![pid.to_owned()];
        pids.extend(String::from_utf8(children.stdout)?.lines().map(str::to_owned));
        ensure!(Command::new("kill").arg(signal).args(&pids).status()?.success(), "kill {signal}");
        Ok(pids)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(user) = self.user {
            command.uid(user);
        }
        ensure!(command.status()?.success(), "{program} {arguments:?}");
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }
}

/// Debian keeps each release's programs apart; others have them on the path.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let on_path = std::env::var_os("PATH");
    let on_path = on_path.iter().flat_map(std::env::split_paths);
    let mut folders: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.into_iter().rev().chain(on_path).find(|folder| folder.join("initdb").is_file())
}

fn is_root() -> Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout == b"0\n")
}

fn user_id(name: &str) -> Result<u32> {
    let output = Command::new("id").args(["-u", name]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}
