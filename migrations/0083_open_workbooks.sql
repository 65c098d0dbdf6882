-- Workbooks come back in the open format too. SQLite changes no check of a table that is there, so both are made anew.

CREATE TABLE package_import_open (
  person BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  round BLOB NOT NULL REFERENCES round (id),
  format TEXT NOT NULL CHECK (format IN ('ods', 'xlsx', 'json')),
  file TEXT NOT NULL CHECK (file <> ''),                   -- what its sender calls it
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of its bytes
  filled TEXT NOT NULL CHECK (filled <> ''),               -- what stands in it, JSON
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO package_import_open (person, round, format, file, sha256, filled, at)
  SELECT person, round, format, file, sha256, filled, at FROM package_import;
DROP TABLE package_import;
ALTER TABLE package_import_open RENAME TO package_import;

CREATE TABLE revision_origin_open (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('ods', 'xlsx', 'json')),
  file TEXT NOT NULL CHECK (file <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  based_on INTEGER NOT NULL CHECK (based_on >= 0),         -- the revision that was in the file when it left
  PRIMARY KEY (contribution, number),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;
INSERT INTO revision_origin_open (contribution, number, format, file, sha256, based_on)
  SELECT contribution, number, format, file, sha256, based_on FROM revision_origin;
-- Its triggers go with it: what is deleted here stands in the new one.
DROP TABLE revision_origin;
ALTER TABLE revision_origin_open RENAME TO revision_origin;

CREATE TRIGGER revision_origin_is_final BEFORE UPDATE ON revision_origin
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_origin_stays BEFORE DELETE ON revision_origin
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
