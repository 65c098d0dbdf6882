//! What an administrator does to an account: invite, disable, enable, take the second factor or the
//! keys of programs away, remove. Acts that end
//! something ask first.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{administered, trail};
use crate::{
    auth::{invitation, session::Key},
    domain::{
        account::{Account, Fault},
        id::PersonId,
        person::{Email, Role},
    },
    store,
    web::{
        App, Error, Result,
        extract::Visitor,
        notify,
        page::{Crumb, Layout, done, page},
        routes::{
            DisablePerson, EnablePerson, InvitePerson, People, RemovePerson, ResetFactor, ShowPerson,
            WithdrawTokens,
        },
    },
};

/// Asks before something ends.
#[derive(Template)]
#[template(path = "pages/people/confirm.html")]
struct ConfirmPage {
    layout: Layout,
    trail: Vec<Crumb>,
    title: String,
    lines: Vec<&'static str>,
    button: &'static str,
    back: String,
}

/// The link of an invitation, this once: only its hash is kept.
#[derive(Template)]
#[template(path = "pages/people/invited.html")]
pub(super) struct InvitedPage {
    layout: Layout,
    trail: Vec<Crumb>,
    name: String,
    link: String,
    /// Where it was also mailed; "" when it was not.
    mailed: String,
    person: String,
}

impl InvitedPage {
    pub(super) fn of(
        app: &App,
        visitor: &Visitor,
        person: PersonId,
        (name, email): (&str, &str),
        key: &Key,
    ) -> Self {
        let person = ShowPerson { person }.to_string();
        let mut trail = trail();
        trail.push(Crumb::new(name, &person));
        let link = invitation::link(&app.settings.base, key);
        let mailed = if app.settings.mail_from.is_some() { email.to_owned() } else { String::new() };
        Self { layout: Layout::of(app, visitor), trail, name: name.to_owned(), link, mailed, person }
    }
}

