-- A strategy as data. How many pillars and goals there are is nobody's business but the data's.

CREATE TABLE strategy (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  subtitle TEXT NOT NULL,
  short TEXT NOT NULL,
  adopted TEXT,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL CHECK (valid_until >= valid_from),
  dossier TEXT NOT NULL,
  paper TEXT,
  replaces TEXT REFERENCES strategy (id),
  report_every_years INTEGER CHECK (report_every_years > 0),
  pillar_word TEXT NOT NULL,
  goal_word TEXT NOT NULL,
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)         -- of the file it was loaded from
) STRICT;

-- The scale of judgements; a strategy without rows has ratings switched off.
CREATE TABLE rating (
  strategy TEXT NOT NULL REFERENCES strategy (id),
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  criteria TEXT NOT NULL,
  tone TEXT NOT NULL CHECK (tone IN ('positive', 'attention', 'negative', 'neutral')),
  rank INTEGER,                                            -- higher is better; NULL cannot be compared
  PRIMARY KEY (strategy, id),
  UNIQUE (strategy, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pillar (
  strategy TEXT NOT NULL REFERENCES strategy (id),
  number INTEGER NOT NULL CHECK (number > 0),
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  source_line INTEGER,
  PRIMARY KEY (strategy, number)
) STRICT, WITHOUT ROWID;

-- A goal's identity; what it is called and where it stands is in its versions.
CREATE TABLE goal (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id)
) STRICT;
CREATE INDEX goal_strategy ON goal (strategy);

CREATE TABLE goal_version (
  goal BLOB NOT NULL REFERENCES goal (id),
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),
  strategy TEXT NOT NULL,
  pillar INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  title TEXT NOT NULL CHECK (title <> ''),
  promise TEXT NOT NULL,
  source_line INTEGER,
  change TEXT NOT NULL DEFAULT 'original'
    CHECK (change IN ('original', 'added', 'reworded', 'moved', 'split', 'merged', 'retired')),
  reason TEXT CHECK (change = 'original' OR reason <> ''), -- herijking always says why
  paper TEXT,
  cause BLOB REFERENCES development (id),
  PRIMARY KEY (goal, valid_from),
  FOREIGN KEY (strategy, pillar) REFERENCES pillar (strategy, number)
) STRICT, WITHOUT ROWID;

-- From an old goal to the goals that carry it on: split, merged, or of a successor strategy.
CREATE TABLE goal_successor (
  goal BLOB NOT NULL REFERENCES goal (id),
  successor BLOB NOT NULL REFERENCES goal (id) CHECK (successor <> goal),
  PRIMARY KEY (goal, successor)
) STRICT, WITHOUT ROWID;

-- As printed in the strategy: one way.
CREATE TABLE goal_reference (
  goal BLOB NOT NULL REFERENCES goal (id),
  refers_to BLOB NOT NULL REFERENCES goal (id),
  PRIMARY KEY (goal, refers_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  goal BLOB NOT NULL REFERENCES goal (id),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,                                    -- "5.6"
  kind TEXT NOT NULL CHECK (kind IN ('action', 'norm', 'done', 'example')),
  text TEXT NOT NULL CHECK (text <> ''),
  source_line INTEGER,
  due TEXT,
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),
  UNIQUE (goal, position, valid_from)
) STRICT;

-- Trends and threats.
CREATE TABLE development (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  kind TEXT NOT NULL CHECK (kind IN ('trend', 'threat')),
  number TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),
  UNIQUE (strategy, position)
) STRICT;

CREATE TABLE development_goal (
  development BLOB NOT NULL REFERENCES development (id),
  goal BLOB NOT NULL REFERENCES goal (id),
  PRIMARY KEY (development, goal)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_document (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  paper TEXT,
  named_in TEXT NOT NULL DEFAULT '',                       -- which of the sources list it, separated by spaces
  UNIQUE (strategy, position)
) STRICT;

CREATE TABLE policy_document_goal (
  policy_document BLOB NOT NULL REFERENCES policy_document (id),
  goal BLOB NOT NULL REFERENCES goal (id),
  PRIMARY KEY (policy_document, goal)
) STRICT, WITHOUT ROWID;

CREATE TABLE signatory (
  strategy TEXT NOT NULL REFERENCES strategy (id),
  office TEXT NOT NULL REFERENCES office (id),
  position INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('signs', 'on-behalf')),
  PRIMARY KEY (strategy, office)
) STRICT, WITHOUT ROWID;

-- Cross-cutting themes.
CREATE TABLE theme (
  strategy TEXT NOT NULL REFERENCES strategy (id),
  id TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (strategy, id)
) STRICT, WITHOUT ROWID;

-- Which ministries a goal is assigned to when a first round is opened.
CREATE TABLE default_assignment (
  goal BLOB NOT NULL REFERENCES goal (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  part TEXT NOT NULL CHECK (part IN ('lead', 'contributing')),
  PRIMARY KEY (goal, ministry)
) STRICT, WITHOUT ROWID;
