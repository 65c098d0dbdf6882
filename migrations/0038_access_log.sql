-- Who signed in, who could not, and what was refused: a log of its own beside that of acts, because it is about people
-- and is kept for a year, where acts are kept as long as the reports they led to. Chained as that one is. Its oldest rows
-- may go, and then the log of acts says so first, with the hash up to which they went: what is left still verifies.

CREATE TABLE access_event (
  seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,           -- never used again, so that a gap stays a gap
  at TEXT NOT NULL,
  actor BLOB REFERENCES person (id),                       -- NULL: nobody is signed in yet
  role TEXT NOT NULL,
  ministry TEXT,
  verb TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  before_sha256 TEXT,
  after_sha256 TEXT,
  origin TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER access_event_is_never_replaced BEFORE INSERT ON access_event
WHEN EXISTS (SELECT 1 FROM access_event WHERE seq = NEW.seq OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
CREATE TRIGGER access_event_never_changes BEFORE UPDATE ON access_event
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
CREATE TRIGGER access_event_goes_only_when_the_log_says_so BEFORE DELETE ON access_event
WHEN NOT EXISTS (
  SELECT 1 FROM event AS e JOIN access_event AS a ON a.hash = e.after_sha256
  WHERE e.object_kind = 'access-log' AND e.verb = 'prune' AND a.seq >= OLD.seq
)
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;

-- Both logs are read from the newest down, by person, act, kind of thing or ministry; each index ends in seq by itself.
CREATE INDEX access_event_at ON access_event (at);
CREATE INDEX access_event_actor ON access_event (actor);
CREATE INDEX access_event_verb ON access_event (verb);
CREATE INDEX access_event_kind ON access_event (object_kind);
CREATE INDEX access_event_ministry ON access_event (ministry);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_actor ON event (actor);
CREATE INDEX event_verb ON event (verb);
CREATE INDEX event_kind ON event (object_kind);
CREATE INDEX event_ministry ON event (ministry);
CREATE INDEX event_role ON event (role);
