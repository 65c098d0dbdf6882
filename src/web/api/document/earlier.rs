//! The part of the document about earlier reports.

use axum_extra::routing::TypedPath as _;
use serde_json::{Map, Value, json};

use super::{below, get, object, page_of, properties, refer};
use crate::{
    render::open_data::GOALS,
    report::data::{EARLIER, EarlierTable},
    web::routes::{ApiEarlierReport, ApiEarlierReports},
};

const TAG: &str = "Eerdere rapporten";

pub(super) fn paths() -> Map<String, Value> {
    let pages = json!([refer("parameters", "Pagina"), refer("parameters", "PaginaGrootte")]);
    let list = get(
        "leesEerdereRapporten",
        TAG,
        "Alle vrijgegeven eerdere rapporten, de nieuwste periode eerst. Een rapport dat is vervangen, staat er ook bij.",
        &pages,
        &refer("schemas", "EerdereRapporten"),
        &["400"],
    );
    let one = get(
        "leesEerderRapport",
        TAG,
        "Eén eerder rapport, met wat het over doelen zei.",
        &json!([refer("parameters", "Kenmerk")]),
        &refer("schemas", "EerderRapport"),
        &["400", "404"],
    );
    [(below(ApiEarlierReports::PATH), list), (below(ApiEarlierReport::PATH), one)].into_iter().collect()
}

pub(super) fn parameters() -> Map<String, Value> {
    let report = json!({
        "name": "kenmerk", "in": "path", "required": true, "description": EARLIER[1].meaning,
        "schema": { "type": "string", "minLength": 1 }, "example": "2016-2018",
    });
    [("Kenmerk".to_owned(), report)].into_iter().collect()
}

pub(super) fn schemas() -> Map<String, Value> {
    let row = properties(&EarlierTable::Reports.columns());
    let goal = properties(&EarlierTable::Ratings.columns()[EARLIER.len()..]);
    let mut whole = row.clone();
    let goals = json!({
        "type": "array", "items": refer("schemas", "EerderOordeelRij"),
        "description": "Wat het rapport over doelen zei, voor zover dat is opgenomen.",
    });
    whole.insert(GOALS.to_owned(), goals);
    [
        ("EerderRapportRij", object(Value::Object(row))),
        ("EerderOordeelRij", object(Value::Object(goal))),
        ("EerdereRapporten", page_of("EerderRapportRij")),
        ("EerderRapport", object(Value::Object(whole))),
    ]
    .map(|(name, schema)| (name.to_owned(), schema))
    .into_iter()
    .collect()
}
