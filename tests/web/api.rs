//! The programming interface: what everyone may read of editions, for programs.

use axum::{
    body::Body,
    http::{Method, header},
};
use serde_json::Value;
use voortgang::{
    report::data::{EarlierTable, Table},
    web::routes::{
        ApiDocument, ApiEarlierReport, ApiEarlierReports, ApiEdition, ApiEditions, ApiReference, ApiTable,
        EarlierFile, OpenData,
    },
};

use crate::{
    app::{Client, TestApp, request},
    declared, earlier,
    page::Page,
    support::ROUND,
};

fn edition() -> ApiEdition {
    ApiEdition { round: ROUND.into(), number: 1 }
}

fn table(name: &str) -> ApiTable {
    ApiTable { round: ROUND.into(), number: 1, table: name.into() }
}

async fn released() -> TestApp {
    let app = TestApp::new().await;
    app.approve("def", 6, "Wij deden dit.").await;
    app.release().await;
    app
}

/// An answer that is a problem, with its status and without a page for people.
#[track_caller]
fn is_problem(page: &Page, status: u16) {
    assert_eq!(page.status.as_u16(), status, "{}", page.html());
    assert_eq!(page.header("content-type"), "application/problem+json");
    let problem = page.json();
    assert_eq!(problem["status"], status);
    assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{problem}");
    assert_eq!(page.header("api-version"), "1.2.0");
}

#[tokio::test]
async fn what_is_released_can_be_read_without_an_account_and_nothing_else() {
    let app = TestApp::new().await;
    let client = app.nobody();
    assert_eq!(client.get(ApiEditions).await.expect(200).json()["totaal"], 0);
    app.approve("def", 6, "Wij deden dit.").await;
    app.freeze().await;
    assert_eq!(client.get(ApiEditions).await.expect(200).json()["totaal"], 0, "frozen is not released");
    is_problem(&client.get(edition()).await, 404);
    is_problem(&client.get(table("doelen")).await, 404);
    app.release().await;
    let list = client.get(ApiEditions).await.expect(200).json();
    assert_eq!((&list["totaal"], &list["gegevens"][0]["editie"]), (&1.into(), &2.into()));
    assert_eq!(list["gegevens"][0]["rapport"], "https://voortgang.example/rapporten/2018-2020/2");
}

#[tokio::test]
async fn a_table_says_the_same_as_the_file_of_open_data() {
    let app = released().await;
    let client = app.nobody();
    let whole: Value = client.get("/rapporten/2018-2020/1/gegevens/gegevens.json").await.expect(200).json();
    for one in Table::ALL {
        let page = client.get(format!("{}?paginaGrootte=100", table(one.name()))).await.expect(200).json();
        let rows = whole[one.name()].as_array().expect("rows");
        assert_eq!(page["totaal"], rows.len(), "{}", one.name());
        for (said, row) in page["gegevens"].as_array().expect("rows").iter().zip(rows) {
            for (name, value) in row.as_object().expect("a row") {
                assert_eq!(said[name], *value, "{} {name}", one.name());
            }
            assert_eq!(said["ronde"], ROUND);
        }
    }
}

#[tokio::test]
async fn a_report_of_before_is_there_with_what_it_said_once_it_is_released() {
    let app = TestApp::new().await;
    let client = app.nobody();
    let one = ApiEarlierReport { slug: "2016-2017".into() };
    earlier::recorded(&app).await;
    assert_eq!(
        client.get(ApiEarlierReports).await.expect(200).json()["totaal"],
        0,
        "recorded is not released"
    );
    is_problem(&client.get(&one).await, 404);
    app.later();
    earlier::released_as(&app, &[("van", "01-01-2014"), ("tot", "31-12-2015")], "Nog eerder").await;
    let list = client.get(format!("{ApiEarlierReports}?paginaGrootte=1")).await.expect(200).json();
    assert_eq!((&list["totaal"], &list["gegevens"][0]["kenmerk"]), (&1.into(), &"2014-2015".into()));
    let report = client.get(ApiEarlierReport { slug: "2014-2015".into() }).await.expect(200).json();
    for (name, value) in list["gegevens"][0].as_object().expect("a row") {
        assert_eq!(report[name], *value, "{name}");
    }
    let file = EarlierFile { slug: "2014-2015".into(), name: "rapport.pdf".into() };
    assert_eq!(report["bestand"], format!("https://voortgang.example{file}"));
    assert_eq!(report["kamerstuk"], "33 694, nr. 12");
    assert_eq!((&report["van"], &report["totenmet"]), (&"2014-01-01".into(), &"2015-12-31".into()));
    assert_eq!(report["opvolger"], Value::Null);
    let goal = &report["doelen"][0];
    assert_eq!((&goal["doel"], &goal["oordeel"]), (&6.into(), &"Op koers".into()));
    assert_eq!(goal["samenvatting"], "De capaciteit groeide.");
    assert_eq!(goal["uri"], "https://voortgang.example/id/doel/gbvs-2018-2022/6");
    is_problem(&client.get(format!("{ApiEarlierReports}?pagina=0")).await, 400);
    let document = document(&client).await;
    for (schema, said) in
        [("EerderRapportRij", &list["gegevens"][0]), ("EerderRapport", &report), ("EerderOordeelRij", goal)]
    {
        let properties =
            document["components"]["schemas"][schema]["properties"].as_object().expect("properties");
        assert!(said.as_object().expect("an object").keys().eq(properties.keys()), "{schema}: {said}");
    }
}

