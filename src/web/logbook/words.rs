//! What the log says, in the words of its page.

use crate::{
    domain::{
        event::{Ledger, access},
        person::Role,
    },
    store::logbook::Line,
};

/// Acts, with what they are called.
const ACTS: &[(&str, &str)] = &[
    ("add", "Toegevoegd"),
    ("answer", "Beantwoord"),
    ("approve", "Akkoord gegeven"),
    ("compose", "Samengesteld"),
    ("create", "Gemaakt"),
    ("freeze", "Vastgesteld"),
    ("judge", "Beoordeeld"),
    ("keep", "Vervanging gestaakt"),
    ("move-passage", "Passage verplaatst"),
    ("open", "Geopend"),
    ("prune", "Verlopen regels verwijderd"),
    ("rate", "Oordeel gegeven"),
    ("record", "Aanbieding vastgelegd"),
    ("register", "Ingeschreven"),
    ("release", "Vrijgegeven"),
    ("remove-passage", "Passage verwijderd"),
    ("reopen", "Weer opengezet"),
    ("replace", "Vervanging begonnen"),
    ("return", "Teruggezonden naar het ministerie"),
    ("reword-passage", "Passage aangepast"),
    ("save", "Bewaard"),
    ("send-back", "Teruggestuurd"),
    ("set-aside", "Terzijde gelegd"),
    ("step", "Stap gezet"),
    ("submit", "Ingediend"),
    ("take-back", "Teruggehaald"),
    ("take-over", "Overgenomen"),
    ("withdraw", "Akkoord ingetrokken"),
    ("write-passage", "Passage geschreven"),
    ("extend", "Uitstel gegeven"),
    ("open-exception", "Uitzondering gegeven"),
    ("end-exception", "Uitzondering beëindigd"),
    ("pause", "Stilgezet"),
    ("resume", "Hervat"),
    ("agree", "Akkoord gegeven, anderen moeten nog"),
    ("assign", "Toewijzing veranderd"),
    ("remind", "Herinnerd"),
    ("retry", "Opnieuw laten versturen"),
    ("revoke", "Adres ingetrokken"),
    ("set", "Regel vastgelegd"),
    ("tag", "Thema’s gekozen"),
    ("bind-subject", "Eenmalig inloggen gekoppeld"),
    ("accept-invitation", "Uitnodiging aangenomen"),
    ("appoint", "Benoemd"),
    ("check", "Nagekeken"),
    ("discard", "Weggehaald"),
    ("end", "Beëindigd"),
    ("name", "Naam vastgelegd"),
    ("review", "Rechten beoordeeld"),
    ("title", "Titel vastgelegd"),
    ("vacate", "Vacant"),
    ("change", "Gewijzigd"),
    ("disable", "Afgesloten"),
    ("enable", "Weer toegelaten"),
    ("invite", "Uitgenodigd"),
    ("remove", "Persoonsgegevens verwijderd"),
    ("reset-second-factor", "Tweede stap gewist"),
    ("set-second-factor", "Tweede stap ingesteld"),
    ("make-token", "Sleutel gemaakt"),
    ("withdraw-token", "Sleutel ingetrokken"),
    ("withdraw-tokens", "Alle sleutels ingetrokken"),
    ("propose", "Voorgesteld"),
    ("revise", "Voorstel gewijzigd"),
    ("lay-before", "Voorgelegd"),
    ("say", "Zienswijze gegeven"),
    ("accept", "Aangenomen"),
    ("reject", "Verworpen"),
    ("lapse", "Laten vervallen"),
    ("load", "Ingelezen"),
    ("consent", "Ingestemd"),
    ("refuse-consent", "Niet ingestemd"),
    ("overrule-consent", "Zonder instemming doorgegaan"),
    ("note-silence", "Zwijgen geteld als instemming"),
    ("silence-is-consent", "Zwijgen laten tellen"),
    ("silence-is-nothing", "Zwijgen niet laten tellen"),
    ("remark", "Opmerking gemaakt"),
    ("resolve", "Afgehandeld"),
    ("share", "Gedeeld met meelezers"),
    ("unshare", "Niet meer gedeeld"),
    ("measure", "Meting toegevoegd"),
    ("restore", "Teruggezet uit een reservekopie"),
];

