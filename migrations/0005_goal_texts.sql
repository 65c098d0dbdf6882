-- A goal's text in the report: passages in order, each knowing where its words came from.

CREATE TABLE goal_text (
  round BLOB NOT NULL REFERENCES round (id),
  goal BLOB NOT NULL REFERENCES goal (id),
  version INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0), -- grows with every change; a stale save is refused
  PRIMARY KEY (round, goal)
) STRICT, WITHOUT ROWID;

CREATE TABLE passage (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  section TEXT NOT NULL CHECK (section IN ('text', 'outlook')), -- under which head of the goal it stands
  position INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  origin_contribution BLOB,                                -- NULL: written by the coordinator
  origin_number INTEGER,
  origin_section TEXT CHECK (origin_section IN ('achieved', 'obstacles', 'outlook')),
  origin_paragraph INTEGER,
  origin_text TEXT,                                        -- the exact words taken over
  author BLOB NOT NULL REFERENCES person (id),             -- who placed or last changed it
  changed_at TEXT NOT NULL,
  FOREIGN KEY (round, goal) REFERENCES goal_text (round, goal),
  FOREIGN KEY (origin_contribution, origin_number) REFERENCES revision (contribution, number),
  CHECK ((origin_contribution IS NULL) = (origin_text IS NULL))
) STRICT;
CREATE INDEX passage_goal ON passage (round, goal, section, position);
CREATE INDEX passage_origin ON passage (origin_contribution);

-- Each version of a goal's text whole, as JSON: what stood where before a change.
CREATE TABLE goal_text_version (
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  version INTEGER NOT NULL,
  passages TEXT NOT NULL,
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, goal, version),
  FOREIGN KEY (round, goal) REFERENCES goal_text (round, goal)
) STRICT, WITHOUT ROWID;

CREATE TABLE passage_theme (
  passage BLOB NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
  theme TEXT NOT NULL,
  PRIMARY KEY (passage, theme)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment (
  round BLOB NOT NULL REFERENCES round (id),
  goal BLOB NOT NULL REFERENCES goal (id),
  version INTEGER NOT NULL CHECK (version > 0),
  strategy TEXT NOT NULL,
  rating TEXT NOT NULL,
  ground TEXT NOT NULL CHECK (ground <> ''),
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, goal, version),
  FOREIGN KEY (strategy, rating) REFERENCES rating (strategy, id)
) STRICT, WITHOUT ROWID;

-- A ministry's consent to exact words; a later change that touches its passages makes a new row necessary.
CREATE TABLE consent (
  round BLOB NOT NULL,
  goal BLOB NOT NULL,
  ministry TEXT NOT NULL REFERENCES ministry (code),
  asked_at TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of the goal's text as laid before the ministry
  answer TEXT CHECK (answer IN ('given', 'refused', 'silent', 'overruled')),
  reason TEXT,
  by BLOB REFERENCES person (id),
  at TEXT,
  PRIMARY KEY (round, goal, ministry, asked_at),
  FOREIGN KEY (round, goal) REFERENCES goal_text (round, goal),
  CHECK (answer NOT IN ('refused', 'overruled') OR reason <> '')
) STRICT, WITHOUT ROWID;

-- A gap deliberately set aside; the key names the gap, so a gap that returns in another form is open again.
CREATE TABLE gap_acknowledgement (
  round BLOB NOT NULL REFERENCES round (id),
  gap TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, gap)
) STRICT, WITHOUT ROWID;
