//! One provider: what it publishes, leading someone there, and fetching who they are.

use std::{fmt, io, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;
use url::form_urlencoded;
use uuid::Uuid;

use super::{
    Attempt, Fault, Identity,
    claims::{Names, Said, UserInfo},
    config::is_safe,
    http::Http,
    jws::{self, Jwk, Signer},
};
use crate::domain::ministry::MinistryCode;

/// For how long what a provider publishes is used.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// How soon it may be asked again because a token bears a key that is new.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// For how long our own proof holds.
const PROOF: TimeDelta = TimeDelta::minutes(1);

/// How a provider is set up.
pub(super) struct Settings {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) key_id: Option<String>,
    pub(super) ministries: Vec<MinistryCode>,
    /// Those of them whose people sign in here and nowhere else.
    pub(super) without_password: Vec<MinistryCode>,
    pub(super) scope: String,
    /// How long all that is asked of it in one go may take.
    pub(super) patience: Duration,
    pub(super) claims: Names,
    pub(super) redirect_uri: String,
}

/// A provider at which people of some ministries sign in.
pub struct Provider {
    settings: Settings,
    signer: Signer,
    http: Http,
    published: Mutex<Option<Arc<Published>>>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.settings.code)
    }
}

/// What a provider publishes.
struct Published {
    metadata: Metadata,
    keys: Vec<Jwk>,
    at: DateTime<Utc>,
}

/// `OpenID` Connect Discovery 1.0, as far as we go.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
}

impl Provider {
    pub(super) fn new(settings: Settings, signer: Signer) -> io::Result<Self> {
        Ok(Self { settings, signer, http: Http::new()?, published: Mutex::new(None) })
    }

    /// What it is called in addresses.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.settings.code
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Who it is, for ever.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether people of a ministry may sign in with it.
    #[must_use]
    pub fn serves(&self, ministry: &MinistryCode) -> bool {
        self.settings.ministries.contains(ministry)
    }

    /// The ministries whose people have no password of ours.
    #[must_use]
    pub fn without_password(&self) -> &[MinistryCode] {
        &self.settings.without_password
    }

    /// All ministries whose people may sign in with it.
    #[must_use]
    pub fn ministries(&self) -> &[MinistryCode] {
        &self.settings.ministries
    }

    /// Whether people of a ministry can sign in nowhere else.
    #[must_use]
    pub fn replaces_passwords_of(&self, ministry: &MinistryCode) -> bool {
        self.settings.without_password.contains(ministry)
    }

    /// Where to lead someone.
    ///
    /// # Errors
    /// When the provider cannot be reached in time, or publishes what cannot be used.
    pub async fn address(&self, attempt: &Attempt, now: DateTime<Utc>) -> Result<String, Fault> {
        let published = self.in_time(self.published(now, FRESH)).await?;
        let to = &published.metadata.authorization_endpoint;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("scope", &self.settings.scope)
            .append_pair("state", &attempt.state())
            .append_pair("nonce", &attempt.nonce())
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256")
            .finish();
        let joint = if to.contains('?') { '&' } else { '?' };
        Ok(format!("{to}{joint}{query}"))
    }

    /// Who signed in, for the code that someone came back with; `iss` is who says to have sent them (RFC 9207).
    ///
    /// # Errors
    /// When the provider refuses or is not there in time, or what it gives is not to be trusted.
    pub async fn identify(
        &self,
        attempt: &Attempt,
        back: (&str, Option<&str>),
        now: DateTime<Utc>,
    ) -> Result<Identity, Fault> {
        self.in_time(self.ask(attempt, back, now)).await
    }

    /// One limit over all that is asked, and over waiting for others who ask: a provider that hangs holds nobody longer.
    async fn in_time<T>(&self, asked: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        tokio::time::timeout(self.settings.patience, asked).await.unwrap_or(Err(Fault::Slow))
    }

    async fn ask(
        &self,
        attempt: &Attempt,
        (code, iss): (&str, Option<&str>),
        now: DateTime<Utc>,
    ) -> Result<Identity, Fault> {
        let published = self.published(now, FRESH).await?;
        let metadata = &published.metadata;
        let named = iss.is_some() || metadata.authorization_response_iss_parameter_supported;
        if named && iss != Some(self.issuer()) {
            return Err(Fault::Foreign("issuer"));
        }
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("code_verifier", &attempt.verifier())
            .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .append_pair("client_assertion", &self.proof(now)?)
            .finish();
        let tokens: Tokens = self.http.post(&metadata.token_endpoint, form).await?;
        let claims = match jws::verify(&tokens.id_token, &published.keys) {
            Err(fault) if jws::is_unknown_key(&fault) => {
                jws::verify(&tokens.id_token, &self.published(now, AGAIN).await?.keys)
            }
            other => other,
        }?;
        let said = Said::read(&claims, (self.issuer(), &self.settings.client_id, &attempt.nonce()), now)?;
        let told = match &metadata.userinfo_endpoint {
            Some(address) if said.lacks_some(&self.settings.claims) => {
                Some(self.http.get::<UserInfo>(address, Some(&tokens.access_token)).await?)
            }
            _ => None,
        };
        said.identity(&self.settings.claims, told)
    }

    /// Proves who we are (RFC 7523): short, for this provider only, and never the same.
    fn proof(&self, now: DateTime<Utc>) -> Result<String, Fault> {
        let id = &self.settings.client_id;
        let claims = json!({
            "iss": id,
            "sub": id,
            "aud": self.issuer(),
            "jti": Uuid::now_v7().to_string(),
            "iat": now.timestamp(),
            "exp": (now + PROOF).timestamp(),
        });
        self.signer.sign(self.settings.key_id.as_deref(), &claims)
    }

    /// What it publishes, no older than `age`.
    async fn published(&self, now: DateTime<Utc>, age: TimeDelta) -> Result<Arc<Published>, Fault> {
        let mut known = self.published.lock().await;
        if let Some(known) = known.as_ref().filter(|known| now - known.at < age && known.at <= now) {
            return Ok(Arc::clone(known));
        }
        let address = format!("{}/.well-known/openid-configuration", self.issuer().trim_end_matches('/'));
        let metadata: Metadata = self.http.get(&address, None).await?;
        if metadata.issuer != self.issuer() {
            return Err(Fault::Answer(format!("it calls itself {:?}", metadata.issuer)));
        }
        if !is_safe(&metadata.authorization_endpoint) {
            return Err(Fault::Answer("people would be led to an address that is not encrypted".to_owned()));
        }
        let Keys { keys } = self.http.get(&metadata.jwks_uri, None).await?;
        let fresh = Arc::new(Published { metadata, keys, at: now });
        *known = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}
