//! What can go wrong in a handler, and the one place that turns it into a page.

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::routing::TypedPath as _;
use tower_http::request_id::RequestId;

use super::{
    App, api,
    page::Layout,
    routes::SignIn,
    signed_out::SignedOut,
    sso::Elsewhere,
    unsaved::{Typed, Unsaved},
};
use crate::{
    domain::{access::Refused, consent, contribution, goal_text, round},
    store,
};

/// Why a request was not done.
#[derive(Debug)]
pub enum Error {
    /// Nobody is signed in; afterwards back to this address.
    SignIn(String),
    /// Signed in, but not for this.
    Forbidden(&'static str),
    /// There is nothing here, as far as this person is concerned.
    NotFound,
    /// It cannot be done as things stand now; says why and what to do.
    Conflict(String),
    /// The request itself is not as it must be; says what.
    Malformed(String),
    /// Signing in at a provider did not work; says what to do.
    SignInElsewhere(Elsewhere),
    /// More than is taken in one go.
    TooLarge,
    /// Too many attempts; try again after so many seconds.
    Wait(u64),
    /// The database cannot be written now, because the disk is full or for another reason; nothing was changed.
    Unsaved {
        /// Whether the disk is full.
        full: bool,
        /// For the log.
        error: anyhow::Error,
    },
    /// The program's own fault.
    Internal(anyhow::Error),
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Conflict(_) => Self::Conflict(
                "Iemand anders heeft dit intussen veranderd. Bekijk de pagina opnieuw.".to_owned(),
            ),
            store::Error::Unwritable { full, .. } => Self::Unsaved { full, error: error.into() },
            store::Error::Corrupt { .. } | store::Error::Driver(_) => Self::Internal(error.into()),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        store::Error::from(error).into()
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::NotFound,
            Refused::Forbidden => Self::Forbidden("Uw rol geeft geen toegang tot deze pagina of handeling."),
            Refused::OwnWords => Self::Forbidden(
                "U hebt zelf aan deze bijdrage geschreven. Een andere akkoordgever van uw ministerie moet haar beoordelen.",
            ),
            Refused::OwnText => Self::Forbidden(
                "U hebt zelf aan deze tekst gewerkt. Een andere akkoordgever van uw ministerie moet antwoorden.",
            ),
            Refused::OwnReport => {
                Self::Forbidden("U hebt dit rapport zelf opgenomen. Iemand anders moet het vrijgeven.")
            }
            Refused::OwnEdition => {
                Self::Forbidden("U hebt deze editie zelf vastgesteld. Iemand anders moet haar vrijgeven.")
            }
        }
    }
}

impl From<contribution::Fault> for Error {
    fn from(fault: contribution::Fault) -> Self {
        match fault {
            contribution::Fault::Closed => Self::Conflict(
                "De ronde is gesloten. Vraag de coördinator van Buitenlandse Zaken om de ronde voor uw ministerie te heropenen."
                    .to_owned(),
            ),
            contribution::Fault::State(state) => {
                Self::Conflict(format!("De bijdrage staat nu op “{}”. Daarom kan dit niet meer.", state.dutch()))
            }
            contribution::Fault::Stale { .. } => {
                Self::Conflict("Er is intussen een nieuwere versie bewaard. Bekijk die eerst.".to_owned())
            }
            contribution::Fault::Agreed => Self::Conflict(
                "U gaf al akkoord op deze woorden. Nu moet een andere akkoordgever dat nog doen.".to_owned(),
            ),
            contribution::Fault::Incomplete(_) => Self::Conflict("De bijdrage is nog niet compleet.".to_owned()),
        }
    }
}

impl From<round::NoSuchStep> for Error {
    fn from(step: round::NoSuchStep) -> Self {
        Self::Conflict(format!(
            "De ronde staat nu op “{}”. Van daar is er geen stap naar “{}”.",
            step.from.dutch(),
            step.to.dutch()
        ))
    }
}

impl From<consent::Fault> for Error {
    fn from(fault: consent::Fault) -> Self {
        Self::Conflict(match fault {
            consent::Fault::Round(round::State::Frozen | round::State::Presented) => {
                "De editie is vastgesteld. Antwoorden kan niet meer.".to_owned()
            }
            consent::Fault::Round(_) => {
                "De teksten liggen nu niet bij de ministeries: de coördinator werkt eraan.".to_owned()
            }
            consent::Fault::Stale { .. } => {
                "De tekst is intussen veranderd. Bekijk haar zoals zij nu is.".to_owned()
            }
            consent::Fault::Unasked => "De tekst is nog niet aan dit ministerie voorgelegd.".to_owned(),
            consent::Fault::Settled(answer) => {
                format!("Er is intussen al geantwoord: {}.", answer.dutch())
            }
        })
    }
}

impl From<goal_text::Fault> for Error {
    fn from(fault: goal_text::Fault) -> Self {
        match fault {
            goal_text::Fault::Stale { .. } => Self::Conflict(
                "Iemand anders heeft de tekst van dit doel intussen veranderd. Bekijk de tekst zoals die nu is.".to_owned(),
            ),
            goal_text::Fault::NoSuchPassage => Self::NotFound,
            goal_text::Fault::Closed => {
                Self::Conflict("De editie is vastgesteld. De tekst kan niet meer veranderen.".to_owned())
            }
        }
    }
}

impl Error {
    /// Too many attempts: how long to wait, in whole seconds and never too short.
    pub(super) fn wait(wait: chrono::TimeDelta) -> Self {
        Self::Wait(wait.num_seconds().unsigned_abs() + 1)
    }

