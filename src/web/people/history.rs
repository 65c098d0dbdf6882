//! What was done to an account, from the log, in sentences.

use sqlx::SqliteConnection;

use crate::{
    domain::{clock, id::PersonId, person::Role},
    store::{self, events::Past},
    web::Result,
};

/// One act.
pub(super) struct Line {
    /// When and by whom.
    pub(super) when: String,
    /// What.
    pub(super) what: String,
}

pub(super) async fn of(connection: &mut SqliteConnection, person: PersonId) -> Result<Vec<Line>> {
    let past = store::events::of_person(connection, person).await?;
    let lines = past.into_iter().map(|one| Line {
        when: format!(
            "{}, door {}",
            clock::long_moment(one.at),
            one.actor.as_deref().unwrap_or("de opdrachtregel")
        ),
        what: sentence(&one),
    });
    Ok(lines.collect())
}

fn sentence(past: &Past) -> String {
    let detail = past.object_id.split_once('/').map(|(_, detail)| detail).unwrap_or_default();
    let role = || Role::read(detail).map_or_else(|| detail.to_owned(), |role| role.dutch().to_owned());
    match past.verb.as_str() {
        "add" => "Toegevoegd.".to_owned(),
        "change" => "Naam of e-mailadres gewijzigd.".to_owned(),
        "grant" => format!("Recht gegeven: {}.", role()),
        "revoke" => format!("Recht ingetrokken: {}.", role()),
        "move" => format!("Naar een ander ministerie: {}.", detail.to_uppercase()),
        "invite" => "Uitnodiging gemaakt.".to_owned(),
        "accept-invitation" => "Wachtwoord gekozen met de uitnodiging.".to_owned(),
        "change-password" => "Wachtwoord gewijzigd.".to_owned(),
        "bind-subject" => "Inloggen met een ander systeem gekoppeld.".to_owned(),
        "set-second-factor" => "Tweede factor ingesteld.".to_owned(),
        "make-token" => "Sleutel voor een programma gemaakt.".to_owned(),
        "withdraw-token" => "Sleutel voor een programma ingetrokken.".to_owned(),
        "withdraw-tokens" => "Alle sleutels voor programma’s ingetrokken.".to_owned(),
        "renew-recovery-codes" => "Nieuwe herstelcodes gemaakt.".to_owned(),
        "reset-second-factor" => "Tweede factor weggehaald.".to_owned(),
        "disable" => "Uitgeschakeld.".to_owned(),
        "enable" => "Weer ingeschakeld.".to_owned(),
        "remove" => "Verwijderd: naam en adres vervangen.".to_owned(),
        "end-session" => "Een sessie beëindigd.".to_owned(),
        other => other.to_owned(),
    }
}
