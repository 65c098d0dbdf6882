//! Whether silence is consent in a round.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    domain::person::Role,
    store,
    web::{
        App, Error, Result,
        extract::{Form, Visitor},
        page::done,
        routes::{SettleSilence, ShowRound},
    },
};

/// Whether silence is consent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct SilenceForm {
    stilzwijgend: String,
}

/// Says it, before anyone is asked anything.
pub(in crate::web) async fn settle_silence(
    path: SettleSilence,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SilenceForm>,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let round = store::rounds::get(&mut writer, &path.round).await?;
    if !round.may_settle_silence() {
        return Err(Error::Conflict(
            "Dat kan alleen in de voorbereiding of als de ronde open is: ministeries moeten het vooraf weten."
                .to_owned(),
        ));
    }
    let silence = !form.stilzwijgend.is_empty();
    let verb = if silence { "silence-is-consent" } else { "silence-is-nothing" };
    let event = visitor.event(Role::Coordinator, verb, "round", &path.round);
    store::rounds::settle_silence(&mut writer, round.id, silence, &event).await?;
    writer.commit().await?;
    let said = if silence {
        "Wie na de termijn voor instemming niets heeft gezegd, stemt in deze ronde stilzwijgend in."
    } else {
        "In deze ronde moet elk ministerie antwoorden; zwijgen telt niet als instemming."
    };
    done(&app, &visitor, ShowRound { round: path.round }, said).await
}
