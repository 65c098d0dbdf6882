//! The public site as files, which any web server can carry.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use scraper::{Html, Selector};
use voortgang::web::{self, CopyFault};

use crate::{annexes::pdf, app::TestApp, earlier};

async fn copy(app: &TestApp) -> BTreeMap<String, Vec<u8>> {
    web::copy(app.state()).await.expect("a copy")
}

fn is(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == ending)
}

/// Where a link in a file leads, as a path from the top; nothing when it leads to another site or within the page.
fn target(file: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap_or_default();
    if link.is_empty() || link.contains(':') {
        return None;
    }
    assert!(!link.starts_with('/'), "{file} has a link that begins at the top: {link}");
    let mut folders: Vec<&str> = file.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        if part == ".." {
            folders.pop().unwrap_or_else(|| panic!("{file} leads out of the copy: {link}"));
        } else {
            folders.push(part);
        }
    }
    Some(folders.join("/"))
}

#[tokio::test]
async fn every_link_of_the_copy_leads_to_a_file_in_it_and_every_file_is_reached() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.release().await;
    app.release().await;
    earlier::replaced(&app).await;
    let files = copy(&app).await;
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut followed = 0;
    for (file, bytes) in files.iter().filter(|(file, _)| is(file, "html")) {
        let html = Html::parse_document(&String::from_utf8_lossy(bytes));
        for (css, name) in [("[href]", "href"), ("[src]", "src"), ("form[action]", "action")] {
            for one in html.select(&Selector::parse(css).expect("a selector")) {
                let link = one.attr(name).expect("an attribute");
                let Some(target) = target(file, link) else { continue };
                assert!(files.contains_key(&target), "{file} leads to {link}, which is not there");
                followed += 1;
                reached.insert(target);
            }
        }
        assert!(
            !html.select(&Selector::parse("form").expect("a selector")).any(|_| true),
            "{file} has a form"
        );
    }
    assert!(followed > 200, "{followed}");
    for file in files.keys().filter(|file| is(file, "css")) {
        let css = String::from_utf8_lossy(&files[file]);
        for link in css.split("url(").skip(1) {
            let link = link.split(')').next().unwrap_or_default().trim_matches('"');
            if let Some(target) = target(file, link).filter(|_| !link.starts_with("data:")) {
                assert!(files.contains_key(&target), "{file} leads to {link}, which is not there");
                reached.insert(target);
            }
        }
    }
    let loose: Vec<_> = files.keys().filter(|file| !reached.contains(*file)).collect();
    assert_eq!(loose, ["robots.txt"], "what only machines ask for");
}

#[tokio::test]
async fn the_copy_holds_editions_byte_for_byte_and_nothing_that_asks_for_the_program() {
    let app = TestApp::new().await;
    app.release().await;
    earlier::released(&app).await;
    let files = copy(&app).await;
    assert_eq!(files["rapporten/eerder/2016-2017/rapport.pdf"], pdf("Zo was het", ""));
    assert!(files.contains_key("rapporten/eerder/2016-2017/index.html"));
    assert!(files.contains_key("rapporten/gegevens/eerdere-oordelen.csv"));
    for name in ["rapport.html", "rapport.pdf"] {
        let served = app.nobody().get(format!("/rapporten/2018-2020/1/{name}")).await.expect(200);
        assert_eq!(files[&format!("rapporten/2018-2020/1/{name}")], served.body, "{name}");
    }
    assert_eq!(files["rapporten/2018-2020/1/index.html"], files["rapporten/2018-2020/1/rapport.html"]);
    assert!(files.contains_key("rapporten/gegevens/doelen.csv"));
    assert!(files.contains_key("rapporten/atom.xml"));
    for (file, bytes) in files.iter().filter(|(file, _)| is(file, "html")) {
        let html = String::from_utf8_lossy(bytes);
        for program in ["/inloggen", "/zoeken", "/vergelijking"] {
            assert!(!html.contains(&format!("href=\"{program}")), "{file} leads to {program}");
        }
    }
}

#[tokio::test]
async fn what_is_not_public_is_not_in_the_copy() {
    let app = TestApp::new().await;
    app.approve("def", 6, "Kwartelei.").await;
    app.freeze().await;
    earlier::recorded(&app).await;
    let files = copy(&app).await;
    assert!(!files.keys().any(|file| file.starts_with("rapporten/2018-2020")));
    assert!(!files.keys().any(|file| file.starts_with("rapporten/eerder")));
    for (file, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("Kwartelei"), "{file}");
    }
}

#[tokio::test]
async fn a_site_that_cannot_be_copied_whole_is_not_copied() {
    let app = TestApp::new().await;
    app.release().await;
    let state = app.state();
    state.store.close().await;
    assert!(matches!(web::copy(state).await, Err(CopyFault::NoPage { .. })));
}
