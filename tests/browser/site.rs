//! The program itself, serving its demonstration on a port of its own.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use tempfile::TempDir;

/// The program with a copy of the demonstration; stopped when dropped.
pub(crate) struct Site {
    /// Scheme, host and port.
    pub(crate) address: String,
    passwords: BTreeMap<String, String>,
    process: Child,
    folder: TempDir,
}

const DATABASE: &str = "voortgang.sqlite";

/// The demonstration is made once; every site goes on from a copy.
static DEMO: OnceLock<TempDir> = OnceLock::new();

impl Site {
    /// Starts the program and waits until it listens.
    pub(crate) fn start() -> Self {
        let demo = DEMO.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let done = command(folder.path()).arg("--no-serve").stdout(Stdio::null()).status();
            assert!(done.expect("the program").success(), "the demonstration cannot be made");
            folder
        });
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::copy(demo.path().join(DATABASE), folder.path().join(DATABASE)).expect("a copy");
        let mut process =
            command(folder.path()).args(["--port", "0"]).stdout(Stdio::piped()).spawn().expect("the program");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut passwords = BTreeMap::new();
        for line in lines.map(|line| line.expect("a line")) {
            if let Some(rest) = line.strip_prefix("Listening on ") {
                let address = rest.split_whitespace().next().expect("an address").trim_end_matches('/');
                return Self { address: address.to_owned(), passwords, process, folder };
            }
            let mut words = line.split_whitespace();
            if let (Some(password), Some(email)) = (words.next(), words.next())
                && email.contains('@')
            {
                passwords.insert(email.to_owned(), password.to_owned());
            }
        }
        let _ = process.wait();
        panic!("the program ended before it listened");
    }

    /// Ends the demonstration and serves what it left as an installation of one's own, at the same address. `trusted` is a
    /// file with the certificates that the machine would trust.
    pub(crate) fn serve(&mut self, options: &[&str], trusted: &Path) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let port = self.address.rsplit(':').next().expect("a port").to_owned();
        let mut serve = Command::new(env!("CARGO_BIN_EXE_voortgang"));
        serve.arg("serve").arg("--data").arg(self.folder.path()).args(["--plain-http", "--port", &port]);
        serve.args(["--base-url", &self.address]).args(options).env("SSL_CERT_FILE", trusted);
        self.process = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
        let mut lines = BufReader::new(self.process.stdout.take().expect("its output")).lines();
        let listens = lines.any(|line| line.expect("a line").starts_with("Listening on "));
        assert!(listens, "the program ended before it listened");
    }

    /// Its file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join(DATABASE)
    }

    /// Address and password of the person whose address begins so.
    pub(crate) fn person(&self, name: &str) -> (&str, &str) {
        let found = self.passwords.iter().find(|(email, _)| email.starts_with(name));
        let (email, password) = found.unwrap_or_else(|| panic!("nobody is called {name}"));
        (email, password)
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_voortgang"));
    command.arg("demo").arg("--data").arg(folder).arg("--out").arg(folder.join("out"));
    command
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