#[tokio::test]
async fn a_list_comes_a_page_at_a_time_and_says_where_the_others_are() {
    let app = released().await;
    let client = app.nobody();
    let first = client.get(format!("{}?paginaGrootte=5", table("doelen"))).await.expect(200);
    assert_eq!(first.json()["gegevens"].as_array().expect("rows").len(), 5);
    let next = "</api/v1/edities/2018-2020/1/doelen?pagina=2&paginaGrootte=5>; rel=\"next\"";
    assert!(first.header("link").contains(next), "{}", first.header("link"));
    let third = client.get(format!("{}?paginaGrootte=5&pagina=3", table("doelen"))).await.expect(200);
    assert_eq!(third.json()["gegevens"].as_array().expect("rows").len(), 3);
    assert!(!third.header("link").contains("next"));
    let beyond = client.get(format!("{}?pagina=1000000", table("doelen"))).await.expect(200);
    assert_eq!(beyond.json()["gegevens"].as_array().expect("rows").len(), 0);
    for wrong in ["pagina=0", "pagina=a", "paginaGrootte=101", "pagina=1&pagina=2", "page=1", "pagina="] {
        is_problem(&client.get(format!("{}?{wrong}", table("doelen"))).await, 400);
        is_problem(&client.get(format!("{ApiEditions}?{wrong}")).await, 400);
    }
}

#[tokio::test]
async fn who_has_it_already_is_told_so() {
    let app = released().await;
    let client = app.nobody();
    for path in
        [ApiDocument.to_string(), ApiEditions.to_string(), edition().to_string(), table("inzet").to_string()]
    {
        let page = client.get(&path).await.expect(200);
        let tag = page.header("etag").to_owned();
        assert_eq!(page.header("api-version"), "1.2.0");
        let asked = request(Method::GET, &path).header(header::IF_NONE_MATCH, &tag);
        let again = client.send(asked.body(Body::empty()).expect("a request")).await.expect(304);
        assert!(again.body.is_empty());
        assert_eq!((again.header("etag"), again.header("api-version")), (tag.as_str(), "1.2.0"));
    }
}

#[tokio::test]
async fn every_fault_is_a_problem_and_no_page() {
    let app = released().await;
    let client = app.nobody();
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v2/edities",
        "/api/v1/edities/",
        "/api/v1/edities/2018-2020/1/notities",
    ] {
        is_problem(&client.get(path).await, 404);
    }
    is_problem(&client.get("/api/v1/edities/2018-2020/een").await, 400);
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let asked = request(method, ApiEditions).body(Body::empty()).expect("a request");
        let page = client.send(asked).await;
        is_problem(&page, 405);
        assert_eq!(page.header("allow"), "GET,HEAD");
    }
    // Whoever asks on and on is told how long to wait.
    let mut page = client.get(ApiEditions).await;
    for _ in 0..700 {
        page = client.get(ApiEditions).await;
    }
    is_problem(&page, 429);
    assert_eq!(page.header("retry-after"), "1");
}

