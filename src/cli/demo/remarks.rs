//! Remarks that a ministry's approver makes on a paragraph, answered by its contributor.

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, event},
};
use crate::{
    domain::{
        goal_text::Field,
        id::{GoalId, RemarkId},
        person::Role,
        remark::Subject,
        round::Round,
        text::Reason,
    },
    report::markdown,
    store,
};

/// Makes a remark on what was achieved, and answers it where the file does.
pub(super) async fn make(
    writer: &mut SqliteConnection,
    cast: &Cast,
    round: &Round,
    goal: GoalId,
    file: &files::Remark,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let ministry = file.ministry.as_str();
    let contribution = store::contributions::find(writer, round.id, goal, &ministry.into()).await?;
    let contribution = contribution.context("nobody writes there")?;
    let number = store::contributions::get(writer, contribution).await?.revision;
    let revision = store::revisions::get(writer, contribution, number).await?;
    let paragraphs = markdown::paragraphs(revision.content.achieved.as_str());
    let words = paragraphs.get(usize::try_from(file.paragraph)?).context("there is no such paragraph")?;

    let id = RemarkId::new();
    let approver = (cast.someone(ministry, Role::Approver)?, Role::Approver);
    let contributor = (cast.someone(ministry, Role::Contributor)?, Role::Contributor);
    let act = |who, verb, hours| event(who, ministry, at + TimeDelta::hours(hours), verb, ("remark", &id));
    let subject =
        Subject::Paragraph { contribution, number, field: Field::Achieved, paragraph: file.paragraph };
    let remarked = act(approver, "remark", 0);
    store::remarks::insert(writer, id, &subject, words, &Reason::parse(&file.text)?, &remarked).await?;
    if let Some(answer) = &file.answer {
        let answered = act(contributor, "answer", 2);
        store::remarks::answer(writer, id, &Reason::parse(answer)?, &answered).await?;
    }
    if file.resolved {
        store::remarks::resolve(writer, id, true, &act(approver, "resolve", 3)).await?;
    }
    Ok(())
}