    /// The status, where the answer is not a page: someone who is not signed in is told so instead of led away.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::SignIn(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::SignInElsewhere(elsewhere) => elsewhere.status,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unsaved { full, error } => {
                tracing::error!(error = format!("{error:#}"), "nothing can be saved");
                if *full { StatusCode::INSUFFICIENT_STORAGE } else { StatusCode::SERVICE_UNAVAILABLE }
            }
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// What a person reads of it.
    pub(super) fn message(&self) -> String {
        match self {
            Self::SignIn(_) => "U bent niet ingelogd.".to_owned(),
            Self::Forbidden(message) => (*message).to_owned(),
            Self::Conflict(message) | Self::Malformed(message) => message.clone(),
            Self::SignInElsewhere(elsewhere) => elsewhere.message.clone(),
            Self::NotFound | Self::TooLarge => plain(self.status()).1,
            Self::Wait(seconds) => format!("Wacht {seconds} seconden en probeer het opnieuw."),
            Self::Unsaved { full, .. } => unsaved(*full),
            Self::Internal(_) => plain(StatusCode::INTERNAL_SERVER_ERROR).1,
        }
    }
}

/// What the error page says; travels with the response until [`pages`] draws it.
#[derive(Clone, Debug)]
struct Failure {
    title: &'static str,
    message: String,
    /// Where to try again, when that is not the page one came from.
    again: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, title, message) = match self {
            Self::SignIn(back) => {
                let address = format!("{}?terug={}", SignIn::PATH, encode(&back));
                return (axum::Extension(SignedOut), Redirect::to(&address)).into_response();
            }
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, "U kunt dit niet doen", message.to_owned()),
            Self::SignInElsewhere(Elsewhere { status, title, message, again }) => {
                let failure = Failure { title, message, again: Some(again) };
                return (status, axum::Extension(failure)).into_response();
            }
            Self::NotFound => return StatusCode::NOT_FOUND.into_response(),
            Self::TooLarge => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            Self::Conflict(message) => (StatusCode::CONFLICT, "Dit kan nu niet", message),
            Self::Malformed(message) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "Het formulier klopt niet", message)
            }
            Self::Wait(seconds) => {
                let message =
                    format!("Er is te vaak geprobeerd. Wacht {seconds} seconden en probeer het opnieuw.");
                let failure = Failure { title: "Even wachten", message, again: None };
                let mut response = (StatusCode::TOO_MANY_REQUESTS, axum::Extension(failure)).into_response();
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                return response;
            }
            Self::Unsaved { full, .. } => {
                let failure = Failure { title: "Er is niets bewaard", message: unsaved(full), again: None };
                return (self.status(), axum::Extension(Unsaved), axum::Extension(failure)).into_response();
            }
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        (status, axum::Extension(Failure { title, message, again: None })).into_response()
    }
}

/// Why nothing was saved, and that what was saved before is not touched by it.
fn unsaved(full: bool) -> String {
    let why = if full { "De schijf van de server is vol." } else { "De server kan nu niet schrijven." };
    format!(
        "{why} Wat u nu stuurde, is niet bewaard. Alles wat eerder is bewaard, is er nog. Waarschuw de beheerder en probeer het daarna opnieuw."
    )
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    typed: Option<Typed>,
    layout: Layout,
    title: &'static str,
    message: String,
    again: Option<String>,
    incident: Option<String>,
}

/// Draws every refusal without a page of its own: ours, and those of the layers (405, 413, 408 …).
pub(super) async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .map(str::to_owned);
    let for_programs = api::is_within(request.uri().path());
    let response = next.run(request).await;
    let status = response.status();
    let drawn = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        let own: [&[u8]; 3] = [b"text/html", b"application/json", api::problem::MEDIA_TYPE.as_bytes()];
        own.iter().any(|own| kind.as_bytes().starts_with(own))
    });
    if drawn || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let failure = response.extensions().get::<Failure>().cloned();
    let Failure { title, message, again } = failure.unwrap_or_else(|| {
        let (title, message) = plain(status);
        Failure { title, message, again: None }
    });
    let typed = response.extensions().get::<Typed>().cloned();
    let mut drawn = if for_programs {
        api::problem::plain(status, title, &message)
    } else {
        let page = ErrorPage { layout: Layout::bare(&app), title, message, again, incident: id, typed };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    };
    for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            drawn.headers_mut().append(name.clone(), value.clone());
        }
    }
    drawn
}

/// Title and message for a status that came without words.
fn plain(status: StatusCode) -> (&'static str, String) {
    let (title, message) = match status {
        StatusCode::NOT_FOUND => (
            "Deze pagina is er niet",
            "Misschien is het adres niet goed overgenomen, of hoort de pagina bij een ander ministerie.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => ("Dit kan hier niet", "Deze handeling bestaat niet op dit adres."),
        StatusCode::FORBIDDEN => (
            "U kunt dit niet doen",
            "De aanvraag kwam van een andere website. Open de pagina opnieuw en probeer het daar.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Dit is te veel in één keer",
            "Wat u stuurde is groter dan dit programma in één keer aanneemt. Uw browser heeft de tekst nog: ga terug en kort haar in.",
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("Dit duurde te lang", "Ga terug en probeer het opnieuw. Wat u typte staat nog in uw browser.")
        }
        status if status.is_client_error() => {
            ("Dit begrijpt het programma niet", "Open de pagina opnieuw en probeer het daar.")
        }
        _ => (
            "Er ging iets mis",
            "Dat ligt aan het programma en niet aan u. Wat eerder is bewaard, is er nog. Probeer het opnieuw; blijft het misgaan, geef dan het nummer hieronder door aan de beheerder.",
        ),
    };
    (title, message.to_owned())
}

/// An address as part of another.
pub(super) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
