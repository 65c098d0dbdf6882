-- A ministry's part of a round that was filled in elsewhere, as a workbook or as JSON.

-- A file that was read and waits for its person to say yes; one for each person.
CREATE TABLE package_import (
  person BLOB NOT NULL PRIMARY KEY REFERENCES person (id),
  round BLOB NOT NULL REFERENCES round (id),
  format TEXT NOT NULL CHECK (format IN ('xlsx', 'json')),
  file TEXT NOT NULL CHECK (file <> ''),                   -- what its sender calls it
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),        -- of its bytes
  filled TEXT NOT NULL CHECK (filled <> ''),               -- what stands in it, JSON
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The file that a revision came from; a revision without such a row was typed on the site.
CREATE TABLE revision_origin (
  contribution BLOB NOT NULL,
  number INTEGER NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('xlsx', 'json')),
  file TEXT NOT NULL CHECK (file <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  based_on INTEGER NOT NULL CHECK (based_on >= 0),         -- the revision that was in the file when it left
  PRIMARY KEY (contribution, number),
  FOREIGN KEY (contribution, number) REFERENCES revision (contribution, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER revision_origin_is_final BEFORE UPDATE ON revision_origin
BEGIN SELECT RAISE(ABORT, 'a revision never changes'); END;
CREATE TRIGGER revision_origin_stays BEFORE DELETE ON revision_origin
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
