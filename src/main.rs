//! Parses arguments, calls the library; nothing else.

use std::{io::Write as _, process::ExitCode};

use tracing_subscriber::{EnvFilter, util::SubscriberInitExt as _};
use voortgang::cli::{self, logging};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match cli::arguments() {
        Ok(arguments) => arguments,
        Err(error) => return failed(&error),
    };
    let filter =
        EnvFilter::try_from_env("VOORTGANG_LOG").unwrap_or_else(|_| EnvFilter::new(arguments.log_filter()));
    logging::subscriber(arguments.log_format, filter, std::io::stderr).init();
    match cli::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "voortgang: {}", one_line(error));
    ExitCode::FAILURE
}

/// The message and its causes on one line; a cause that its effect already tells is left out.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let words = cause.to_string().replace('\n', " ");
        if line.is_empty() {
            line = words;
        } else if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
    }
    line
}
