//! A real OpenID provider (npm's `oidc-provider`, which `tests/all` installs in target/tools/sso), as a process of its own.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A provider that ends with the test.
pub(crate) struct OpenId {
    /// Its name and address.
    pub(crate) issuer: String,
    process: Child,
}

impl Drop for OpenId {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a provider knows of the site.
pub(crate) struct Client<'a> {
    /// The public half of its key.
    pub(crate) key: &'a Value,
    /// Where people go back to.
    pub(crate) back: &'a str,
    /// The algorithm of its proofs, and the one with which the provider signs.
    pub(crate) algorithms: [&'a str; 2],
}

impl OpenId {
    /// Starts one; over HTTPS with the key and certificate of a folder (`key.pem`, `certificate.pem`) when there is one.
    pub(crate) fn start(client: &Client<'_>, tls: Option<&Path>) -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let tools = root.join("target/tools/sso");
        assert!(tools.join("node_modules/oidc-provider").exists(), "tests/all installs the provider");
        // Beside its modules, where node finds them; each test its own copy.
        let script = tempfile::Builder::new().suffix(".mjs").tempfile_in(&tools).expect("a file");
        std::fs::copy(root.join("tests/support/openid.mjs"), script.path()).expect("the script");
        let mut process = Command::new("node")
            .arg(script.path())
            .env("CLIENT_KEY", client.key.to_string())
            .env("CLIENT_ALG", client.algorithms[0])
            .env("TOKEN_ALG", client.algorithms[1])
            .env("REDIRECT_URI", client.back)
            .env("TLS", tls.unwrap_or(Path::new("")))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let issuer = lines.next().expect("a line").expect("text");
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { issuer, process }
    }
}
