//! Style, script and fonts, inside the program, under addresses that change with their contents.

use std::sync::LazyLock;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};

use super::{App, Error, Result, manual};
use crate::domain::event::hex;

/// The style sheet: the vendored parts, then the tokens, then our own.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    [
        VENDOR.concat().as_str(),
        include_str!("../../templates/assets/tokens.css"),
        include_str!("../../templates/assets/app.css"),
    ]
    .join("\n")
});

/// The script; each file of it is about one thing.
const SCRIPT: &str =
    concat!(include_str!("../../templates/assets/app.js"), include_str!("../../templates/assets/paste.js"));
const ICON: &str = include_str!("../../templates/assets/favicon.svg");

/// Addresses for the frame of every page.
#[derive(Clone, Debug)]
pub(super) struct Assets {
    /// The style sheet.
    pub(super) css: &'static str,
    /// The script.
    pub(super) js: &'static str,
}

static ADDRESSES: LazyLock<(String, String)> =
    LazyLock::new(|| (format!("/assets/app-{}.css", tag(&STYLE)), format!("/assets/app-{}.js", tag(SCRIPT))));

impl Assets {
    pub(super) fn current() -> Self {
        Self { css: &ADDRESSES.0, js: &ADDRESSES.1 }
    }
}

/// First digits of the hash: enough to tell two versions apart.
fn tag(contents: &str) -> String {
    hex(&Sha256::digest(contents))[..12].to_owned()
}

/// One asset by name. A name with a hash never changes what it holds.
pub(super) async fn show(State(app): State<App>, Path(name): Path<String>) -> Result<Response> {
    let address = format!("/assets/{name}");
    let (kind, bytes): (_, &[u8]) = if Assets::current().css == address {
        ("text/css; charset=utf-8", STYLE.as_bytes())
    } else if Assets::current().js == address {
        ("text/javascript; charset=utf-8", SCRIPT.as_bytes())
    } else if name == "favicon.svg" {
        ("image/svg+xml", ICON.as_bytes())
    } else if let Some((_, bytes)) = FONTS.iter().find(|(font, _)| name == *font) {
        ("font/woff2", bytes)
    } else if let Some(picture) = manual::find_picture(&address) {
        ("image/webp", picture.bytes)
    } else if let Some(logo) = app.settings.logo.as_ref().filter(|logo| logo.address == address) {
        (logo.media_type, logo.bytes.as_slice())
    } else {
        return Err(Error::NotFound);
    };
    let mut response = bytes.to_vec().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    if kind == "image/svg+xml" {
        // A drawing may bring its own style, and nothing that runs, also when it is opened by itself.
        let alone = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, alone);
    }
    Ok(response)
}

macro_rules! files {
    ($name:ident: [$kind:ty], $include:ident, $root:literal, $($file:literal)*) => {
        const $name: &[$kind] = &[$($include!(concat!($root, $file))),*];
    };
    (named $name:ident, $root:literal, $($file:literal)*) => {
        const $name: &[(&str, &[u8])] = &[$((concat!("fonts/", $file), include_bytes!(concat!($root, $file)))),*];
    };
}

files! {
    VENDOR: [&str], include_str, "../../templates/assets/vendor/utrecht/",
    "alert.css" "button-group.css" "button.css" "checkbox.css" "document.css" "form-field-description.css"
    "form-field-error-message.css" "form-field.css" "form-fieldset.css" "form-label.css" "heading-1.css"
    "heading-2.css" "heading-3.css" "heading-4.css" "link.css" "page-body.css" "page-footer.css"
    "page-layout.css" "paragraph.css" "pre-heading.css" "radio-button.css" "select.css" "skip-link.css"
    "status-badge.css" "table.css" "textarea.css" "textbox.css"
}

files! {
    named FONTS, "../../templates/assets/fonts/",
    "source-sans-3-latin-400-normal.woff2" "source-sans-3-latin-700-normal.woff2" "source-sans-3-latin-ext-400-normal.woff2" "source-sans-3-latin-ext-700-normal.woff2"
}
