//! Small facts for tests: complete, so that nothing is missing, and with a marker in every field that is internal.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{
    contribution::{Content, Source, Stand, StandLine, State},
    facts::{
        Answer, Approved, Assessment, ContributionFacts, DevelopmentFacts, Facts, GoalFacts, IndicatorFacts,
        Judged, Measurement, Outcome, RequestFacts, RequestKind,
    },
    goal_text::{Field, GoalText, Head, Origin, Passage},
    herijking::Lineage,
    id::{
        CommitmentId, ContributionId, DevelopmentId, GoalId, PassageId, PersonId, PolicyDocumentId,
        RequestId, RoundId,
    },
    ministry::Ministry,
    paper::{House, PaperRef},
    round::{self, Round},
    strategy::{
        Assignment, Commitment, CommitmentKind, Development, DevelopmentKind, Goal, Judgement, Part, Pillar,
        PolicyDocument, Rating, Strategy, Theme, Tone,
    },
    text::{Prose, Reason},
};

/// Stands in every field that must never be published.
pub(crate) const SECRET: &str = "GEHEIM-7f3a";

/// Facts with this many goals in each pillar, rated or not, every question answered.
pub(crate) fn facts(pillars: &[u32], rated: bool) -> Facts {
    let mut number = 0;
    let mut goals = Vec::new();
    for (pillar, count) in (1..).zip(pillars) {
        for _ in 0..*count {
            number += 1;
            goals.push(goal(pillar, number, rated));
        }
    }
    let has_goals = !goals.is_empty();
    let tagged =
        goals.iter().flat_map(|goal| &goal.text.passages).take(1).map(|passage| passage.id).collect();
    Facts {
        strategy: strategy(),
        pillars: (1..)
            .zip(pillars)
            .map(|(number, _)| Pillar {
                number,
                title: format!("Pijlertitel {number}"),
                summary: "Waar het om gaat.".into(),
            })
            .collect(),
        ratings: if rated { scale() } else { Vec::new() },
        themes: vec![Theme {
            id: "mensen".into(),
            title: "Mensen eerst".into(),
            description: "Burgers tellen.".into(),
        }],
        policy_documents: vec![PolicyDocument {
            id: PolicyDocumentId::new(),
            title: "Defensienota".into(),
            note: "de krijgsmacht".into(),
            paper: Some("34 919, nr. 1".into()),
            named_in: Vec::new(),
            goals: vec![1],
        }],
        round: round(),
        ministries: [
            ("bz", "Buitenlandse Zaken", "BZ"),
            ("def", "Defensie", "DEF"),
            ("jenv", "Justitie en Veiligheid", "JenV"),
        ]
        .map(|(code, name, short)| Ministry {
            code: code.into(),
            name: format!("Ministerie van {name}"),
            short: short.into(),
        })
        .into(),
        goals,
        goal_changes: Vec::new(),
        lineage: Lineage::default(),
        developments: vec![
            development(DevelopmentKind::Trend, "2.1", has_goals, ""),
            development(DevelopmentKind::Threat, "3.1", has_goals, "Doel 1 verandert."),
        ],
        texts: [
            ("summary", "Kort gezegd.\n\nHet gaat goed."),
            ("introduction", "Waarom dit rapport."),
            ("goal-changes", "Er is niets veranderd."),
            ("outlook", "Wat er komt."),
            ("theme:mensen", "Wat er voor burgers is gedaan."),
            ("kladblok", SECRET),
        ]
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .into(),
        requests: vec![
            request(RequestKind::Motion, has_goals.then_some(1)),
            request(RequestKind::Undertaking, None),
        ],
        tagged: BTreeMap::from([("mensen".to_owned(), tagged)]),
        set_aside: BTreeMap::from([("doel-1-oordeel".to_owned(), SECRET.to_owned())]),
        earlier: None,
        letter: Some(crate::domain::letter::tests::input()),
    }
}