/// What happens on the way in.
const ACCESS: &[(&str, &str)] = &[
    (access::SIGN_IN, "Ingelogd"),
    (access::VOUCH, "Herkend door eenmalig inloggen"),
    (access::SIGN_OUT, "Uitgelogd"),
    (access::USE_TOKEN, "Sleutel gebruikt"),
    ("refuse-password", "Inloggen mislukt: wachtwoord"),
    ("refuse-code", "Inloggen mislukt: code"),
    ("refuse-token", "Geweigerd: geen geldige sleutel"),
    ("refuse-sso", "Inloggen mislukt: geen account"),
    (access::REFUSE_FILE, "Bestand geweigerd: virus"),
    (access::REFUSE, "Geweigerd"),
];

/// Kinds of things, with what they are called.
const KINDS: &[(&str, &str)] = &[
    ("contribution", "Bijdrage"),
    ("goal", "Doel"),
    ("goal-text", "Doeltekst"),
    ("passage", "Passage"),
    ("round-text", "Tekst"),
    ("letter", "Brief"),
    ("edition", "Editie"),
    ("earlier-report", "Eerder rapport"),
    ("gap", "Leemte"),
    ("request", "Motie of toezegging"),
    ("development", "Ontwikkeling"),
    ("round", "Ronde"),
    ("person", "Persoon"),
    ("ministry", "Ministerie"),
    ("office", "Ambt"),
    ("register", "Register"),
    ("access", "Toegang"),
    ("goal-proposal", "Voorstel voor herijking"),
    ("strategy", "Strategie"),
    ("approval-rule", "Akkoordregel"),
    ("calendar", "Agenda"),
    ("stand-in", "Vervanging"),
    ("mail", "Mail"),
    ("annex", "Bijlage"),
    ("indicator", "Cijfer"),
    ("measurement", "Meting bij cijfer"),
    ("remark", "Opmerking"),
    ("person-role", "Rol"),
    ("person-token", "Sleutel voor een programma"),
    ("token", "Sleutel"),
    ("database", "Databestand"),
    ("access-log", "Logboek van toegang"),
];

/// The acts one can look for.
pub(super) fn verbs(ledger: Ledger) -> impl Iterator<Item = (&'static str, &'static str)> {
    match ledger {
        Ledger::Acts => ACTS.iter(),
        Ledger::Access => ACCESS.iter(),
    }
    .copied()
}

/// The kinds of things one can look for: in the log of access there is nothing to choose.
pub(super) fn kinds(ledger: Ledger) -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().copied().filter(move |_| ledger == Ledger::Acts)
}

/// What was done. An act without a word of its own is called by its name.
pub(super) fn act(line: &Line) -> String {
    let known = ACTS.iter().chain(ACCESS).find(|(code, _)| *code == line.verb);
    known.map_or_else(|| line.verb.clone(), |(_, word)| (*word).to_owned())
}

/// How it ended: what was refused is in the log of access only.
pub(super) fn result(line: &Line) -> &'static str {
    if line.verb.starts_with(access::REFUSE) { "geweigerd" } else { "gedaan" }
}

/// To what it was done: the short name where there is one, and otherwise its mark.
pub(super) fn object(line: &Line) -> String {
    let kind = KINDS.iter().find(|(code, _)| *code == line.kind).map(|(_, word)| *word);
    let which = line.label.as_ref().unwrap_or(&line.object);
    match kind {
        Some(kind) => format!("{kind} {which}"),
        None => which.clone(),
    }
}

/// The role in which it was done.
pub(super) fn role(code: &str) -> &'static str {
    Role::read(code).map_or("", Role::dutch)
}

/// Who it was, when it was nobody with an account.
pub(super) fn nobody(line: &Line) -> &'static str {
    if line.verb.starts_with(access::REFUSE) { "Niet ingelogd" } else { "Programma" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_called_by_one_word() {
        for (index, (code, word)) in ACTS.iter().chain(ACCESS).enumerate() {
            let others = ACTS.iter().chain(ACCESS).enumerate().filter(|(other, _)| *other != index);
            assert!(others.map(|(_, (other, _))| other).all(|other| other != code), "{code} twice");
            assert!(!word.is_empty());
        }
    }
}