fn confirm(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    title: String,
    lines: &[&'static str],
    button: &'static str,
) -> Result<Response> {
    let back = ShowPerson { person: account.id }.to_string();
    let mut trail = trail();
    trail.push(Crumb::new(&account.name, &back));
    page(&ConfirmPage { layout: Layout::of(app, visitor), trail, title, lines: lines.to_vec(), button, back })
}

pub(in crate::web) async fn confirm_invitation(
    path: InvitePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (permit, account, circumstances) = administered(&mut reader, &visitor, path.person).await?;
    account.may_be_invited(&permit, circumstances)?;
    let lines = [
        "U krijgt een link die u zelf aan deze persoon geeft. De link werkt één keer, drie dagen lang.",
        "Het wachtwoord dat er nu is, werkt dan niet meer, en alle sessies en sleutels voor programma’s van deze persoon eindigen. Wat in concept staat, blijft bewaard.",
    ];
    let title = format!("{} opnieuw uitnodigen", account.name);
    confirm(&app, &visitor, &account, title, &lines, "Uitnodiging maken")
}

pub(in crate::web) async fn invite(
    path: InvitePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, circumstances) = administered(&mut writer, &visitor, path.person).await?;
    account.may_be_invited(&permit, circumstances)?;
    let key = invitation::create(&mut writer, account.id, visitor.now).await?;
    notify::invited(&app, &mut writer, account.id, visitor.now).await?;
    let event = visitor.event(Role::Administrator, "invite", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    page(&InvitedPage::of(&app, &visitor, account.id, (&account.name, &account.email), &key))
}

pub(in crate::web) async fn confirm_disabling(
    path: DisablePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (permit, account, circumstances) = administered(&mut reader, &visitor, path.person).await?;
    account.may_disable(&permit, circumstances)?;
    let lines = [
        "Deze persoon kan dan niet meer inloggen. Alle sessies eindigen meteen. Sleutels voor programma’s openen niets meer.",
        "Bijdragen, akkoorden en de geschiedenis blijven zoals ze zijn. U kunt het account later weer inschakelen.",
    ];
    let title = format!("{} uitschakelen", account.name);
    confirm(&app, &visitor, &account, title, &lines, "Uitschakelen")
}

pub(in crate::web) async fn disable(
    path: DisablePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, circumstances) = administered(&mut writer, &visitor, path.person).await?;
    account.may_disable(&permit, circumstances)?;
    store::accounts::set_disabled(&mut writer, account.id, Some(visitor.now)).await?;
    store::sessions::delete_all(&mut writer, account.id, None).await?;
    store::sign_in_steps::delete_all(&mut writer, account.id).await?;
    store::tokens::withdraw_all(&mut writer, account.id, visitor.now).await?;
    store::invitations::delete_open(&mut writer, account.id).await?;
    let event = visitor.event(Role::Administrator, "disable", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = format!("{} is uitgeschakeld. Alle sessies zijn beëindigd.", account.name);
    done(&app, &visitor, ShowPerson { person: account.id }, &flash).await
}

pub(in crate::web) async fn enable(
    path: EnablePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, _) = administered(&mut writer, &visitor, path.person).await?;
    account.may_enable(&permit)?;
    store::accounts::set_disabled(&mut writer, account.id, None).await?;
    let event = visitor.event(Role::Administrator, "enable", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = if account.has_entry {
        format!("{} kan weer inloggen.", account.name)
    } else {
        format!("{} is weer ingeschakeld. Maak een uitnodiging, dan kan deze persoon beginnen.", account.name)
    };
    done(&app, &visitor, ShowPerson { person: account.id }, &flash).await
}

pub(in crate::web) async fn confirm_reset(
    path: ResetFactor,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (permit, account, circumstances) = administered(&mut reader, &visitor, path.person).await?;
    account.may_lose_factor(&permit, circumstances)?;
    let lines = [
        "Doe dit als iemand de telefoon en de herstelcodes kwijt is. Ga eerst na dat u echt met deze persoon te maken hebt: bel terug op een bekend nummer.",
        "De app en de herstelcodes werken dan niet meer, en alle sessies eindigen. Bij het inloggen stelt deze persoon een nieuwe tweede factor in.",
    ];
    let title = format!("Tweede factor van {} weghalen", account.name);
    confirm(&app, &visitor, &account, title, &lines, "Tweede factor weghalen")
}

pub(in crate::web) async fn reset_factor(
    path: ResetFactor,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, circumstances) = administered(&mut writer, &visitor, path.person).await?;
    account.may_lose_factor(&permit, circumstances)?;
    store::second_factors::clear(&mut writer, account.id).await?;
    store::sessions::delete_all(&mut writer, account.id, None).await?;
    store::sign_in_steps::delete_all(&mut writer, account.id).await?;
    let event = visitor.event(Role::Administrator, "reset-second-factor", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = format!("De tweede factor van {} is weggehaald. Alle sessies zijn beëindigd.", account.name);
    done(&app, &visitor, ShowPerson { person: account.id }, &flash).await
}

pub(in crate::web) async fn confirm_withdrawal(
    path: WithdrawTokens,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (_, account, _) = administered(&mut reader, &visitor, path.person).await?;
    if store::tokens::list(&mut reader, account.id, visitor.now).await?.is_empty() {
        return Err(no_tokens());
    }
    let lines = [
        "Doe dit als een sleutel in verkeerde handen kan zijn. Programma’s die een van deze sleutels gebruiken, komen er meteen niet meer in.",
        "Deze persoon blijft ingelogd en kan nieuwe sleutels maken.",
    ];
    let title = format!("Alle sleutels van {} intrekken", account.name);
    confirm(&app, &visitor, &account, title, &lines, "Alle sleutels intrekken")
}

pub(in crate::web) async fn withdraw_tokens(
    path: WithdrawTokens,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (_, account, _) = administered(&mut writer, &visitor, path.person).await?;
    if store::tokens::withdraw_all(&mut writer, account.id, visitor.now).await? == 0 {
        return Err(no_tokens());
    }
    let event = visitor.event(Role::Administrator, "withdraw-tokens", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = format!("De sleutels van {} zijn ingetrokken.", account.name);
    done(&app, &visitor, ShowPerson { person: account.id }, &flash).await
}

fn no_tokens() -> Error {
    Error::Conflict("Deze persoon heeft geen sleutels voor programma’s meer.".to_owned())
}

pub(in crate::web) async fn confirm_removal(
    path: RemovePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let (permit, account, circumstances) = administered(&mut reader, &visitor, path.person).await?;
    account.may_remove(&permit, circumstances)?;
    let lines = [
        "Naam en e-mailadres worden vervangen door een nummer. Rechten, wachtwoord, tweede factor, sessies en sleutels voor programma’s verdwijnen.",
        "Wat deze persoon schreef en waarop akkoord is gegeven blijft staan, onder dat nummer. Dit kan niet ongedaan worden gemaakt.",
        "Komt deze persoon misschien terug? Kies dan voor uitschakelen.",
    ];
    let title = format!("{} verwijderen", account.name);
    confirm(&app, &visitor, &account, title, &lines, "Voorgoed verwijderen")
}

pub(in crate::web) async fn remove(
    path: RemovePerson,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut writer = app.store.begin().await?;
    let (permit, account, circumstances) = administered(&mut writer, &visitor, path.person).await?;
    account.may_remove(&permit, circumstances)?;
    let number = account.id.to_string();
    let (_, short) = number.rsplit_once('-').unwrap_or_default();
    let name = format!("Oud-medewerker {}", short.get(..6).unwrap_or(short));
    let email = Email::parse(&format!("{number}@verwijderd.invalid"));
    let email = email.map_err(|fault| Error::Internal(fault.into()))?;
    store::accounts::remove(&mut writer, account.id, (&name, &email), visitor.now).await?;
    store::second_factors::clear(&mut writer, account.id).await?;
    store::subjects::release(&mut writer, account.id).await?;
    store::sessions::delete_all(&mut writer, account.id, None).await?;
    store::sign_in_steps::delete_all(&mut writer, account.id).await?;
    store::tokens::withdraw_all(&mut writer, account.id, visitor.now).await?;
    store::tokens::forget_names(&mut writer, account.id).await?;
    let event = visitor.event(Role::Administrator, "remove", "person", account.id);
    store::events::append(&mut writer, &event).await?;
    writer.commit().await?;
    let flash = format!("{} is verwijderd en heet voortaan {name}.", account.name);
    done(&app, &visitor, People, &flash).await
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Conflict(match fault {
            Fault::LastAdministrator => {
                "Dit is de laatste beheerder die kan inloggen. Maak eerst iemand anders beheerder.".to_owned()
            }
            Fault::Yourself => {
                "Dit is uw eigen account. Vraag een andere beheerder, of gebruik Mijn account.".to_owned()
            }
            Fault::State(state) => {
                format!("Het account staat nu op “{}”. Daarom kan dit niet.", state.dutch())
            }
        })
    }
}
