//! Everything about one's own account, and ending one's own sessions.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{event, own};
use crate::{
    auth::session,
    domain::clock,
    store::{self, sessions::Listed},
    web::{
        App, Error, Result,
        extract::Visitor,
        page::{Layout, done, page},
        routes::{EditPassword, EndOtherSessions, EndSession, OwnFactor, OwnTokens, RenewCodes, ShowAccount},
        sso,
    },
};

/// One open session.
struct Line {
    browser: &'static str,
    when: String,
    /// Where it is ended; `None` for this one.
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/account/show.html")]
struct AccountPage {
    layout: Layout,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    password: String,
    /// The provider where they sign in, when that is instead of a password.
    elsewhere: Option<String>,
    factor: String,
    set_up: &'static str,
    set_up_at: String,
    codes: Option<(u32, String)>,
    tokens: String,
    tokens_at: String,
    sessions: Vec<Line>,
    end_others: String,
}

pub(in crate::web) async fn show(
    _: ShowAccount,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let account = own(&app, &visitor).await?;
    let mut reader = app.store.read().await?;
    let key = visitor.key.hash();
    let (now, idle_since) = (visitor.now, visitor.now - session::IDLE);
    let sessions = store::sessions::list(&mut reader, account.id, &key, now, idle_since).await?;
    let tokens = store::tokens::list(&mut reader, account.id, now).await?.len();
    let left = store::second_factors::recovery_codes_left(&mut reader, account.id).await?;
    let elsewhere = sso::only_way(&app, &visitor.actor.ministry).map(|(name, _)| name);
    let (factor, set_up) = match account.factor_since {
        Some(since) => {
            (format!("Ingesteld op {}.", clock::long_date(clock::local_date(since))), "Andere app koppelen")
        }
        None if elsewhere.is_some() => {
            ("Niet ingesteld. Wordt hij gevraagd, dan stelt u hem in bij het inloggen.".to_owned(), "")
        }
        None if app.settings.second_factor.asks(&visitor.actor.roles) => {
            ("Nog niet ingesteld.".to_owned(), "Tweede factor instellen")
        }
        None => (
            "Niet ingesteld. Voor uw rol hoeft het niet; veiliger is het wel.".to_owned(),
            "Tweede factor instellen",
        ),
    };
    page(&AccountPage {
        layout: Layout::of(&app, &visitor),
        roles: visitor.actor.roles.iter().map(|role| role.dutch()).collect(),
        password: EditPassword.to_string(),
        elsewhere,
        factor,
        set_up,
        set_up_at: OwnFactor.to_string(),
        codes: account.factor_since.map(|_| (left, RenewCodes.to_string())),
        tokens: match tokens {
            0 => "U hebt er geen. Een sleutel hebt u alleen nodig voor een programma van uzelf.".to_owned(),
            1 => "U hebt er 1.".to_owned(),
            many => format!("U hebt er {many}."),
        },
        tokens_at: OwnTokens.to_string(),
        sessions: sessions.iter().map(line).collect(),
        end_others: EndOtherSessions.to_string(),
        name: account.name,
        email: account.email,
    })
}

pub(in crate::web) async fn end_session(
    path: EndSession,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    if !store::sessions::delete_one(&mut writer, visitor.actor.person, path.session).await? {
        return Err(Error::NotFound);
    }
    store::events::append(&mut writer, &event(&visitor, "end-session")).await?;
    writer.commit().await?;
    done(&app, &visitor, ShowAccount, "De sessie is beëindigd. Daar moet opnieuw worden ingelogd.").await
}

pub(in crate::web) async fn end_others(
    _: EndOtherSessions,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let key = visitor.key.hash();
    let ended = store::sessions::delete_all(&mut writer, visitor.actor.person, Some(key.as_slice())).await?;
    store::events::append(&mut writer, &event(&visitor, "end-session")).await?;
    writer.commit().await?;
    let flash = match ended {
        0 => "U was nergens anders ingelogd.".to_owned(),
        1 => "De andere sessie is beëindigd.".to_owned(),
        many => format!("De {many} andere sessies zijn beëindigd."),
    };
    done(&app, &visitor, ShowAccount, &flash).await
}

fn line(session: &Listed) -> Line {
    let seen = clock::long_moment(session.seen_at);
    let opened = clock::long_moment(session.created_at);
    let from = if session.origin.is_empty() { String::new() } else { format!(" vanaf {}", session.origin) };
    Line {
        browser: browser(&session.user_agent),
        when: format!("Ingelogd {opened}{from}; laatst gebruikt {seen}."),
        end: (!session.current).then(|| EndSession { session: session.id }.to_string()),
    }
}

/// A browser by the name its user knows. The order matters: most call themselves by several.
fn browser(agent: &str) -> &'static str {
    [("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrom", "Chrome"), ("Safari", "Safari")]
        .into_iter()
        .find_map(|(mark, name)| agent.contains(mark).then_some(name))
        .unwrap_or("Onbekende browser")
}
