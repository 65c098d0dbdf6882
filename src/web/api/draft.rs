//! What may be written in a contribution, as JSON: read, and saved as the form saves it.
//!
//! A save names the version it began from in `If-Match`, so that nobody's words are overwritten unseen.

use std::collections::BTreeMap;

use axum::{
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::SqliteConnection;

use super::{bearer::Bearer, own, problem};
use crate::{
    domain::{
        contribution::{Content, Fault, Source, Stand},
        strategy::Commitment,
    },
    store,
    web::{
        App, Error, Result,
        contributions::{
            Dossier, Kept, Typed, TypedSource, TypedStand, alone, is_typing, keep_content, newer,
        },
        extract::Visitor,
        form::Errors,
        layers::MAX_BODY,
        open_data::tagged,
        reading::{NOTE, TEXTS},
        routes::ApiDraft,
    },
};

/// The field of the reason for having nothing to report.
const NONE: &str = "geenBijdrage";

/// Everything that a person fills in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    #[serde(rename = "bereikt")]
    achieved: String,
    #[serde(rename = "belemmeringen")]
    obstacles: String,
    #[serde(rename = "vooruitblik")]
    outlook: String,
    #[serde(rename = "notitie")]
    pub(super) internal_note: String,
    #[serde(rename = "geenBijdrage")]
    no_contribution: Option<String>,
    #[serde(rename = "delen")]
    shared: bool,
    #[serde(rename = "inzet")]
    stands: Vec<OnCommitment>,
    #[serde(rename = "bronnen")]
    sources: Vec<Cited>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnCommitment {
    #[serde(rename = "nummer")]
    number: String,
    stand: Option<String>,
    #[serde(rename = "toelichting")]
    line: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    #[serde(rename = "titel")]
    title: String,
    #[serde(rename = "link")]
    url: Option<String>,
    #[serde(rename = "kamerstuk")]
    paper: Option<String>,
    #[serde(rename = "peildatum")]
    reference_date: Option<String>,
}

/// What is wrong with what was sent: a pointer into it and what to do.
type Faults = Vec<(String, String)>;

/// What may be written, as it was saved last.
pub(in crate::web) async fn draft(
    path: ApiDraft,
    State(app): State<App>,
    Bearer { visitor, .. }: Bearer,
    headers: HeaderMap,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let dossier = Dossier::open(&mut reader, &visitor, path.id).await?;
    visitor.actor.may_write(&dossier.contribution)?;
    let content = dossier.newest(&mut reader).await?;
    let contribution = &dossier.contribution;
    answer(&headers, &Draft::of(&content, contribution.shared, &dossier.commitments), contribution.revision)
}

/// Saves what was sent as the next version.
pub(in crate::web) async fn save(
    path: ApiDraft,
    State(app): State<App>,
    Bearer { visitor, token }: Bearer,
    request: Request,
) -> Result<Response> {
    // Read before the database is held for writing: a slow sender holds up nobody.
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await;
    let mut writer = app.store.begin().await?;
    let dossier = Dossier::open(&mut writer, &visitor, path.id).await?;
    let permit = visitor.actor.may_write(&dossier.contribution)?;
    let newest = dossier.contribution.revision;
    let Some(based_on) = named(&parts.headers, newest) else {
        let why = "Noem in de kop If-Match de ETag van het concept waarmee u begon, zodat niemands tekst ongezien wordt overschreven.";
        return Ok(problem::of(StatusCode::PRECONDITION_REQUIRED, "Versie niet genoemd", why));
    };
    if !is_json(&parts.headers) {
        let why = "Stuur het concept als application/json.";
        return Ok(problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Geen JSON", why));
    }
    let Ok(body) = body else { return Err(Error::TooLarge) };
    let (content, shared) = match read(&body, &dossier.commitments) {
        Ok(read) => read,
        Err(refusal) => return Ok(*refusal),
    };
    let saved = dossier.newest(&mut writer).await?;
    if is_typing(&mut writer, &dossier, &saved, visitor.actor.person).await? {
        return Err(Error::Conflict(format!(
            "U typte op de site nog aan {}, en bewaarde dat niet. Bewaar of verwerp daar eerst wat er staat.",
            dossier.name().to_lowercase()
        )));
    }
    let kept =
        keep_content(&mut writer, &visitor, &dossier, &permit, (based_on, shared), content.clone()).await?;
    match kept {
        Ok(Kept::Same) => {
            writer.commit().await?;
            answer(&HeaderMap::new(), &Draft::of(&saved, shared, &dossier.commitments), newest)
        }
        Ok(Kept::Saved(number)) => {
            store::tokens::record_revision(&mut writer, path.id, number, token).await?;
            writer.commit().await?;
            answer(&HeaderMap::new(), &Draft::of(&content, shared, &dossier.commitments), number)
        }
        Err(Fault::Stale { newest }) => stale(&mut writer, &visitor, &dossier, &parts.headers, newest).await,
        Err(fault @ (Fault::Closed | Fault::State(_) | Fault::Agreed | Fault::Incomplete(_))) => {
            Err(dossier.ending().map_or_else(|| fault.into(), Error::Conflict))
        }
    }
}

impl Draft {
    /// A saved content.
    pub(super) fn of(content: &Content, shared: bool, commitments: &[Commitment]) -> Self {
        let stands = commitments.iter().map(|one| {
            let said = content.stands.iter().find(|stand| stand.commitment == one.id);
            OnCommitment {
                number: one.number.clone(),
                stand: said.map(|said| own::word(said.stand.dutch())),
                line: said.map(|said| said.line.clone()).unwrap_or_default(),
            }
        });
        Self {
            achieved: content.achieved.to_string(),
            obstacles: content.obstacles.to_string(),
            outlook: content.outlook.to_string(),
            internal_note: content.internal_note.to_string(),
            no_contribution: content.no_contribution.as_ref().map(|reason| reason.as_str().to_owned()),
            shared,
            stands: stands.collect(),
            sources: content.sources.iter().map(Cited::of).collect(),
        }
    }

    /// What it says as the form would say it, with the place of each field; what no form could say is noted.
    fn typed(self, commitments: &[Commitment], faults: &mut Faults) -> (Typed, BTreeMap<String, String>) {
        let mut places: BTreeMap<String, String> =
            TEXTS.iter().chain([&NOTE]).map(|(name, _)| ((*name).to_owned(), format!("/{name}"))).collect();
        let mut stands = BTreeMap::new();
        for (position, one) in self.stands.into_iter().enumerate() {
            let at = format!("/inzet/{position}");
            let number = one.number;
            if !commitments.iter().any(|known| known.number == number) {
                let shown: String = number.chars().take(20).collect();
                faults.push((format!("{at}/nummer"), format!("Inzet {shown} hoort niet bij dit doel.")));
                continue;
            }
            places.insert(format!("stand-{number}"), format!("{at}/stand"));
            places.insert(format!("regel-{number}"), format!("{at}/toelichting"));
            let code = one.stand.map(|stand| code(&stand)).unwrap_or_default();
            let typed = TypedStand { stand: code, line: one.line };
            if stands.insert(number.clone(), typed).is_some() {
                faults.push((format!("{at}/nummer"), format!("Inzet {number} staat er twee keer.")));
            }
        }
        for (row, _) in self.sources.iter().enumerate() {
            for (name, said) in
                [("titel", "titel"), ("link", "link"), ("kamerstuk", "kamerstuk"), ("datum", "peildatum")]
            {
                places.insert(format!("bron-{row}-{name}"), format!("/bronnen/{row}/{said}"));
            }
        }
        let sources = self.sources.into_iter().map(|one| TypedSource {
            title: one.title,
            url: one.url.unwrap_or_default(),
            paper: one.paper.unwrap_or_default(),
            date: one.reference_date.unwrap_or_default(),
        });
        let typed = Typed {
            texts: [self.achieved, self.obstacles, self.outlook],
            note: self.internal_note,
            shared: self.shared,
            stands,
            sources: sources.collect(),
            ..Typed::default()
        };
        (typed, places)
    }
}

impl Cited {
    fn of(source: &Source) -> Self {
        Self {
            title: source.title.clone(),
            url: source.url.clone(),
            paper: source.paper.as_ref().map(ToString::to_string),
            reference_date: source.reference_date.map(|date| date.to_string()),
        }
    }
}

/// The stored word of a stand; one that is none stays as it is, to be refused by name.
fn code(word: &str) -> String {
    let known = Stand::ALL.into_iter().find(|stand| own::word(stand.dutch()) == word);
    // A word of the database is none of the interface.
    known.map_or_else(|| format!("“{word}”"), |stand| stand.code().to_owned())
}

/// What was sent as a content with whether it is shared, or the answer that says what is wrong with it.
fn read(body: &Bytes, commitments: &[Commitment]) -> Result<(Content, bool), Box<Response>> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let sent: Result<Draft, _> = serde_path_to_error::deserialize(&mut json);
    let draft = sent.map_err(|error| {
        let pointer = error.path().iter().map(|part| format!("/{part}").replace(['[', ']'], ""));
        let (pointer, fault) = (pointer.collect::<String>(), error.inner());
        let told = format!("Regel {}, teken {}: {fault}.", fault.line(), fault.column());
        Box::new(if fault.is_data() {
            wrong(&[(pointer, told)])
        } else {
            problem::of(StatusCode::BAD_REQUEST, "Geen goede JSON", &told)
        })
    })?;
    json.end().map_err(|fault| {
        let told =
            format!("Regel {}, teken {}: er staat iets achter het concept.", fault.line(), fault.column());
        Box::new(problem::of(StatusCode::BAD_REQUEST, "Geen goede JSON", &told))
    })?;
    let mut faults = Faults::new();
    let (reason, shared) = (draft.no_contribution.clone().unwrap_or_default(), draft.shared);
    let (typed, places) = draft.typed(commitments, &mut faults);
    let content = typed.read(commitments).unwrap_or_else(|Errors(errors)| {
        let place = |field: &String| places.get(field).cloned().unwrap_or_default();
        faults.extend(errors.into_iter().map(|error| (place(&error.field), error.message)));
        Content::default()
    });
    let content = alone(content, &reason).unwrap_or_else(|message| {
        faults.push((format!("/{NONE}"), message));
        Content::default()
    });
    if faults.is_empty() { Ok((content, shared)) } else { Err(Box::new(wrong(&faults))) }
}

/// All that is wrong, each with its place (RFC 6901), as RFC 9457 shows it.
fn wrong(faults: &[(String, String)]) -> Response {
    let errors =
        faults.iter().map(|(pointer, detail)| json!({ "pointer": format!("#{pointer}"), "detail": detail }));
    let detail = match faults.len() {
        1 => "Eén veld kan zo niet worden bewaard. Er is niets veranderd.".to_owned(),
        many => format!("{many} velden kunnen zo niet worden bewaard. Er is niets veranderd."),
    };
    let also = json!({ "errors": errors.collect::<Vec<_>>() });
    problem::with(StatusCode::UNPROCESSABLE_ENTITY, "Het concept klopt niet", &detail, also)
}

/// Says who saved meanwhile, and both versions. Nothing was changed, and what was sent is still the sender's.
async fn stale(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
    headers: &HeaderMap,
    newest: u32,
) -> Result<Response> {
    let told = newer(connection, visitor, dossier).await?;
    let sent = headers.get(header::IF_MATCH).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let also = json!({ "uwVersie": sent, "nieuwsteVersie": tag(newest) });
    let detail = format!("{told} Haal die op, vergelijk, en bewaar daarna opnieuw. Er is niets veranderd.");
    let response = problem::with(StatusCode::PRECONDITION_FAILED, "Er is een nieuwere versie", &detail, also);
    marked(response, newest)
}

/// The mark of a version.
fn tag(number: u32) -> String {
    format!("\"versie-{number}\"")
}

/// The version that `If-Match` names: the newest when that is among them, one that is stale otherwise. `None` when it
/// names nothing: `*` is whatever there is, unseen.
fn named(headers: &HeaderMap, newest: u32) -> Option<u32> {
    let values = headers.get_all(header::IF_MATCH).iter().map(|value| value.to_str().unwrap_or_default());
    let named: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    if named.iter().all(|one| one.is_empty() || *one == "*") {
        return None;
    }
    let found = named.contains(&tag(newest).as_str());
    Some(if found { newest } else { newest.wrapping_sub(1) })
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn answer(headers: &HeaderMap, draft: &Draft, number: u32) -> Result<Response> {
    let body = serde_json::to_vec(draft).map_err(|error| Error::Internal(error.into()))?;
    let tag = tag(number);
    Ok(own::own(tagged(headers, tag.trim_matches('"'), "application/json", body)?))
}

fn marked(mut response: Response, number: u32) -> Result<Response> {
    let tag = HeaderValue::from_str(&tag(number)).map_err(|error| Error::Internal(error.into()))?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}
