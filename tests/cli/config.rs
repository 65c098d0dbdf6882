//! Settings: three places, one name, and no mistake that goes unnoticed.

use std::{path::Path, process::Command};

use crate::{folder, refuses, voortgang};

fn check(folder: &Path, environment: &[(&str, &str)]) -> String {
    let ended = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args(["config", "check", "--config", "v.toml"])
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("UTF-8")
}

#[track_caller]
fn holds(said: &str, line: &str) {
    assert!(said.lines().any(|one| one == line), "no “{line}” in\n{said}");
}

#[test]
fn the_environment_goes_before_the_file_and_that_before_the_defaults() {
    let here = folder();
    let file = "# Ours\nport = 9000\nplain-http = true\nkeep-daily = 3\naccessibility-status = \"B\"\n\
                accessibility-date = 2026-03-31\ntrusted-proxy = [\"10.0.0.0/8\", \"127.0.0.1\"]\n";
    std::fs::write(here.path().join("v.toml"), file).expect("a file");
    let said = check(here.path(), &[("VOORTGANG_KEEP_DAILY", "5")]);
    holds(&said, "port = 9000  (v.toml, line 2)");
    holds(&said, "plain-http = true  (v.toml, line 3)");
    holds(&said, "keep-daily = 5  (environment, VOORTGANG_KEEP_DAILY)");
    holds(&said, "accessibility-date = 2026-03-31  (v.toml, line 6)");
    holds(&said, "trusted-proxy = 10.0.0.0/8, 127.0.0.1  (v.toml, line 7)");
    holds(&said, "keep-weekly = 8  (default)");
    holds(&said, "logo = -  (not set)");
    holds(&said, "log-format = text  (default)");
}

#[test]
fn what_the_file_says_holds_for_the_commands_and_a_flag_goes_before_it() {
    let here = folder();
    std::fs::write(here.path().join("v.toml"), "data = \"elders\"\n").expect("a file");
    refuses(here.path(), &["edition", "list", "--config", "v.toml"], "no installation in elders");
    refuses(here.path(), &["--config=v.toml", "edition", "list"], "no installation in elders");
    let flag = ["edition", "list", "--config", "v.toml", "--data", "hier"];
    refuses(here.path(), &flag, "no installation in hier");
}

#[test]
fn a_mistake_is_refused_with_its_line() {
    let here = folder();
    for (text, why) in [
        ("port = 1\n\npoort = 2\n", "v.toml, line 3: there is no setting “poort”"),
        ("config = \"x\"\n", "v.toml, line 1: there is no setting “config”"),
        ("port = 1\nport = 2\n", "v.toml, line 2"),
        ("port = \n", "v.toml, line 1"),
        ("[serve]\nport = 1\n", "v.toml, line 1: there is no setting “serve”"),
        ("port = 1.5\n", "v.toml, line 1: “port” is text, a whole number"),
        ("port = 70000\n", "70000"),
        ("second-factor = \"sometimes\"\n", "second-factor"),
        ("accessibility-status = \"B\"\n", "accessibility-status needs accessibility-date"),
        ("smtp-host = \"mail.example\"\n", "smtp-host needs mail-from"),
        ("logo = \"nergens.svg\"\n", "cannot read the logo nergens.svg"),
    ] {
        std::fs::write(here.path().join("v.toml"), text).expect("a file");
        refuses(here.path(), &["config", "check", "--config", "v.toml"], why);
    }
    refuses(here.path(), &["config", "check", "--config", "weg.toml"], "cannot read weg.toml");
}

#[test]
fn the_settings_that_are_shipped_are_right() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".packaging/voortgang.toml");
    let ended = voortgang(folder().path(), &["config", "check", "--config", file.to_str().expect("UTF-8")]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    // What is written there as an example must be as right as what holds.
    let text = std::fs::read_to_string(&file).expect("the settings");
    let examples: Vec<_> = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|line| line.contains(" = ") && !line.contains('…')).unwrap_or(line)
        })
        .collect();
    let here = folder();
    std::fs::write(here.path().join("v.toml"), examples.join("\n")).expect("a file");
    holds(&check(here.path(), &[]), "metrics = 127.0.0.1:9180  (v.toml, line 21)");
}
