//! Speaking to a provider: JSON over HTTPS, of a bounded size. No redirect is followed; how long it may take is
//! [`super::Provider`]'s to say, over all requests of one attempt.

use std::io;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Request, StatusCode, body::Bytes, header};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Fault, config::is_safe};

/// The most that is read of an answer: keys of a provider are a few thousand bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// A client that trusts what the machine trusts.
#[derive(Clone)]
pub(super) struct Http(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// What a provider says of a refusal (RFC 6749, 5.2).
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Http {
    pub(super) fn new() -> io::Result<Self> {
        let connector =
            hyper_rustls::HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector.build())))
    }

    /// What stands at an address.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        address: &str,
        bearer: Option<&str>,
    ) -> Result<T, Fault> {
        let mut request = Request::get(address).header(header::ACCEPT, "application/json");
        if let Some(token) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.ask(address, request.body(Full::default())).await
    }

    /// What a form gives.
    pub(super) async fn post<T: DeserializeOwned>(&self, address: &str, form: String) -> Result<T, Fault> {
        let request = Request::post(address)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(address, request.body(Full::from(form))).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        address: &str,
        request: Result<Request<Full<Bytes>>, hyper::http::Error>,
    ) -> Result<T, Fault> {
        // With what is behind it: that a connection failed says nothing of a certificate that nobody vouches for.
        let away = |why: anyhow::Error| Fault::Unreachable(address.to_owned(), format!("{why:#}"));
        if !is_safe(address) {
            return Err(Fault::Answer(format!("{address} is not encrypted")));
        }
        let request = request.map_err(|fault| away(fault.into()))?;
        let response = self.0.request(request).await.map_err(|fault| away(fault.into()))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
        let body = body.map_err(|fault| away(anyhow::Error::from_boxed(fault)))?.to_bytes();
        if status != StatusCode::OK {
            // Beside the code of a refusal anything may stand, names of people too: the log has the code alone.
            let said = serde_json::from_slice(&body).map(|Refusal { error }| error).unwrap_or_default();
            return Err(Fault::refusal(&said, status.as_str()));
        }
        // What was read is not in the fault, for it may hold a token.
        let shape = |fault: serde_json::Error| {
            Fault::Answer(format!(
                "{address}: not the JSON that is asked, at its character {}",
                fault.column()
            ))
        };
        serde_json::from_slice(&body).map_err(shape)
    }
}
