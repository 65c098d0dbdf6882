//! Lets the words of released editions be found.

use sqlx::SqliteConnection;

use super::PressError;
use crate::{report::Report, store};

/// Puts every released edition into the index that is not there yet. Call it within a transaction.
///
/// # Errors
/// When a stored report cannot be read, or SQLite fails.
pub async fn index_released(connection: &mut SqliteConnection) -> Result<(), PressError> {
    for (edition, json) in store::search::missing_editions(connection).await? {
        let report = Report::from_json(&json)?;
        for section in report.walk() {
            let heading = match &section.label {
                Some(label) => format!("{label}. {}", section.title),
                None => section.title.clone(),
            };
            let [title, body] = [heading, section.words()].map(|text| text.replace(['ĳ', 'Ĳ'], "ij"));
            store::search::insert_section(connection, edition, &section.anchor, &title, &body).await?;
        }
    }
    Ok(())
}
