-- Consent in two tables: what was laid before a ministry, and what it answered. Nothing is overwritten: who changes their
-- mind answers again. The table that stood here was never written to.

DROP TABLE consent;

-- A goal's text laid before a ministry. Once for each wording of its share; the version is the first that had it.
CREATE TABLE consent_request (
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  ministry TEXT NOT NULL REFERENCES ministry (code),
  version INTEGER NOT NULL,                                -- of the goal's text
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of the whole text
  share_sha256 TEXT NOT NULL CHECK (length(share_sha256) = 64), -- of the ministry's own passages: what it is asked to answer for
  at TEXT NOT NULL,
  PRIMARY KEY (round, goal, ministry, version),
  FOREIGN KEY (round, goal, version) REFERENCES goal_text_version (round, goal, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_request_ministry ON consent_request (ministry, round);

-- An answer to exact words. It holds for as long as the ministry's share reads as it did then.
CREATE TABLE consent (
  seq INTEGER NOT NULL PRIMARY KEY,
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  ministry TEXT NOT NULL REFERENCES ministry (code),
  version INTEGER NOT NULL,                                -- of the goal's text that was on screen
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  share_sha256 TEXT NOT NULL CHECK (length(share_sha256) = 64),
  answer TEXT NOT NULL CHECK (answer IN ('given', 'refused', 'silent', 'overruled')),
  reason TEXT,
  proposal TEXT,                                           -- other words, from who refuses
  by BLOB REFERENCES person (id),                          -- NULL: the program, when silence counts
  at TEXT NOT NULL,
  FOREIGN KEY (round, goal, version) REFERENCES goal_text_version (round, goal, version),
  CHECK (answer NOT IN ('refused', 'overruled') OR (reason IS NOT NULL AND reason <> '')),
  CHECK (proposal IS NULL OR (answer = 'refused' AND proposal <> '')),
  CHECK ((answer = 'silent') = (by IS NULL))
) STRICT;
CREATE INDEX consent_goal ON consent (round, goal, ministry);

CREATE TRIGGER consent_never_changes BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
CREATE TRIGGER consent_is_never_deleted BEFORE DELETE ON consent
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
