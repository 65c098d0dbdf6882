//! The program in a process of its own, reached over HTTP.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tempfile::TempDir;

use crate::support::Installation;

/// A folder with a database that the program can serve: a strategy, people and one open round.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) async fn new() -> Self {
        let installation = Installation::new().await;
        installation.store.close().await;
        let place = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(place.data()).expect("a folder");
        std::fs::copy(installation.path(), place.database()).expect("a copy");
        place
    }

    /// The folder that `--data` names.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The database in it.
    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("voortgang.sqlite")
    }

    /// `voortgang serve` here, before it is started; backups are made elsewhere.
    pub(crate) fn serve(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_voortgang"));
        command.args(arguments(&self.data(), &self.folder.path().join("backups")));
        command
    }

    /// The same, in a shell that first does something.
    pub(crate) fn serve_after(&self, first: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{first}; exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_voortgang"));
        command.args(arguments(&self.data(), &self.folder.path().join("backups")));
        command
    }
}

fn arguments(data: &Path, backups: &Path) -> Vec<String> {
    let shown = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let words =
        ["serve", "--plain-http", "--port", "0", "--data", &shown(data), "--backups", &shown(backups)];
    words.map(str::to_owned).to_vec()
}

/// The program while it runs; killed when dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts it; ready when it says that it listens. Otherwise what it said on its way out.
    pub(crate) fn start(mut command: Command) -> Result<Self, String> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = lines.find_map(|line| {
            let line = line.expect("a line");
            line.strip_prefix("Listening on http://")?.split('/').next()?.parse().ok()
        });
        // Nobody reads further: what it has to say must not fill a pipe and hold it up.
        let mut said = child.stderr.take().expect("its errors");
        match address {
            Some(address) => {
                std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
                Ok(Self { child, address })
            }
            None => {
                let mut words = String::new();
                let _ = said.read_to_string(&mut words);
                child.wait().expect("an end");
                Err(words)
            }
        }
    }

    /// SIGKILL: it gets no chance to do anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a signal");
        self.child.wait().expect("an end");
    }

    /// SIGTERM, as a service manager sends it.
    pub(crate) fn ask_to_stop(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
    }

    /// How it ended.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.child.wait().expect("an end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends forms over kept connections.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client<HttpConnector, Body>,
    address: SocketAddr,
    cookie: String,
}

impl Browser {
    pub(crate) fn new(server: &Server, cookie: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, address: server.address, cookie: cookie.to_owned() }
    }

    /// Sends a form; `None` when no answer came.
    pub(crate) async fn post(&self, path: impl ToString, form: &[(&str, &str)]) -> Option<StatusCode> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(format!("http://{}{}", self.address, path.to_string()))
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        let answer = self.client.request(request.expect("a request")).await.ok()?;
        Some(answer.status())
    }

    /// Opens a page; `None` when no answer came.
    pub(crate) async fn get(&self, path: impl ToString) -> Option<StatusCode> {
        let request = Request::get(format!("http://{}{}", self.address, path.to_string()))
            .header(header::COOKIE, &self.cookie)
            .body(Body::empty());
        Some(self.client.request(request.expect("a request")).await.ok()?.status())
    }
}
