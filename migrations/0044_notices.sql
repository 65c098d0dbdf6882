-- What people are told. A notice is written in the transaction of the act that causes it.

CREATE TABLE notice (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  person BLOB NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL CHECK (kind IN ('invitation', 'task', 'returned', 'in-ten-days', 'in-three-days', 'passed',
    'reminder', 'altered', 'frozen')),
  key TEXT NOT NULL CHECK (key <> ''),                     -- the same person is never told the same key twice
  line TEXT NOT NULL CHECK (line <> ''),                   -- never words of a contribution
  href TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (person, key)
) STRICT;
CREATE INDEX notice_person ON notice (person, at);
