//! `voortgang log`: heads kept elsewhere, and what they find.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use crate::{editions::copy, folder, raw, refuses, voortgang};

#[tokio::test]
async fn a_log_that_was_cut_short_or_written_anew_is_found_by_its_heads() {
    let copy = copy().await;
    let data = copy.path();
    let head = voortgang(data, &["log", "head"]);
    assert_eq!(head.code, Some(0), "{}", head.err);
    assert_eq!(head.out.lines().count(), 2, "{}", head.out);
    let kept = data.join("heads.txt");
    std::fs::write(&kept, &head.out).expect("a place elsewhere");
    let since = ["log", "verify", "--since", "heads.txt"];
    let whole = voortgang(data, &since);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    assert!(whole.out.contains("both run through all 2 noted heads"), "{}", whole.out);

    let path = data.join("data/voortgang.sqlite");
    let cut = "DROP TRIGGER event_is_never_deleted; DELETE FROM event WHERE seq > 10";
    raw::execute(&path, cut).await.expect("an attacker");
    let blind = voortgang(data, &["log", "verify"]);
    assert_eq!(blind.code, Some(0), "what is left is a chain; only a head finds it: {}", blind.err);
    refuses(data, &since, "was cut off or written anew");
    let noted = head.out.split_whitespace().nth(3).expect("a hash").to_owned();
    refuses(data, &["log", "verify", "--head", &noted], "it was cut off");

    let changed = "DROP TRIGGER event_never_changes; UPDATE event SET verb = 'vervalst' WHERE seq = 4";
    raw::execute(&path, changed).await.expect("an attacker");
    refuses(data, &["log", "verify"], "broken at event 4");
    std::fs::write(&kept, "geen kop\n").expect("a file");
    refuses(data, &since, "line 1 of heads.txt is not a head");
    // Half a hash is a slip of who copied it, and no news of the log.
    std::fs::write(&kept, head.out.trim_end().trim_end_matches(|last: char| last.is_ascii_hexdigit()))
        .expect("a file");
    refuses(data, &since, "is not a head");
    refuses(data, &["log", "verify", "--head", &noted[..40]], "is not a whole hash");
}

/// A server of its own, stopped at the end.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(folder: &std::path::Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_voortgang"))
            .args(["serve", "--port", "0", "--plain-http"])
            .args(arguments)
            .current_dir(folder)
            .env_remove("VOORTGANG_DATA")
            .env_remove("VOORTGANG_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let line = out.lines().map_while(Result::ok).find(|line| line.contains("Listening"));
        let line = line.expect("a line that says where");
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        Self { address: address.to_owned(), child }
    }

    fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(head.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Stops it and gives what it said on stderr.
    fn stop(mut self) -> String {
        self.child.kill().expect("an end");
        let mut said = String::new();
        self.child.stderr.take().expect("its lines").read_to_string(&mut said).expect("UTF-8");
        self.child.wait().expect("an end");
        said
    }
}

#[test]
fn it_listens_on_ipv6_and_ipv4_and_says_in_json_what_it_did() {
    let here = folder();
    for address in ["::1", "127.0.0.1"] {
        let serving = Serving::start(here.path(), &["--address", address, "--log-format", "json"]);
        let page = serving.get("/inloggen?wachtwoord=Kwartelei", "X-Request-Id: vals\r\n");
        assert!(page.starts_with("HTTP/1.1 200"), "{address}: {page}");
        assert!(!page.to_lowercase().contains("\r\nserver:"), "{page}");
        let said = serving.stop();
        let line: serde_json::Value =
            said.lines().find_map(|line| serde_json::from_str(line).ok()).expect("a line of JSON");
        assert_eq!(line["request.route"], "/inloggen", "{said}");
        assert_eq!(line["response.status"], 200);
        assert!(!said.contains("Kwartelei") && !said.contains("vals"), "{said}");
    }
}
