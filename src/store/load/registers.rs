//! Ministries and offices: dated registers without gaps in meaning. Two rows for one thing never overlap.

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::SqliteConnection;
use toml::{Spanned, value::Datetime};

use super::{File, LoadError, day};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ministries {
    ministry: Vec<Ministry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ministry {
    code: String,
    protocol: u32,
    part_of: Option<String>,
    tooi: Option<String>,
    names: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "as in the file")]
struct Name {
    from: Spanned<Datetime>,
    until: Option<Spanned<Datetime>>,
    name: String,
    short: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offices {
    office: Vec<Office>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    id: String,
    ministry: Spanned<String>,
    rank: String,
    protocol: u32,
    titles: Vec<Title>,
    #[serde(default)]
    holders: Vec<Holder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "as in the file")]
struct Title {
    from: Spanned<Datetime>,
    until: Option<Spanned<Datetime>>,
    title: String,
    of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holder {
    from: Spanned<Datetime>,
    until: Option<Spanned<Datetime>>,
    name: String,
    #[serde(default)]
    acting: bool,
}

pub(super) async fn ministries(connection: &mut SqliteConnection, file: File<'_>) -> Result<(), LoadError> {
    let register: Ministries = file.read()?;
    for ministry in &register.ministry {
        sqlx::query!(
            "INSERT INTO ministry (code, protocol, part_of, tooi) VALUES (?, ?, ?, ?)",
            ministry.code,
            ministry.protocol,
            ministry.part_of,
            ministry.tooi,
        )
        .execute(&mut *connection)
        .await
        .map_err(super::StoreError::from)?;
        let mut last = None;
        for name in &ministry.names {
            let (from, until) = span(&name.from, name.until.as_ref(), &mut last, &file)?;
            sqlx::query!(
                "INSERT INTO ministry_name (ministry, valid_from, valid_until, name, short) VALUES (?, ?, ?, ?, ?)",
                ministry.code,
                from,
                until,
                name.name,
                name.short,
            )
            .execute(&mut *connection)
            .await
            .map_err(super::StoreError::from)?;
        }
    }
    Ok(())
}

pub(super) async fn offices(connection: &mut SqliteConnection, file: File<'_>) -> Result<(), LoadError> {
    let register: Offices = file.read()?;
    for office in &register.office {
        let ministry = office.ministry.as_ref();
        sqlx::query!(
            "INSERT INTO office (id, ministry, rank, protocol) VALUES (?, ?, ?, ?)",
            office.id,
            ministry,
            office.rank,
            office.protocol,
        )
        .execute(&mut *connection)
        .await
        .map_err(|_| {
            file.wrong(office.ministry.span().start, format!("office {} is not as it must be", office.id))
        })?;
        let mut last = None;
        for title in &office.titles {
            let (from, until) = span(&title.from, title.until.as_ref(), &mut last, &file)?;
            sqlx::query!(
                "INSERT INTO office_title (office, valid_from, valid_until, title, field) VALUES (?, ?, ?, ?, ?)",
                office.id,
                from,
                until,
                title.title,
                title.of,
            )
            .execute(&mut *connection)
            .await
            .map_err(super::StoreError::from)?;
        }
        let mut last = None;
        for holder in &office.holders {
            let (from, until) = span(&holder.from, holder.until.as_ref(), &mut last, &file)?;
            sqlx::query!(
                "INSERT INTO office_holder (office, valid_from, valid_until, name, acting) VALUES (?, ?, ?, ?, ?)",
                office.id,
                from,
                until,
                holder.name,
                holder.acting,
            )
            .execute(&mut *connection)
            .await
            .map_err(super::StoreError::from)?;
        }
    }
    Ok(())
}

/// First and last day of a row; refused when it starts before the row above it has ended.
fn span(
    from: &Spanned<Datetime>,
    until: Option<&Spanned<Datetime>>,
    last: &mut Option<NaiveDate>,
    file: &File<'_>,
) -> Result<(NaiveDate, Option<NaiveDate>), LoadError> {
    let first = day(from, file)?;
    let end = until.map(|until| day(until, file)).transpose()?;
    if last.is_some_and(|last| first <= last) {
        return Err(file.wrong(from.span().start, format!("{first} overlaps with the row before")));
    }
    if end.is_some_and(|end| end < first) {
        return Err(file.wrong(from.span().start, format!("{first} is after the last day")));
    }
    *last = Some(end.unwrap_or(NaiveDate::MAX));
    Ok((first, end))
}
