//! A mail server on 127.0.0.1 that keeps what it is given, and can be made to fail as real ones do.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

/// How the server behaves towards the next mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes everything.
    Fine,
    /// Knows no recipient: 550.
    NobodyThere,
    /// Is busy: 451 to every recipient.
    Busy,
    /// Hangs up in the middle of the words, and keeps none of them.
    HangsUpWithinData,
    /// Takes the words and hangs up before it says so.
    HangsUpAfterData,
    /// Takes the words and never says anything again.
    FallsSilentAfterData,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// The envelope's recipients.
    pub(crate) to: Vec<String>,
    /// Everything after DATA.
    pub(crate) text: String,
}

impl Received {
    /// A header, unfolded; "" without it.
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default().to_owned()
    }

    /// The names of all headers.
    pub(crate) fn headers(&self) -> Vec<String> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        let lines = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    }

    /// The body, decoded from quoted-printable.
    pub(crate) fn body(&self) -> String {
        let body = self.text.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        if !self.header("Content-Transfer-Encoding").contains("quoted-printable") {
            return body.to_owned();
        }
        let joined = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let [first, tail @ ..] = rest {
            let coded = (*first == b'=').then(|| tail.get(..2)).flatten();
            let coded = coded.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            bytes.push(coded.unwrap_or(*first));
            rest = if coded.is_some() { &tail[2..] } else { tail };
        }
        String::from_utf8(bytes).expect("UTF-8")
    }
}

/// The server.
pub(crate) struct Sink {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    received: Arc<Mutex<Vec<Received>>>,
    arrival: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Sink {
    /// Listens on a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (mood, received) = (Arc::new(Mutex::new(Mood::Fine)), Arc::default());
        let arrival = Arc::new(Notify::new());
        let (of_task, kept, told) = (Arc::clone(&mood), Arc::clone(&received), Arc::clone(&arrival));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Kept { mails: Arc::clone(&kept), arrival: Arc::clone(&told) };
                tokio::spawn(serve(stream, Arc::clone(&of_task), kept));
            }
        });
        Self { address, mood, received, arrival, task }
    }

    /// From now on.
    pub(crate) fn be(&self, mood: Mood) {
        *self.mood.lock().expect("a mood") = mood;
    }

    /// Everything that was taken, also when the server did not say so.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().expect("mails").clone()
    }
}

impl Sink {
    /// Waits until one more was taken.
    pub(crate) async fn arrival(&self) {
        self.arrival.notified().await;
    }
}

/// Where mails are kept.
struct Kept {
    mails: Arc<Mutex<Vec<Received>>>,
    arrival: Arc<Notify>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One conversation, verb by verb (RFC 5321).
async fn serve(stream: TcpStream, mood: Arc<Mutex<Mood>>, kept: Kept) -> Option<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader);
    let mut to = Vec::new();
    writer.write_all(b"220 sink.example ESMTP\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let now = *mood.lock().expect("a mood");
        let verb = line.trim_end().split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-sink.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
            "HELO" | "NOOP" => "250 sink.example\r\n",
            "MAIL" | "RSET" => {
                to.clear();
                "250 2.1.0 ok\r\n"
            }
            "RCPT" if now == Mood::NobodyThere => "550 5.1.1 nobody of that name here\r\n",
            "RCPT" if now == Mood::Busy => "451 4.3.2 try again later\r\n",
            "RCPT" => {
                to.push(line.trim_end().to_owned());
                "250 2.1.5 ok\r\n"
            }
            "DATA" if to.is_empty() => "503 5.5.1 nobody to send to\r\n",
            "DATA" => {
                writer.write_all(b"354 end with a dot\r\n").await.ok()?;
                if now == Mood::HangsUpWithinData {
                    lines.read_line(&mut line).await.ok()?;
                    return None;
                }
                let text = words(&mut lines).await?;
                let mail = Received { to: std::mem::take(&mut to), text };
                kept.mails.lock().expect("mails").push(mail);
                kept.arrival.notify_one();
                match now {
                    Mood::HangsUpAfterData => return None,
                    Mood::FallsSilentAfterData => return std::future::pending().await,
                    Mood::Fine | Mood::NobodyThere | Mood::Busy | Mood::HangsUpWithinData => {
                        "250 2.0.0 taken\r\n"
                    }
                }
            }
            "QUIT" => {
                writer.write_all(b"221 2.0.0 bye\r\n").await.ok()?;
                return None;
            }
            _ => "502 5.5.2 unknown\r\n",
        };
        writer.write_all(answer.as_bytes()).await.ok()?;
    }
}

/// Everything up to the dot.
async fn words(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