/// Everything in the document that is called this.
fn all<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get(name));
            members.values().for_each(|one| all(one, name, found));
        }
        Value::Array(items) => items.iter().for_each(|one| all(one, name, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

async fn document(client: &Client) -> Value {
    client.get(ApiDocument).await.expect(200).json()
}

#[tokio::test]
async fn the_document_describes_every_address_and_no_other() {
    let app = released().await;
    let document = document(&app.nobody()).await;
    let described: Vec<String> = document["paths"].as_object().expect("paths").keys().cloned().collect();
    let mut declared: Vec<String> = Vec::new();
    for (_, pattern) in declared::paths() {
        let Some(path) = pattern.strip_prefix("/api/v1") else { continue };
        let path =
            path.replace("{round}", "{ronde}").replace("{number}", "{editie}").replace("{slug}", "{kenmerk}");
        if path.contains("{table}") {
            declared.extend(Table::ALL.map(|table| path.replace("{table}", table.name())));
        } else {
            declared.push(path);
        }
    }
    declared.sort();
    let mut sorted = described.clone();
    sorted.sort();
    assert_eq!(sorted, declared);
    let text = document.to_string();
    let mut references = Vec::new();
    all(&document, "$ref", &mut references);
    for reference in references.iter().filter_map(|one| one.as_str()) {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
    }
    assert!(text.len() > 5000);
}

#[tokio::test]
async fn the_document_keeps_the_design_rules_of_the_government() {
    let app = released().await;
    let document = document(&app.nobody()).await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], "https://voortgang.example/api/v1");
    for member in ["name", "email", "url"] {
        assert!(document["info"]["contact"][member].is_string(), "{member}");
    }
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let kebab = |part: &str| {
            part.starts_with('{') || part.chars().all(|one| one.is_ascii_lowercase() || "-.".contains(one))
        };
        assert!(!path.ends_with('/') && path.split('/').all(kebab), "{path}");
        let responses = methods.as_object().expect("methods").values().flat_map(|one| {
            let responses = one["responses"].as_object().expect("responses");
            let parameters = one["parameters"].as_array().expect("parameters");
            assert!(parameters.is_empty() || responses.contains_key("400"), "{path}");
            assert_eq!(one["security"].is_array(), responses.contains_key("401"), "{path}");
            responses
        });
        for (status, response) in responses {
            let to = response["$ref"].as_str().map(|to| document.pointer(&to[1..]).expect("a response"));
            let response = to.unwrap_or(response);
            assert!(response["headers"]["API-Version"].is_object(), "{path} {status}");
            if status.starts_with('4') || status.starts_with('5') {
                assert!(response["content"]["application/problem+json"].is_object(), "{path} {status}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_answered_is_what_the_document_says() {
    let app = released().await;
    let client = app.nobody();
    let document = document(&client).await;
    for one in Table::ALL {
        let page = client.get(format!("{}?paginaGrootte=100", table(one.name()))).await.expect(200).json();
        let path = format!("/edities/{{ronde}}/{{editie}}/{}", one.name());
        let schema =
            &document["paths"][&path]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let schema = document.pointer(&schema["$ref"].as_str().expect("a reference")[1..]).expect("a schema");
        let row = schema["properties"]["gegevens"]["items"]["$ref"].as_str().expect("a reference");
        let properties =
            document.pointer(&row[1..]).expect("a row")["properties"].as_object().expect("properties");
        for said in page["gegevens"].as_array().expect("rows") {
            let said = said.as_object().expect("a row");
            assert!(said.keys().eq(properties.keys()), "{said:?}");
            for (name, value) in said {
                let kinds = properties[name]["type"].to_string();
                let kind = match value {
                    Value::Null => "null",
                    Value::String(_) => "string",
                    Value::Number(number) if number.is_f64() => "number",
                    Value::Number(_) => {
                        if kinds.contains("number") {
                            "number"
                        } else {
                            "integer"
                        }
                    }
                    Value::Bool(_) => "boolean",
                    Value::Array(_) | Value::Object(_) => "none of these",
                };
                assert!(kinds.contains(kind), "{}.{name}: {value} is no {kinds}", one.name());
            }
        }
    }
}

#[tokio::test]
async fn people_read_the_same_document_as_a_page() {
    let app = released().await;
    let client = app.nobody();
    assert_eq!(client.get(OpenData).await.expect(200).count(&format!("a[href='{ApiReference}']")), 1);
    let page = client.get(ApiReference).await.expect(200);
    assert_eq!(page.count("section"), 3 + Table::ALL.len() + 2 + 5);
    assert!(page.main().contains("PUT /bijdragen/{id}/concept"), "{}", page.main());
    assert_eq!(page.count(&format!("a[href='{ApiDocument}']")), 1);
    let text = page.main();
    for column in [Table::Figures.columns(), EarlierTable::ALL.map(EarlierTable::columns).concat()].concat() {
        assert!(text.contains(column.meaning), "{}", column.name);
    }
}
