-- Mails: notices on their way to someone's mailbox. A mail holds no words: they are written from its notices at every
-- attempt, and the link of an invitation is drawn anew for each, so that no key that opens an account is ever kept.

CREATE TABLE mail (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),    -- also its Message-ID, at every attempt the same
  person BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('digest', 'invitation')),
  made_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given-up', 'withdrawn')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_attempt_at TEXT,
  settled_at TEXT,
  day TEXT,                                                -- of sending, on the calendar of the Netherlands
  fault TEXT,                                              -- what the mail server said last
  CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
  CHECK ((state = 'waiting') = (settled_at IS NULL)),
  CHECK ((state = 'sent') = (day IS NOT NULL))
) STRICT;
-- The next digest is made when the last one is settled; so nobody gets two of them on one day after a silence.
CREATE UNIQUE INDEX mail_waiting_digest ON mail (person) WHERE kind = 'digest' AND state = 'waiting';
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX mail_sent ON mail (person, day) WHERE kind = 'digest' AND state = 'sent';
CREATE INDEX mail_given_up ON mail (settled_at) WHERE state = 'given-up';

ALTER TABLE notice ADD COLUMN mail BLOB REFERENCES mail (id); -- in which it goes; NULL: in none, so far
CREATE INDEX notice_unmailed ON notice (at) WHERE mail IS NULL;
CREATE INDEX notice_mail ON notice (mail) WHERE mail IS NOT NULL;
