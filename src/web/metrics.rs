//! Figures for who watches over the program: counts and durations, in the text format of Prometheus, on an address of
//! their own. They say how the program does, and nothing of anyone: of an address only its pattern, of people only how
//! many are signed in.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};

use super::{App, Result};
use crate::store;

/// Upper limits of the durations that are told apart, in microseconds; and as seconds, as they are written.
const LIMITS: [(u64, &str); 8] = [
    (1_000, "0.001"),
    (5_000, "0.005"),
    (25_000, "0.025"),
    (100_000, "0.1"),
    (500_000, "0.5"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (30_000_000, "30"),
];

/// What is counted; every part of the program that counts has the same one.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    /// By route, method and status.
    requests: BTreeMap<(String, &'static str, u16), u64>,
    /// How long requests took, by route.
    durations: BTreeMap<String, Durations>,
    /// Changes that were saved.
    saves: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Durations {
    /// Requests that took no longer than each limit.
    within: [u64; LIMITS.len()],
    count: u64,
    microseconds: u64,
}

impl Metrics {
    /// Counts a request that was answered. `route` is a pattern; an address that nobody serves has none.
    pub(super) fn count(&self, route: Option<&str>, method: &Method, status: StatusCode, took: Duration) {
        let route = route.unwrap_or("none");
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.requests.entry((route.to_owned(), name(method), status.as_u16())).or_default() += 1;
        let changes = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if changes && (status.is_success() || status.is_redirection()) {
            counts.saves += 1;
        }
        let durations = counts.durations.entry(route.to_owned()).or_default();
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        for (within, (limit, _)) in durations.within.iter_mut().zip(LIMITS) {
            *within += u64::from(took <= limit);
        }
        durations.count += 1;
        durations.microseconds = durations.microseconds.saturating_add(took);
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        head(&mut text, "voortgang_requests_total", "counter", "Requests that were answered.");
        for ((route, method, status), count) in &counts.requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            let _ = writeln!(text, "voortgang_requests_total{{{labels}}} {count}");
        }
        let name = "voortgang_request_duration_seconds";
        head(&mut text, name, "histogram", "How long requests took.");
        for (route, durations) in &counts.durations {
            for (within, (_, limit)) in durations.within.iter().zip(LIMITS) {
                let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{limit}\"}} {within}");
            }
            let (count, micros) = (durations.count, durations.microseconds);
            let (whole, part) = (micros / 1_000_000, micros % 1_000_000);
            let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "{name}_sum{{route=\"{route}\"}} {whole}.{part:06}");
            let _ = writeln!(text, "{name}_count{{route=\"{route}\"}} {count}");
        }
        head(&mut text, "voortgang_saves_total", "counter", "Changes that were asked for and done.");
        let _ = writeln!(text, "voortgang_saves_total {}", counts.saves);
        text
    }
}

/// Only methods that are known: anyone can make one up.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    head(text, name, "gauge", help);
    let _ = writeln!(text, "{name} {value}");
}

/// The addresses of the figures; they are served apart from the site.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> Result<Response> {
    let mut text = app.metrics.text();
    let mut reader = app.store.read().await?;
    let sessions = store::sessions::count(&mut reader, app.clock.now()).await?;
    drop(reader);
    gauge(&mut text, "voortgang_sessions", "Sessions that have not expired.", sessions);
    if let Some(keeper) = &app.backups {
        let newest = keeper.list().await.unwrap_or_default().into_iter().map(|backup| backup.at).max();
        let at = newest.map_or(0, |at| at.timestamp());
        let help = "When the newest backup that is there was made; 0 without any.";
        gauge(&mut text, "voortgang_backup_last_success_timestamp_seconds", help, at);
        let failed = u8::from(keeper.failure().is_some());
        gauge(&mut text, "voortgang_backup_failing", "Whether the last attempt at a backup failed.", failed);
    }
    head(&mut text, "voortgang_info", "gauge", "Which version runs.");
    let _ = writeln!(text, "voortgang_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_pattern_and_durations_by_limit() {
        let metrics = Metrics::default();
        let route = Some("/bijdragen/{id}");
        metrics.count(route, &Method::GET, StatusCode::OK, Duration::from_micros(900));
        metrics.count(route, &Method::GET, StatusCode::OK, Duration::from_millis(30));
        metrics.count(route, &Method::POST, StatusCode::SEE_OTHER, Duration::from_millis(2));
        metrics.count(None, &Method::from_bytes(b"BREW").unwrap(), StatusCode::NOT_FOUND, Duration::ZERO);
        let text = metrics.text();
        for line in [
            "voortgang_requests_total{route=\"/bijdragen/{id}\",method=\"GET\",status=\"200\"} 2",
            "voortgang_requests_total{route=\"none\",method=\"other\",status=\"404\"} 1",
            "voortgang_request_duration_seconds_bucket{route=\"/bijdragen/{id}\",le=\"0.001\"} 1",
            "voortgang_request_duration_seconds_bucket{route=\"/bijdragen/{id}\",le=\"0.025\"} 2",
            "voortgang_request_duration_seconds_bucket{route=\"/bijdragen/{id}\",le=\"+Inf\"} 3",
            "voortgang_request_duration_seconds_sum{route=\"/bijdragen/{id}\"} 0.032900",
            "voortgang_saves_total 1",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}\n{text}");
        }
    }
}
