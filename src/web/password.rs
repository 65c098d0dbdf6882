//! A password as it is typed twice, and in a person's words what is wrong with it.

use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{App, Result, form::Errors};
use crate::{
    domain::{
        clock,
        password::{Context, Fault, MIN_CHARACTERS, Password},
    },
    store,
};

/// What every form with a new password says about it.
pub(super) const ADVICE: &str = "Minstens 15 tekens. Een zin van een paar woorden is goed te onthouden. Spaties mogen, en een \
                                 wachtwoordbeheerder ook. Hoofdletters, cijfers en leestekens hoeven niet.";

/// A new password, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewPassword {
    pub(super) nieuw: String,
    pub(super) herhaling: String,
}

impl NewPassword {
    /// The password, or notes what is wrong with it. `whose` is the person's own name and address.
    pub(super) async fn read(
        &self,
        app: &App,
        connection: &mut SqliteConnection,
        whose: (&str, &str),
        errors: &mut Errors,
    ) -> Result<Option<Password>> {
        let ministries = store::ministries::list(connection, clock::local_date(app.clock.now())).await?;
        let names = ministries.iter().flat_map(|one| [one.name.as_str(), one.short.as_str()]);
        let context = Context::new(names.chain([whose.0, whose.1, app.settings.sender.as_str()]));
        match Password::choose(&self.nieuw, &context) {
            Ok(_) if self.nieuw != self.herhaling => {
                errors.add("herhaling", "De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw.");
                Ok(None)
            }
            Ok(password) => Ok(Some(password)),
            Err(fault) => {
                errors.add("nieuw", explain(&fault));
                Ok(None)
            }
        }
    }
}

/// A fault in a person's words.
fn explain(fault: &Fault) -> String {
    match fault {
        Fault::Short(0) => "Kies een wachtwoord.".to_owned(),
        Fault::Short(length) => format!(
            "Het wachtwoord heeft {length} tekens. Het moeten er minstens {MIN_CHARACTERS} zijn. Maak er bijvoorbeeld een zin van."
        ),
        Fault::Long => "Dit wachtwoord is te lang om te bewaren. Kies een korter.".to_owned(),
        Fault::Common => {
            "Dit wachtwoord staat in de lijst van wachtwoorden die aanvallers het eerst proberen. Kies een ander."
                .to_owned()
        }
        Fault::Pattern => {
            "Dit wachtwoord is een herhaling of een rij toetsen. Dat is snel geraden. Kies een zin.".to_owned()
        }
        Fault::Context(word) => format!(
            "Uw eigen naam, uw e-mailadres, namen van ministeries en woorden als “{word}” tellen niet mee: die probeert iedereen. Zonder die woorden blijven er minder dan {MIN_CHARACTERS} tekens over."
        ),
    }
}
