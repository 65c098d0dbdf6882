//! Its goals: first all of them, since they refer to one another, then what each holds.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;
use toml::Spanned;

use super::{
    super::{LoadError, StoreError, day, format::Goal},
    Loader,
};
use crate::domain::{
    id::{CommitmentId, GoalId},
    strategy::Part,
};

impl Loader<'_> {
    pub(super) async fn goals(&self, connection: &mut SqliteConnection) -> Result<(), LoadError> {
        for goal in &self.strategy.goal {
            let id = self.goal(&goal.number)?;
            let (number, pillar) = (*goal.number.as_ref(), *goal.pillar.as_ref());
            let strategy = self.id();
            sqlx::query!("INSERT INTO goal (id, strategy) VALUES (?, ?)", id, strategy)
                .execute(&mut *connection)
                .await
                .map_err(StoreError::from)?;
            sqlx::query!(
                "INSERT INTO goal_version (goal, valid_from, strategy, pillar, number, title, promise, source_line)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                self.from,
                strategy,
                pillar,
                number,
                goal.title,
                goal.promise,
                goal.line,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| self.file.wrong(goal.pillar.span().start, format!("goal {number}: there is no pillar {pillar}")))?;
        }
        for goal in &self.strategy.goal {
            self.goal_rows(connection, goal).await?;
        }
        Ok(())
    }

    async fn goal_rows(&self, connection: &mut SqliteConnection, goal: &Goal) -> Result<(), LoadError> {
        let id = self.goal(&goal.number)?;
        if goal.leads.is_empty() && goal.continues.is_empty() {
            let reason = format!(
                "goal {}: it names no ministry that leads it, and continues no goal",
                goal.number.as_ref()
            );
            return Err(self.file.wrong(goal.number.span().start, reason));
        }
        for number in &goal.continues {
            self.continues(connection, id, number).await?;
        }
        for number in &goal.refers_to {
            let other = self.goal(number)?;
            sqlx::query!("INSERT INTO goal_reference (goal, refers_to) VALUES (?, ?)", id, other)
                .execute(&mut *connection)
                .await
                .map_err(|_| self.twice(number))?;
        }
        let leads = goal.leads.iter().map(|ministry| (ministry, Part::Lead));
        for (ministry, part) in
            leads.chain(goal.contributing.iter().map(|ministry| (ministry, Part::Contributing)))
        {
            let code = ministry.as_ref();
            sqlx::query!(
                "INSERT INTO default_assignment (goal, ministry, part) VALUES (?, ?, ?)",
                id,
                code,
                part
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| {
                self.file.wrong(ministry.span().start, format!("ministry {code} is unknown or stands twice"))
            })?;
        }
        let mut seen = BTreeSet::new();
        for (position, commitment) in (0_u32..).zip(&goal.commitments) {
            if let Some(other) = &commitment.refers_to_goal {
                self.goal(other)?;
            }
            let number = commitment.number.as_ref();
            if !seen.insert(number) {
                let reason = format!("commitment {number} stands twice");
                return Err(self.file.wrong(commitment.number.span().start, reason));
            }
            let due = commitment.due.as_ref().map(|due| day(due, &self.file)).transpose()?;
            let every = commitment.every_years.as_ref().map(|every| every.as_ref().get());
            if let (None, Some(every)) = (due, &commitment.every_years) {
                let reason = format!("commitment {number} comes back, so it needs a first day: due");
                return Err(self.file.wrong(every.span().start, reason));
            }
            let commitment_id = CommitmentId::new();
            sqlx::query!(
                "INSERT INTO commitment (id, goal, position, number, kind, text, source_line, due, repeats_years, valid_from)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                commitment_id,
                id,
                position,
                number,
                commitment.kind,
                commitment.text,
                commitment.line,
                due,
                every,
                self.from,
            )
            .execute(&mut *connection)
            .await
            .map_err(|_| {
                let reason = format!("commitment {number}: its kind or text is not as it must be");
                self.file.wrong(commitment.number.span().start, reason)
            })?;
        }
        Ok(())
    }

    /// A goal of the replaced strategy that a new one carries on.
    async fn continues(
        &self,
        connection: &mut SqliteConnection,
        goal: GoalId,
        number: &Spanned<u32>,
    ) -> Result<(), LoadError> {
        let wrong = |reason: String| Err(self.file.wrong(number.span().start, reason));
        let Some(replaces) = self.strategy.replaces.as_ref().map(Spanned::as_ref) else {
            return wrong("a goal can only continue one of a strategy that this one replaces".to_owned());
        };
        // A number belongs to one goal for ever, so it needs no date.
        let old = sqlx::query_scalar!(
            r#"SELECT goal AS "goal: GoalId" FROM goal_version WHERE strategy = ? AND number = ? LIMIT 1"#,
            replaces,
            number.as_ref()
        )
        .fetch_optional(&mut *connection)
        .await
        .map_err(StoreError::from)?;
        let Some(old) = old else {
            return wrong(format!("{replaces} has no goal {}", number.as_ref()));
        };
        sqlx::query!("INSERT INTO goal_successor (goal, successor) VALUES (?, ?)", old, goal)
            .execute(connection)
            .await
            .map_err(|_| self.twice(number))?;
        Ok(())
    }
}
