//! The data themselves: of one edition at once, of all editions a piece at a time.

use std::collections::VecDeque;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use sqlx::SqliteConnection;

use super::{
    super::{
        App, Error, Result, download,
        routes::{AllData, EditionData},
        spreadsheet,
    },
    CONCEPTS, WHOLE, names, released, tagged, with_data,
};
use crate::{
    press,
    render::open_data::{self, Earlier},
    report::{
        Report,
        data::{EarlierRows, EarlierTable, Edition, Table, earlier_rows},
    },
    store::{self, Store, editions::Listed},
};

const JSON: &str = "application/json";
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// Which file is asked for.
#[derive(Clone, Copy)]
enum Asked {
    Sheet(Table),
    Earlier(EarlierTable),
    Whole,
}

impl Asked {
    fn of_name(name: &str) -> Option<Self> {
        if name == WHOLE {
            return Some(Self::Whole);
        }
        let name = name.strip_suffix(".csv")?;
        let earlier = || EarlierTable::of_name(name).map(Self::Earlier);
        Table::of_name(name).map(Self::Sheet).or_else(earlier)
    }
}

/// One edition as data. It never changes, so who has it is told so.
pub(in crate::web) async fn edition(
    path: EditionData,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response> {
    let asked = Asked::of_name(&path.file).ok_or(Error::NotFound)?;
    let mut reader = app.store.read().await?;
    let listed = released(&mut reader, &path.round, path.number).await?;
    let tag = format!("{}-{}", listed.edition.sha256, env!("CARGO_PKG_VERSION"));
    let report = press::report(&mut reader, listed.edition.id).await?;
    let edition = of(&listed, &report, &app.settings.base);
    let (kind, body) = match asked {
        Asked::Whole => (JSON, open_data::json(&edition).map_err(broken)?.into_bytes()),
        Asked::Sheet(table) => {
            (CSV, open_data::csv(&table.columns(), &table.rows(&edition)).map_err(broken)?)
        }
        Asked::Earlier(_) => return Err(Error::NotFound),
    };
    let mut response = tagged(&headers, &tag, kind, body)?;
    let name = download::attachment(&format!("{}-{}-{}", path.round, path.number, path.file));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// All public editions and earlier reports as data, or the names of what they are about.
pub(in crate::web) async fn all(path: AllData, State(app): State<App>) -> Result<Response> {
    if path.file == CONCEPTS {
        return names::concepts(&app).await;
    }
    let asked = Asked::of_name(&path.file).ok_or(Error::NotFound)?;
    let mut reader = app.store.read().await?;
    let editions = match asked {
        Asked::Sheet(_) | Asked::Whole => with_data(store::editions::list(&mut reader, true).await?),
        Asked::Earlier(_) => Vec::new(),
    };
    let earlier = match asked {
        Asked::Earlier(_) | Asked::Whole => earlier(&mut reader, &app.settings.base).await?,
        Asked::Sheet(_) => Vec::new(),
    };
    drop(reader);
    let place = Place {
        store: app.store.clone(),
        base: app.settings.base.clone(),
        editions: editions.into(),
        earlier,
        asked,
        begun: false,
    };
    let body = Body::from_stream(stream::try_unfold(Some(place), piece));
    let mut response = match asked {
        Asked::Sheet(table) => spreadsheet::download(table.name(), body),
        Asked::Earlier(table) => spreadsheet::download(table.name(), body),
        Asked::Whole => ([(header::CONTENT_TYPE, JSON)], body).into_response(),
    };
    let keep = HeaderValue::from_static("public, max-age=300");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    Ok(response)
}

/// Where the stream has come to.
struct Place {
    store: Store,
    base: String,
    editions: VecDeque<Listed>,
    earlier: Vec<EarlierRows>,
    asked: Asked,
    begun: bool,
}

/// The next edition, and what is left after it; earlier reports come last. Only one edition is in memory at a time.
async fn piece(place: Option<Place>) -> anyhow::Result<Option<(Vec<u8>, Option<Place>)>> {
    let Some(mut place) = place else { return Ok(None) };
    let mut written = Vec::new();
    if !place.begun {
        match place.asked {
            Asked::Sheet(table) => written.extend(open_data::csv_head(&table.columns())?),
            Asked::Earlier(table) => written.extend(open_data::csv_head(&table.columns())?),
            Asked::Whole => written.extend(br#"{"edities":["#),
        }
    }
    let next = place.editions.pop_front();
    if let Some(listed) = &next {
        let report = press::report(&mut *place.store.read().await?, listed.edition.id).await?;
        let edition = of(listed, &report, &place.base);
        match place.asked {
            Asked::Sheet(table) => written.extend(open_data::csv_rows(&table.rows(&edition))?),
            Asked::Earlier(_) => {}
            Asked::Whole => {
                written.extend(if place.begun { "," } else { "" }.as_bytes());
                written.extend(open_data::json(&edition)?.into_bytes());
            }
        }
    } else {
        match place.asked {
            Asked::Sheet(_) => {}
            Asked::Earlier(table) => {
                let rows = place.earlier.iter().flat_map(|one| one.of(table)).cloned();
                written.extend(open_data::csv_rows(&rows.collect::<Vec<_>>())?);
            }
            Asked::Whole => {
                written.extend(br#"],"eerdereRapporten":"#);
                let earlier: Vec<_> = place.earlier.iter().map(Earlier).collect();
                written.extend(serde_json::to_vec(&earlier)?);
                written.push(b'}');
            }
        }
    }
    place.begun = true;
    Ok(Some((written, next.map(|_| place))))
}

/// Earlier reports that everyone may read, as rows.
pub(in crate::web) async fn earlier(
    connection: &mut SqliteConnection,
    base: &str,
) -> Result<Vec<EarlierRows>> {
    let reports = store::earlier_reports::released(connection).await?;
    let told = store::earlier_reports::told(connection, None).await?;
    Ok(earlier_rows(&reports, &told, base))
}

/// An edition with the names by which this site knows it.
pub(in crate::web) fn of<'a>(listed: &'a Listed, report: &'a Report, base: &'a str) -> Edition<'a> {
    Edition {
        report,
        strategy: &listed.strategy_id,
        round: &listed.slug,
        number: listed.edition.number,
        base,
    }
}

fn broken(error: impl Into<anyhow::Error>) -> Error {
    Error::Internal(error.into())
}
