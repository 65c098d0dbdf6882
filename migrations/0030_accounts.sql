-- Accounts: invitations, the second factor, sessions that can be listed and ended one by one, rights with a date.

-- When the second factor was set up, and the half minute of the last code: no code is taken twice (RFC 6238, 5.2).
ALTER TABLE person ADD COLUMN totp_since TEXT;
ALTER TABLE person ADD COLUMN totp_step INTEGER;
-- The last time a session was opened; the yearly review of rights asks for it.
ALTER TABLE person ADD COLUMN signed_in_at TEXT;
-- When name and address were replaced. The row stays: revisions, approvals and events point at it.
ALTER TABLE person ADD COLUMN removed_at TEXT CHECK (removed_at IS NULL OR disabled_at IS NOT NULL);

-- Rights with the day they were given. The log holds the whole history; this is what holds now.
CREATE TABLE person_role_dated (
  person BLOB NOT NULL REFERENCES person (id),
  role TEXT NOT NULL CHECK (role IN ('contributor', 'approver', 'coordinator', 'publisher', 'reader', 'administrator')),
  since TEXT NOT NULL,
  PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;
INSERT INTO person_role_dated (person, role, since)
  SELECT r.person, r.role, p.created_at FROM person_role AS r JOIN person AS p ON p.id = r.person;
DROP TABLE person_role;
ALTER TABLE person_role_dated RENAME TO person_role;

-- Sessions get a name that may stand in a form: the key's hash stays within. Who is signed in signs in once more.
DROP TABLE session;
CREATE TABLE session (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),  -- SHA-256 of what the cookie holds
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,                                -- absolute limit
  user_agent TEXT NOT NULL DEFAULT '',
  origin TEXT NOT NULL DEFAULT '',                         -- network address it was opened from
  flash TEXT                                               -- a message for the next page
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

-- Between a right password and a session: a state that opens nothing but the form for the second factor. It has a table
-- of its own, so that no query for sessions can ever find it.
CREATE TABLE sign_in_step (
  key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),  -- SHA-256 of what the cookie holds
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  secret BLOB CHECK (length(secret) = 20),                 -- the factor being set up; NULL asks for a code of the known one
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A factor that someone who is signed in is setting up, until its first code proves that the app has it.
CREATE TABLE totp_enrolment (
  person BLOB NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  secret BLOB NOT NULL CHECK (length(secret) = 20),
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_code (
  person BLOB NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  hash BLOB NOT NULL CHECK (length(hash) = 32),            -- SHA-256: the codes are 79 random bits, no words
  used_at TEXT,
  PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

-- Somebody looked through the rights of all people: BIO2 asks for it every quarter for privileged ones, else every year.
CREATE TABLE access_review (
  at TEXT NOT NULL PRIMARY KEY,
  reviewer BLOB NOT NULL REFERENCES person (id),
  scope TEXT NOT NULL CHECK (scope IN ('privileged', 'all'))
) STRICT, WITHOUT ROWID;

-- Registers that an administrator has looked through since the installation began.
CREATE TABLE register_check (
  register TEXT NOT NULL PRIMARY KEY CHECK (register IN ('ministries', 'offices')),
  checked_by BLOB NOT NULL REFERENCES person (id),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
