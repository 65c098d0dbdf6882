//! Meelezen: what other ministries shared.

use askama::Template;
use axum::{extract::State, response::Response};

use crate::{
    domain::{clock, person::Role},
    store::{self, contributions::SharedOne},
    web::{
        App, Result,
        extract::Visitor,
        page::{Layout, page},
        routes::{GoalRemarks, Shared, ShowContribution},
    },
};

struct Item {
    href: String,
    title: String,
    state: &'static str,
    note: String,
}

struct Group {
    title: String,
    items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "pages/contributions/shared.html")]
struct SharedPage {
    layout: Layout,
    groups: Vec<Group>,
    everything: bool,
}

/// For readers everything that is shared; for a ministry that of the goals it takes part in.
pub(in crate::web) async fn shared(_: Shared, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_read_along()?;
    let everything = visitor.actor.is(Role::Reader);
    let mut reader = app.store.read().await?;
    let shared = store::contributions::list_shared(&mut reader, &visitor.actor.ministry, everything).await?;
    let groups = shared.chunk_by(|one, next| one.round == next.round && one.number == next.number);
    let texts = if everything { store::remarks::shared_texts(&mut reader).await? } else { Vec::new() };
    let texts = texts.into_iter().map(|text| Group {
        title: format!("Doel {}. {} (ronde {})", text.number, text.title, text.round),
        items: vec![Item {
            href: GoalRemarks { round: text.slug, goal: text.number }.to_string(),
            title: "Tekst in het rapport".to_owned(),
            state: "afstemming",
            note: "Hier kunt u opmerkingen maken.".to_owned(),
        }],
    });
    let groups = groups.map(|of_goal| Group {
        title: format!("Doel {}. {} (ronde {})", of_goal[0].number, of_goal[0].title, of_goal[0].round),
        items: of_goal.iter().map(item).collect(),
    });
    page(&SharedPage {
        layout: Layout::of(&app, &visitor),
        groups: texts.chain(groups).collect(),
        everything,
    })
}

fn item(one: &SharedOne) -> Item {
    Item {
        href: ShowContribution { id: one.id }.to_string(),
        title: format!("Bijdrage van {}", one.ministry),
        state: one.state.dutch(),
        note: format!("Bewaard op {} uur", clock::short_moment(one.at)),
    }
}
