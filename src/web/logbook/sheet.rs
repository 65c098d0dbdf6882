//! The log as a sheet, read and sent a piece at a time: a long log is never whole in memory.

use axum::{body::Body, response::Response};
use futures_util::stream;

use super::{Asked, words};
use crate::{
    domain::event::Ledger,
    store::{
        self, Store,
        logbook::{Filter, Line},
    },
    web::{
        App, Error, Result,
        extract::Visitor,
        form::Errors,
        spreadsheet::{self, safe},
    },
};

/// So many events in a piece.
const PIECE: u32 = 500;

/// Where the sheet has come to: the next piece begins before this event.
struct Place {
    store: Store,
    filter: Filter,
    begun: bool,
}

/// The whole search as a sheet.
pub(super) fn send(app: App, visitor: &Visitor, ledger: Ledger, asked: &Asked) -> Result<Response> {
    let scope = visitor.actor.may_read_log(ledger)?;
    app.exports.take(visitor)?;
    let mut errors = Errors::default();
    let filter = asked.read(ledger, scope, &mut errors);
    if let Some(error) = errors.0.into_iter().next() {
        return Err(Error::Malformed(error.message));
    }
    let name = match ledger {
        Ledger::Acts => "logboek",
        Ledger::Access => "logboek-toegang",
    };
    let start = Some(Place { store: app.store, filter, begun: false });
    Ok(spreadsheet::download(name, Body::from_stream(stream::try_unfold(start, piece))))
}

/// The next piece, and where the one after it begins; nothing after the last.
async fn piece(place: Option<Place>) -> anyhow::Result<Option<(Vec<u8>, Option<Place>)>> {
    let Some(mut place) = place else { return Ok(None) };
    let mut reader = place.store.read().await?;
    let lines = store::logbook::lines(&mut reader, &place.filter, PIECE).await?;
    drop(reader);
    let mut sheet = csv::Writer::from_writer(Vec::new());
    if !place.begun {
        sheet.write_record([
            "nummer",
            "tijd",
            "persoon",
            "rol",
            "ministerie",
            "handeling",
            "code",
            "soort",
            "object",
            "resultaat",
            "herkomst",
            "sha256",
        ])?;
    }
    for line in &lines {
        write(&mut sheet, line)?;
    }
    place.begun = true;
    place.filter.before = lines.last().map(|last| last.seq);
    let next = (lines.len() == PIECE as usize).then_some(place);
    Ok(Some((sheet.into_inner()?, next)))
}

fn write(sheet: &mut csv::Writer<Vec<u8>>, line: &Line) -> csv::Result<()> {
    sheet.write_record([
        line.seq.to_string(),
        line.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        safe(line.name.as_deref().unwrap_or_else(|| words::nobody(line))),
        words::role(&line.role).to_owned(),
        line.ministry.clone().unwrap_or_default(),
        words::act(line),
        line.verb.clone(),
        line.kind.clone(),
        safe(line.label.as_deref().unwrap_or(&line.object)),
        words::result(line).to_owned(),
        safe(&line.origin),
        line.hash.clone(),
    ])
}
