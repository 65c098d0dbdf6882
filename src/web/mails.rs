//! Mail: whether it goes out, and what did not arrive, for who can do something about it.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::{
    App, Error, Result,
    extract::Visitor,
    page::{Layout, done, page},
    routes::Mails,
};
use crate::{
    domain::{
        clock,
        mail::{self, Kind},
        person::Role,
    },
    store,
};

/// How many mails that were given up the page shows.
const SHOWN: u32 = 100;

/// A mail that was given up.
struct Line {
    name: String,
    address: String,
    what: &'static str,
    at: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "pages/mails/index.html")]
struct MailsPage {
    layout: Layout,
    /// Who mails come from; `None` when no mail server is set up.
    from: Option<String>,
    waiting: String,
    sent: Option<String>,
    given_up: u32,
    lines: Vec<Line>,
}

pub(super) async fn index(_: Mails, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_tend_mail()?;
    let mut reader = app.store.read().await?;
    let overview = store::mails::overview(&mut reader).await?;
    let lines = store::mails::given_up(&mut reader, SHOWN).await?;
    let waiting = match (overview.waiting, overview.retried) {
        (0, _) => "Er wacht geen mail.".to_owned(),
        (1, 0) => "Er wacht 1 mail.".to_owned(),
        (1, _) => "Er wacht 1 mail. De mailserver nam hem nog niet aan.".to_owned(),
        (many, 0) => format!("Er wachten {many} mails."),
        (many, tried) => {
            format!("Er wachten {many} mails. De mailserver nam er {tried} nog niet aan.")
        }
    };
    page(&MailsPage {
        layout: Layout::of(&app, &visitor),
        from: app.settings.mail_from.clone(),
        waiting,
        sent: overview.sent_at.map(clock::long_moment),
        given_up: overview.given_up,
        lines: lines
            .into_iter()
            .map(|one| Line {
                name: one.name,
                address: one.address,
                what: match one.kind {
                    Kind::Digest => "Berichten",
                    Kind::Invitation => "Uitnodiging",
                },
                at: clock::long_moment(one.at),
                fault: one.fault,
            })
            .collect(),
    })
}

/// Lets what was given up go with the next mail.
pub(super) async fn retry(_: Mails, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    let permit = visitor.actor.may_tend_mail()?;
    let mut writer = app.store.begin().await?;
    let role = if visitor.actor.is(Role::Administrator) { Role::Administrator } else { Role::Coordinator };
    let event = visitor.event(role, "retry", "mail", "*");
    let again = store::mails::retry(&mut writer, &permit, &event).await?;
    if again == 0 {
        return Err(Error::Conflict(
            "Er is geen mail meer die niet aankwam: iemand anders heeft al opnieuw laten versturen."
                .to_owned(),
        ));
    }
    writer.commit().await?;
    let said = match again {
        1 => "Wat in deze mail stond, gaat opnieuw".to_owned(),
        many => format!("Wat in deze {many} mails stond, gaat opnieuw"),
    };
    let said = format!("{said}, met de eerstvolgende mail aan dezelfde mensen.");
    done(&app, &visitor, Mails, &said).await
}

/// What the coordinator must know of it on the first page: nothing, as long as it goes well.
pub(super) async fn warning(connection: &mut SqliteConnection) -> Result<Option<String>> {
    let given_up = store::mails::overview(connection).await?.given_up;
    Ok(match given_up {
        0 => None,
        1 => Some("1 mail is niet aangekomen.".to_owned()),
        many => Some(format!("{many} mails zijn niet aangekomen.")),
    })
}

/// When someone who is told something now reads it in their mailbox; "" when nothing is mailed.
pub(super) fn when(app: &App) -> String {
    if app.settings.mail_from.is_none() {
        return String::new();
    }
    let minutes = mail::SETTLE.num_minutes();
    format!(
        "Zij krijgen het ook per mail, na {minutes} minuten. Wie vandaag al een mail van Voortgang kreeg, krijgt het morgen: het is hoogstens één mail per dag."
    )
}
