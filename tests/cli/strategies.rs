//! A successor strategy from the command line.

use super::{folder, refuses, voortgang};

/// Made up for this test.
const SUCCESSOR: &str = r#"
id = "proef-2023"
title = "Veilig verder"
subtitle = "Een verzonnen opvolger"
short = "VV"
from = 2023-01-01
until = 2028-12-31
dossier = "30 821"
replaces = "gbvs-2018-2022"
pillar_word = "lijn"
goal_word = "opgave"
source = "geen"
pillar = [{ number = 1, title = "Samen", summary = "Alles bij elkaar." }]

[[goal]]
number = 1
pillar = 1
title = "Digitale veiligheid"
promise = "Eén aanpak."
continues = [4, 6]
commitments = []
"#;

#[test]
fn a_successor_is_checked_without_an_installation_and_loaded_into_one() {
    let here = folder();
    let file = here.path().join("opvolger.toml");
    std::fs::write(&file, SUCCESSOR).expect("a file");
    let check = ["strategy", "check", "--data", "d", "opvolger.toml"];
    let ended = voortgang(here.path(), &check);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(
        ended.out,
        "opvolger.toml can be loaded: 1 pillars, 1 goals of which 1 continue others, 0 commitments\n"
    );
    assert!(!here.path().join("d").exists(), "checking makes no installation");
    let load = ["strategy", "load", "--data", "d", "opvolger.toml"];
    refuses(here.path(), &load, "there is no installation");
    let person = "person add --data d --name A --email a@bz.example --ministry bz --role beheerder";
    assert_eq!(voortgang(here.path(), &person.split(' ').collect::<Vec<_>>()).code, Some(0));
    assert_eq!(voortgang(here.path(), &check).code, Some(0));
    let loaded = voortgang(here.path(), &load);
    assert_eq!(loaded.code, Some(0), "{}", loaded.err);
    assert!(loaded.out.starts_with("proef-2023 is loaded: "), "{}", loaded.out);
    refuses(here.path(), &load, "opvolger.toml, line 2: proef-2023 is there already");
    assert_eq!(voortgang(here.path(), &["log", "verify", "--data", "d"]).code, Some(0));
}

#[test]
fn a_wrong_successor_is_refused_with_file_line_and_reason() {
    let here = folder();
    for (from, to, why) in [
        ("continues = [4, 6]", "continues = [4, 99]", "line 20: gbvs-2018-2022 has no goal 99"),
        ("continues = [4, 6]", "continues = []", "line 16: goal 1: it names no ministry"),
        ("replaces = \"gbvs-2018-2022\"\n", "", "line 19: a goal can only continue one of a strategy"),
        ("title = \"Veilig verder\"", "titel = \"Veilig verder\"", "line 3: unknown field `titel`"),
    ] {
        std::fs::write(here.path().join("fout.toml"), SUCCESSOR.replacen(from, to, 1)).expect("a file");
        refuses(
            here.path(),
            &["strategy", "check", "--data", "d", "fout.toml"],
            &format!("fout.toml, {why}"),
        );
    }
    std::fs::write(here.path().join("fout.toml"), b"\xff\xfe").expect("a file");
    refuses(here.path(), &["strategy", "check", "--data", "d", "fout.toml"], "not UTF-8");
    refuses(here.path(), &["strategy", "check", "--data", "d", "nergens.toml"], "cannot read nergens.toml");
}
