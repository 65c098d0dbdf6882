//! The one connection that writes, lent to one act after another.
//!
//! # Why acts share a commit
//! A commit waits for the disk, and that takes as long as the act itself. Who comes while another is writing is
//! therefore served in the same transaction, each within a savepoint of their own: what fails is undone alone, and all
//! hear that they are done only when the disk has everything. Someone who is alone waits for nobody.
//!
//! A task lends the connection and undoes what was not committed, so that whoever walks away in the middle leaves
//! nothing half done.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{Sqlite, SqliteConnection, SqlitePool, pool::PoolConnection};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc, oneshot};

use super::{Error, Result};

/// How many acts share a commit at most, for the first of them waits for the last.
const TOGETHER: usize = 32;

/// Someone who wants to write.
type Turn = oneshot::Sender<Result<Writer>>;

/// Someone who has written and waits for the disk.
type Waiting = oneshot::Sender<Result<()>>;

/// Those who want to write, in the order in which they came.
#[derive(Clone, Debug)]
pub(super) struct Queue(mpsc::UnboundedSender<Turn>);

impl Queue {
    /// Serves them with the connection of a pool that has only one.
    pub(super) fn start(pool: SqlitePool) -> Self {
        let (queue, turns) = mpsc::unbounded_channel();
        tokio::spawn(serve(pool, turns));
        Self(queue)
    }

    /// Waits for one's turn.
    pub(super) async fn begin(&self) -> Result<Writer> {
        let (turn, mine) = oneshot::channel();
        self.0.send(turn).map_err(closed)?;
        mine.await.map_err(closed)?
    }
}

/// A transaction that may write; others wait until it ends. Dropped without [`commit`](Self::commit), it never happened.
#[derive(Debug)]
pub struct Writer {
    connection: OwnedMutexGuard<PoolConnection<Sqlite>>,
    end: oneshot::Sender<Waiting>,
}

impl Writer {
    /// Keeps what was written, and comes back when the disk has it.
    ///
    /// # Errors
    /// When it cannot be kept: then nothing was changed.
    pub async fn commit(self) -> Result<()> {
        let (waiting, done) = oneshot::channel();
        drop(self.connection);
        self.end.send(waiting).map_err(closed)?;
        done.await.map_err(closed)?
    }
}

impl Deref for Writer {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Writer {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

async fn serve(pool: SqlitePool, mut turns: mpsc::UnboundedReceiver<Turn>) {
    while let Some(turn) = turns.recv().await {
        match begin(&pool).await {
            Ok(connection) => together(connection, turn, &mut turns).await,
            Err(error) => drop(turn.send(Err(error))),
        }
    }
}

async fn begin(pool: &SqlitePool) -> Result<PoolConnection<Sqlite>> {
    let mut connection = pool.acquire().await?;
    run(&mut connection, "BEGIN IMMEDIATE").await?;
    Ok(connection)
}

/// One transaction for whoever came first and all who come while it lasts.
async fn together(
    connection: PoolConnection<Sqlite>,
    first: Turn,
    turns: &mut mpsc::UnboundedReceiver<Turn>,
) {
    let connection = Arc::new(Mutex::new(connection));
    let mut all = Vec::new();
    let mut outcome = lend(&connection, first, &mut all).await;
    for _ in 1..TOGETHER {
        let Some(turn) = outcome.is_ok().then(|| turns.try_recv().ok()).flatten() else { break };
        outcome = lend(&connection, turn, &mut all).await;
    }
    let mut connection = connection.lock().await;
    if outcome.is_ok() {
        outcome = run(&mut connection, if all.is_empty() { "ROLLBACK" } else { "COMMIT" }).await;
    }
    if outcome.is_err() {
        // SQLite may have ended the transaction by itself, as on a full disk. Whatever the connection is in, it goes.
        connection.close_on_drop();
    }
    for waiting in all {
        let heard = outcome.as_ref().copied().map_err(lost);
        // Who does not wait any more has no need to know.
        let _gone = waiting.send(heard);
    }
}

/// What all hear whose act went down with the transaction.
fn lost(error: &Error) -> Error {
    Error::Unwritable { full: matches!(error, Error::Unwritable { full: true, .. }), what: error.to_string() }
}

/// Nobody lends the connection any more: the program ends.
fn closed<T>(_: T) -> Error {
    Error::from(sqlx::Error::PoolClosed)
}

/// One act. Fails when the transaction itself was lost, and with it what others wrote.
async fn lend(
    connection: &Arc<Mutex<PoolConnection<Sqlite>>>,
    turn: Turn,
    all: &mut Vec<Waiting>,
) -> Result<()> {
    let mut lent = Arc::clone(connection).lock_owned().await;
    run(&mut lent, "SAVEPOINT act").await?;
    let (end, ended) = oneshot::channel();
    // Whoever is gone by now drops what is sent, and that is an end as well.
    drop(turn.send(Ok(Writer { connection: lent, end })));
    let waiting = ended.await.ok();
    let statement = if waiting.is_some() { "RELEASE act" } else { "ROLLBACK TO act; RELEASE act" };
    all.extend(waiting);
    run(&mut *connection.lock().await, statement).await
}

async fn run(connection: &mut SqliteConnection, statement: &'static str) -> Result<()> {
    sqlx::raw_sql(statement).execute(connection).await?;
    Ok(())
}
