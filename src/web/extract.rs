//! What a handler can ask for: who is signed in, and a form.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{ConnectInfo, FromRequest, FromRequestParts, Request},
    http::{Method, StatusCode, header, request::Parts},
    response::IntoResponse as _,
};
use axum_extra::extract::{CookieJar, Form as RawForm};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use super::{App, Error};
use crate::{
    auth::session::{self, Key},
    domain::{access::Actor, event::Event, id::PersonId, ministry::MinistryCode, person::Role},
    store,
};

/// Someone who is signed in.
#[derive(Debug)]
pub(super) struct Visitor {
    /// What rules need to know of them.
    pub(super) actor: Actor,
    /// Short name of their ministry.
    pub(super) ministry: String,
    /// Whether goal texts lie before their ministry now.
    pub(super) consults: bool,
    /// What this page should say of what was just done.
    pub(super) flash: Option<String>,
    /// Their session.
    pub(super) key: Key,
    /// Where the request came from.
    pub(super) origin: Origin,
    /// When it came.
    pub(super) now: DateTime<Utc>,
    /// The address of this page.
    pub(super) path: String,
}

/// Who asks, for the log of what was refused; the request carries a place for it.
#[derive(Debug)]
pub(super) struct Asker {
    /// Who.
    pub(super) person: PersonId,
    /// The first of their roles.
    pub(super) role: &'static str,
    /// For which ministry.
    pub(super) ministry: MinistryCode,
    /// From where.
    pub(super) origin: Origin,
    /// When.
    pub(super) at: DateTime<Utc>,
}

impl Asker {
    /// Tells who asks, once that is known.
    pub(super) fn note(parts: &Parts, actor: &Actor, origin: Origin, at: DateTime<Utc>) {
        if let Some(asker) = parts.extensions.get::<Arc<OnceLock<Self>>>() {
            let _ = asker.set(Self {
                person: actor.person,
                role: actor.roles.first().map_or("none", |role| role.code()),
                ministry: actor.ministry.clone(),
                origin,
                at,
            });
        }
    }
}

/// The network address a request came from, when it is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin(pub(super) Option<IpAddr>);

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(address) => address.fmt(f),
            None => f.write_str("onbekend"),
        }
    }
}

impl Visitor {
    /// An event of this person's making. `role` is the role in which they act.
    pub(super) fn event(
        &self,
        role: Role,
        verb: &'static str,
        kind: &'static str,
        id: impl ToString,
    ) -> Event {
        Event {
            at: self.now,
            actor: Some(self.actor.person),
            role: role.code(),
            ministry: Some(self.actor.ministry.clone()),
            verb,
            object_kind: kind,
            object_id: id.to_string(),
            before: None,
            after: None,
            origin: self.origin.to_string(),
        }
    }
}

/// Name of the session cookie. The prefix makes browsers refuse it from anywhere but this host over HTTPS.
pub(super) const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-sessie" } else { "sessie" }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let path = parts.uri.path().to_owned();
        let back = if parts.method == Method::GET { path.clone() } else { "/".to_owned() };
        let jar = CookieJar::from_headers(&parts.headers);
        let key = jar.get(cookie_name(app.settings.https)).map(|cookie| Key::from_cookie(cookie.value()));
        let key = key.ok_or_else(|| Error::SignIn(back.clone()))?;
        let now = app.clock.now();
        let mut reader = app.store.read().await?;
        let signed = session::find(&mut reader, &key, now).await?.ok_or(Error::SignIn(back))?;
        drop(reader);
        let shows_page = parts.method == Method::GET;
        if session::is_stale(&signed, now) || (shows_page && signed.flash.is_some()) {
            // A page can be read on a full disk, so what is noted here may fail.
            if let Err(error) = note(app, &key, now, shows_page).await {
                tracing::warn!(error = %error, "cannot note that a session is in use");
            }
        }
        let origin = Origin::from_request_parts(parts, app).await?;
        Asker::note(parts, &signed.actor, origin, now);
        let flash = signed.flash.filter(|_| shows_page);
        let (consults, ministry) = (signed.consults, signed.ministry);
        Ok(Self { actor: signed.actor, ministry, consults, flash, key, origin, now, path })
    }
}

/// Notes that a session is in use, and that its message was shown.
async fn note(app: &App, key: &Key, now: DateTime<Utc>, shown: bool) -> store::Result<()> {
    let mut writer = app.store.begin().await?;
    store::sessions::touch(&mut writer, &key.hash(), now).await?;
    if shown {
        store::sessions::set_flash(&mut writer, &key.hash(), None).await?;
    }
    writer.commit().await
}

impl FromRequestParts<App> for Origin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(address)| app.settings.proxies.origin(address.ip(), &parts.headers))))
    }
}

/// A form as it was typed. Missing fields are for its type to forgive (`#[serde(default)]`).
#[derive(Debug)]
pub(super) struct Form<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        if !is_form {
            return Err(Error::Malformed("Het programma verwacht een ingevuld formulier.".to_owned()));
        }
        match RawForm::from_request(request, app).await {
            Ok(RawForm(form)) => Ok(Self(form)),
            Err(rejection) => match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Err(Error::TooLarge),
                _ => Err(Error::Malformed(
                    "Er ontbreekt iets aan het formulier. Open de pagina opnieuw.".to_owned(),
                )),
            },
        }
    }
}
