//! The program as operators and new users meet it: its own process, its exit codes, its one line on stderr.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod backups;
mod config;
mod earlier;
mod editions;
mod log;
mod mail;
#[path = "../support/raw.rs"]
mod raw;
#[path = "../support/smtp.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod smtp;
mod strategies;

use std::{
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// What a run of the program left behind.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

fn voortgang(folder: &Path, arguments: &[&str]) -> Ended {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_voortgang"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("VOORTGANG_DATA")
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// The program says no: exit code 1 and one line that says why.
#[track_caller]
fn refuses(folder: &Path, arguments: &[&str], why: &str) {
    let ended = voortgang(folder, arguments);
    assert_eq!(ended.code, Some(1), "{arguments:?} {}", ended.err);
    assert!(
        ended.err.starts_with("voortgang: ") && ended.err.contains(why),
        "{arguments:?} said {}",
        ended.err
    );
    assert_eq!(ended.err.trim_end().lines().count(), 1, "{}", ended.err);
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn the_demo_leaves_a_report_of_each_round_with_every_goal_in_order_and_can_be_run_twice() {
    let here = folder();
    let demo = ["demo", "--no-serve", "--data", "some/dir", "--out", "some/out"];
    let first = voortgang(here.path(), &demo);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let read = |name: &str| std::fs::read(here.path().join("some/out").join(name)).expect(name);
    let titles = |name: &str| {
        let json: serde_json::Value = serde_json::from_slice(&read(name)).expect("JSON");
        let mut titles = Vec::new();
        goal_titles(&json["sections"], &mut titles);
        titles
    };
    assert_eq!(titles("rapport.json"), TITLES);
    let second = titles("2020-2022/rapport.json");
    assert_eq!(second.len(), TITLES.len());
    for (number, (second, first)) in (1..).zip(second.iter().zip(TITLES)) {
        assert_eq!(second != first, number == 9, "goal {number} is called {second}");
    }
    let html = String::from_utf8(read("rapport.html")).expect("UTF-8");
    let escaped = |title: &str| title.replace('&', "&#38;");
    assert!(TITLES.iter().all(|title| html.contains(title) || html.contains(&escaped(title))));
    assert!(html.contains("VOORBEELD"));
    let pdf = read("rapport.pdf");
    assert!(pdf.starts_with(b"%PDF-1.7"));

    let verified = voortgang(here.path(), &["edition", "verify", "--data", "some/dir"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert_eq!(verified.out.matches("the same").count(), verified.out.lines().count());
    let chain = voortgang(here.path(), &["log", "verify", "--data", "some/dir"]);
    assert_eq!(chain.code, Some(0), "{}", chain.err);

    let second = voortgang(here.path(), &demo);
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert_eq!(read("rapport.pdf"), pdf, "a frozen edition never changes");
}

#[tokio::test]
async fn a_draft_can_be_compiled_in_every_format_and_its_gaps_listed() {
    let here = editions::copy().await;
    for format in ["html", "pdf", "json"] {
        let arguments = ["report", "compile", "--round", "2022-2023", "--format", format, "-o", "draft"];
        let ended = voortgang(here.path(), &arguments);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(std::fs::metadata(here.path().join("draft")).expect("the draft").len() > 1000);
    }
    let closed = voortgang(here.path(), &["report", "gaps", "--round", "2018-2020"]);
    assert_eq!(closed.code, Some(0), "{}", closed.out);
    refuses(here.path(), &["report", "gaps", "--round", "2022-2023"], "gaps are open");
    refuses(here.path(), &["report", "gaps", "--round", "1999"], "there is no round 1999");

    let compare =
        |from: &str, to: &str| voortgang(here.path(), &["edition", "compare", "--from", from, "--to", to]);
    let same = compare("2018-2020/1", "2018-2020/1");
    assert!(same.out.ends_with("Deze twee edities zeggen hetzelfde.\n"), "{}{}", same.out, same.err);
    let next = compare("2018-2020/1", "2022-2023/draft");
    assert!(next.out.contains("\nDoel 6. Cyberafschrikking met slagkracht\n"), "{}{}", next.out, next.err);
    assert!(next.out.contains("    inzet 6.1: "), "{}", next.out);
    for (from, why) in [
        ("2018-2020", "names no edition"),
        ("2018-2020/9", "there is no edition"),
        ("2018-2020/x", "neither"),
        ("1999/1", "there is no round 1999"),
    ] {
        let ended = compare(from, "2022-2023/draft");
        assert!(ended.code == Some(1) && ended.err.contains(why), "{from}: {}", ended.err);
    }
}

#[test]
fn what_is_not_a_database_is_refused_by_name() {
    let here = folder();
    std::fs::create_dir(here.path().join("data")).expect("a folder");
    std::fs::write(here.path().join("data/voortgang.sqlite"), [7; 5000]).expect("a file");
    refuses(here.path(), &["serve"], "voortgang.sqlite");
}

#[test]
fn a_missing_installation_and_a_missing_folder_are_told_apart() {
    let here = folder();
    refuses(here.path(), &["report", "gaps", "--round", "2018-2020"], "there is no installation in data");
    refuses(here.path(), &["serve", "--data", "/proc/nowhere"], "cannot use the folder");
    let out = ["demo", "--no-serve", "--data", "d", "--out", "/proc/nowhere"];
    refuses(here.path(), &out, "cannot use the folder /proc/nowhere");
}

#[test]
fn a_port_in_use_says_so_and_how_to_choose_another() {
    let here = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    refuses(here.path(), &["serve", "--port", &port], "--port");
}

#[test]
fn a_person_is_added_once_with_a_ministry_and_a_role_that_exist() {
    let here = folder();
    let add = |email: &'static str, ministry: &'static str, role: &'static str| {
        ["person", "add", "--name", "An", "--email", email, "--ministry", ministry, "--role", role]
    };
    let first = voortgang(here.path(), &add("an@bz.example", "bz", "beheerder"));
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains("http://127.0.0.1:8080/uitnodiging?sleutel="), "{}", first.out);
    refuses(here.path(), &add("an@bz.example", "bz", "beheerder"), "has an account already");
    refuses(here.path(), &add("bo@bz.example", "xyz", "beheerder"), "there is no ministry xyz");
    refuses(here.path(), &add("bo@bz.example", "bz", "koning"), "there is no role koning");
    refuses(here.path(), &add("bo", "bz", "beheerder"), "not an e-mail address");
    refuses(here.path(), &["demo", "--no-serve", "--data", "data"], "not the demonstration");
}

#[test]
fn people_are_listed_invited_again_and_disabled_but_not_the_last_administrator() {
    let here = folder();
    let add = |email: &'static str, role: &'static str| {
        ["person", "add", "--name", "An", "--email", email, "--ministry", "bz", "--role", role]
    };
    for (email, role) in [("an@bz.example", "beheerder"), ("bo@bz.example", "uitgever")] {
        let ended = voortgang(here.path(), &add(email, role));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
    let invite = ["person", "invite", "bo@bz.example", "--base-url", "https://voortgang.example/"];
    let invited = voortgang(here.path(), &invite);
    assert!(
        invited.out.contains("https://voortgang.example/uitnodiging?sleutel="),
        "{}{}",
        invited.out,
        invited.err
    );
    let disabled = voortgang(here.path(), &["person", "disable", "bo@bz.example"]);
    assert_eq!(disabled.code, Some(0), "{}", disabled.err);
    refuses(here.path(), &["person", "disable", "bo@bz.example"], "uitgeschakeld");
    refuses(here.path(), &invite, "uitgeschakeld");
    refuses(here.path(), &["person", "invite", "cor@bz.example"], "nobody has the address");
    let listed = voortgang(here.path(), &["person", "list"]);
    assert!(listed.out.contains("an@bz.example") && listed.out.contains("uitgeschakeld"), "{}", listed.out);
    let chain = voortgang(here.path(), &["log", "verify"]);
    assert_eq!(chain.code, Some(0), "{}", chain.err);
}

#[test]
fn a_command_line_that_is_not_right_ends_with_2() {
    let here = folder();
    assert_eq!(voortgang(here.path(), &["compile"]).code, Some(2));
    assert_eq!(voortgang(here.path(), &["--help"]).code, Some(0));
}

/// Titles of goals as the strategy of 2018 prints them.
const TITLES: [&str; 13] = [
    "Conflictpreventie rond Europa & het Koninkrijk",
    "Wegnemen voedingsbodem voor terrorisme",
    "Ontwapening, wapenbeheersing, non-proliferatie van massavernietigingswapens",
    "Internationaal normatief kader voor cyberactiviteiten",
    "Moderne verdediging en bewaking van ons grondgebied en dat van de NAVO",
    "Cyberafschrikking met slagkracht",
    "Terrorismebestrijding",
    "Maatschappelijke weerbaarheid tegen buitenlandse inmenging",
    "Borgen van de economische veiligheid",
    "Aanpakken grensoverschrijdende criminaliteit",
    "Versterken van internationale rechtsorde",
    "Versterken internationale veiligheidssamenwerking",
    "Robuuste en evenwichtige inzet van geïntegreerd grensbeheer en -controle",
];

/// Titles of the sections whose anchor names a goal, in reading order.
fn goal_titles(sections: &serde_json::Value, titles: &mut Vec<String>) {
    for section in sections.as_array().into_iter().flatten() {
        let anchor = section["anchor"].as_str().unwrap_or_default();
        if anchor.strip_prefix("doel-").is_some_and(|number| number.parse::<u32>().is_ok()) {
            titles.push(section["title"].as_str().unwrap_or_default().to_owned());
        }
        goal_titles(&section["sections"], titles);
    }
}
