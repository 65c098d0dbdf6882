-- Secret addresses of calendars. The key is the SHA-256 of what the address holds: who reads this table cannot open one.

CREATE TABLE calendar_key (
  person BLOB NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
