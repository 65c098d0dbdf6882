-- The log: append-only, each row bound to the one before by its hash.

CREATE TABLE event (
  seq INTEGER NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  actor BLOB REFERENCES person (id),                       -- NULL: the program or the command line
  role TEXT NOT NULL,
  ministry TEXT,
  verb TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  before_sha256 TEXT,
  after_sha256 TEXT,
  origin TEXT NOT NULL,                                    -- network address or "opdrachtregel"
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX event_object ON event (object_kind, object_id);

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
