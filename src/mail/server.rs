//! The mail server of the organisation: how it is reached, who mails come from, and handing one over.

use std::{net::IpAddr, time::Duration};

use chrono::{DateTime, Utc};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, extension::ClientId},
};
use thiserror::Error;

use super::Letter;

/// How long the server may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(20);

/// The most that is kept of what a server said.
const MAX_FAULT: usize = 300;

/// How the way to the server is encrypted. The certificate must be good; there is no switch for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// After the greeting, with STARTTLS; nothing is sent to a server that does not offer it.
    StartTls,
    /// From the first byte.
    Tls,
    /// Not, to a server on this machine.
    None,
}

/// How a server is reached.
#[derive(Clone)]
pub struct Relay {
    /// Its name.
    pub host: String,
    /// Its port; the usual one of `security` without it.
    pub port: Option<u16>,
    /// How the way is encrypted.
    pub security: Security,
    /// Name and password.
    pub credentials: Option<(String, String)>,
}

/// Why mail cannot be set up.
#[derive(Debug, Error)]
pub enum ServerError {
    /// Names and passwords would be read on the way.
    #[error("mail goes unencrypted to a server on this machine only; {0} is another one")]
    Unencrypted(String),
    /// TLS cannot be used at all.
    #[error("cannot use TLS towards {0}: {1}")]
    Tls(String, String),
    /// Who mails come from.
    #[error("{0:?} is no sender; write \"Voortgang <voortgang@example.nl>\"")]
    From(String),
    /// Where links lead.
    #[error("{0:?} is not where people reach the site; write https://voortgang.example.nl")]
    Base(String),
}

/// That a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What it means for this mail and others.
    pub weight: Weight,
    /// What the server said.
    pub words: String,
}

/// How much a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It is no use to try this mail again.
    ForGood,
    /// This mail may be taken later.
    ForNow,
    /// There is nobody to talk to: no mail can go now.
    Unreachable,
}

/// A mail server that takes our mails.
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    base: String,
}

impl Server {
    /// A server for mails from `from`, whose links begin with `base`. Connects to nothing yet.
    ///
    /// # Errors
    /// When one of them is not as it must be.
    pub fn new(relay: Relay, from: &str, base: &str) -> Result<Self, ServerError> {
        let from: Mailbox = from.parse().map_err(|_| ServerError::From(from.to_owned()))?;
        let base = base.trim_end_matches('/').to_owned();
        let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
        let host = host.filter(|host| !host.is_empty() && host.chars().all(|one| one.is_ascii_graphic()));
        let Some(host) = host else { return Err(ServerError::Base(base)) };
        let own = host.split(['/', ':']).next().unwrap_or(host).to_owned();
        let tls =
            |fault: lettre::transport::smtp::Error| ServerError::Tls(relay.host.clone(), fault.to_string());
        let builder = match relay.security {
            Security::StartTls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&relay.host).map_err(tls)?
            }
            Security::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&relay.host).map_err(tls)?,
            Security::None if is_here(&relay.host) => {
                AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&relay.host)
            }
            Security::None => return Err(ServerError::Unencrypted(relay.host)),
        };
        let mut builder = builder.timeout(Some(PATIENCE)).hello_name(ClientId::Domain(own));
        if let Some(port) = relay.port {
            builder = builder.port(port);
        }
        if let Some((name, password)) = relay.credentials {
            builder = builder.credentials(Credentials::new(name, password));
        }
        Ok(Self { transport: builder.build(), from, base })
    }

    /// The address of the site.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Who mails come from.
    #[must_use]
    pub fn from(&self) -> String {
        self.from.to_string()
    }

    /// Hands a letter to the server. `id` is the Message-ID's: one that is sent twice can be known as one.
    ///
    /// # Errors
    /// [`Refused`], with what the server said.
    pub async fn hand_over(
        &self,
        id: impl std::fmt::Display,
        (name, address): (&str, &str),
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Result<(), Refused> {
        let message = self.message(id, (name, address), letter, now);
        let message = message.map_err(|words| Refused { weight: Weight::ForGood, words })?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(fault) => {
                let weight = match (fault.is_permanent(), fault.status().is_some()) {
                    (true, _) => Weight::ForGood,
                    (false, true) => Weight::ForNow,
                    (false, false) => Weight::Unreachable,
                };
                Err(Refused { weight, words: words(&fault) })
            }
        }
    }

    fn message(
        &self,
        id: impl std::fmt::Display,
        (name, address): (&str, &str),
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Result<Message, String> {
        let address: Address = address.parse().map_err(|_| "the address is not one".to_owned())?;
        let domain = self.from.email.domain();
        let header = |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        Message::builder()
            .from(self.from.clone())
            // A name is display text: a line break in it could otherwise begin a header of its own.
            .to(Mailbox::new(Some(one_line(name)), address))
            .subject(one_line(&letter.subject))
            .date(now.into())
            .message_id(Some(format!("<{id}@{domain}>")))
            // Nobody's absence is answered to a program (RFC 3834; the second is what Exchange reads).
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .raw_header(header("X-Auto-Response-Suppress", "All".to_owned()))
            .raw_header(header("List-Id", format!("Voortgang <voortgang.{domain}>")))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|fault| fault.to_string())
    }
}

