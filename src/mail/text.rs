//! What mails say: plain text, one link, nothing that follows who reads it, and no words of a contribution.

use askama::Template;

/// A mail as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

#[derive(Template)]
#[template(path = "email/digest.txt")]
struct Digest<'a> {
    name: &'a str,
    lines: &'a [&'a str],
    link: &'a str,
}

#[derive(Template)]
#[template(path = "email/invitation.txt")]
struct Invitation<'a> {
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "email/trial.txt")]
struct Trial<'a> {
    link: &'a str,
}

/// What someone was told since the last one.
///
/// # Errors
/// When the template fails.
pub fn digest(name: &str, lines: &[&str], link: &str) -> Result<Letter, askama::Error> {
    let subject = match lines {
        [_] => "Voortgang: 1 bericht voor u".to_owned(),
        _ => format!("Voortgang: {} berichten voor u", lines.len()),
    };
    Ok(Letter { subject, body: Digest { name, lines, link }.render()? })
}

/// The link with which someone begins.
///
/// # Errors
/// When the template fails.
pub fn invitation(name: &str, link: &str) -> Result<Letter, askama::Error> {
    let subject = "Voortgang: uw uitnodiging".to_owned();
    Ok(Letter { subject, body: Invitation { name, link }.render()? })
}

/// That mail can be sent.
///
/// # Errors
/// When the template fails.
pub fn trial(link: &str) -> Result<Letter, askama::Error> {
    Ok(Letter { subject: "Voortgang: proef".to_owned(), body: Trial { link }.render()? })
}
