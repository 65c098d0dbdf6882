-- Documents that go out with the edition of a round: annexes, and the decision note (beslisnota).

CREATE TABLE annex (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  round BLOB NOT NULL REFERENCES round (id),
  kind TEXT NOT NULL CHECK (kind IN ('annex', 'decision-note')),
  title TEXT NOT NULL CHECK (title <> ''),
  name TEXT NOT NULL CHECK (name GLOB '[a-z]*.pdf' AND name NOT GLOB '*[^a-z0-9.-]*'), -- among the edition's files
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  pages INTEGER NOT NULL CHECK (pages > 0),
  names_reason TEXT NOT NULL DEFAULT '',                   -- why names that were found in it may stay
  added_by BLOB NOT NULL REFERENCES person (id),
  added_at TEXT NOT NULL,
  removed_at TEXT                                          -- taken out before the edition was frozen
) STRICT;
CREATE UNIQUE INDEX annex_name ON annex (round, name) WHERE removed_at IS NULL;

-- Apart, so that a list reads no megabytes.
CREATE TABLE annex_file (
  annex BLOB NOT NULL PRIMARY KEY REFERENCES annex (id),
  bytes BLOB NOT NULL CHECK (length(bytes) > 0)
) STRICT;
CREATE TRIGGER annex_file_never_changes BEFORE UPDATE ON annex_file
BEGIN SELECT RAISE(ABORT, 'an annex is replaced by another'); END;
