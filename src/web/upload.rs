//! A form that brings a file.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};

use super::{App, Error};

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
    /// Larger than the address takes.
    TooLarge,
    /// It is here.
    File {
        /// The name it had with its sender, without folders.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
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
        let mut upload = Self { fields: BTreeMap::new(), file: Sent::Nothing };
        // Any other form has no file; whether this person may send one is the handler's to say.
        let Ok(mut parts) = Multipart::from_request(request, app).await else { return Ok(upload) };
        match upload.take(&mut parts).await {
            Ok(()) => Ok(upload),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Ok(Self { file: Sent::TooLarge, ..upload })
            }
            Err(_) => Err(Error::Malformed(
                "Het bestand is onderweg beschadigd. Ga terug en stuur het opnieuw.".to_owned(),
            )),
        }
    }
}

impl Upload {
    async fn take(&mut self, parts: &mut Multipart) -> Result<(), MultipartError> {
        while let Some(part) = parts.next_field().await? {
            let field = part.name().unwrap_or_default().to_owned();
            if let Some(name) = part.file_name().map(str::to_owned) {
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                let bytes = part.bytes().await?.to_vec();
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
