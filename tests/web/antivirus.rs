//! Files that people bring, and the scanner that sees them first. `tests/antivirus` tries the same with a real `clamd`.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use voortgang::{
    antivirus::Scanner,
    web::routes::{AccessLog, Annexes, ImportRequests, Package},
};

use crate::{
    app::{Client, TestApp},
    page::Page,
    support::ROUND,
};

/// What the scanner of the tests knows as a virus.
const VIRUS: &[u8] = b"dit is zogenaamd een virus";

/// How a scanner behaves.
#[derive(Clone, Copy)]
enum Mood {
    /// Reads what it is sent and says what it thinks of it.
    Fine,
    /// Says that the file is larger than it takes, and hangs up before it has read all.
    TooMuch,
    /// Hangs up without a word.
    Silent,
}

/// Starts a scanner that speaks as clamd does.
async fn scanner(mood: Mood) -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address: SocketAddr = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, mood));
        }
    });
    Scanner::Network(address.to_string())
}

async fn answer(mut stream: TcpStream, mood: Mood) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    if let Mood::Silent = mood {
        return Ok(());
    }
    if let Mood::TooMuch = mood {
        return stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
    }
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let end = file.len() + usize::try_from(length).expect("a length");
        let start = file.len();
        file.resize(end, 0);
        stream.read_exact(&mut file[start..]).await?;
    }
    let known = file.windows(VIRUS.len()).any(|piece| piece == VIRUS);
    let words: &[u8] = if known { b"stream: Test.Virus FOUND\0" } else { b"stream: OK\0" };
    stream.write_all(words).await
}

async fn scanned_by(mood: Mood) -> TestApp {
    let scanner = scanner(mood).await;
    TestApp::with(|settings| settings.scanner = Some(scanner)).await
}

fn annexes() -> Annexes {
    Annexes { round: ROUND.into() }
}

async fn bring(client: &Client, file: &[u8]) -> Page {
    let fields = [("soort", "annex"), ("titel", "Evaluatie van de inzet"), ("namen", "ja")];
    client.upload(annexes(), &fields, ("stuk.pdf", file)).await
}

/// A file of several pieces, with the virus across the border of two.
fn infected() -> Vec<u8> {
    let mut file = vec![b' '; 200 * 1024];
    let at = 64 * 1024 - 5;
    file[at..at + VIRUS.len()].copy_from_slice(VIRUS);
    file
}

#[tokio::test]
async fn a_file_in_which_the_scanner_finds_something_is_not_taken_and_who_brought_it_is_in_the_log() {
    let app = scanned_by(Mood::Fine).await;
    let publisher = app.publisher().await;
    let page = bring(&publisher, &infected()).await.expect(422);
    assert!(
        page.main().contains("De virusscanner heeft dit bestand tegengehouden (Test.Virus)."),
        "{}",
        page.main()
    );
    assert_eq!(page.attr("[name=titel]", "value").as_deref(), Some("Evaluatie van de inzet"));
    assert_eq!(publisher.get(annexes()).await.count(".app-task__link"), 0);

    let coordinator = app.coordinator().await;
    let list = ImportRequests { round: ROUND.into() };
    coordinator.upload(list, &[], ("lijst.csv", &infected())).await.expect(422);
    let contributor = app.contributor("def").await;
    let package = Package { round: ROUND.into() };
    contributor.upload(package, &[], ("bijdragen.xlsx", &infected())).await.expect(422);

    let log = app.administrator().await.get(AccessLog).await.expect(200);
    let lines = log.texts("main tbody tr");
    assert_eq!(lines.len(), 3, "{lines:?}");
    let whole = |line: &String| line.contains("Bestand geweigerd: virus") && line.contains("Test.Virus");
    assert!(lines.iter().all(whole), "{lines:?}");
    assert!(lines[0].contains("bijdrager van DEF"), "{lines:?}");
}

#[tokio::test]
async fn a_clean_file_is_read_as_it_was_brought() {
    let app = scanned_by(Mood::Fine).await;
    // Every piece came over whole: what is wrong with it is that it is no PDF.
    let page = bring(&app.publisher().await, &vec![b' '; 200 * 1024]).await.expect(422);
    assert!(!page.main().contains("virus"), "{}", page.main());
}

#[tokio::test]
async fn without_an_answer_of_the_scanner_no_file_is_taken_and_what_was_typed_stays() {
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let nobody = Scanner::Network(gone.to_string());
    for scanner in [scanner(Mood::TooMuch).await, scanner(Mood::Silent).await, nobody] {
        let app = TestApp::with(|settings| settings.scanner = Some(scanner)).await;
        let publisher = app.publisher().await;
        let page = bring(&publisher, &infected()).await.expect(503);
        assert!(page.main().contains("kon niet op virussen worden nagekeken"), "{}", page.main());
        assert_eq!(page.attr("[name=titel]", "value").as_deref(), Some("Evaluatie van de inzet"));
        assert_eq!(publisher.get(annexes()).await.count(".app-task__link"), 0);
    }
}
