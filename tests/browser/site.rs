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