/// Facts in which nobody has said anything yet.
pub(crate) fn silent(pillars: &[u32]) -> Facts {
    let mut facts = facts(pillars, true);
    facts.texts.clear();
    facts.set_aside.clear();
    for goal in &mut facts.goals {
        goal.text = GoalText::default();
        goal.assessment = None;
        for indicator in &mut goal.indicators {
            indicator.measurements.clear();
        }
        for contribution in &mut goal.contributions {
            (contribution.state, contribution.approved) = (State::Open, None);
        }
    }
    for development in &mut facts.developments {
        development.judged = None;
    }
    for request in &mut facts.requests {
        request.answer = None;
    }
    facts
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn passage(head: Head, text: &str, origin: Option<Origin>) -> Passage {
    let changed_at = "2020-03-01T12:00:00Z".parse().unwrap();
    Passage { id: PassageId::new(), head, text: text.into(), origin, author: PersonId::new(), changed_at }
}

pub(crate) fn origin(text: &str) -> Origin {
    Origin {
        contribution: ContributionId::new(),
        ministry: "def".into(),
        number: 2,
        sha256: "0123456789abcdef".repeat(4),
        approved_on: Some(day("2020-02-20")),
        field: Field::Achieved,
        paragraph: 0,
        text: text.into(),
    }
}

fn strategy() -> Strategy {
    Strategy {
        id: "proef".into(),
        title: "Veilig verder".into(),
        subtitle: "Proefstrategie 2018-2022".into(),
        short: "PS".into(),
        dossier: "33 694".into(),
        paper: Some("33 694, nr. 12".into()),
        pillar_word: "pijler".into(),
        goal_word: "doel".into(),
        source: SECRET.into(),
    }
}

fn round() -> Round {
    let due = "2020-02-14T16:00:00Z".parse().unwrap();
    Round {
        id: RoundId::new(),
        strategy: "proef".into(),
        slug: SECRET.into(),
        label: "2018–2020".into(),
        from: day("2018-03-19"),
        until: day("2020-02-29"),
        reference_date: day("2020-03-01"),
        contribution_due: due,
        approval_due: due,
        consent_due: due,
        silence_is_consent: false,
        state: round::State::Consulting,
        paused_at: None,
        specimen: false,
    }
}

fn scale() -> Vec<Rating> {
    [
        ("op-koers", "Op koers", Tone::Positive, Some(2)),
        ("achter", "Loopt achter", Tone::Negative, Some(1)),
        ("onbekend", "Niet te beoordelen", Tone::Neutral, None),
    ]
    .map(|(id, label, tone, rank)| Rating {
        id: id.into(),
        label: label.into(),
        criteria: format!("Criterium van {label}."),
        tone,
        rank,
    })
    .into()
}

fn goal(pillar: u32, number: u32, rated: bool) -> GoalFacts {
    let commitments: Vec<Commitment> = (1..=3)
        .map(|part| Commitment {
            id: CommitmentId::new(),
            number: format!("{number}.{part}"),
            kind: CommitmentKind::Action,
            text: format!("Nederland doet {number}.{part}."),
            source_line: Some(324),
            due: (part == 1).then(|| day("2019-12-31")),
            repeats_years: None,
        })
        .collect();
    let contributions = vec![led(&commitments), none()];
    GoalFacts {
        goal: Goal {
            id: GoalId::new(),
            pillar,
            number,
            title: format!("Titel van doel {number}"),
            promise: "Nederland zou veel doen.".into(),
        },
        refers_to: if number > 1 { vec![1, 99] } else { Vec::new() },
        assignments: vec![
            Assignment { ministry: "def".into(), part: Part::Lead },
            Assignment { ministry: "jenv".into(), part: Part::Contributing },
        ],
        text: GoalText::default().place([
            passage(Head::Text, "Vooraf van BZ.", None),
            passage(Head::Text, "Defensie deed veel:", Some(origin("Defensie deed veel:"))),
            passage(Head::Text, "- schepen\n- vliegtuigen", Some(origin("- schepen\n- vliegtuigen"))),
            passage(Head::Text, "Defensie deed ook minder.", Some(origin(SECRET))),
            passage(
                Head::Text,
                "En nog iets, zie 33 694, nr. 12.",
                Some(origin("En nog iets, zie 33 694, nr. 12.")),
            ),
            passage(Head::Outlook, "Er komt meer.", Some(origin("Er komt meer."))),
        ]),
        consents: Vec::new(),
        assessment: rated
            .then(|| Assessment { rating: "op-koers".into(), ground: "Het meeste is gedaan.".into() }),
        indicators: vec![IndicatorFacts {
            name: "Defensie-uitgaven".into(),
            unit: "% bbp".into(),
            decimals: 2,
            ministry: "def".into(),
            baseline: None,
            target: Some((day("2024-12-31"), 200)),
            measurements: vec![
                Measurement { date: day("2018-12-31"), value: 122, source: "NAVO".into() },
                Measurement { date: day("2019-12-31"), value: 136, source: "NAVO".into() },
            ],
        }],
        commitments,
        contributions,
    }
}

fn led(commitments: &[Commitment]) -> ContributionFacts {
    let secret = || Prose::parse(SECRET).unwrap();
    let stands = [Stand::News, Stand::Completed, Stand::NoNews];
    let stand = |(commitment, stand): (&Commitment, Stand)| StandLine {
        commitment: commitment.id,
        stand,
        line: if stand == Stand::NoNews { String::new() } else { "Dit is gebeurd.".into() },
    };
    let source = Source {
        title: "Jaarverslag".into(),
        url: Some("https://voorbeeld.nl/jaarverslag".into()),
        paper: PaperRef::parse("35 200 X, nr. 1").ok(),
        reference_date: Some(day("2019-05-15")),
    };
    // Words that were not taken over are not the report's either.
    let content = Content {
        achieved: secret(),
        obstacles: secret(),
        outlook: secret(),
        internal_note: secret(),
        no_contribution: None,
        stands: commitments.iter().zip(stands).map(stand).collect(),
        sources: vec![source],
    };
    contribution("def", State::TakenOver, content)
}

fn none() -> ContributionFacts {
    let reason = Reason::parse("Dit raakt ons werk niet.").unwrap();
    let note = Prose::parse(SECRET).unwrap();
    let content = Content { no_contribution: Some(reason), internal_note: note, ..Content::default() };
    contribution("jenv", State::Approved, content)
}

fn contribution(ministry: &str, state: State, content: Content) -> ContributionFacts {
    ContributionFacts {
        id: ContributionId::new(),
        ministry: ministry.into(),
        state,
        late: true,
        approved: Some(Approved {
            number: 2,
            content,
            sha256: "0123456789abcdef".repeat(4),
            at: "2020-02-20T12:00:00Z".parse().unwrap(),
        }),
    }
}

fn development(kind: DevelopmentKind, number: &str, has_goals: bool, consequence: &str) -> DevelopmentFacts {
    DevelopmentFacts {
        development: Development {
            id: DevelopmentId::new(),
            kind,
            number: number.into(),
            title: format!("Ontwikkeling {number}"),
            summary: "De wereld verandert.".into(),
            goals: if has_goals { vec![1] } else { Vec::new() },
        },
        judged: Some(Judged {
            judgement: Judgement::Worse,
            text: "Het werd onrustiger.".into(),
            consequence: consequence.into(),
        }),
    }
}

fn request(kind: RequestKind, goal: Option<u32>) -> RequestFacts {
    RequestFacts {
        id: RequestId::new(),
        kind,
        house: House::Second,
        paper: (kind == RequestKind::Motion).then(|| "33 694, nr. 43".into()),
        title: "Verzoek over nieuwe wapens".into(),
        proposer: "het lid Voorbeeld c.s.".into(),
        date: day("2019-04-24"),
        due: None,
        goal,
        ministry: None,
        answer: Some(Answer {
            outcome: Outcome::InProgress,
            text: format!("Antwoord op {}.", kind.dutch()),
            passage: None,
        }),
        lapsed: false,
    }
}
