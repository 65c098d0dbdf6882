//! The handleiding: what each role does, step by step, with pictures that the browser tests make.

mod guides;
mod pictures;

use askama::Template;
use axum::{extract::State, response::Response};

pub(super) use self::pictures::find as find_picture;
use self::{
    guides::{GUIDES, Guide as Words},
    pictures::Picture,
};
use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Crumb, Layout, page},
    routes::{Manual, ShowGuide},
};

/// A guide in the list.
struct Listed {
    href: String,
    title: &'static str,
    about: &'static str,
    own: bool,
}

#[derive(Template)]
#[template(path = "pages/manual/index.html")]
struct IndexPage {
    layout: Layout,
    guides: Vec<Listed>,
}

/// One step, with its picture.
struct Step {
    title: &'static str,
    texts: &'static [&'static str],
    picture: Option<&'static Picture>,
    alt: &'static str,
}

/// A guide to read.
struct Guide {
    title: &'static str,
    about: &'static str,
    steps: Vec<Step>,
    questions: &'static [(&'static str, &'static str)],
}

#[derive(Template)]
#[template(path = "pages/manual/show.html")]
struct ShowPage {
    layout: Layout,
    trail: Vec<Crumb>,
    guide: Guide,
}

/// All guides; whoever is signed in finds their own first.
pub(super) async fn index(_: Manual, State(app): State<App>, visitor: Result<Visitor>) -> Result<Response> {
    let own = |words: &Words| {
        let visitor = visitor.as_ref().ok();
        visitor.is_some_and(|visitor| words.role.is_some_and(|role| visitor.actor.is(role)))
    };
    let mut guides: Vec<_> = GUIDES
        .iter()
        .map(|words| Listed {
            href: ShowGuide { role: words.slug.to_owned() }.to_string(),
            title: words.title,
            about: words.about,
            own: own(words),
        })
        .collect();
    guides.sort_by_key(|guide| !guide.own);
    page(&IndexPage { layout: layout(&app, visitor), guides })
}

/// One guide.
pub(super) async fn show(
    path: ShowGuide,
    State(app): State<App>,
    visitor: Result<Visitor>,
) -> Result<Response> {
    let words = GUIDES.iter().find(|words| words.slug == path.role).ok_or(Error::NotFound)?;
    let steps = words.steps.iter().map(|step| Step {
        title: step.title,
        texts: step.texts,
        picture: step.picture.and_then(|(name, _)| pictures::named(name)),
        alt: step.picture.map_or("", |(_, alt)| alt),
    });
    let guide =
        Guide { title: words.title, about: words.about, steps: steps.collect(), questions: words.questions };
    let trail = vec![Crumb::new("Handleiding", Manual)];
    page(&ShowPage { layout: layout(&app, visitor), trail, guide })
}

fn layout(app: &App, visitor: Result<Visitor>) -> Layout {
    visitor.map_or_else(|_| Layout::bare(app), |visitor| Layout::of(app, &visitor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_that_a_guide_names_is_there_and_every_picture_is_named() {
        let mut named: Vec<_> = GUIDES
            .iter()
            .flat_map(|guide| guide.steps)
            .filter_map(|step| step.picture)
            .map(|(name, _)| name)
            .collect();
        named.sort_unstable();
        let mut there: Vec<_> = pictures::names().collect();
        there.sort_unstable();
        assert_eq!(named, there, "make them with UPDATE_PICTURES=1 tests/browser/run manual");
    }

    #[test]
    fn every_picture_is_small_and_says_how_large_it_is() {
        for name in pictures::names() {
            let picture = pictures::named(name).unwrap();
            assert!(picture.bytes.len() <= 40_000, "{name}: {} bytes", picture.bytes.len());
            assert!((300..=1280).contains(&picture.width), "{name}: {} wide", picture.width);
            assert!((150..=1600).contains(&picture.height), "{name}: {} high", picture.height);
        }
    }

    #[test]
    fn every_picture_is_put_into_words() {
        for (name, alt) in GUIDES.iter().flat_map(|guide| guide.steps).filter_map(|step| step.picture) {
            assert!(alt.chars().count() > 20 && alt.ends_with('.'), "{name}: {alt:?}");
        }
    }
}
