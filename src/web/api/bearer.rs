//! Who a program acts for: the person whose key it sends, and nobody without one.
//!
//! Only the header `Authorization` counts. A cookie that a browser sends by itself opens nothing here, so that no other
//! site can have a browser ask for something.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};

use super::{Share, problem};
use crate::{
    auth::{
        session::Key,
        token::{self, Outcome},
    },
    domain::id::TokenId,
    web::{
        App, Error,
        extract::{Asker, Origin, Visitor},
    },
};

/// A person, by a key of theirs. What they may do is decided as on the pages.
pub(in crate::web) struct Bearer {
    /// Who.
    pub(super) visitor: Visitor,
    /// With which key.
    pub(super) token: TokenId,
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Share::from_request_parts(parts, app).await.map_err(Error::into_response)?;
        if !app.settings.tokens {
            let why = "De beheerder heeft sleutels voor programma’s uitgezet.";
            return Err(problem::of(StatusCode::FORBIDDEN, "Sleutels staan uit", why));
        }
        let key = sent(parts).ok_or_else(|| {
            let what = "Stuur een sleutel mee in de kop Authorization: “Bearer”, een spatie en de sleutel. U maakt hem op Mijn account.";
            refused("Geen sleutel", what, "Bearer realm=\"Voortgang\"")
        })?;
        let origin = Origin::from_request_parts(parts, app).await.map_err(Error::into_response)?;
        let now = app.clock.now();
        let outcome = token::check(&app.store, &key, origin.0, now).await;
        let found = match outcome.map_err(|error| Error::from(error).into_response())? {
            Outcome::Open(found) => found,
            Outcome::Wait(wait) => return Err(Error::wait(wait).into_response()),
            Outcome::Refused => {
                let what = "Deze sleutel is er niet, is ingetrokken of is verlopen. Maak een nieuwe op Mijn account.";
                let challenge = "Bearer realm=\"Voortgang\", error=\"invalid_token\"";
                return Err(refused("Geen geldige sleutel", what, challenge));
            }
        };
        Asker::note(parts, &found.actor, origin, now);
        let visitor = Visitor {
            actor: found.actor,
            ministry: found.ministry,
            consults: false,
            flash: None,
            key,
            origin,
            now,
            path: parts.uri.path().to_owned(),
        };
        Ok(Self { visitor, token: found.token })
    }
}

/// The key, when there is exactly one header and it holds one.
fn sent(parts: &Parts) -> Option<Key> {
    let mut headers = parts.headers.get_all(header::AUTHORIZATION).iter();
    let (first, second) = (headers.next()?, headers.next());
    let (scheme, key) = first.to_str().ok()?.split_once(' ')?;
    let fits = second.is_none() && scheme.eq_ignore_ascii_case("bearer") && !key.trim().is_empty();
    fits.then(|| Key::from_cookie(key.trim()))
}

fn refused(title: &str, detail: &str, challenge: &'static str) -> Response {
    let mut response = problem::of(StatusCode::UNAUTHORIZED, title, detail);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}
