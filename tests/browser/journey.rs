//! A person at a screen: does what people do, in the words that stand on the page, and looks at every page.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use fantoccini::{Locator, elements::Element};

use crate::{
    browser::{Browser, Screen},
    checks,
    site::Site,
};

/// A person on their way.
pub(crate) struct Journey {
    /// The program they use.
    pub(crate) site: Site,
    /// Their browser.
    pub(crate) browser: Browser,
    name: String,
    script: bool,
    steps: AtomicUsize,
}

impl Journey {
    /// Someone at a screen, with a program of their own.
    pub(crate) async fn start(name: &str, screen: Screen) -> Self {
        Self::with(name, screen, true).await
    }

    /// The same without script.
    pub(crate) async fn without_script(name: &str, screen: Screen) -> Self {
        Self::with(name, screen, false).await
    }

    async fn with(name: &str, screen: Screen, script: bool) -> Self {
        let site = Site::start();
        let browser = Browser::open(screen, script).await;
        Self { site, browser, name: format!("{name}-{}", screen.width()), script, steps: AtomicUsize::new(0) }
    }

    /// Opens an address of the site.
    pub(crate) async fn open(&self, path: &str) {
        self.browser.client.goto(&format!("{}{path}", self.site.address)).await.expect(path);
        self.look(&format!("open {path}")).await;
    }

    /// Signs in through the form.
    pub(crate) async fn sign_in(&self, person: &str) {
        let (email, password) = self.site.person(person);
        self.open("/inloggen").await;
        self.fill("E-mailadres", email).await;
        self.fill("Wachtwoord", password).await;
        self.press("Inloggen").await;
    }

    /// Signs out, and someone else signs in at the same screen.
    pub(crate) async fn hand_over_to(&self, person: &str) {
        self.press("Uitloggen").await;
        self.sign_in(person).await;
    }

    /// Follows the link with these words.
    pub(crate) async fn follow(&self, words: &str) {
        let xpath = format!("//a[contains(normalize-space(.), {})]", quoted(words));
        self.click(Locator::XPath(&xpath), words).await;
    }

    /// Follows the link that says this and nothing else.
    pub(crate) async fn follow_exactly(&self, words: &str) {
        let xpath = format!("//a[normalize-space(.) = {}]", quoted(words));
        self.click(Locator::XPath(&xpath), words).await;
    }

    /// Presses the button with these words.
    pub(crate) async fn press(&self, words: &str) {
        let xpath =
            format!("//button[not(@aria-hidden) and contains(normalize-space(.), {})]", quoted(words));
        self.click(Locator::XPath(&xpath), words).await;
    }

    /// Clicks on the first of them that is in sight.
    async fn click(&self, place: Locator<'_>, words: &str) {
        let found = self.browser.client.find_all(place).await.expect(words);
        for element in found {
            if element.is_displayed().await.expect(words) {
                let leads_on = self.leads_on(&element).await;
                element.click().await.unwrap_or_else(|fault| panic!("{}: {words:?}: {fault}", self.name));
                if leads_on {
                    self.leaves(&element).await;
                }
                return self.look(words).await;
            }
        }
        panic!("{}: no {words:?} in:\n{}", self.name, self.main().await);
    }

