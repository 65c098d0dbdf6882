//! The providers of an installation, from one TOML file of its own.
//!
//! What would let anyone in by a slip of the pen is refused here: a name that is unknown, an address that is not encrypted,
//! a ministry that stands in one list and not in the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::Arc,
    time::Duration,
};

use hyper::Uri;
use serde::Deserialize;
use thiserror::Error;

use super::{
    claims::Names,
    jws::Signer,
    provider::{Provider, Settings},
};
use crate::domain::ministry::MinistryCode;

/// Why the file cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML, or a field is missing or unknown.
    #[error("{}: {source}", path.display())]
    Toml {
        /// Which.
        path: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
    /// A key is not one that can sign.
    #[error("{} holds no private key (PKCS#8, PEM) for RS256 or ES256", .0.display())]
    Key(PathBuf),
    /// A field holds what cannot work.
    #[error("provider {0}: {1}")]
    Provider(String, &'static str),
    /// TLS cannot be used.
    #[error("cannot use TLS: {0}")]
    Tls(std::io::Error),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    code: String,
    name: String,
    issuer: String,
    client_id: String,
    key_file: PathBuf,
    key_id: Option<String>,
    ministries: BTreeSet<String>,
    #[serde(default)]
    without_password: BTreeSet<String>,
    #[serde(default)]
    second_factor: Vec<String>,
    #[serde(default = "scopes")]
    scopes: Vec<String>,
    #[serde(default = "ten")]
    timeout_seconds: u64,
    #[serde(default)]
    claims: Claims,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Claims {
    email: Option<String>,
    email_is_verified: bool,
    ministry: Option<String>,
    ministries: BTreeMap<String, Vec<String>>,
}

fn scopes() -> Vec<String> {
    vec!["openid".to_owned(), "email".to_owned()]
}

const fn ten() -> u64 {
    10
}

/// The providers of an installation; usually none or one.
#[derive(Clone, Debug, Default)]
pub struct Sso(Arc<Vec<Provider>>);

impl Sso {
    /// Reads the file. `base` is where people reach this site. Files of keys are found from the folder of the file.
    ///
    /// # Errors
    /// When it cannot work as it stands.
    pub fn read(path: &Path, base: &str) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let file: File =
            toml::from_str(&text).map_err(|source| ConfigError::Toml { path: path.to_owned(), source })?;
        let mut codes = BTreeSet::new();
        let mut providers = Vec::new();
        for entry in file.provider {
            if let Some(why) = entry.fault() {
                return Err(ConfigError::Provider(entry.code, why));
            }
            if !codes.insert(entry.code.clone()) {
                return Err(ConfigError::Provider(entry.code, "two providers have this code"));
            }
            let key = path.parent().unwrap_or(Path::new(".")).join(&entry.key_file);
            let signer = Signer::from_pem(&read(&key)?).ok_or(ConfigError::Key(key))?;
            providers.push(Provider::new(entry.settings(base), signer).map_err(ConfigError::Tls)?);
        }
        Ok(Self(Arc::new(providers)))
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// The one with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Provider> {
        self.all().find(|provider| provider.code() == code)
    }

    /// The provider at which people of a ministry sign in and nowhere else; `None` where a password will do.
    #[must_use]
    pub fn instead_of_password(&self, ministry: &MinistryCode) -> Option<&Provider> {
        self.all().find(|provider| provider.replaces_passwords_of(ministry))
    }
}

impl Entry {
    /// What cannot work, when something.
    fn fault(&self) -> Option<&'static str> {
        let plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
        let empty = |text: &String| text.trim().is_empty();
        let claims = &self.claims;
        let mapped: BTreeSet<_> = claims.ministries.keys().cloned().collect();
        let rules = [
            (
                !self.code.is_empty() && self.code.chars().all(plain),
                "code has small letters, digits and hyphens",
            ),
            (!["code", "tweede-factor"].contains(&self.code.as_str()), "this code is an address of our own"),
            (!empty(&self.name), "name is empty"),
            (is_issuer(&self.issuer), "issuer is an address with https:// and nothing behind its path"),
            (!empty(&self.client_id), "client-id is empty"),
            (!self.ministries.is_empty(), "ministries is empty"),
            (
                self.ministries
                    .iter()
                    .all(|raw| MinistryCode::parse(raw).is_ok_and(|code| code.as_str() == raw)),
                "ministries holds what is no code",
            ),
            (
                self.without_password.is_subset(&self.ministries),
                "without-password names a ministry that is not in ministries",
            ),
            (!self.second_factor.iter().any(empty), "second-factor holds an empty word"),
            (self.scopes.iter().any(|scope| scope == "openid"), "scopes must hold openid"),
            ((1..=20).contains(&self.timeout_seconds), "timeout-seconds is 1 to 20"),
            (!claims.email.as_ref().is_some_and(empty), "claims.email is empty"),
            (!claims.ministry.as_ref().is_some_and(empty), "claims.ministry is empty"),
            (
                claims.ministry.is_some() || mapped.is_empty(),
                "claims.ministries says nothing without claims.ministry",
            ),
            (
                claims.ministry.is_none() || mapped == self.ministries,
                "claims.ministries must say of each of ministries what the claim holds, and of no other",
            ),
            (
                claims.ministries.values().all(|words| !words.is_empty() && !words.iter().any(empty)),
                "claims.ministries holds an empty list or word",
            ),
        ];
        rules.into_iter().find_map(|(holds, why)| (!holds).then_some(why))
    }

    fn settings(self, base: &str) -> Settings {
        let claims = self.claims;
        let ministries = claims.ministries.into_iter();
        let worded = ministries
            .flat_map(|(code, words)| words.into_iter().map(move |word| (word, MinistryCode(code.clone()))));
        Settings {
            redirect_uri: format!("{}/inloggen/{}/terug", base.trim_end_matches('/'), self.code),
            code: self.code,
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
            key_id: self.key_id,
            ministries: self.ministries.into_iter().map(MinistryCode).collect(),
            without_password: self.without_password.into_iter().map(MinistryCode).collect(),
            scope: self.scopes.join(" "),
            patience: Duration::from_secs(self.timeout_seconds),
            claims: Names {
                email: claims.email.unwrap_or_else(|| "email".to_owned()),
                email_is_verified: claims.email_is_verified,
                ministry: claims.ministry.map(|name| (name, worded.collect())),
                second_factor: self.second_factor,
            },
        }
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::File { path: path.to_owned(), source })
}

