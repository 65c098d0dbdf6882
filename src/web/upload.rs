//! A form that brings a file.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};

use super::{App, Error, extract::Asker, layers};
use crate::{antivirus::Verdict, domain::event::access};

/// A form with a file, as it was sent. The file comes last in the form, so that what was typed is read before a file
/// that is too large.
#[derive(Debug)]
pub(super) struct Upload {
    /// What was typed, by name of the field.
    pub(super) fields: BTreeMap<String, String>,
    /// The file.
    pub(super) file: Sent,
}

/// What became of the file.
#[derive(Debug)]
pub(super) enum Sent {
    /// None was chosen.
    Nothing,
    /// It may not be taken.
    Refused(Refused),
    /// It is here.
    File {
        /// The name it had with its sender, without folders.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// Why a file may not be taken, whatever it is for.
#[derive(Debug)]
pub(super) enum Refused {
    /// Larger than the address takes.
    TooLarge,
    /// The scanner knows it, by this name.
    Infected(String),
    /// The scanner should have said something of it and did not.
    Unscanned,
}

impl Refused {
    /// With which the page comes back.
    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Infected(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unscanned => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// For on the field. `too_large` says how large it may be, and what to do.
    pub(super) fn dutch(&self, too_large: impl Into<String>) -> String {
        match self {
            Self::TooLarge => too_large.into(),
            Self::Infected(name) => format!(
                "De virusscanner heeft dit bestand tegengehouden ({name}). Er is niets van bewaard. Open het niet, en meld het bij uw helpdesk."
            ),
            Self::Unscanned => "Het bestand kon niet op virussen worden nagekeken en is daarom niet bewaard. Probeer het over een paar minuten opnieuw.".to_owned(),
        }
    }
}

impl Upload {
    /// What was typed in a field; empty without one.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let asker = request.extensions().get::<Arc<OnceLock<Asker>>>().cloned();
        let mut upload = Self { fields: BTreeMap::new(), file: Sent::Nothing };
        // Any other form has no file; whether this person may send one is the handler's to say.
        let Ok(mut parts) = Multipart::from_request(request, app).await else { return Ok(upload) };
        match upload.take(&mut parts).await {
            Ok(()) => {
                let asker = asker.as_ref().and_then(|asker| asker.get());
                Ok(Self { file: scanned(app, asker, upload.file).await, fields: upload.fields })
            }
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Ok(Self { file: Sent::Refused(Refused::TooLarge), ..upload })
            }
            Err(_) => Err(Error::Malformed(
                "Het bestand is onderweg beschadigd. Ga terug en stuur het opnieuw.".to_owned(),
            )),
        }
    }
}

/// What is left of a file after the scanner has seen it. What it found is in the log of access, with who brought it.
async fn scanned(app: &App, asker: Option<&Asker>, file: Sent) -> Sent {
    let (Some(scanner), Sent::File { bytes, .. }) = (&app.settings.scanner, &file) else { return file };
    match scanner.scan(bytes).await {
        Ok(Verdict::Clean) => file,
        Ok(Verdict::Found(name)) => {
            if let Some(asker) = asker {
                layers::refused(app, asker, (access::REFUSE_FILE, "virus", &name), None).await;
            }
            Sent::Refused(Refused::Infected(name))
        }
        Err(silence) => {
            tracing::error!(scanner = %scanner, error = %silence, "a file was not scanned, and so not taken");
            Sent::Refused(Refused::Unscanned)
        }
    }
}

impl Upload {
    async fn take(&mut self, parts: &mut Multipart) -> Result<(), MultipartError> {
        while let Some(part) = parts.next_field().await? {
            let field = part.name().unwrap_or_default().to_owned();
            if let Some(name) = part.file_name().map(str::to_owned) {
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                let bytes = Vec::from(part.bytes().await?);
                if !name.is_empty() || !bytes.is_empty() {
                    self.file = Sent::File { name, bytes };
                }
            } else {
                let bytes = part.bytes().await?;
                self.fields.insert(field, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(())
    }
}
