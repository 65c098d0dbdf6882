-- Keys with which a person's own programs read what the person may read, and save drafts of contributions.

-- The key is the SHA-256 of what was shown once: who reads this table can do nothing with it. A row stays after its key
-- ended, so that a revision that came by it keeps saying so.
CREATE TABLE token (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  person BLOB NOT NULL REFERENCES person (id),
  name TEXT NOT NULL CHECK (name <> ''),                   -- what its person calls it
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL CHECK (expires_at > created_at),
  used_at TEXT,                                            -- NULL until it is used
  withdrawn_at TEXT                                        -- NULL while it was not
) STRICT;
CREATE INDEX token_person ON token (person);

-- The key with which a revision was sent; a revision without such a row was typed on the site or came from a file.
CREATE TABLE revision_token (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  token BLOB NOT NULL REFERENCES token (id),
  PRIMARY KEY (contribution, number),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER revision_token_is_final BEFORE UPDATE ON revision_token
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_token_stays BEFORE DELETE ON revision_token
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
