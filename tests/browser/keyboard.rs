//! The officer's work by keyboard alone, with the presses counted.

use std::sync::atomic::{AtomicUsize, Ordering};

use fantoccini::key::Key;

use crate::{browser::Screen, journey::Journey};

/// Someone who touches nothing but keys.
pub(crate) struct Typist {
    /// Where they are.
    pub(crate) journey: Journey,
    /// Keys pressed so far, text not counted.
    pub(crate) presses: AtomicUsize,
}

/// What has the focus: its words, whether that shows, and whether it is within sight.
const FOCUSED: &str = "
  const one = document.activeElement;
  if (!one || one === document.body) return ['', true, true];
  const style = getComputedStyle(one);
  const shows = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  const box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0] ? one.labels[0].textContent : one.textContent;
  return [label.replace(/\\s+/g, ' ').trim(), shows, box.bottom > 0 && box.top < innerHeight];";

impl Typist {
    /// Someone at a wide screen.
    pub(crate) async fn start(name: &str) -> Self {
        Self { journey: Journey::start(name, Screen::Wide).await, presses: AtomicUsize::new(0) }
    }

    /// Presses Ctrl with another key.
    pub(crate) async fn press_with_control(&self, key: char) {
        self.presses.fetch_add(1, Ordering::Relaxed);
        let focused = self.journey.browser.client.active_element().await.expect("a focus");
        let keys: String = [Key::Control.into(), key, Key::Null.into()].iter().collect();
        focused.send_keys(&keys).await.expect("keys");
    }

    /// Presses a key.
    pub(crate) async fn press(&self, key: char) {
        self.presses.fetch_add(1, Ordering::Relaxed);
        let focused = self.journey.browser.client.active_element().await.expect("a focus");
        focused.send_keys(&key.to_string()).await.expect("a key");
    }

    /// Types where the focus is.
    pub(crate) async fn type_text(&self, text: &str) {
        let focused = self.journey.browser.client.active_element().await.expect("a focus");
        focused.send_keys(text).await.expect("text");
    }

    /// Goes on until the focus is on these words. On the way every stop shows itself.
    pub(crate) async fn go_to(&self, words: &str) {
        let mut stops = Vec::new();
        for _ in 0..120 {
            self.press(Key::Tab.into()).await;
            let found = self.journey.browser.run(FOCUSED).await;
            let label = found[0].as_str().unwrap_or_default().to_owned();
            assert_eq!(found[1], true, "the focus does not show on {label:?}");
            assert_eq!(found[2], true, "the focus is out of sight on {label:?}");
            if label.contains(words) {
                return;
            }
            stops.push(label);
        }
        panic!("{words:?} is not reached: {stops:?}");
    }

    /// Presses Enter and looks at what comes.
    pub(crate) async fn enter(&self) {
        let focused = self.journey.browser.client.active_element().await.expect("a focus");
        let leads_on = self.journey.leads_on(&focused).await;
        self.press(Key::Enter.into()).await;
        if leads_on {
            self.journey.leaves(&focused).await;
        }
        self.journey.look("enter").await;
    }
}

#[tokio::test]
async fn a_goal_is_answered_and_handed_in_by_keyboard_alone() {
    let typist = Typist::start("keyboard").await;
    given_someone_who_signs_in_by_keyboard(&typist).await;
    when_they_open_the_goal_that_came_back(&typist).await;
    when_they_write_and_go_on(&typist).await;
    then_they_hand_in(&typist).await;
    println!(
        "by keyboard: signing in and one goal took {} presses besides text",
        typist.presses.into_inner()
    );
}

async fn given_someone_who_signs_in_by_keyboard(typist: &Typist) {
    let (email, password) = typist.journey.site.person("gijs");
    typist.journey.open("/inloggen").await;
    typist.go_to("E-mailadres").await;
    typist.type_text(email).await;
    typist.go_to("Wachtwoord").await;
    typist.type_text(password).await;
    typist.enter().await;
    typist.journey.sees("Mijn doelen").await;
}

async fn when_they_open_the_goal_that_came_back(typist: &Typist) {
    typist.go_to("Naar de inhoud").await;
    typist.enter().await;
    typist.go_to("Doel 6").await;
    typist.enter().await;
}

async fn when_they_write_and_go_on(typist: &Typist) {
    typist.go_to("Naar de inhoud").await;
    typist.enter().await;
    typist.go_to("Wat is bereikt").await;
    typist.type_text(" Met het NCSC is een gedeeld beeld opgebouwd.").await;
    typist.go_to("Verder naar controle").await;
    typist.enter().await;
    typist.journey.sees("Met het NCSC is een gedeeld beeld opgebouwd.").await;
}

async fn then_they_hand_in(typist: &Typist) {
    typist.go_to("Naar de inhoud").await;
    typist.enter().await;
    typist.go_to("Indienen").await;
    typist.enter().await;
    typist.journey.open("/mijn-doelen").await;
    typist.journey.sees("2 van 12 ingediend").await;
}
