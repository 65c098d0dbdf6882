//! A new remark; and letting readers read along.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::{
    KIND,
    sheet::{SheetPage, Typed},
    target::{Target, of_contribution, of_goal, paragraphs},
};
use crate::{
    domain::{goal_text::Field, id::RemarkId, person::Role, remark::Subject, text::Reason},
    store::{self, Writer},
    web::{
        App, Error, Result, desk,
        extract::{Form, Visitor},
        form::Errors,
        page::{done, page_with},
        routes::{ContributionRemarks, GoalRemarks, ShareGoalText},
    },
};

/// A remark on the words at a place in a version.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RemarkForm {
    versie: u32,
    plaats: String,
    tekst: String,
}

/// Whether readers may read along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ShareForm {
    delen: String,
}

pub(in crate::web) async fn on_contribution(
    path: ContributionRemarks,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemarkForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (target, _) = of_contribution(&mut writer, &visitor, path.id).await?;
    create(writer, &app, &visitor, &target, form).await
}

pub(in crate::web) async fn on_goal(
    path: GoalRemarks,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<RemarkForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (target, _) = of_goal(&mut writer, &visitor, &path.round, path.goal).await?;
    create(writer, &app, &visitor, &target, form).await
}

async fn create(
    mut writer: Writer,
    app: &App,
    visitor: &Visitor,
    target: &Target,
    form: RemarkForm,
) -> Result<Response> {
    let (subject, words) = found(&mut writer, target, &form).await?;
    let mut errors = Errors::default();
    let Some(text) = errors.read(&form.plaats, "Opmerking", Reason::parse(&form.tekst)) else {
        let typed = Typed { at: form.plaats, text: form.tekst };
        let page = SheetPage::load(&mut writer, app, visitor, target, &typed, errors).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let id = RemarkId::new();
    let event = visitor.event(acting(visitor), "remark", KIND, id);
    store::remarks::insert(&mut writer, id, &subject, &words, &text, &event).await?;
    writer.commit().await?;
    let to = format!("{}#opmerking-{id}", target.href());
    done(app, visitor, to, "Uw opmerking staat bij de tekst. In het rapport komt zij nooit.").await
}

/// The words a remark is made on: those of the version that was on screen, also when that is no longer the newest.
async fn found(
    connection: &mut SqliteConnection,
    target: &Target,
    form: &RemarkForm,
) -> Result<(Subject, String)> {
    match target {
        Target::Contribution(dossier, _) => {
            let (code, place) = form.plaats.rsplit_once('-').ok_or_else(nowhere)?;
            let field = Field::read(code).ok_or_else(nowhere)?;
            let paragraph: u32 = place.parse().map_err(|_| nowhere())?;
            let id = dossier.contribution.id;
            let seen = store::revisions::get(connection, id, form.versie).await.map_err(|_| nowhere())?;
            let index = usize::try_from(paragraph).unwrap_or(usize::MAX);
            let words = paragraphs(&seen.content, field).get(index).map(|words| (*words).to_owned());
            let subject = Subject::Paragraph { contribution: id, number: form.versie, field, paragraph };
            Ok((subject, words.ok_or_else(nowhere)?))
        }
        Target::Goal(composed) => {
            let (round, goal) = (composed.round.id, composed.goal.id);
            let seen = store::goal_texts::find_version(connection, round, goal, form.versie).await?;
            let passages = seen.map(|seen| seen.passages).unwrap_or_default();
            let passage = passages.into_iter().find(|passage| passage.id.to_string() == form.plaats);
            let passage = passage.ok_or_else(nowhere)?;
            Ok((Subject::Passage { round, goal, passage: passage.id }, passage.text))
        }
    }
}

fn nowhere() -> Error {
    Error::Malformed("Die plaats staat niet in de tekst. Open de pagina opnieuw.".to_owned())
}

/// In which role someone remarks: the first that lets them read.
pub(super) fn acting(visitor: &Visitor) -> Role {
    let roles = [Role::Coordinator, Role::Publisher, Role::Contributor, Role::Approver];
    roles.into_iter().find(|role| visitor.actor.is(*role)).unwrap_or(Role::Reader)
}

/// Lets readers of other ministries read along in a goal's text, or no longer.
pub(in crate::web) async fn share(
    path: ShareGoalText,
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ShareForm>,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (round, _) = desk::composed(&mut writer, &visitor, &path.round).await?;
    let goal = desk::goal(&mut writer, &round, path.goal).await?;
    let shared = !form.delen.is_empty();
    let id = format!("{}/{}", round.slug, goal.number);
    let verb = if shared { "share" } else { "unshare" };
    let event = visitor.event(Role::Coordinator, verb, store::consents::KIND, id);
    store::remarks::share(&mut writer, round.id, goal.id, shared, &event).await?;
    writer.commit().await?;
    let said = if shared {
        "Meelezers kunnen deze tekst lezen en opmerkingen maken zodra zij bij de ministeries ligt."
    } else {
        "Meelezers lezen deze tekst niet meer."
    };
    done(&app, &visitor, GoalRemarks { round: path.round, goal: path.goal }, said).await
}
