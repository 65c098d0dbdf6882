//! An answer as a person would meet it: read by selectors, filled in by field name.

use axum::http::{HeaderMap, StatusCode, header};
use scraper::{ElementRef, Html, Selector};

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// How it ended.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its bytes.
    pub(crate) body: Vec<u8>,
}

impl Page {
    /// The body as text.
    pub(crate) fn html(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A header, "" without it.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// Where a 303 leads.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert!(self.status.is_redirection(), "{}: {}", self.status, self.main());
        self.header(header::LOCATION.as_str())
    }

    /// Says what the page says when the status is another.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "location {:?}: {}", self.header("location"), self.main());
        self
    }

    /// Text of the first element; fails without one.
    #[track_caller]
    pub(crate) fn text(&self, css: &str) -> String {
        self.texts(css).into_iter().next().unwrap_or_else(|| panic!("no {css} in: {}", self.main()))
    }

    /// Text of every element, white space as a reader sees it.
    pub(crate) fn texts(&self, css: &str) -> Vec<String> {
        Html::parse_document(&self.html()).select(&selector(css)).map(words).collect()
    }

    /// An attribute of the first element.
    pub(crate) fn attr(&self, css: &str, name: &str) -> Option<String> {
        let html = Html::parse_document(&self.html());
        html.select(&selector(css)).next()?.attr(name).map(str::to_owned)
    }

    /// An attribute of every element.
    pub(crate) fn attrs(&self, css: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html());
        html.select(&selector(css)).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// How many elements there are.
    pub(crate) fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.html()).select(&selector(css)).count()
    }

    /// Whether there is any.
    pub(crate) fn has(&self, css: &str) -> bool {
        self.count(css) > 0
    }

    /// What the page is about.
    pub(crate) fn title(&self) -> String {
        self.text("title")
    }

    /// What was just done.
    #[track_caller]
    pub(crate) fn flash(&self) -> String {
        self.text("main > .utrecht-alert")
    }

    /// All words of the page's own part.
    pub(crate) fn main(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let html = Html::parse_document(&text);
        html.select(&selector("main")).next().map_or_else(|| text.chars().take(400).collect(), words)
    }

    /// A form as it was filled in by the server.
    #[track_caller]
    pub(crate) fn form(&self, css: &str) -> Form {
        let html = Html::parse_document(&self.html());
        let form = html.select(&selector(css)).next();
        Form::read(form.unwrap_or_else(|| panic!("no {css} in: {}", self.main())))
    }
}

/// A form on a page, to fill in further and send.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Where it goes; empty is the page itself.
    pub(crate) action: String,
    /// Names and values, in order.
    pub(crate) fields: Vec<(String, String)>,
}

impl Form {
    fn read(form: ElementRef<'_>) -> Self {
        let mut fields = Vec::new();
        for element in form.select(&selector("input[name], textarea[name], select[name]")) {
            let name = element.attr("name").unwrap_or_default().to_owned();
            let kind = element.attr("type").unwrap_or("text");
            let value = match element.value().name() {
                "textarea" => {
                    let text: String = element.text().collect();
                    text.strip_prefix('\n').unwrap_or(&text).to_owned()
                }
                "select" => {
                    let chosen = element.select(&selector("option[selected]")).next();
                    let first = || element.select(&selector("option")).next();
                    chosen.or_else(first).and_then(|one| one.attr("value")).unwrap_or_default().to_owned()
                }
                _ if ["radio", "checkbox"].contains(&kind) && element.attr("checked").is_none() => continue,
                _ if ["submit", "button", "reset"].contains(&kind) => continue,
                _ => element.attr("value").unwrap_or_default().to_owned(),
            };
            fields.push((name, value));
        }
        Self { action: form.attr("action").unwrap_or_default().to_owned(), fields }
    }

    /// Types, chooses or presses: the field then has this value and no other.
    pub(crate) fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = value,
            None => self.fields.push((name.to_owned(), value)),
        }
        self
    }

    /// Ticks one more box of the same name.
    pub(crate) fn tick(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// What a field holds now.
    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(known, _)| known == name);
        &field.unwrap_or_else(|| panic!("no field {name} in {:?}", self.fields)).1
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|fault| panic!("{css}: {fault}"))
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
