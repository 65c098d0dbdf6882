//! The virus scanner of the organisation: files that people bring are handed to it before anything else reads them.
//!
//! It speaks the protocol of `clamd`, command `INSTREAM` (manual page clamd(8)): the file goes over in pieces, each after
//! its length, and one line comes back. That is a page of code, and the crates that do it are each one person's work.

use std::{path::PathBuf, str::FromStr, time::Duration};

use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    time::timeout,
};

/// How long it may take over a file. Less than a request may take, so that whoever waits reads what happened.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes that go over at once.
const PIECE: usize = 64 * 1024;

/// The most bytes of an answer that are read: the name of what was found and a few words.
const MAX_ANSWER: u64 = 1024;

/// The most characters of the name of what was found that are kept.
const MAX_NAME: usize = 100;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// At a socket on this machine: `/run/clamav/clamd.ctl`.
    Socket(PathBuf),
    /// At a host and port: `127.0.0.1:3310`.
    Network(String),
}

/// An address that is neither.
#[derive(Debug, Error)]
#[error("{0:?} is no scanner; write the path of its socket, or host:port")]
pub struct NoScanner(String);

impl FromStr for Scanner {
    type Err = NoScanner;

    fn from_str(text: &str) -> Result<Self, NoScanner> {
        if text.starts_with('/') {
            return Ok(Self::Socket(text.into()));
        }
        let port =
            text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port.parse::<u16>());
        if matches!(port, Some(Ok(1..))) {
            Ok(Self::Network(text.to_owned()))
        } else {
            Err(NoScanner(text.to_owned()))
        }
    }
}

impl std::fmt::Display for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Socket(path) => path.display().fmt(f),
            Self::Network(address) => address.fmt(f),
        }
    }
}

/// What the scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It knows nothing against it.
    Clean,
    /// It knows it, by this name.
    Found(String),
}

/// Why it said nothing of a file, which then may not be taken.
#[derive(Debug, Error)]
pub enum Silence {
    /// It cannot be reached, or broke off.
    #[error("the scanner cannot be reached: {0}")]
    Unreachable(#[from] std::io::Error),
    /// It took longer than it may.
    #[error("the scanner did not answer in time")]
    Slow,
    /// It said something else, such as that the file is larger than it takes.
    #[error("the scanner did not scan: {0}")]
    Refused(String),
}

impl Scanner {
    /// Has a file scanned.
    ///
    /// # Errors
    /// When the scanner says nothing of it.
    pub async fn scan(&self, file: &[u8]) -> Result<Verdict, Silence> {
        read(&self.ask(b"zINSTREAM\0", Some(file), PATIENCE).await?)
    }

    /// Asks whether it is there.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), Silence> {
        let answer = self.ask(b"zPING\0", None, PATIENCE).await?;
        if answer == "PONG" { Ok(()) } else { Err(Silence::Refused(answer)) }
    }

    async fn ask(&self, command: &[u8], file: Option<&[u8]>, patience: Duration) -> Result<String, Silence> {
        let talk = async {
            match self {
                Self::Socket(path) => talk(UnixStream::connect(path).await?, command, file).await,
                Self::Network(address) => talk(TcpStream::connect(address).await?, command, file).await,
            }
        };
        timeout(patience, talk).await.map_err(|_| Silence::Slow)?
    }
}

async fn talk<S>(mut stream: S, command: &[u8], file: Option<&[u8]>) -> Result<String, Silence>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    // A scanner that has seen enough hangs up while more is sent; what it said is still to be read.
    let sent = send(&mut stream, command, file).await;
    let mut answer = Vec::new();
    let heard = stream.take(MAX_ANSWER).read_to_end(&mut answer).await;
    if answer.is_empty() {
        sent?;
        heard?;
    }
    let words = String::from_utf8_lossy(&answer);
    Ok(words.trim_matches(|one: char| one == '\0' || one.is_whitespace()).to_owned())
}

async fn send<S: AsyncWrite + Unpin>(
    stream: &mut S,
    command: &[u8],
    file: Option<&[u8]>,
) -> std::io::Result<()> {
    stream.write_all(command).await?;
    for piece in file.into_iter().flat_map(|file| file.chunks(PIECE)) {
        stream.write_u32(u32::try_from(piece.len()).unwrap_or(0)).await?;
        stream.write_all(piece).await?;
    }
    if file.is_some() {
        stream.write_u32(0).await?;
    }
    stream.flush().await
}

/// Only the two lines that clearly say something count.
fn read(answer: &str) -> Result<Verdict, Silence> {
    let said = answer.strip_prefix("stream: ");
    if said == Some("OK") {
        return Ok(Verdict::Clean);
    }
    let plain = |text: &str| text.chars().filter(|one| !one.is_control()).take(MAX_NAME).collect::<String>();
    match said.and_then(|said| said.strip_suffix(" FOUND")) {
        Some(name) => Ok(Verdict::Found(plain(name))),
        None => Err(Silence::Refused(plain(answer))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_scanner_is_a_socket_or_a_host_with_a_port() {
        let read = |text: &str| text.parse::<Scanner>().ok().map(|scanner| scanner.to_string());
        for good in ["/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310", "scanner.example:3310"] {
            assert_eq!(read(good).as_deref(), Some(good));
        }
        for wrong in ["", "clamd.ctl", "localhost", ":3310", "localhost:", "localhost:0", "localhost:70000"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_scanner_that_never_answers_is_not_waited_for() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scanner = Scanner::Network(silent.local_addr().unwrap().to_string());
        let asked = scanner.ask(b"zPING\0", None, Duration::from_millis(10)).await;
        assert!(matches!(asked, Err(Silence::Slow)), "{asked:?}");
    }

    proptest! {
        #[test]
        fn only_a_clear_yes_is_a_yes(answer in ".{0,200}") {
            prop_assert_eq!(matches!(read(&answer), Ok(Verdict::Clean)), answer == "stream: OK");
        }
    }
}
