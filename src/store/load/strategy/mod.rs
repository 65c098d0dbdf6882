//! A strategy file: pillars, goals, commitments, developments, documents, signatories, themes, scale.

mod goals;

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU32,
};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;
use toml::Spanned;

use super::{File, LoadError, Loaded, StoreError, day, format::StrategyFile};

use crate::domain::{
    event::hex,
    id::{DevelopmentId, GoalId, PolicyDocumentId},
    paper::PaperRef,
};

/// The file with its goals named, while its rows are written.
struct Loader<'a> {
    file: File<'a>,
    strategy: &'a StrategyFile,
    from: NaiveDate,
    goals: BTreeMap<u32, GoalId>,
}

pub(super) async fn load(connection: &mut SqliteConnection, file: File<'_>) -> Result<Loaded, LoadError> {
    let strategy: StrategyFile = file.read()?;
    let mut goals = BTreeMap::new();
    for goal in &strategy.goal {
        if goals.insert(*goal.number.as_ref(), GoalId::new()).is_some() {
            return Err(
                file.wrong(goal.number.span().start, format!("goal {} stands twice", goal.number.as_ref()))
            );
        }
    }
    let from = day(&strategy.from, &file)?;
    let loader = Loader { file, strategy: &strategy, from, goals };
    loader.head(connection).await?;
    loader.goals(connection).await?;
    loader.developments(connection).await?;
    loader.policy_documents(connection).await?;
    loader.signatories(connection).await?;
    Ok(Loaded {
        id: strategy.id.as_ref().clone(),
        sha256: hex(&Sha256::digest(file.text)),
        pillars: strategy.pillar.len(),
        goals: strategy.goal.len(),
        continuing: strategy.goal.iter().filter(|goal| !goal.continues.is_empty()).count(),
        commitments: strategy.goal.iter().map(|goal| goal.commitments.len()).sum(),
    })
}

