-- Motions and undertakings that parliament waits for.

CREATE TABLE request (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  kind TEXT NOT NULL CHECK (kind IN ('motion', 'undertaking')),
  house TEXT NOT NULL CHECK (house IN ('TK', 'EK')),
  paper TEXT,
  title TEXT NOT NULL CHECK (title <> ''),
  proposer TEXT NOT NULL DEFAULT '',
  date TEXT NOT NULL,
  due TEXT,
  goal BLOB REFERENCES goal (id),
  ministry TEXT REFERENCES ministry (code),
  closed_at TEXT
) STRICT;
CREATE UNIQUE INDEX request_paper ON request (strategy, paper) WHERE paper IS NOT NULL;

-- How a round answers: a passage, words of its own, or set aside with a reason.
CREATE TABLE request_answer (
  request BLOB NOT NULL REFERENCES request (id),
  round BLOB NOT NULL REFERENCES round (id),
  version INTEGER NOT NULL CHECK (version > 0),
  outcome TEXT NOT NULL CHECK (outcome IN ('completed', 'in-progress', 'set-aside')),
  text TEXT NOT NULL CHECK (text <> ''),
  passage BLOB REFERENCES passage (id) ON DELETE SET NULL,
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (request, round, version)
) STRICT, WITHOUT ROWID;
