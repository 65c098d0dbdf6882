-- Akkoord at a ministry: how many must agree, who agreed so far, who read what, and who stands in for whom.

CREATE TABLE approval_rule (
  ministry TEXT NOT NULL REFERENCES ministry (code),
  goal BLOB REFERENCES goal (id),                          -- NULL: every goal without a rule of its own
  needed INTEGER NOT NULL CHECK (needed BETWEEN 1 AND 9),
  set_by BLOB NOT NULL REFERENCES person (id),
  set_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX approval_rule_ministry ON approval_rule (ministry) WHERE goal IS NULL;
CREATE UNIQUE INDEX approval_rule_goal ON approval_rule (ministry, goal) WHERE goal IS NOT NULL;

-- Yes from one approver while others still have to agree. The last one's yes is the `approval`.
CREATE TABLE agreement (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- the exact words that were agreed to
  absent_for TEXT,                                         -- "bij afwezigheid van …"
  ended_at TEXT,                                           -- taken back, sent back or withdrawn since
  PRIMARY KEY (contribution, by, at),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX agreement_once ON agreement (contribution, number, by) WHERE ended_at IS NULL;
CREATE TRIGGER agreement_is_never_deleted BEFORE DELETE ON agreement
BEGIN SELECT RAISE(ABORT, 'that someone agreed is never deleted'); END;
CREATE TRIGGER agreement_only_ends BEFORE UPDATE ON agreement
WHEN OLD.ended_at IS NOT NULL OR NEW.contribution <> OLD.contribution OR NEW.number <> OLD.number OR NEW.by <> OLD.by
  OR NEW.at <> OLD.at OR NEW.sha256 <> OLD.sha256
BEGIN SELECT RAISE(ABORT, 'that someone agreed never changes'); END;

-- What an approver read, revision by revision: several are approved at once only when each was read.
CREATE TABLE review_reading (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  person BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (person, contribution, number),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE stand_in (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  absent BLOB NOT NULL REFERENCES person (id),
  by BLOB NOT NULL REFERENCES person (id) CHECK (by <> absent), -- who stands in
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL CHECK (valid_until >= valid_from),
  registered_by BLOB NOT NULL REFERENCES person (id),
  registered_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
CREATE INDEX stand_in_by ON stand_in (by, valid_until);