impl Loader<'_> {
    fn id(&self) -> &str {
        self.strategy.id.as_ref()
    }

    fn goal(&self, number: &Spanned<u32>) -> Result<GoalId, LoadError> {
        let goal = self.goals.get(number.as_ref()).copied();
        goal.ok_or_else(|| {
            self.file.wrong(number.span().start, format!("there is no goal {}", number.as_ref()))
        })
    }

    /// A goal that is named twice in one list.
    fn twice(&self, number: &Spanned<u32>) -> LoadError {
        self.file.wrong(number.span().start, format!("goal {} stands twice", number.as_ref()))
    }

    fn paper<'p>(&self, paper: Option<&'p Spanned<String>>) -> Result<Option<&'p String>, LoadError> {
        if let Some(paper) = paper
            && let Err(fault) = PaperRef::parse(paper.as_ref())
        {
            return Err(self.file.wrong(paper.span().start, format!("{}: {fault}", paper.as_ref())));
        }
        Ok(paper.map(Spanned::as_ref))
    }

    async fn head(&self, connection: &mut SqliteConnection) -> Result<(), LoadError> {
        let strategy = self.strategy;
        let until = day(&strategy.until, &self.file)?;
        if until < self.from {
            return Err(self
                .file
                .wrong(strategy.until.span().start, format!("{until} is before the first day")));
        }
        let adopted = strategy.adopted.as_ref().map(|adopted| day(adopted, &self.file)).transpose()?;
        let paper = self.paper(strategy.paper.as_ref())?;
        let sha256 = hex(&Sha256::digest(self.file.text));
        let replaces = strategy.replaces.as_ref().map(Spanned::as_ref);
        let every = strategy.report_every_years.map(NonZeroU32::get);
        let id = self.id();
        sqlx::query!(
            "INSERT INTO strategy (id, title, subtitle, short, adopted, valid_from, valid_until, dossier, paper, replaces,
               report_every_years, pillar_word, goal_word, source, sha256)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            strategy.title,
            strategy.subtitle,
            strategy.short,
            adopted,
            self.from,
            until,
            strategy.dossier,
            paper,
            replaces,
            every,
            strategy.pillar_word,
            strategy.goal_word,
            strategy.source,
            sha256,
        )
        .execute(&mut *connection)
        .await
        .map_err(|error| match (&error, &strategy.replaces) {
            (sqlx::Error::Database(fault), Some(replaces)) if fault.is_foreign_key_violation() => {
                self.file.wrong(replaces.span().start, format!("there is no strategy {}", replaces.as_ref()))
            }
            (sqlx::Error::Database(fault), _) if fault.is_unique_violation() => {
                self.file.wrong(strategy.id.span().start, format!("{id} is there already"))
            }
            (_, _) => StoreError::from(error).into(),
        })?;
        let mut seen = BTreeSet::new();
        for (position, rating) in (0_u32..).zip(&strategy.rating) {
            let (rated, tone) = (rating.id.as_ref(), rating.tone.as_ref());
            if !seen.insert(rated) {
                return Err(self.file.wrong(rating.id.span().start, format!("rating {rated} stands twice")));
            }
            sqlx::query!(
                "INSERT INTO rating (strategy, id, position, label, criteria, tone, rank) VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                rated,
                position,
                rating.label,
                rating.criteria,
                tone,
                rating.rank,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| self.file.wrong(rating.tone.span().start, format!("there is no tone {tone}")))?;
        }
        for pillar in &strategy.pillar {
            let number = *pillar.number.as_ref();
            sqlx::query!(
                "INSERT INTO pillar (strategy, number, title, summary, source_line) VALUES (?, ?, ?, ?, ?)",
                id,
                number,
                pillar.title,
                pillar.summary,
                pillar.line,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| {
                self.file.wrong(pillar.number.span().start, format!("pillar {number} stands twice"))
            })?;
        }
        for (position, theme) in (0_u32..).zip(&strategy.theme) {
            let named = theme.id.as_ref();
            sqlx::query!(
                "INSERT INTO theme (strategy, id, position, title, description) VALUES (?, ?, ?, ?, ?)",
                id,
                named,
                position,
                theme.title,
                theme.description,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| self.file.wrong(theme.id.span().start, format!("theme {named} stands twice")))?;
        }
        Ok(())
    }

    async fn developments(&self, connection: &mut SqliteConnection) -> Result<(), LoadError> {
        for (position, development) in (0_u32..).zip(&self.strategy.development) {
            let (id, strategy, kind) = (DevelopmentId::new(), self.id(), development.kind.as_ref());
            sqlx::query!(
                "INSERT INTO development (id, strategy, kind, number, position, title, summary, valid_from)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                strategy,
                kind,
                development.number,
                position,
                development.title,
                development.summary,
                self.from,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| {
                self.file.wrong(development.kind.span().start, format!("{kind} is neither trend nor threat"))
            })?;
            for number in &development.goals {
                let goal = self.goal(number)?;
                sqlx::query!("INSERT INTO development_goal (development, goal) VALUES (?, ?)", id, goal)
                    .execute(&mut *connection)
                    .await
                    .map_err(|_| self.twice(number))?;
            }
        }
        Ok(())
    }

    async fn policy_documents(&self, connection: &mut SqliteConnection) -> Result<(), LoadError> {
        for (position, document) in (0_u32..).zip(&self.strategy.policy_document) {
            let (id, strategy) = (PolicyDocumentId::new(), self.id());
            let paper = self.paper(document.paper.as_ref())?;
            let named_in = document.named_in.join(" ");
            sqlx::query!(
                "INSERT INTO policy_document (id, strategy, position, title, note, paper, named_in)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                strategy,
                position,
                document.title,
                document.note,
                paper,
                named_in,
            )
            .execute(&mut *connection)
            .await
            .map_err(StoreError::from)?;
            for number in &document.goals {
                let goal = self.goal(number)?;
                sqlx::query!(
                    "INSERT INTO policy_document_goal (policy_document, goal) VALUES (?, ?)",
                    id,
                    goal
                )
                .execute(&mut *connection)
                .await
                .map_err(|_| self.twice(number))?;
            }
        }
        Ok(())
    }

    async fn signatories(&self, connection: &mut SqliteConnection) -> Result<(), LoadError> {
        for (position, signatory) in (0_u32..).zip(&self.strategy.signatory) {
            let (strategy, office) = (self.id(), signatory.office.as_ref());
            sqlx::query!(
                "INSERT INTO signatory (strategy, office, position, part) VALUES (?, ?, ?, ?)",
                strategy,
                office,
                position,
                signatory.part,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| {
                self.file.wrong(
                    signatory.office.span().start,
                    format!("office {office} is unknown, stands twice, or has no such part"),
                )
            })?;
        }
        Ok(())
    }
}
