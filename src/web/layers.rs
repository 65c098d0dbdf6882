//! What every request passes through: limits, headers, compression, one log line, error pages.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer},
    timeout::TimeoutLayer,
};

use super::{App, api, doubles, error, extract::Asker, table, unsaved};
use crate::{
    domain::event::{Event, access},
    store,
};

/// The most bytes a form may have: a full contribution in every field, encoded.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Nothing from elsewhere, nothing inline, no frames; scripts make markup from text in one
/// place only, which reads what is pasted.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      object-src 'none'; require-trusted-types-for 'script'; trusted-types plakken";

const ID: HeaderName = HeaderName::from_static("x-request-id");

/// The most characters of an address that a line about a refusal holds.
const MAX_ADDRESS: usize = 200;

/// The whole application: the table of addresses within its layers.
pub fn router(app: App) -> Router {
    within_layers(table::all(), app, PATIENCE)
}

/// Addresses within the layers that every request passes through; none takes longer than `patience`.
pub fn within_layers(table: Router<App>, app: App, patience: Duration) -> Router {
    let layers = ServiceBuilder::new()
        .map_request(|mut request: Request| {
            // The number by which a request is found again is ours, not one that its sender made up.
            request.headers_mut().remove(ID);
            request
        })
        .layer(SetRequestIdLayer::new(ID, MakeRequestUuid))
        .layer(middleware::from_fn_with_state(app.clone(), log))
        .layer(PropagateRequestIdLayer::new(ID))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), headers))
        .layer(middleware::from_fn_with_state(app.clone(), error::pages))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            let mut response = Response::new(axum::body::Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, patience))
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(doubles::Doubles::new(&app), doubles::once))
        .layer(middleware::from_fn_with_state(app.clone(), unsaved::keep));
    table.layer(layers).with_state(app)
}

/// Headers that every answer bears.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_programs = api::is_within(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if for_programs {
        headers.insert(api::VERSION_HEADER, HeaderValue::from_static(api::VERSION));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // What `frame-ancestors` says, for browsers that do not know it.
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if app.settings.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// One line a request: what kind, how it ended, how long. Never what was typed, never who; of the address only its
/// pattern. What was refused to someone by a rule is written to the log of access as well, where it says to whom.
async fn log(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = request.uri().path().to_owned();
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .map(str::to_owned);
    let asker = Arc::new(OnceLock::new());
    request.extensions_mut().insert(Arc::clone(&asker));
    let start = std::time::Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status(), start.elapsed());
    app.metrics.count(route.as_deref(), &method, status, took);
    tracing::info!(
        request.id = id,
        request.method = %method,
        request.route = route.as_deref().unwrap_or("none"),
        response.status = status.as_u16(),
        duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    let by_rule = matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    if let (true, Some(asker), Some(_)) = (by_rule, asker.get(), &route) {
        let address: String = format!("{method} {path}").chars().take(MAX_ADDRESS).collect();
        refused(&app, asker, (access::REFUSE, "address", &address), id.as_deref()).await;
    }
    response
}

/// Writes down what was refused to whom: how, and the kind and name of it. The refusal itself stands, whatever becomes of
/// this.
pub(super) async fn refused(
    app: &App,
    asker: &Asker,
    (verb, object_kind, object): (&'static str, &'static str, &str),
    id: Option<&str>,
) {
    tracing::warn!(
        request.id = id,
        person = %asker.person,
        origin = %asker.origin,
        verb,
        object,
        "refused"
    );
    let event = Event {
        at: asker.at,
        actor: Some(asker.person),
        role: asker.role,
        ministry: Some(asker.ministry.clone()),
        verb,
        object_kind,
        object_id: object.to_owned(),
        before: None,
        after: None,
        origin: asker.origin.to_string(),
    };
    let kept: store::Result<()> = async {
        let mut writer = app.store.begin().await?;
        store::access_events::append_refusal(&mut writer, &event).await?;
        writer.commit().await
    }
    .await;
    if let Err(error) = kept {
        tracing::error!(request.id = id, error = format!("{error:#}"), "a refusal was not written down");
    }
}