/// Whether a name can only be this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Text for a header.
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The error with its causes, on one line and not too long.
fn words(fault: &(dyn std::error::Error + 'static)) -> String {
    let mut words = fault.to_string();
    let mut cause = fault.source();
    while let Some(inner) = cause {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words.push_str(": ");
            words.push_str(&inner_words);
        }
        cause = inner.source();
    }
    one_line(&words).chars().take(MAX_FAULT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(host: &str, security: Security) -> Relay {
        Relay { host: host.to_owned(), port: None, security, credentials: None }
    }

    fn server() -> Server {
        let from = "Voortgang <voortgang@bz.example>";
        Server::new(relay("127.0.0.1", Security::None), from, "https://voortgang.example/").unwrap()
    }

    #[test]
    fn a_name_cannot_begin_a_header_of_its_own() {
        let letter = Letter { subject: "Onderwerp\r\nX-Kwaad: ja".to_owned(), body: "Tekst.\r\n".to_owned() };
        let name = "Anna\r\nBcc: iedereen@elders.example\r\n\r\nTekst";
        let message = server().message(1, (name, "anna@def.example"), &letter, DateTime::UNIX_EPOCH).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap();
        for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
            let name = line.split(':').next().unwrap();
            assert!(!["Bcc", "X-Kwaad", "Tekst"].contains(&name), "{head}");
        }
        assert_eq!(message.envelope().to().len(), 1);
        for address in ["anna@def.example\r\nRCPT TO:<x@y.example>", "anna@def.example> <x@y.example", ""] {
            let made = server().message(1, ("Anna", address), &letter, DateTime::UNIX_EPOCH);
            assert!(made.is_err(), "{address:?}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_when_the_program_starts() {
        let (from, base) = ("v@bz.example", "https://v.example");
        for host in ["mail.example", "10.0.0.1", "127.0.0.1.example", "localhost.example"] {
            let made = Server::new(relay(host, Security::None), from, base);
            assert!(matches!(made, Err(ServerError::Unencrypted(_))), "{host}");
        }
        assert!(Server::new(relay("::1", Security::None), from, base).is_ok());
        let made = Server::new(relay("localhost", Security::None), "niemand", base);
        assert!(matches!(made, Err(ServerError::From(_))));
        for base in ["v.example", "https://", "https://a b", "ftp://v.example"] {
            let made = Server::new(relay("localhost", Security::None), from, base);
            assert!(matches!(made, Err(ServerError::Base(_))), "{base}");
        }
    }
}
