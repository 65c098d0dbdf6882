//! Who may do what: every address and method, as everyone, in every state of affairs. The table is the page about rights
//! in the manual.
//!
//! It is made anew with `UPDATE_RIGHTS=1 cargo test --test web permissions`; the difference is then for review.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::Write as _,
    net::SocketAddr,
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, header},
};

use crate::{
    app::{TestApp, request},
    declared,
    page::Page,
    situations::{ALL, CAST, Situation, World},
};

/// What anyone may open without signing in. Whatever else is declared asks who one is: a new address is closed.
const PUBLIC: [&str; 40] = [
    "/",
    "/inloggen",
    "/inloggen/{provider}",
    "/inloggen/{provider}/terug",
    "/uitnodiging",
    "/agenda/{key}/voortgang.ics",
    "/rapporten",
    "/rapporten/vergelijking",
    "/rapporten/doelen/{strategy}",
    "/rapporten/doelen/{strategy}/{number}",
    "/rapporten/{round}/{number}",
    "/rapporten/{round}/{number}/over",
    "/rapporten/{round}/{number}/{name}",
    "/rapporten/eerder/{slug}",
    "/rapporten/eerder/{slug}/{name}",
    "/rapporten/gegevens",
    "/rapporten/gegevens/{file}",
    "/rapporten/{round}/{number}/gegevens/{file}",
    "/api/v1/openapi.json",
    "/api/v1/edities",
    "/api/v1/edities/{round}/{number}",
    "/api/v1/edities/{round}/{number}/{table}",
    "/api/v1/eerdere-rapporten",
    "/api/v1/eerdere-rapporten/{slug}",
    "/rapporten/api",
    "/rapporten/atom.xml",
    "/id/doel/{strategy}/{number}",
    "/id/ministerie/{ministry}",
    "/robots.txt",
    "/sitemapindex-diwoo-infocat007.xml",
    "/sitemap-diwoo-infocat007.xml",
    "/zoeken",
    "/handleiding",
    "/handleiding/rechten",
    "/handleiding/{role}",
    "/toegankelijkheid",
    "/privacy",
    "/healthz",
    "/readyz",
    "/.well-known/security.txt",
];

/// What everyone was answered, in the order of the cast.
type Answers = Vec<String>;

/// An address and a method.
type Route = (String, String);