    /// Whether a click or Enter on it asks for another page.
    pub(crate) async fn leads_on(&self, element: &Element) -> bool {
        const ASKS: &str = "return arguments[0].matches(
          'a[href]:not([href^=\"#\"], [target]), form button:not([type=button]), input:not([type=checkbox], [type=radio])')";
        let element = serde_json::to_value(element).expect("an element");
        self.browser.client.execute(ASKS, vec![element]).await.expect(ASKS) == true
    }

    /// Waits until the page that this element stands on is gone, if it goes. A form is on its way for a while before the
    /// next page takes over, and what the driver asks of the browser in between is sometimes never answered.
    pub(crate) async fn leaves(&self, element: &Element) {
        for _ in 0..400 {
            if element.tag_name().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits until an element says so; people wait as well.
    pub(crate) async fn waits_for(&self, css: &str, words: &str) {
        let mut said = String::new();
        for _ in 0..100 {
            let element = self.browser.client.find(Locator::Css(css)).await.expect(css);
            said = element.text().await.expect(css);
            if said.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{}: {css} says {said:?}, not {words:?}", self.name);
    }

    /// Types into the field with this label, in place of what stood there.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.expect(label);
        field.send_keys(text).await.expect(label);
    }

    /// Chooses from the field with this label, or ticks it.
    pub(crate) async fn choose(&self, label: &str, choice: &str) {
        let field = self.field(label).await;
        field.select_by_label(choice).await.expect(choice);
    }

    /// Ticks the box or the choice with this label.
    pub(crate) async fn tick(&self, label: &str) {
        let field = self.field(label).await;
        field.click().await.expect(label);
        assert!(field.is_selected().await.expect(label), "{}: {label:?} is not ticked", self.name);
    }

    /// The field that this label is for.
    pub(crate) async fn field(&self, label: &str) -> Element {
        let xpath = format!("//*[@id = //label[contains(normalize-space(.), {})]/@for]", quoted(label));
        let found = self.browser.client.find(Locator::XPath(&xpath)).await;
        found.unwrap_or_else(|fault| panic!("{}: no field {label:?}: {fault}", self.name))
    }

    /// What a field holds.
    pub(crate) async fn value(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.expect(label).unwrap_or_default()
    }

    /// Where the person is.
    pub(crate) async fn path(&self) -> String {
        self.browser.client.current_url().await.expect("an address").path().to_owned()
    }

    /// How many pages were looked at.
    pub(crate) fn pages(&self) -> usize {
        self.steps.load(Ordering::Relaxed)
    }

    /// Waits until the address ends so.
    pub(crate) async fn arrives(&self, end: &str) {
        for _ in 0..100 {
            if self.path().await.ends_with(end) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{}: at {}, not {end}", self.name, self.path().await);
    }

    /// What stands in the page's own part.
    pub(crate) async fn main(&self) -> String {
        let main = self.browser.client.find(Locator::Css("main")).await.expect("a main part");
        main.text().await.expect("its words")
    }

    /// The words stand on the page.
    pub(crate) async fn sees(&self, words: &str) {
        let main = self.main().await;
        assert!(main.contains(words), "{}: {words:?} is not in:\n{main}", self.name);
    }

    /// The words stand above the page's own part: on the cover of a report.
    pub(crate) async fn sees_at_the_top(&self, words: &str) {
        let top = self.browser.client.find(Locator::Css("header")).await.expect("a header");
        let top = top.text().await.expect("its words");
        assert!(top.contains(words), "{}: {words:?} is not in:\n{top}", self.name);
    }

    /// Checks the page as it is now and keeps a picture.
    pub(crate) async fn look(&self, step: &str) {
        let number = self.steps.fetch_add(1, Ordering::Relaxed) + 1;
        let words: String = step.chars().map(|one| if one.is_alphanumeric() { one } else { '-' }).collect();
        let name = format!("{}-{number:02}-{}.png", self.name, words.trim_matches('-').to_lowercase());
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/screenshots"));
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        std::fs::write(folder.join(&name), self.browser.picture().await).expect("a picture");
        let faults = if self.script {
            checks::faults(&self.browser).await
        } else {
            checks::noise(&self.browser).await
        };
        let at = self.browser.client.current_url().await.expect("an address");
        assert!(faults.is_empty(), "{} after {step:?} at {at} ({name}):\n{}", self.name, faults.join("\n"));
    }
}

/// A string in `XPath`, whichever quotes are in it.
fn quoted(words: &str) -> String {
    if words.contains('"') { format!("'{words}'") } else { format!("\"{words}\"") }
}
