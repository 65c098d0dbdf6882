//! Chromium through chromedriver, with what fantoccini does not have: a narrow screen, the console, whole-page pictures.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::http::Method;
use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What a person sits at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// A desk: 1280 pixels.
    Wide,
    /// A phone held upright: 320 pixels, or a wide screen at 400 %.
    Narrow,
    /// As wide as a picture in the handleiding is shown.
    Picture,
}

impl Screen {
    /// In CSS pixels.
    pub(crate) const fn width(self) -> u32 {
        match self {
            Self::Wide => 1280,
            Self::Narrow => 320,
            Self::Picture => 900,
        }
    }
}

/// A browser of its own, without a history.
pub(crate) struct Browser {
    /// The session.
    pub(crate) client: Client,
    /// What the person sits at.
    pub(crate) screen: Screen,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser. Without `script` nothing of a page's script runs.
    pub(crate) async fn open(screen: Screen, script: bool) -> Self {
        let (driver, port) = start_driver();
        let profile = tempfile::tempdir().expect("a profile");
        let mut arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            // A page that another window hides goes on at full speed: axe waits with timers.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--disable-component-update",
            "--disable-sync",
            "--force-color-profile=srgb",
            // Larger than any page is shown: a click below the real window gets lost.
            "--window-size=1400,1200",
            "--lang=nl",
            // Scrolling at once, as for people who asked for less motion.
            "--force-prefers-reduced-motion",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut options = json!({ "args": arguments });
        if let Some(binary) = std::env::var_os("CHROME") {
            options["binary"] = json!(binary.to_string_lossy());
        }
        if !script {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let capabilities = json!({
            "browserName": "chrome",
            // A provider of single sign-on has a certificate of the test's own making.
            "acceptInsecureCerts": true,
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            // What leaving with unsaved words asks is for a journey to answer.
            "unhandledPromptBehavior": "ignore",
            "timeouts": { "script": 60_000, "pageLoad": 60_000 },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("written as an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser");
        let browser = Self { client, screen, driver, _profile: profile };
        browser.zoom(1).await;
        browser
    }

    /// Shows pages so many times as large: so much fewer pixels go on the screen.
    pub(crate) async fn zoom(&self, times: u32) {
        let (width, height) = (self.screen.width() / times, 900 / times);
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": times, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// A command of the `DevTools` protocol.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.vendor("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// What the console holds since it was asked last: level and words.
    pub(crate) async fn console(&self) -> Vec<String> {
        let log = self.vendor("se/log", json!({ "type": "browser" })).await;
        let entries = log.as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| format!("{}: {}", entry["level"], entry["message"])).collect()
    }

    /// The page from top to bottom, as PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let size = self
            .run("return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
            .await;
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        self.captured(json!({ "format": "png", "captureBeyondViewport": true, "clip": clip })).await
    }

    /// A picture as `Page.captureScreenshot` is asked for it.
    pub(crate) async fn captured(&self, how: Value) -> Vec<u8> {
        let taken = self.cdp("Page.captureScreenshot", how).await;
        decode(taken["data"].as_str().unwrap_or_default())
    }

    /// Runs script in the page.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect(script)
    }

    async fn vendor(&self, path: &'static str, body: Value) -> Value {
        // One that is never answered must not hold up the rest: the journey fails, and says where.
        let command = self.client.issue_cmd(Vendor { path, body });
        tokio::time::timeout(Duration::from_secs(60), command).await.expect("an answer in time").expect(path)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to end, chromedriver closes its browser as well; killed, it would leave it behind.
        let _ = Command::new("kill").arg(self.driver.id().to_string()).status();
        let _ = self.driver.wait();
    }
}

/// The driver takes a port that is free for one family of addresses, and ends when the other has it in use: then another is
/// tried.
fn start_driver() -> (Child, u16) {
    (0..5).find_map(|_| try_driver()).expect("chromedriver, which starts")
}

fn try_driver() -> Option<(Child, u16)> {
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut driver = Command::new(&program)
        .args(["--port=0", "--log-level=SEVERE"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver: tests/browser/run says how it is installed");
    for line in BufReader::new(driver.stdout.take().expect("its output")).lines() {
        let line = line.expect("a line");
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Some((driver, port.trim_end_matches('.').parse().expect("a port")));
        }
    }
    let _ = driver.wait();
    None
}

/// A command that only chromedriver knows.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _address: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// Base64, as `DevTools` sends pictures.
fn decode(text: &str) -> Vec<u8> {
    let digits = text.bytes().filter_map(|byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    });
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0_u32);
    for digit in digits {
        held = (held << 6) | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap_or_default());
        }
    }
    bytes
}
