//! The earlier reports of a strategy for who oversees rounds: looking them over, releasing them, and taking one away that
//! was not released.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::{KIND, Reading};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, Fault},
        id::EarlierReportId,
        person::Role,
    },
    store,
    web::{
        App, Error, Result,
        extract::Visitor,
        page::{Crumb, Layout, done, page},
        routes::{
            ArchiveEarlierReport, EarlierReport as PublicReport, EarlierReports, NewEarlierReport,
            ReleaseEarlierReport, RemoveEarlierReport, ShowEarlierReport,
        },
        strategies::{outline, trail},
    },
};

struct Line {
    title: String,
    href: String,
    status: &'static str,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/earlier/index.html")]
struct IndexPage {
    layout: Layout,
    trail: Vec<Crumb>,
    lines: Vec<Line>,
    new: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/earlier/show.html")]
struct ShowPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    reading: Reading,
    recorded: String,
    /// Where everyone reads it, once it was released.
    public: Option<String>,
    release: Option<String>,
    /// Why this person cannot release it, when that is not for want of the role.
    own: bool,
    remove: Option<String>,
    archive: String,
}

#[derive(Template)]
#[template(path = "pages/earlier/remove.html")]
struct RemovePage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    back: String,
}

pub(in crate::web) async fn index(
    path: EarlierReports,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_oversee()?;
    let mut reader = app.store.read().await?;
    let (outline, _) = outline(&mut reader, &path.strategy).await?;
    let all = store::earlier_reports::list(&mut reader, Some(&outline.id)).await?;
    let line = |one: &EarlierReport| Line {
        title: one.title.clone(),
        href: ShowEarlierReport { strategy: outline.id.clone(), report: one.id }.to_string(),
        status: match one.released_at {
            None => "nog niet vrijgegeven",
            Some(_) if one.is_standing(&all) => "vrijgegeven",
            Some(_) => "vervangen",
        },
        note: format!("{} tot en met {}", clock::long_date(one.from), clock::long_date(one.until)),
    };
    let new = visitor.actor.may_coordinate().is_ok();
    page(&IndexPage {
        layout: Layout::of(&app, &visitor),
        trail: trail(&outline),
        lines: all.iter().map(line).collect(),
        new: new.then(|| NewEarlierReport { strategy: outline.id.clone() }.to_string()),
    })
}

pub(in crate::web) async fn show(
    path: ShowEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    visitor.actor.may_oversee()?;
    let (outline, _) = outline(&mut reader, &path.strategy).await?;
    let all = store::earlier_reports::list(&mut reader, Some(&outline.id)).await?;
    let one = all.iter().find(|one| one.id == path.report).ok_or(Error::NotFound)?;
    let reading = Reading::of(&mut reader, one, &all).await?;
    let by = store::people::find_name(&mut reader, one.recorded_by).await?.unwrap_or_default();
    let waits = one.released_at.is_none();
    let may_release = visitor.actor.may_release_earlier(one);
    let mut trail = trail(&outline);
    trail.push(Crumb::new("Eerdere rapporten", EarlierReports { strategy: outline.id.clone() }));
    let address = |may: bool, to: String| (may && waits).then_some(to);
    page(&ShowPage {
        layout: Layout::of(&app, &visitor),
        trail,
        title: one.title.clone(),
        reading,
        recorded: format!("{}, door {by}", clock::long_moment(one.recorded_at)),
        public: one.released_at.map(|_| PublicReport { slug: one.slug.clone() }.to_string()),
        release: address(
            may_release.is_ok(),
            ReleaseEarlierReport { strategy: outline.id.clone(), report: one.id }.to_string(),
        ),
        own: waits && one.recorded_by == visitor.actor.person,
        remove: address(
            visitor.actor.may_coordinate().is_ok(),
            RemoveEarlierReport { strategy: outline.id.clone(), report: one.id }.to_string(),
        ),
        archive: ArchiveEarlierReport { strategy: outline.id.clone(), report: one.id }.to_string(),
    })
}

pub(in crate::web) async fn release(
    path: ReleaseEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    visitor.actor.may_oversee()?;
    let one = find(&mut writer, &path.strategy, path.report).await?;
    visitor.actor.may_release_earlier(&one)?;
    if one.released_at.is_some() {
        return Err(Fault::Released.into());
    }
    let mut event = visitor.event(Role::Publisher, "release", KIND, one.id);
    event.after = Some(one.sha256);
    store::earlier_reports::release(&mut writer, one.id, visitor.actor.person, &event).await?;
    writer.commit().await?;
    let said = "Het rapport is vrijgegeven en staat bij de rapporten. Het verandert nu niet meer.";
    done(&app, &visitor, ShowEarlierReport { strategy: path.strategy, report: path.report }, said).await
}

/// "Weet u het zeker?"
pub(in crate::web) async fn confirm_removal(
    path: RemoveEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut reader = app.store.read().await?;
    let one = unreleased(&mut reader, &path.strategy, path.report).await?;
    let (outline, _) = outline(&mut reader, &path.strategy).await?;
    let mut trail = trail(&outline);
    trail.push(Crumb::new("Eerdere rapporten", EarlierReports { strategy: path.strategy.clone() }));
    page(&RemovePage {
        layout: Layout::of(&app, &visitor),
        trail,
        title: one.title,
        back: ShowEarlierReport { strategy: path.strategy, report: path.report }.to_string(),
    })
}

pub(in crate::web) async fn remove(
    path: RemoveEarlierReport,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    visitor.actor.may_coordinate()?;
    let mut writer = app.store.begin().await?;
    let one = unreleased(&mut writer, &path.strategy, path.report).await?;
    let mut event = visitor.event(Role::Coordinator, "discard", KIND, one.id);
    event.before = Some(one.sha256);
    store::earlier_reports::delete(&mut writer, one.id, &event).await?;
    writer.commit().await?;
    let said = format!("“{}” is weggehaald. U kunt het opnieuw opnemen.", one.title);
    done(&app, &visitor, EarlierReports { strategy: path.strategy }, &said).await
}

async fn find(
    connection: &mut SqliteConnection,
    strategy: &str,
    id: EarlierReportId,
) -> Result<EarlierReport> {
    let all = store::earlier_reports::list(connection, Some(strategy)).await?;
    all.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// One that may still be taken away.
async fn unreleased(
    connection: &mut SqliteConnection,
    strategy: &str,
    id: EarlierReportId,
) -> Result<EarlierReport> {
    let one = find(connection, strategy, id).await?;
    if one.released_at.is_some() {
        return Err(Error::Conflict(
            "Dit rapport is vrijgegeven en blijft staan. Klopt er iets niet, neem dan een ander op dat het vervangt."
                .to_owned(),
        ));
    }
    Ok(one)
}
