//! A strategy that takes the place of another: its goals say which they carry on, and a first round follows them.

use voortgang::{
    domain::{
        id::RoundId,
        ministry::MinistryCode,
        round::{Round, State},
        strategy::Part,
    },
    store::{
        self,
        load::{self, File},
    },
};

use crate::support::{Installation, moment};

/// Made up for this test.
const SUCCESSOR: &str = r#"
id = "proef-2023"
title = "Veilig verder"
subtitle = "Een verzonnen opvolger"
short = "VV"
from = 2023-01-01
until = 2028-12-31
dossier = "30 821"
replaces = "gbvs-2018-2022"
pillar_word = "lijn"
goal_word = "opgave"
source = "geen"
pillar = [{ number = 1, title = "Samen", summary = "Alles bij elkaar." }]

[[goal]]
number = 1
pillar = 1
title = "Digitale veiligheid"
promise = "Eén aanpak in het digitale domein."
continues = [4, 6]
commitments = [{ number = "1.1", kind = "action", text = "Nederland werkt samen.", due = 2024-06-30, every_years = 2 }]

[[goal]]
number = 2
pillar = 1
title = "Grenzen"
promise = "Veilig en open."
continues = [13]
leads = ["bz"]
commitments = []

[[goal]]
number = 3
pillar = 1
title = "Ruimte"
promise = "Veilig in de ruimte."
leads = ["def"]
commitments = []
"#;

fn round() -> Round {
    let day = |text: &str| text.parse().expect("a day");
    Round {
        id: RoundId::new(),
        strategy: "proef-2023".into(),
        slug: "2023-2025".into(),
        label: "2023–2025".into(),
        from: day("2023-01-01"),
        until: day("2025-03-31"),
        reference_date: day("2025-03-31"),
        contribution_due: moment("2025-02-14T16:00:00Z"),
        approval_due: moment("2025-02-28T16:00:00Z"),
        consent_due: moment("2025-03-27T16:00:00Z"),
        state: State::Preparing,
        silence_is_consent: false,
        paused_at: None,
        specimen: false,
    }
}

#[tokio::test]
async fn a_first_round_on_a_successor_has_the_ministries_of_the_goals_that_it_carries_on() {
    let installation = Installation::new().await;
    let mut writer = installation.store.begin().await.expect("a writer");
    let file = File { name: "proef/strategy.toml", text: SUCCESSOR };
    let loaded = load::strategy(&mut writer, file).await.expect("a successor");
    assert_eq!((loaded.goals, loaded.continuing, loaded.commitments), (3, 2, 1));
    let round = round();
    store::rounds::insert(&mut writer, &round, moment("2025-01-06T09:00:00Z")).await.expect("a round");
    store::rounds::assign_as_before(&mut writer, &round, moment("2025-01-06T09:00:00Z"))
        .await
        .expect("assignments");
    let goals = store::goals::list(&mut writer, "proef-2023", round.reference_date).await.expect("goals");
    let assigned = store::rounds::assignments(&mut writer, round.id).await.expect("assignments");
    let of = |place: usize| -> Vec<(MinistryCode, Part)> {
        let assigned = assigned.get(&goals[place].id).into_iter().flatten();
        assigned.map(|one| (one.ministry.clone(), one.part)).collect()
    };
    // Through the links: everyone of goals 4 and 6, as lead where they led either.
    let old = store::rounds::get(&mut writer, "2018-2020").await.expect("the round before");
    let before = store::rounds::assignments(&mut writer, old.id).await.expect("assignments");
    let old_goals =
        store::goals::list(&mut writer, "gbvs-2018-2022", old.reference_date).await.expect("goals");
    let mut expected: Vec<MinistryCode> = [3, 5]
        .into_iter()
        .flat_map(|place: usize| before[&old_goals[place].id].iter().map(|one| one.ministry.clone()))
        .collect();
    expected.sort();
    expected.dedup();
    let mut found: Vec<MinistryCode> = of(0).into_iter().map(|(ministry, _)| ministry).collect();
    found.sort();
    assert_eq!(found, expected);
    let leads = |place: usize| before[&old_goals[place].id].iter().filter(|one| one.part == Part::Lead);
    for lead in leads(3).chain(leads(5)) {
        assert!(of(0).contains(&(lead.ministry.clone(), Part::Lead)), "{lead:?}");
    }
    // What the file names is the newest word.
    assert_eq!(of(1), [("bz".into(), Part::Lead)]);
    assert_eq!(of(2), [("def".into(), Part::Lead)]);
    // Neither strategy sees the other's goals.
    let references = store::goals::references(&mut writer, "gbvs-2018-2022", round.reference_date).await;
    assert!(references.expect("references").values().flatten().all(|number| (1..=13).contains(number)));
}
