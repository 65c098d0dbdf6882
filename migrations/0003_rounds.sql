-- A round: two years, one report.

CREATE TABLE round (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  strategy TEXT NOT NULL REFERENCES strategy (id),
  slug TEXT NOT NULL UNIQUE CHECK (slug GLOB '[0-9a-z]*' AND slug NOT GLOB '*[^0-9a-z-]*'), -- "2018-2020"
  label TEXT NOT NULL CHECK (label <> ''),                 -- "2018–2020"
  period_from TEXT NOT NULL,
  period_until TEXT NOT NULL CHECK (period_until >= period_from),
  reference_date TEXT NOT NULL,
  contribution_due TEXT NOT NULL,                          -- a date and an hour, UTC
  approval_due TEXT NOT NULL CHECK (approval_due >= contribution_due),
  consent_due TEXT NOT NULL CHECK (consent_due >= approval_due),
  state TEXT NOT NULL DEFAULT 'preparing'
    CHECK (state IN ('preparing', 'open', 'composing', 'consulting', 'frozen', 'presented')),
  silence_is_consent INTEGER NOT NULL DEFAULT 0 CHECK (silence_is_consent IN (0, 1)),
  paused_at TEXT,
  specimen INTEGER NOT NULL DEFAULT 0 CHECK (specimen IN (0, 1)), -- every page of its editions says VOORBEELD
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE assignment (
  round BLOB NOT NULL REFERENCES round (id),
  goal BLOB NOT NULL REFERENCES goal (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  part TEXT NOT NULL CHECK (part IN ('lead', 'contributing')),
  PRIMARY KEY (round, goal, ministry)
) STRICT, WITHOUT ROWID;

CREATE TABLE deadline_extension (
  round BLOB NOT NULL REFERENCES round (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  contribution_due TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  granted_by BLOB NOT NULL REFERENCES person (id),
  granted_at TEXT NOT NULL,
  PRIMARY KEY (round, ministry, granted_at)
) STRICT, WITHOUT ROWID;

-- A closed round that is opened again for one ministry.
CREATE TABLE round_exception (
  round BLOB NOT NULL REFERENCES round (id),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  reason TEXT NOT NULL CHECK (reason <> ''),
  granted_by BLOB NOT NULL REFERENCES person (id),
  granted_at TEXT NOT NULL,
  ended_at TEXT,
  PRIMARY KEY (round, ministry, granted_at)
) STRICT, WITHOUT ROWID;

-- The coordinator's own texts of a round: summary, introduction, goal changes, outlook, one for each theme.
CREATE TABLE round_text (
  round BLOB NOT NULL REFERENCES round (id),
  section TEXT NOT NULL,                                   -- 'summary', 'introduction', …, 'theme:human-security'
  version INTEGER NOT NULL CHECK (version > 0),
  text TEXT NOT NULL,
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, section, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE development_judgement (
  round BLOB NOT NULL REFERENCES round (id),
  development BLOB NOT NULL REFERENCES development (id),
  version INTEGER NOT NULL CHECK (version > 0),
  judgement TEXT NOT NULL CHECK (judgement IN ('worse', 'same', 'better', 'new', 'gone')),
  text TEXT NOT NULL CHECK (text <> ''),
  consequence TEXT NOT NULL DEFAULT '',
  author BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL,
  PRIMARY KEY (round, development, version)
) STRICT, WITHOUT ROWID;
