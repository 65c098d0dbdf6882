//! The claims of a token: which of them are believed, and what they say.
//!
//! A claim is what a provider says of someone. Nothing of it gives a right here: roles and ministry are those that the
//! administrator gave the account. A claim can only tell which account it is, or that it is none.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Fault;
use crate::domain::{ministry::MinistryCode, person::Email};

/// How far clocks may be apart.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// How old a token may be that was just fetched.
const RECENT: TimeDelta = TimeDelta::minutes(10);

/// The most characters that a subject has (`OpenID` Connect Core, 2).
const MAX_SUBJECT: usize = 255;

/// Who signed in at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who they are there, for ever.
    pub subject: String,
    /// Their address, when the provider vouches for it.
    pub email: Option<Email>,
    /// The ministries of which the provider says that they are; `None` when it is not asked.
    pub ministries: Option<Vec<MinistryCode>>,
    /// Whether they were asked for more than a password.
    pub second_factor: bool,
}

/// What the claims of a provider are called, and which of its words mean what.
pub(super) struct Names {
    pub(super) email: String,
    /// Whether the provider's addresses are its own to give, so that it need not say of each that it was verified.
    pub(super) email_is_verified: bool,
    /// The claim that names the ministry, and which word is which.
    pub(super) ministry: Option<(String, BTreeMap<String, MinistryCode>)>,
    /// The words of `amr` and `acr` that mean a second factor.
    pub(super) second_factor: Vec<String>,
}

/// What a provider says of someone beside the token.
#[derive(Deserialize)]
pub(super) struct UserInfo {
    sub: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The claims that every ID token has.
#[derive(Deserialize)]
pub(super) struct Said {
    iss: String,
    sub: String,
    aud: Value,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The words of a claim that is one or several.
fn words(claim: &Value) -> Vec<&str> {
    match claim {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}

impl Said {
    /// Reads and judges the claims of a token whose signature is good (`OpenID` Connect Core, 3.1.3.7).
    pub(super) fn read(
        claims: &[u8],
        (issuer, client, nonce): (&str, &str, &str),
        now: DateTime<Utc>,
    ) -> Result<Self, Fault> {
        let said: Self =
            serde_json::from_slice(claims).map_err(|_| Fault::Token("the claims are not as they must be"))?;
        // No other audience is trusted, so none may be beside us.
        let ours = said.aud == client
            || matches!(&said.aud, Value::Array(all) if all.len() == 1 && all[0] == client);
        let holds = [
            (said.iss == issuer, "it is of another issuer"),
            (ours, "it is for another audience"),
            (said.azp.as_deref().is_none_or(|azp| azp == client), "it is for another party"),
            (said.nonce.as_deref() == Some(nonce), "it is of another attempt"),
            (said.exp > (now - SKEW).timestamp(), "it has expired"),
            (said.iat <= (now + SKEW).timestamp(), "it is from the future"),
            (said.iat >= (now - RECENT).timestamp(), "it is too old"),
            (!said.sub.is_empty() && said.sub.len() <= MAX_SUBJECT, "its subject is none"),
        ];
        match holds.into_iter().find(|(holds, _)| !holds) {
            Some((_, why)) => Err(Fault::Token(why)),
            None => Ok(said),
        }
    }

    /// Whether a claim that is needed is not in the token, so that the provider must be asked for it.
    pub(super) fn lacks_some(&self, names: &Names) -> bool {
        let ministry = names.ministry.as_ref().map(|(name, _)| name);
        [Some(&names.email), ministry].into_iter().flatten().any(|name| !self.more.contains_key(name))
    }

    /// Who that is, with what was told beside the token.
    pub(super) fn identity(self, names: &Names, told: Option<UserInfo>) -> Result<Identity, Fault> {
        // It may be someone else's: Core, 5.3.2.
        if told.as_ref().is_some_and(|told| told.sub != self.sub) {
            return Err(Fault::Token("userinfo is of someone else"));
        }
        let told = told.map(|told| told.more).unwrap_or_default();
        let beside = |name: &str| if self.more.contains_key(name) { &self.more } else { &told };
        let address = beside(&names.email);
        // An address and that it was verified are said in one place, or they may be two addresses.
        let vouched = names.email_is_verified || address.get("email_verified") == Some(&Value::Bool(true));
        let email = address.get(&names.email).and_then(Value::as_str).filter(|_| vouched);
        let ministries = names.ministry.as_ref().map(|(name, known)| {
            let said = beside(name).get(name).map(words).unwrap_or_default();
            said.into_iter().filter_map(|word| known.get(word).cloned()).collect()
        });
        let how = ["amr", "acr"].into_iter().filter_map(|name| self.more.get(name)).flat_map(words);
        let second_factor = { how }.any(|word| names.second_factor.iter().any(|known| known == word));
        let email = email.and_then(|email| Email::parse(email).ok());
        Ok(Identity { email, ministries, second_factor, subject: self.sub })
    }
}