fn is_issuer(address: &str) -> bool {
    is_safe(address) && !address.contains(['?', '#'])
}

/// Whether what goes there is encrypted, or stays on this machine. Read as the client of [`super::http`] reads it, so that
/// both mean the same host.
pub(super) fn is_safe(address: &str) -> bool {
    let Ok(uri) = Uri::from_str(address) else { return false };
    let Some(authority) = uri.authority() else { return false };
    // Whatever stands before an @ is a name for the host behind it, and looks like a host.
    let plain = !authority.as_str().contains('@') && !address.contains('\\');
    let here = ["127.0.0.1", "[::1]"].contains(&authority.host());
    let scheme = uri.scheme_str();
    plain && !authority.host().is_empty() && (scheme == Some("https") || here && scheme == Some("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_encrypted_or_stays_on_this_machine_is_spoken_to() {
        for safe in [
            "https://sso.example",
            "https://sso.example/a?b=c",
            "http://127.0.0.1:3000",
            "http://[::1]:3000/x",
        ] {
            assert!(is_safe(safe), "{safe}");
        }
        for other in [
            "http://sso.example",
            "https://",
            "ftp://x",
            "/x",
            "http://127.0.0.1.example",
            "http://127.0.0.1:80@elsewhere.example/",
            "https://sso.example@elsewhere.example",
            "http://127.0.0.1:3000\\@elsewhere.example",
            "http://localhost.elsewhere.example",
            "https://a b",
        ] {
            assert!(!is_safe(other), "{other}");
        }
    }
}
