//! A form that is sent twice at once is done once: a second press on a button gets the answer of the first.
//!
//! Without script nothing in the browser stops the second press. The first is then given up by the browser, though not
//! by the server, and its answer is never seen: what the person reads is the answer to the second. That must not be
//! "dit kan niet meer" after something that was done.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::{App, Error, extract::cookie_name, layers::MAX_BODY};
use crate::domain::clock::Clock;

/// Longer after the first, the same form is sent on purpose.
const AT_ONCE: TimeDelta = TimeDelta::seconds(1);

/// Sessions that are remembered before those at rest are forgotten.
const MANY: usize = 1000;

type Hash = [u8; 32];

/// What a session sent last, and where that led.
#[derive(Debug)]
struct Last {
    sent: Hash,
    led_to: HeaderValue,
    at: DateTime<Utc>,
}

/// The last form of every session. Held while a form is worked on: the second waits for the first.
type Slot = Arc<tokio::sync::Mutex<Option<Last>>>;

/// What every session sent last.
#[derive(Clone, Debug)]
pub(super) struct Doubles {
    slots: Arc<Mutex<HashMap<Hash, Slot>>>,
    cookie: &'static str,
    clock: Clock,
}

impl Doubles {
    pub(super) fn new(app: &App) -> Self {
        Self { slots: Arc::default(), cookie: cookie_name(app.settings.https), clock: app.clock.clone() }
    }

    fn slot(&self, session: Hash) -> Slot {
        let mut slots = match self.slots.lock() {
            Ok(slots) => slots,
            Err(poisoned) => poisoned.into_inner(),
        };
        if slots.len() >= MANY {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        slots.entry(session).or_default().clone()
    }
}

/// Answers the same form of the same session once more without doing it once more.
pub(super) async fn once(State(doubles): State<Doubles>, request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    // A file is not read twice: who sends one looks at it before anything is done with it.
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_form = request.method() == Method::POST && !kind.starts_with(b"multipart/");
    let Some(session) = jar.get(doubles.cookie).filter(|_| is_form) else {
        return next.run(request).await;
    };
    let slot = doubles.slot(Sha256::digest(session.value()).into());
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else { return Error::TooLarge.into_response() };
    let address = parts.uri.path().as_bytes();
    let sent: Hash =
        Sha256::new().chain_update(address).chain_update([0]).chain_update(&bytes).finalize().into();
    let mut last = slot.lock().await;
    if let Some(last) =
        last.as_ref().filter(|last| last.sent == sent && doubles.clock.now() - last.at < AT_ONCE)
    {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, last.led_to.clone())]).into_response();
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let led_to = response.headers().get(header::LOCATION).cloned();
    *last = led_to // What changes a cookie must reach the browser itself.
        .filter(|_| {
            response.status() == StatusCode::SEE_OTHER && !response.headers().contains_key(header::SET_COOKIE)
        })
        .map(|led_to| Last { sent, led_to, at: doubles.clock.now() });
    response
}
