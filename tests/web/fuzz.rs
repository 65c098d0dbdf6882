//! What no browser would send, and files that no one would write: no panic, no hang, no fault of the program's own.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, Method, header},
};
use proptest::prelude::*;
use tokio::runtime::Runtime;
use voortgang::{
    store::load::{self, File, shipped},
    web::routes::{EditContribution, NewRound, SignIn},
};

use crate::{
    app::{Client, TestApp, request},
    fuzzing::{damaged, fuzz, text},
};

const SHORT: Duration = Duration::from_millis(1500);

/// Sends one and gives the status.
fn status(runtime: &Runtime, client: &Client, method: Method, path: &str, kind: &str, body: Vec<u8>) -> u16 {
    let sent = request(method, path).header(header::CONTENT_TYPE, kind).body(Body::from(body));
    runtime.block_on(client.exchange(sent.expect("a request"))).status.as_u16()
}

/// A form: bytes as they come, or names that the program knows with values it does not.
fn form() -> impl Strategy<Value = Vec<u8>> {
    let names = [
        "versie",
        "bereikt",
        "stand-6.1",
        "regel-6.1",
        "bron-0-titel",
        "bron-99999999999-url",
        "delen",
        "doe",
        "van",
        "label",
    ];
    let pair = (proptest::sample::select(names.to_vec()), text());
    let typed = proptest::collection::vec(pair, 0..12).prop_map(|pairs| {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        crate::app::encode(&pairs).into_bytes()
    });
    prop_oneof![
        3 => typed,
        1 => proptest::collection::vec(any::<u8>(), 0..400),
        1 => "[a-z=&%+0-9\\[\\]]{0,200}".prop_map(String::into_bytes),
    ]
}

#[test]
fn any_form_is_answered() {
    let runtime = Runtime::new().expect("a runtime");
    let (app, id, client) = runtime.block_on(async {
        let app = TestApp::new().await;
        let id = app.contribution("def", 6).await;
        let client = app.contributor("def").await;
        (app, id, client)
    });
    let coordinator = runtime.block_on(app.coordinator());
    let edit = EditContribution { id }.to_string();
    fuzz("forms", SHORT * 2, &form(), |body| {
        for (client, path) in [(&client, edit.as_str()), (&coordinator, &NewRound.to_string())] {
            let kind = "application/x-www-form-urlencoded";
            let status = status(&runtime, client, Method::POST, path, kind, body.clone());
            prop_assert!(status < 500, "{path}: {status}");
        }
        Ok(())
    });
    let multipart = "multipart/form-data; boundary=x";
    fuzz("bodies of another kind", SHORT, &proptest::collection::vec(any::<u8>(), 0..400), |body| {
        let status = status(&runtime, &client, Method::POST, &SignIn.to_string(), multipart, body);
        prop_assert!((400..500).contains(&status), "{status}");
        Ok(())
    });
}

#[test]
fn any_cookie_and_any_query_is_answered() {
    let runtime = Runtime::new().expect("a runtime");
    let app = Arc::new(runtime.block_on(TestApp::new()));
    let nobody = app.nobody();
    fuzz("cookies", SHORT, &proptest::collection::vec(any::<u8>(), 0..300), |bytes| {
        let Ok(value) = HeaderValue::from_bytes(&bytes) else { return Ok(()) };
        let mut sent = request(Method::GET, "/mijn-doelen").body(Body::empty()).expect("a request");
        sent.headers_mut().insert(header::COOKIE, value);
        let status = runtime.block_on(nobody.exchange(sent)).status.as_u16();
        prop_assert_eq!(status, 303, "no cookie made up is a session");
        Ok(())
    });
    let coordinator = runtime.block_on(app.coordinator());
    let pages = ["/logboek", "/rondes/2018-2020/volledigheid", "/rondes/2018-2020/vergelijking", "/inloggen"];
    let query = (proptest::sample::select(pages.to_vec()), "[a-z0-9=&%+;/.:-]{0,80}");
    fuzz("queries", SHORT, &query, |(page, query)| {
        let address = format!("{page}?{query}");
        let sent = request(Method::GET, &address).body(Body::empty()).expect("a request");
        let status = runtime.block_on(coordinator.exchange(sent)).status.as_u16();
        prop_assert!(status < 500, "{address}: {status}");
        Ok(())
    });
}

#[test]
fn a_damaged_strategy_is_loaded_or_refused_with_its_line_and_leaves_nothing() {
    let runtime = Runtime::new().expect("a runtime");
    let app = runtime.block_on(TestApp::new());
    let [_, gbvs] = shipped::STRATEGIES;
    fuzz("strategies", SHORT, &damaged(gbvs.text), |text| {
        runtime.block_on(async {
            let mut writer = app.installation.store.begin().await.expect("a writer");
            if let Err(error) = load::strategy(&mut writer, File { name: "proef.toml", text: &text }).await {
                let said = error.to_string();
                prop_assert!(!said.is_empty());
            }
            // Dropped without commit: it never happened.
            Ok(())
        })
    });
}
