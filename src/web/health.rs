//! Whether the program lives, and whether it can serve: for whoever starts it again when it does not.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{
    App,
    routes::{Alive, Ready},
};
use crate::store;

/// It lives when it answers.
pub(super) async fn alive(_: Alive) -> Response {
    said(StatusCode::OK, "ok")
}

/// It can serve when the database answers. What is wrong stands in the log, and not here.
pub(super) async fn ready(_: Ready, State(app): State<App>) -> Response {
    let asked: store::Result<bool> = async { store::people::any(&mut *app.store.read().await?).await }.await;
    match asked {
        Ok(_) => said(StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the database does not answer");
            said(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

fn said(status: StatusCode, words: &str) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{{\"status\":\"{words}\"}}\n"))
        .into_response()
}