/// For every route, the different answers with the states in which they are given.
type Found = BTreeMap<Route, Vec<(Answers, Vec<&'static str>)>>;

/// The methods that an address takes; none when nobody serves it.
async fn methods(app: &TestApp, address: &str) -> Vec<Method> {
    let asked = request(Method::DELETE, address).body(Body::empty()).expect("a request");
    let answer = app.nobody().send(asked).await;
    let allowed = answer.header("allow").split(',').filter_map(|name| name.trim().parse().ok());
    allowed.filter(|method| *method != Method::HEAD).collect()
}

/// Asks as one of the cast, each from an address of their own: failed sign-ins are counted for addresses.
async fn ask(world: &World, who: usize, method: &Method, address: &str) -> Page {
    let mut asked = request(method.clone(), address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(ConnectInfo(SocketAddr::from(([10, 0, 0, u8::try_from(who).expect("few")], 4321))));
    // The programming interface asks for a key: the cookie that goes along opens nothing there.
    if let Some(key) = world.key(CAST[who]).filter(|_| address.starts_with("/api/")) {
        asked = asked.header(header::AUTHORIZATION, format!("Bearer {key}"));
    }
    world.client(CAST[who]).send(asked.body(Body::empty()).expect("a request")).await
}

fn answer(page: &Page) -> String {
    let leads_to_sign_in = page.status.is_redirection() && page.header("location").starts_with("/inloggen");
    if leads_to_sign_in { "sign in".to_owned() } else { page.status.as_u16().to_string() }
}

/// Walks every address in one state of affairs.
async fn walk(name: &'static str) -> Vec<(Route, Answers)> {
    let situation = Situation::of(name).await;
    let still = situation.world().await;
    let mut rows = Vec::new();
    for (_, pattern) in declared::paths() {
        let address = declared::fill(&pattern, &situation.addresses);
        let methods = methods(&still.app, &address).await;
        assert!(!methods.is_empty(), "{pattern} is declared and nobody serves it");
        for method in methods {
            let mut answers = Answers::new();
            // A refusal changes nothing; after anything else the next one gets a world of its own.
            let mut moving: Option<World> = None;
            for who in 0..CAST.len() {
                let page = if method == Method::GET {
                    ask(&still, who, &method, &address).await
                } else {
                    let world = match moving.take() {
                        Some(world) => world,
                        None => situation.world().await,
                    };
                    let page = ask(&world, who, &method, &address).await;
                    // Who signs out ends a session of their own.
                    moving = (page.status.is_client_error() || pattern == "/uitloggen").then_some(world);
                    page
                };
                answers.push(answer(&page));
            }
            rows.push(((pattern.clone(), method.to_string()), answers));
        }
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_may_do_exactly_what_the_table_of_rights_says() {
    // Two at a time: a request that waits for too many others is ended, and that is no right.
    let (some, others) = ALL.split_at(ALL.len() / 2);
    let halves = [some, others].map(|names| {
        tokio::spawn(async move {
            let mut walked = Vec::new();
            for (name, _) in names {
                walked.push(Box::pin(walk(name)).await);
            }
            walked
        })
    });
    let mut order = Vec::new();
    let mut found = Found::new();
    let (mut routes, mut checks) = (BTreeSet::new(), 0);
    let mut walks = Vec::new();
    for half in halves {
        walks.extend(half.await.expect("a walk"));
    }
    for (walked, (name, _)) in walks.into_iter().zip(ALL) {
        for (route, answers) in walked {
            routes.insert(route.clone());
            checks += answers.len();
            check(&route, name, &answers);
            if !order.contains(&route) {
                order.push(route.clone());
            }
            let groups = found.entry(route).or_default();
            match groups.iter_mut().find(|(known, _)| *known == answers) {
                Some((_, names)) => names.push(name),
                None => groups.push((answers, vec![name])),
            }
        }
    }
    let table = table(&order, &found);
    let _ = writeln!(
        std::io::stderr(),
        "figure: {checks} rights checked: {} routes, {} people, {} states of affairs",
        routes.len(),
        CAST.len(),
        ALL.len()
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/permissions.md");
    if std::env::var_os("UPDATE_RIGHTS").is_some() {
        std::fs::write(path, &table).expect("a place for the table");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let differs = similar::TextDiff::from_lines(&kept, &table);
    assert!(kept == table, "rights differ from tests/web/permissions.md:\n{}", differs.unified_diff());
}

/// What no table may say, whoever made it anew.
#[track_caller]
fn check((pattern, method): &Route, name: &str, answers: &Answers) {
    let at = format!("{method} {pattern}, {name}: {answers:?}");
    let answer = |who: &str| {
        let place = CAST.iter().position(|one| *one == who).expect("one of the cast");
        answers[place].as_str()
    };
    if !PUBLIC.contains(&pattern.as_str()) {
        assert!(["sign in", "401"].contains(&answer("nobody")), "not for nobody: {at}");
    }
    // To a program neither.
    if pattern.starts_with("/api/v1/bijdragen/") {
        for who in ["other contributor", "other approver", "stranger", "reader", "administrator", "publisher"]
        {
            let reads = name == "shared" && pattern == "/api/v1/bijdragen/{id}";
            let reads = reads && !["stranger", "administrator", "publisher"].contains(&who);
            assert_eq!(answer(who), if reads { "200" } else { "404" }, "{who}: {at}");
        }
        assert!(method == "GET" || answer("approver") == "404" || answer("approver") == "403", "{at}");
    }
    // Another ministry's contribution does not exist, unless it was shared, and then it can be read and remarked on.
    if pattern.starts_with("/bijdragen/") {
        let shared = match (pattern.as_str(), method.as_str()) {
            (
                "/bijdragen/{id}" | "/bijdragen/{id}/opmerkingen" | "/bijdragen/{id}/opmerkingen/{document}",
                "GET",
            ) => "200",
            // Whoever may read it may remark on it; this remark is empty.
            ("/bijdragen/{id}/opmerkingen", "POST") => "422",
            _ => "404",
        };
        for who in ["other contributor", "other approver", "stranger", "reader", "administrator", "publisher"]
        {
            let reads_along = name == "shared" && !["stranger", "administrator", "publisher"].contains(&who);
            let expected = if reads_along { shared } else { "404" };
            assert_eq!(answer(who), expected, "{who}: {at}");
        }
    }
    // Whoever keeps accounts has no say over content.
    if pattern.starts_with("/rondes") {
        assert!(["403", "404"].contains(&answer("administrator")), "{at}");
    }
    for answer in answers {
        assert!(!answer.starts_with('5') && answer != "408", "{at}");
    }
}

fn table(order: &[Route], found: &Found) -> String {
    let mut table = String::from(
        "# Who may do what\n\n\
         Status of an empty request; to the programming interface with a key of the person. The contribution is Defensie's,\n\
         on goal 6; *other* is Justitie en Veiligheid, which leads the same goal; *stranger* is a ministry without goals. *sign\n\
         in* is the way to the sign-in page. 404: it does not exist for this person. 409 and 422: the person may, but not with\n\
         this request, or not as things stand. Where answers differ by state, each group of states has a line; `*` is every\n\
         state:\n\n",
    );
    for (name, meaning) in ALL {
        let _ = writeln!(table, "- *{name}*: {meaning}");
    }
    let _ = writeln!(
        table,
        "\n| address | method | states | {} |\n|---|---|---|{}",
        CAST.join(" | "),
        "---|".repeat(CAST.len())
    );
    for route in order {
        for (answers, names) in &found[route] {
            let (address, method) = route;
            let _ =
                writeln!(table, "| `{address}` | {method} | {} | {} |", states(names), answers.join(" | "));
        }
    }
    table
}

/// Names of states, or of those that are left out, whichever is shorter.
fn states(names: &[&str]) -> String {
    let others: Vec<&str> = ALL.iter().map(|(name, _)| *name).filter(|name| !names.contains(name)).collect();
    if others.is_empty() {
        "*".to_owned()
    } else if others.len() < names.len() {
        format!("* but {}", others.join(", "))
    } else {
        names.join(", ")
    }
}
