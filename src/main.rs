//! Parses arguments, calls the library; nothing else.

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;
use voortgang::cli::{self, Arguments};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("VOORTGANG_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: the cause last.
            let words = format!("{error:#}").replace('\n', " ");
            let _ =
                std::io::Write::write_all(&mut std::io::stderr(), format!("voortgang: {words}\n").as_bytes());
            ExitCode::FAILURE
        }
    }
}
