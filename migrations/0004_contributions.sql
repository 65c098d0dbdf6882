-- What a ministry says on a goal in a round. Every save is a revision; nothing is overwritten.

CREATE TABLE contribution (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  ministry TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'draft', 'submitted', 'returned', 'approved', 'taken-over')),
  revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0), -- number of the newest; 0 is none yet
  shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)), -- readable for the other ministries of this goal
  changed_at TEXT NOT NULL,
  UNIQUE (round, goal, ministry),
  FOREIGN KEY (round, goal, ministry) REFERENCES assignment (round, goal, ministry)
) STRICT;
CREATE INDEX contribution_ministry ON contribution (ministry, round);

CREATE TABLE revision (
  contribution BLOB NOT NULL REFERENCES contribution (id),
  number INTEGER NOT NULL CHECK (number > 0),
  achieved TEXT NOT NULL,
  obstacles TEXT NOT NULL,
  outlook TEXT NOT NULL,
  internal_note TEXT NOT NULL,                             -- never reaches any edition
  no_contribution TEXT CHECK (no_contribution <> ''),      -- the reason, when the answer is "geen bijdrage"
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of everything above that may be published
  PRIMARY KEY (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_commitment (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  commitment BLOB NOT NULL REFERENCES commitment (id),
  stand TEXT NOT NULL CHECK (stand IN ('news', 'no-news', 'completed', 'lapsed')),
  line TEXT NOT NULL,
  PRIMARY KEY (contribution, number, commitment),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_source (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (title <> ''),
  url TEXT,
  paper TEXT,
  reference_date TEXT,
  PRIMARY KEY (contribution, number, position),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER revision_is_final BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
CREATE TRIGGER revision_commitment_is_final BEFORE UPDATE ON revision_commitment
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_commitment_stays BEFORE DELETE ON revision_commitment
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
CREATE TRIGGER revision_source_is_final BEFORE UPDATE ON revision_source
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_source_stays BEFORE DELETE ON revision_source
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;

-- What someone is typing, kept while they type; one for each person and contribution.
CREATE TABLE draft (
  contribution BLOB NOT NULL REFERENCES contribution (id),
  person BLOB NOT NULL REFERENCES person (id),
  based_on INTEGER NOT NULL CHECK (based_on >= 0),         -- the revision the person started from
  fields TEXT NOT NULL,                                    -- the form as typed, JSON
  at TEXT NOT NULL,
  PRIMARY KEY (contribution, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  by BLOB NOT NULL REFERENCES person (id),
  late INTEGER NOT NULL CHECK (late IN (0, 1)),
  taken_back_at TEXT,
  PRIMARY KEY (contribution, at),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  by BLOB NOT NULL REFERENCES person (id),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- the exact words that were approved
  absent_for TEXT,                                         -- "bij afwezigheid van …"
  withdrawn_at TEXT,
  withdrawn_reason TEXT,
  PRIMARY KEY (contribution, at),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE send_back (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  by BLOB NOT NULL REFERENCES person (id),
  side TEXT NOT NULL CHECK (side IN ('ministry', 'coordinator')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  place TEXT NOT NULL DEFAULT '',                          -- the words in the text that the reason is about
  PRIMARY KEY (contribution, at),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

-- What an approver saw last, so that the next look shows what changed since.
CREATE TABLE review_look (
  contribution BLOB NOT NULL REFERENCES contribution (id),
  person BLOB NOT NULL REFERENCES person (id),
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (contribution, person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  contribution BLOB REFERENCES contribution (id),
  passage BLOB REFERENCES passage (id),
  number INTEGER,                                          -- the revision it was made on
  place TEXT NOT NULL,                                     -- section and paragraph: "achieved:2"
  text TEXT NOT NULL CHECK (text <> ''),
  answers BLOB REFERENCES remark (id),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  resolved_at TEXT,
  CHECK ((contribution IS NULL) <> (passage IS NULL))
) STRICT;
