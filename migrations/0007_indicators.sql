-- Figures. A value is a whole number of its last decimal: 122 with two decimals is 1,22. Never a float.

CREATE TABLE indicator (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  goal BLOB NOT NULL REFERENCES goal (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  name TEXT NOT NULL CHECK (name <> ''),
  unit TEXT NOT NULL,
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),
  baseline INTEGER,
  baseline_date TEXT,
  target INTEGER,
  target_date TEXT,
  CHECK ((baseline IS NULL) = (baseline_date IS NULL)),
  CHECK ((target IS NULL) = (target_date IS NULL)),
  UNIQUE (goal, name)
) STRICT;

CREATE TABLE measurement (
  indicator BLOB NOT NULL REFERENCES indicator (id),
  reference_date TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  value INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source <> ''),
  author BLOB NOT NULL REFERENCES person (id),
  PRIMARY KEY (indicator, reference_date, recorded_at)
) STRICT, WITHOUT ROWID;
