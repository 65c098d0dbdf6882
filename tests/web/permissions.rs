//! Who may do what: every address, every method, as everyone. The table is the permission page of the manual.
//!
//! It is made anew with `UPDATE_RIGHTS=1 cargo test --test web permissions`; the difference is then for review.

use std::{collections::BTreeMap, fmt::Write as _};

use axum::{
    body::Body,
    http::{Method, header},
};

use voortgang::domain::person::Role;

use crate::{
    app::{Client, TestApp, request},
    declared,
};

/// The columns of the table.
const CAST: [&str; 10] = [
    "nobody",
    "contributor",
    "approver",
    "other contributor",
    "other approver",
    "coordinator",
    "publisher",
    "reader",
    "administrator",
    "stranger",
];

/// Everyone in the table, freshly signed in: one of them might sign out on the way.
async fn client(app: &TestApp, who: &str) -> Client {
    match who {
        "contributor" => app.contributor("def").await,
        "approver" => app.approver("def").await,
        "other contributor" => app.contributor("jenv").await,
        "other approver" => app.approver("jenv").await,
        "coordinator" => app.coordinator().await,
        "publisher" => app.publisher().await,
        "reader" => app.reader().await,
        "administrator" => app.administrator().await,
        "stranger" => app.stranger().await,
        _ => app.nobody(),
    }
}

/// What an address names: a contribution of Defensie to goal 6 that was handed in, an edition that is frozen and one
/// that is released, and things that are not there.
async fn parts(app: &TestApp) -> BTreeMap<&'static str, String> {
    app.release().await;
    app.freeze().await;
    let id = app.submit("def", 6, "Wij deden dit.").await;
    let development = app.first_development().await;
    let nothing = "00000000-0000-7000-8000-000000000000";
    [
        ("id", id.to_string()),
        ("round", "2018-2020".to_owned()),
        ("goal", "6".to_owned()),
        ("from", "1".to_owned()),
        ("to", "1".to_owned()),
        ("development", development.to_string()),
        ("section", "summary".to_owned()),
        ("ministry", "def".to_owned()),
        ("house", "tweede-kamer".to_owned()),
        ("passage", nothing.to_owned()),
        ("request", nothing.to_owned()),
        ("number", "2".to_owned()),
        ("name", "rapport.pdf".to_owned()),
        ("session", nothing.to_owned()),
        ("office", "minister-def".to_owned()),
        ("person", app.installation.person(Role::Reader, "az").await.to_string()),
    ]
    .into()
}

/// The methods that an address takes; none when nobody serves it.
async fn methods(app: &TestApp, address: &str) -> Vec<Method> {
    let asked = request(Method::DELETE, address).body(Body::empty()).expect("a request");
    let answer = app.nobody().send(asked).await;
    let allowed = answer.header("allow").split(',').filter_map(|name| name.trim().parse().ok());
    allowed.filter(|method| *method != Method::HEAD).collect()
}

#[tokio::test]
async fn everyone_may_do_exactly_what_the_table_of_rights_says() {
    let mut table = String::from(
        "# Who may do what\n\n\
         Status of an empty request. The contribution is Defensie's, on goal 6, handed in and not shared;\n\
         *other* is Justitie en Veiligheid, which leads the same goal; *stranger* is a ministry without goals.\n\
         Edition 2 is frozen and not released, edition 1 is released.\n\
         303 for *nobody* is the way to the sign-in page. 404: it does not exist for this person. 409 and 422: the\n\
         person may, but not with this request, or not as things stand.\n\n",
    );
    let _ = writeln!(
        table,
        "| address | method | {} |\n|---|---|{}",
        CAST.join(" | "),
        "---|".repeat(CAST.len())
    );
    let app = TestApp::new().await;
    let addresses = parts(&app).await;
    // The same addresses of the public for the edition that is released.
    let released = declared::paths().into_iter().map(|(_, pattern)| pattern);
    let released = released.filter(|pattern| pattern.starts_with("/rapporten/{round}/{number}"));
    let released: Vec<_> = released.map(|pattern| pattern.replace("{number}", "1")).collect();
    for pattern in declared::paths().into_iter().map(|(_, pattern)| pattern).chain(released) {
        let methods = methods(&app, &declared::fill(&pattern, &addresses)).await;
        if methods.is_empty() {
            let _ = writeln!(table, "| `{pattern}` | not served | |");
        }
        for method in methods {
            let mut row = format!("| `{pattern}` | {method} |");
            // A refusal changes nothing; after anything else the next one gets a world of its own.
            let mut world = None;
            for who in CAST {
                let (app, addresses) = if method == Method::GET {
                    (&app, &addresses)
                } else {
                    if world.is_none() {
                        let app = TestApp::new().await;
                        let addresses = parts(&app).await;
                        world = Some((app, addresses));
                    }
                    let (app, addresses) = world.as_ref().expect("made above");
                    (app, addresses)
                };
                let asked = request(method.clone(), declared::fill(&pattern, addresses))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::empty());
                let answer = client(app, who).await.send(asked.expect("a request")).await;
                let _ = write!(row, " {} |", answer.status.as_u16());
                // A failed sign-in is counted, and so is a wrong invitation.
                if !answer.status.is_client_error()
                    || ["/inloggen", "/uitnodiging"].contains(&pattern.as_str())
                {
                    world = None;
                }
            }
            table.push_str(&row);
            table.push('\n');
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/permissions.md");
    if std::env::var_os("UPDATE_RIGHTS").is_some() {
        std::fs::write(path, &table).expect("a place for the table");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let differs = similar::TextDiff::from_lines(&kept, &table);
    assert!(kept == table, "rights differ from tests/web/permissions.md:\n{}", differs.unified_diff());
}
