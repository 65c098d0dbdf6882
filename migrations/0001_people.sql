-- Ministries, offices and people. Names and holders live in time: nothing is renamed backwards.

CREATE TABLE ministry (
  code TEXT NOT NULL PRIMARY KEY CHECK (code GLOB '[a-z]*' AND length(code) <= 16),
  protocol INTEGER NOT NULL CHECK (protocol > 0),          -- order in lists and signatures
  part_of TEXT REFERENCES ministry (code),                 -- a voice of its own within another ministry
  tooi TEXT                                                -- its URI in the government's register of organisations
) STRICT;

CREATE TABLE ministry_name (
  ministry TEXT NOT NULL REFERENCES ministry (code),
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),      -- last day; NULL is until further notice
  name TEXT NOT NULL CHECK (name <> ''),
  short TEXT NOT NULL CHECK (short <> ''),
  PRIMARY KEY (ministry, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
  id TEXT NOT NULL PRIMARY KEY,
  ministry TEXT NOT NULL REFERENCES ministry (code),
  rank TEXT NOT NULL CHECK (rank IN ('minister', 'minister-zonder-portefeuille', 'staatssecretaris')),
  protocol INTEGER NOT NULL CHECK (protocol > 0)
) STRICT;

CREATE TABLE office_title (
  office TEXT NOT NULL REFERENCES office (id),
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),
  title TEXT NOT NULL CHECK (title <> ''),                 -- "Minister van Buitenlandse Zaken"
  field TEXT NOT NULL CHECK (field <> ''),                 -- "Buitenlandse Zaken", for "de ministers van … en …"
  PRIMARY KEY (office, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE office_holder (
  office TEXT NOT NULL REFERENCES office (id),
  valid_from TEXT NOT NULL,
  valid_until TEXT CHECK (valid_until >= valid_from),
  name TEXT NOT NULL CHECK (name <> ''),
  acting INTEGER NOT NULL DEFAULT 0 CHECK (acting IN (0, 1)),
  PRIMARY KEY (office, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL CHECK (name <> ''),
  email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (email LIKE '%_@_%'),
  ministry TEXT NOT NULL REFERENCES ministry (code),
  password TEXT,                                           -- argon2id in PHC form; NULL cannot sign in with a password
  totp_secret BLOB,                                        -- second factor; NULL when not set up
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

CREATE TABLE person_role (
  person BLOB NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('contributor', 'approver', 'coordinator', 'publisher', 'reader', 'administrator')),
  PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;

-- The key is the SHA-256 of what the cookie holds: who reads this table cannot sign in with it.
CREATE TABLE session (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,                                -- absolute limit
  user_agent TEXT NOT NULL DEFAULT '',
  flash TEXT                                               -- a message for the next page
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

CREATE TABLE invitation (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT, WITHOUT ROWID;

-- Failed attempts per subject (an address or an account), for a growing delay.
CREATE TABLE login_failure (
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (subject, at)
) STRICT, WITHOUT ROWID;
