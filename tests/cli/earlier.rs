//! Reports that were made before, recorded from the command line.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use voortgang::domain::event::hex;

use crate::{editions::copy, refuses, voortgang};

const BY: &str = "tjeerd.wiarsma@bz.example";

/// What is known of the report, in TOML.
const FACTS: &str = "title = \"Tussenstand 2016 en 2017\"\nfrom = \"2016-01-01\"\nuntil = \"2017-12-31\"\npublished = \"2018-03-01\"\n\
                     paper = \"33 694, nr. 11\"\n";

fn record<'a>(facts: &'a str, by: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words =
        vec!["edition", "earlier", "--strategy", "gbvs-2018-2022", "--pdf", "rapport.pdf", "--facts", facts];
    words.extend(["--by", by]);
    words.extend(more);
    words
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("a file");
}

#[tokio::test]
async fn a_report_of_before_is_recorded_once_with_what_it_said_of_goals() {
    let copy = copy().await;
    let at = copy.path();
    let export = ["edition", "export", "--round", "2018-2020", "--number", "1", "-o", "editie"];
    assert_eq!(voortgang(at, &export).code, Some(0));
    std::fs::copy(at.join("editie/rapport.pdf"), at.join("rapport.pdf")).expect("a report");
    write(at, "feiten.toml", FACTS);

    write(at, "doelen.csv", "number,rating,summary\n1,op-koers,Er is geoefend.\n99,,Onbekend.\n");
    let with_goals = record("feiten.toml", BY, &["--goals", "doelen.csv"]);
    refuses(at, &with_goals, "there is no goal 99");
    write(at, "doelen.csv", "number,rating,summary\n1,prachtig,\n");
    refuses(at, &with_goals, "“prachtig” is not on the scale");
    refuses(at, &record("feiten.toml", "gijs.ottenhoff@def.example", &[]), "is no coordinator");
    refuses(at, &record("feiten.toml", "niemand@bz.example", &[]), "nobody has the address");
    write(at, "later.toml", &FACTS.replace("2018-03-01", "1 maart"));
    refuses(at, &record("later.toml", BY, &[]), "is not a day like 2018-03-01");
    write(at, "midden.toml", &FACTS.replace("2017-12-31", "2019-12-31").replace("2018-03-01", "2020-03-01"));
    refuses(at, &record("midden.toml", BY, &[]), "a round reports on it: 2018–2020");
    write(at, "meer.toml", &format!("{FACTS}schrijver = \"x\"\n"));
    refuses(at, &record("meer.toml", BY, &[]), "meer.toml");

    write(at, "doelen.csv", "number,rating,summary\n1,Op koers,Er is geoefend.\n");
    let ended = voortgang(at, &with_goals);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(
        ended.out.starts_with("2016-2017 recorded: ") && ended.out.contains("a publisher releases it"),
        "{}",
        ended.out
    );
    refuses(at, &with_goals, "Tussenstand 2016 en 2017");
    let json = r#"{"title":"Nog een","from":"2014-01-01","until":"2015-12-31","published":"2016-03-01"}"#;
    write(at, "ander.json", json);
    refuses(at, &record("ander.json", BY, &[]), "the same file: Tussenstand 2016 en 2017");
    let export = |slug, to| ["edition", "export", "--earlier", slug, "-o", to];
    refuses(at, &export("2014-2015", "uit"), "there is no earlier report 2014-2015");
    assert_eq!(voortgang(at, &export("2016-2017", "uit")).code, Some(0));
    let read = |name: &str| std::fs::read(at.join(name)).expect(name);
    assert_eq!(read("uit/rapport.pdf"), read("rapport.pdf"));
    let package = [&export("2016-2017", "pakket")[..], &["--archive"]].concat();
    assert_eq!(voortgang(at, &package).code, Some(0));
    assert_eq!(read("pakket/bestanden/rapport.pdf"), read("rapport.pdf"));
    let told = String::from_utf8(read("pakket/LEESMIJ.txt")).expect("text");
    assert!(told.contains("Kamerstuk:    33 694, nr. 11"), "{told}");
    let sums = String::from_utf8(read("pakket/SHA256SUMS")).expect("text");
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a sum");
        assert_eq!(sum, hex(&Sha256::digest(read(&format!("pakket/{name}")))), "{name}");
    }
    assert_eq!(sums.lines().count(), 7, "{sums}");
    assert_eq!(voortgang(at, &["check"]).code, Some(0));
    assert_eq!(voortgang(at, &["log", "verify"]).code, Some(0));
}
