//! The rules, and nothing but the rules: no SQL, no HTTP, no clock of its own.
//!
//! # Glossary
//! | code | on screen | meaning |
//! |---|---|---|
//! | strategy | strategie | what the cabinet said it would do: pillars, goals, commitments |
//! | pillar | pijler | a group of goals |
//! | goal | doel | identity with dated versions; its title may change, the goal stays |
//! | herijking | herijking | a change of the goals themselves: added, reworded, moved, split, merged, retired |
//! | proposal | voorstel | a herijking that is not decided yet, with the views of the ministries |
//! | commitment | inzet | one thing the strategy says will be done for a goal |
//! | development | ontwikkeling | a trend or a threat that is judged every round |
//! | ministry | ministerie | who speaks; its names are dated |
//! | remark | opmerking | what someone says on a paragraph or passage; never in an edition |
//! | round | ronde | a period of two years that ends in one report |
//! | extension | uitstel | a later deadline for one ministry, with its reason |
//! | exception | uitzondering | a closed round that is open again for one ministry |
//! | pause | pauze | a round stands still: nothing moves on, and no deadline passes |
//! | assignment | toewijzing | a goal × ministry in a round, as lead or contributing |
//! | contribution | bijdrage | what a ministry says on a goal in a round |
//! | revision | versie | one saved state of a contribution; never changes |
//! | package | pakket | a ministry's part of a round as a file that is filled in elsewhere and comes back |
//! | origin | herkomst uit een bestand | the file that a revision came from |
//! | approval | akkoord | a director's yes to the exact words of a revision |
//! | agreement | half akkoord | one approver's yes while others still must |
//! | stand-in | vervanger | who gives akkoord for an approver who is away |
//! | notice | bericht | something one person is told, once |
//! | mail | mail | notices on their way to a mailbox; at most one digest a day for each person |
//! | goal text | doeltekst | what the report says on a goal, made of passages |
//! | passage | passage | a piece of goal text that knows where its words came from |
//! | share | aandeel | a ministry's passages in a goal text; what its consent binds to |
//! | consent | instemming | a ministry's answer to the exact words of a goal text |
//! | assessment | oordeel | the coordinator's rating of a goal, with its ground |
//! | request | motie / toezegging | what parliament waits for |
//! | gap | leemte | something without an answer; visible until answered or set aside with a reason |
//! | edition | editie | a frozen report |
//! | correction | verbetering | one line of an erratum: what stands there, what it must be, why |
//! | sending | aanbieding | when an edition went to a House, and under which numbers |
//! | reference date | peildatum | the day on which a fact stood so |
//! | account | account | a person as the administrator keeps them: address, ministry, rights |
//! | access review | controle van rechten | somebody looked through who may do what |
//! | invitation | uitnodiging | a link with which a person once chooses a password |
//! | second factor | tweede factor | a code from an app, asked after the password |
//! | office | functie | a seat in the cabinet; its titles and holders are dated |
//! | event | gebeurtenis | one act in the log |
//! | backup | reservekopie | a verified copy of the whole database at one moment |
//!
//! # Why permits
//! Who may do what is decided in [`access`] alone. A state change takes the permit that only [`access`] can
//! make, so a check that someone forgot does not compile. The refused alternative, a check at the top of each
//! handler, can be forgotten.

pub mod access;
pub mod access_review;
pub mod account;
pub mod annex;
pub mod assignment;
pub mod backup;
pub mod calendar;
pub mod clock;
pub mod commitment;
pub mod consent;
pub mod contribution;
pub mod correction;
pub mod coverage;
pub mod dated;
pub mod deadline;
pub mod earlier;
pub mod edition;
pub mod event;
pub mod facts;
pub mod gap;
pub mod goal_text;
pub mod herijking;
pub mod id;
pub mod indicator;
pub mod invitation;
pub mod letter;
pub mod link;
pub mod mail;
pub mod ministry;
pub mod notice;
pub mod office;
pub mod package;
pub mod paper;
pub mod password;
pub mod person;
pub mod rating;
pub mod remark;
pub mod round;
pub mod search;
pub mod sending;
pub mod strategy;
pub mod text;
pub mod token;
