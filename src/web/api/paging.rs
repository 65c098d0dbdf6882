//! A page at a time.

use std::ops::Range;

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::Query;
use serde::Serialize;
use serde_json::{Value, json};

use super::problem;

/// How many go on a page when nothing is asked, and the most.
pub(super) const SIZE: usize = 50;
pub(super) const MOST: usize = 100;

/// The last page that can be asked for.
pub(super) const LAST: usize = 1_000_000;

/// The names of both questions.
pub(super) const PAGE: &str = "pagina";
pub(super) const PAGE_SIZE: &str = "paginaGrootte";

/// Which page was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) struct Asked {
    page: usize,
    size: usize,
}

/// What cannot be read is answered with a problem that says so.
impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let questions = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(questions) = questions.map_err(IntoResponse::into_response)?;
        Self::of(&questions).map_err(|fault| problem::of(StatusCode::BAD_REQUEST, "Ongeldige vraag", &fault))
    }
}

impl Asked {
    /// Reads what stands behind the `?`; nothing else may stand there.
    pub(super) fn of(questions: &[(String, String)]) -> Result<Self, String> {
        let (mut page, mut size) = (None, None);
        for (name, value) in questions {
            let (place, most) = match name.as_str() {
                PAGE => (&mut page, LAST),
                PAGE_SIZE => (&mut size, MOST),
                _ => {
                    return Err(format!(
                        "De parameter “{}” bestaat niet.",
                        name.chars().take(40).collect::<String>()
                    ));
                }
            };
            if place.is_some() {
                return Err(format!("De parameter “{name}” staat er twee keer."));
            }
            let digits = !value.is_empty() && value.chars().all(|one| one.is_ascii_digit());
            let number = value.parse().ok().filter(|number| digits && (1..=most).contains(number));
            let fault =
                || format!("De parameter “{name}” moet een geheel getal zijn van 1 tot en met {most}.");
            *place = Some(number.ok_or_else(fault)?);
        }
        Ok(Self { page: page.unwrap_or(1), size: size.unwrap_or(SIZE) })
    }
}

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    asked: Asked,
    total: usize,
}

impl Page {
    /// Of a list of so many.
    pub(super) const fn of(asked: Asked, total: usize) -> Self {
        Self { asked, total }
    }

    /// What is on it; nothing when the list ends before.
    pub(super) fn range(self) -> Range<usize> {
        let start = (self.asked.page - 1).saturating_mul(self.asked.size).min(self.total);
        start..(start + self.asked.size).min(self.total)
    }

    /// Rows with where they stand in the whole.
    pub(super) fn wrap<T: Serialize>(self, rows: &[T]) -> Value {
        json!({
            "gegevens": rows,
            PAGE: self.asked.page,
            PAGE_SIZE: self.asked.size,
            "totaal": self.total,
        })
    }

    /// The pages around it, as RFC 8288 writes them.
    pub(super) fn links(self, path: &str) -> Vec<String> {
        let Asked { page, size } = self.asked;
        let last = self.total.div_ceil(size).max(1);
        let link =
            |rel: &str, page: usize| format!("<{path}?{PAGE}={page}&{PAGE_SIZE}={size}>; rel=\"{rel}\"");
        let mut links = vec![link("first", 1), link("last", last)];
        links.extend((page > 1).then(|| link("prev", (page - 1).min(last))));
        links.extend((page < last).then(|| link("next", page + 1)));
        links
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(questions: &[(&str, &str)]) -> Result<Asked, String> {
        let owned: Vec<_> =
            questions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Asked::of(&owned)
    }

    #[test]
    fn only_whole_numbers_within_bounds_are_taken_and_each_question_once() {
        assert_eq!(asked(&[]), Ok(Asked { page: 1, size: SIZE }));
        assert_eq!(asked(&[("pagina", "2"), ("paginaGrootte", "100")]), Ok(Asked { page: 2, size: 100 }));
        for wrong in ["", "0", "-1", "+1", "1.0", "één", "99999999999999999999"] {
            assert!(asked(&[("pagina", wrong)]).is_err(), "{wrong}");
        }
        assert!(asked(&[("paginaGrootte", "101")]).is_err());
        assert!(asked(&[("pagina", "1"), ("pagina", "1")]).is_err());
        assert!(asked(&[("page", "1")]).is_err());
    }

    proptest! {
        #[test]
        fn pages_hold_everything_once(total in 0..500_usize, size in 1..=MOST) {
            let pages = (1..=total.div_ceil(size) + 2).map(|page| Page::of(Asked { page, size }, total).range());
            let seen: Vec<usize> = pages.flatten().collect();
            prop_assert_eq!(seen, (0..total).collect::<Vec<_>>());
        }
    }
}
