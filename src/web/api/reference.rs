//! The description of the interface as a page for people, made from the same document.

use askama::Template;
use axum::{extract::State, response::Response};
use serde_json::Value;

use super::document::document;
use crate::web::{
    App, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    routes::{ApiDocument, ApiEditions, ApiReference, OpenData, OwnTokens, Reports},
};

/// A name with what it is and what it means.
struct Named {
    name: String,
    kind: String,
    about: String,
}

/// One address.
struct Operation {
    id: String,
    method: String,
    /// Whether it asks for a key.
    keyed: bool,
    title: String,
    /// Its address, part by part: it breaks nowhere else.
    path: Vec<String>,
    about: String,
    parameters: Vec<Named>,
    sent: Vec<Named>,
    fields: Vec<Named>,
    answers: Vec<Named>,
}

#[derive(Template)]
#[template(path = "pages/api/reference.html")]
struct ReferencePage {
    layout: Layout,
    trail: Vec<Crumb>,
    about: String,
    version: String,
    server: String,
    document: String,
    example: String,
    tokens: String,
    operations: Vec<Operation>,
}

/// The page.
pub(in crate::web) async fn show(
    _: ApiReference,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let document = document(&app.settings);
    let text = |at: &str| document.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let paths = document["paths"].as_object().into_iter().flatten();
    page(&ReferencePage {
        layout: visitor.map_or_else(|_| Layout::bare(&app), |visitor| Layout::of(&app, &visitor)),
        trail: vec![Crumb::new("Rapporten", Reports), Crumb::new("Gegevens", OpenData)],
        about: text("/info/description"),
        version: text("/info/version"),
        server: text("/servers/0/url"),
        document: ApiDocument.to_string(),
        example: ApiEditions.to_string(),
        tokens: OwnTokens.to_string(),
        operations: paths
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().into_iter().flatten();
                methods.map(move |(method, one)| (method, path, one))
            })
            .map(|(method, path, one)| operation(&document, (method, path), one))
            .collect(),
    })
}

fn operation(document: &Value, (method, path): (&str, &str), get: &Value) -> Operation {
    let said = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let parameters = get["parameters"].as_array().into_iter().flatten().map(|one| resolve(document, one));
    let parameters = parameters.map(|one| {
        let place = match one["in"].as_str() {
            Some("path") => "in het adres",
            Some("header") => "in een kop, verplicht",
            _ => "achter het vraagteken, niet verplicht",
        };
        Named {
            name: said(one, "name"),
            kind: format!("{}, {place}", kind(&one["schema"])),
            about: said(one, "description"),
        }
    });
    let answers = get["responses"].as_object().into_iter().flatten().map(|(status, one)| {
        let one = resolve(document, one);
        let kinds = one["content"].as_object().into_iter().flatten().map(|(kind, _)| kind.clone());
        Named {
            name: status.clone(),
            kind: kinds.collect::<Vec<_>>().join(", "),
            about: said(one, "description"),
        }
    });
    let schema = resolve(document, &get["responses"]["200"]["content"]["application/json"]["schema"]);
    // Of a list, what a row has: what the page around it has, is the same everywhere and told once.
    let row = &schema["properties"]["gegevens"]["items"];
    let schema = if row.is_object() { resolve(document, row) } else { schema };
    let named = |name: String, one: &Value| {
        let one = resolve(document, one);
        Named { name, kind: kind(one), about: said(one, "description") }
    };
    let properties = |schema: &Value| schema["properties"].as_object().cloned().unwrap_or_default();
    let fields = |schema: &Value| -> Vec<Named> {
        let mut fields = Vec::new();
        for (name, one) in &properties(schema) {
            fields.push(named(name.clone(), one));
            // Of a list of groups, what stands in each.
            let within = resolve(document, &resolve(document, one)["items"]);
            fields
                .extend(properties(within).iter().map(|(part, one)| named(format!("{name}[].{part}"), one)));
        }
        fields
    };
    let sent = resolve(document, &get["requestBody"]["content"]["application/json"]["schema"]);
    let summary = said(get, "summary");
    let (title, about) = summary.split_once(". ").unwrap_or((&summary, ""));
    Operation {
        id: said(get, "operationId"),
        method: method.to_uppercase(),
        keyed: get["security"].is_array(),
        title: title.trim_end_matches('.').to_owned(),
        path: path.split('/').skip(1).map(str::to_owned).collect(),
        about: about.to_owned(),
        parameters: parameters.collect(),
        sent: fields(sent),
        // What is sent comes back: it is told once.
        fields: if sent == schema { Vec::new() } else { fields(schema) },
        answers: answers.collect(),
    }
}

/// What a reference within the document leads to.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let to = value["$ref"].as_str().and_then(|to| to.strip_prefix('#'));
    to.and_then(|to| document.pointer(to)).unwrap_or(value)
}

/// What kind of value it is, in words.
fn kind(schema: &Value) -> String {
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name.as_str()],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    let words = names.iter().map(|name| match (*name, schema["format"].as_str()) {
        ("string", Some("date")) => "datum",
        ("string", Some("date-time")) => "moment, met tijdzone",
        ("string", Some("uri")) => "webadres",
        ("string", _) => "tekst",
        ("integer", _) => "geheel getal",
        ("number", _) => "getal",
        ("boolean", _) => "waar of onwaar",
        ("array", _) => "lijst",
        ("object", _) => "groep",
        ("null", _) => "of niets",
        (other, _) => other,
    });
    words.collect::<Vec<_>>().join(" ")
}
