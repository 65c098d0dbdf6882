//! `voortgang edition record`: what is known of an edition only after it was sent.

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::ValueEnum;

use super::{Data, in_the_name_of, say};
use crate::{
    domain::{
        clock::{self, Clock},
        event::Event,
        paper::{self, PaperRef},
        person::Role,
        sending::{DocumentNumber, Sending},
    },
    store,
};

/// Record that an edition was sent.
#[derive(Debug, clap::Args)]
pub(super) struct Record {
    #[command(flatten)]
    data: Data,
    /// Which round, as in its address: 2018-2020.
    #[arg(long, value_name = "ROUND")]
    round: String,
    /// Which edition.
    #[arg(long, value_name = "N")]
    number: u32,
    /// Which House: tk is the Tweede Kamer, ek the Eerste Kamer.
    #[arg(long)]
    house: House,
    /// On which day it was sent: 17-04-2020 or 2020-04-17.
    #[arg(long, value_name = "DAY", value_parser = day)]
    sent_on: NaiveDate,
    /// The Kamerstuk, once it has a number: "33 694, nr. 57".
    #[arg(long, value_name = "PAPER", value_parser = PaperRef::parse)]
    paper: Option<PaperRef>,
    /// The number of the document: 2020D14866.
    #[arg(long, value_name = "NUMBER", value_parser = DocumentNumber::parse)]
    document: Option<DocumentNumber>,
    /// E-mail address of the publisher in whose name it is recorded.
    #[arg(long, value_name = "EMAIL")]
    by: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum House {
    Tk,
    Ek,
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    clock::read_date(text).ok_or("not a day like 17-04-2020")
}

impl Record {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let store = self.data.open_existing().await?;
        let mut writer = store.begin().await?;
        let actor = in_the_name_of(&mut writer, &self.by).await?;
        let permit = actor.may_record().with_context(|| format!("{} is no publisher", self.by))?;
        let edition = store::editions::find(&mut writer, &self.round, self.number).await?;
        let edition =
            edition.with_context(|| format!("there is no edition {} {}", self.round, self.number))?;
        let house = match self.house {
            House::Tk => paper::House::Second,
            House::Ek => paper::House::First,
        };
        let sending = Sending { house, sent_on: self.sent_on, paper: self.paper, document: self.document };
        let now = Clock::System.now();
        let claims = store::sendings::claims(&mut writer, edition.id).await?;
        sending.check(&permit, &edition, &claims, now)?;
        let event = Event {
            at: now,
            actor: Some(actor.person),
            role: Role::Publisher.code(),
            ministry: Some(actor.ministry),
            verb: "record",
            object_kind: "edition",
            object_id: edition.id.to_string(),
            before: None,
            after: None,
            origin: "opdrachtregel".to_owned(),
        };
        store::sendings::insert(&mut writer, edition.id, &sending, &event).await?;
        writer.commit().await?;
        say(format!("{} {} recorded: sent to the {}", self.round, self.number, house.dutch()));
        Ok(())
    }
}
